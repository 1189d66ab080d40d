# frozen_string_literal: true

module Tracking
  # What the client sends. Names are agreed with the growth team.
  module Events
    SIGNED_UP = "Signed Up"
    SIGNED_IN = "Signed In"

    COURSE_VIEWED = "Course Viewed"
    COURSE_ENROLLED = "Course Enrolled"
    COURSE_COMPLETED = "Course Completed"

    LESSON = {
      started: "Lesson Started",
      finished: "Lesson Finished"
    }.freeze

    module Certificate
      PREFIX = "Certificate"
      ISSUED = "#{PREFIX} Issued"
      SHARED = PREFIX + " Shared"
    end
  end
end
