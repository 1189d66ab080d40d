# frozen_string_literal: true

class Course < ApplicationRecord
  has_many :lessons
  scope :published, -> { where.not(published_at: nil) }

  def self.search(query)
    published.where("title ILIKE ?", "%#{sanitize_sql_like(query)}%")
  end

  def self.popular
    # ok
    joins(:enrollments).group("courses.id").order("count(enrollments.id) DESC")
  end
end
