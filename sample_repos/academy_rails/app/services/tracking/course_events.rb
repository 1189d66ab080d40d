# frozen_string_literal: true

module Tracking
  # A course's events, one method each.
  class CourseEvents
    def initialize(client)
      @client = client
    end

    def viewed(course, from: "catalog")
      # event: "Course Viewed" [app, course_id, title, from]
      client.track(Events::COURSE_VIEWED, base(course).merge(from: from))
    end

    def enrolled(course, price)
      props = base(course)
      props[:price] = price
      props[:coupon] = course.coupon if course.coupon
      # event: "Course Enrolled" [app, course_id, title, price, coupon]
      client.track Events::COURSE_ENROLLED, props
    end

    def completed(course, days:)
      # event: "Course Completed" [app, course_id, title, days]
      client.track(Events::COURSE_COMPLETED, days:, **base(course))
    end

    private

    attr_reader :client

    def base(course)
      { course_id: course.id, title: course.title }
    end
  end
end
