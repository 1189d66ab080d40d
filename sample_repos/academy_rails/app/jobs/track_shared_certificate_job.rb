# frozen_string_literal: true

class TrackSharedCertificateJob < ApplicationJob
  def perform(user_id, certificate)
    # event: "Certificate Shared" [number, network]
    POSTHOG.capture(
      distinct_id: user_id,
      event: Tracking::Events::Certificate::SHARED,
      properties: { number: certificate.number, network: certificate.network }
    )
  end
end
