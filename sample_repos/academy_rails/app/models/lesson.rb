# frozen_string_literal: true

class Lesson < ApplicationRecord
  YOUTUBE = %r{\Ahttps://youtu\.be/(?<id>\w+)\z}

  belongs_to :course

  def video_id
    match = YOUTUBE.match(video_url)
    match && match[:id]
  end

  def soundtrack
    # ok
    Media::Player.new(audio_url).track(position)
  end

  def last?
    course.lessons.maximum(:position) == position
  end
end
