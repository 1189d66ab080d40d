# frozen_string_literal: true

namespace :digest do
  desc "Mails everybody what is new"
  task weekly: :environment do
    User.find_each do |user|
      courses = Course.popular.limit(3)
      next if courses.empty?

      DigestMailer.weekly(user, courses).deliver_later
      # event: "Digest Sent" [courses]
      SegmentClient.track(user_id: user.id, event: "Digest Sent", properties: { courses: courses.map(&:id) })
    end
    # ok
    SegmentClient.flush
  end
end
