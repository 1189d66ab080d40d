# frozen_string_literal: true

require "posthog"

POSTHOG = PostHog::Client.new(
  api_key: ENV.fetch("POSTHOG_API_KEY"),
  host: "https://eu.i.posthog.com"
)
