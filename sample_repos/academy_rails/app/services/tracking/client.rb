# frozen_string_literal: true

module Tracking
  # The one way to the vendor: it knows who is signed in and adds what every event bears.
  class Client
    attr_reader :user

    class << self
      def for(user)
        new(user)
      end
    end

    def initialize(user, backend: SegmentClient)
      @user = user
      @backend = backend
    end

    def track(event, properties = {})
      return if user.nil?

      # ok
      @backend.track(
        user_id: user.id,
        event: event,
        properties: default_properties.merge(properties)
      )
    end

    def identify
      traits = { email: user.email, plan: user.plan }
      traits[:school] = user.school.name if user.school
      # event: identify [email, plan, school]
      @backend.identify(user_id: user.id, traits: traits)
    end

    def identify_school
      school = user.school
      # event: group [name, seats]
      @backend.group(user_id: user.id, group_id: school.id, traits: { name: school.name, seats: school.seats })
    end

    private

    def default_properties
      { app: "academy" }
    end
  end
end
