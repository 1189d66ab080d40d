# frozen_string_literal: true

class User < ApplicationRecord
  include Announced

  belongs_to :school, optional: true
  has_many :enrollments, dependent: :destroy

  after_create :announce

  def self.authenticate!(email, password)
    find_by!(email: email.downcase).tap { |user| user.check!(password) }
  end

  def plan
    school ? "school" : "personal"
  end
end
