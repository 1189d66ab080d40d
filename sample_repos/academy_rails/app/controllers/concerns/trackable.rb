# frozen_string_literal: true

module Trackable
  extend ActiveSupport::Concern

  included do
    helper_method :track_event
  end

  private

  def track_event(name, **properties)
    # ok
    tracking.track(name, properties.merge(path: request.path))
  end

  def course_events
    @course_events ||= Tracking::CourseEvents.new(tracking)
  end

  def tracking
    @tracking ||= Tracking::Client.for(current_user)
  end
end
