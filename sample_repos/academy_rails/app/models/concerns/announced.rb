# frozen_string_literal: true

# Tells the chat room about new records, which is no product event.
module Announced
  extend ActiveSupport::Concern

  private

  def announce
    # ok
    ChatRoom.capture(event: "New #{self.class.name}", text: "##{id}")
  end
end
