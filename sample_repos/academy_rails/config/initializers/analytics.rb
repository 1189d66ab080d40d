# frozen_string_literal: true

require "segment/analytics"

SegmentClient = Segment::Analytics.new(
  write_key: ENV.fetch("SEGMENT_WRITE_KEY"),
  on_error: ->(status, message) { Rails.logger.warn("analytics #{status}: #{message}") },
  stub: !Rails.env.production?
)
