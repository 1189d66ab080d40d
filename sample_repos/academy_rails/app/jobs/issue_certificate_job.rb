# frozen_string_literal: true

class IssueCertificateJob < ApplicationJob
  queue_as :default

  def perform(enrollment)
    certificate = enrollment.create_certificate!
    # event: "Certificate Issued" [app, course_id, number]
    Tracking::Client.new(enrollment.user).track(
      Tracking::Events::Certificate::ISSUED,
      course_id: enrollment.course_id,
      number: certificate.number
    )
  rescue ActiveRecord::RecordNotUnique => e
    # ok
    Rails.logger.info("Certificate Issued twice: #{e.message}")
  end
end
