# frozen_string_literal: true

module Media
  # Plays the tracks of a lesson.
  class Player
    def initialize(url)
      @url = url
    end

    def track(number)
      "#{@url}?track=#{number}"
    end
  end
end
