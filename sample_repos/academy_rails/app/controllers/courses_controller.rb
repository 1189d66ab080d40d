# frozen_string_literal: true

class CoursesController < ApplicationController
  def index
    # ok
    @courses = Course.published.order(:title).page(params[:page]).per(20)
    # ok
    @by_level = Course.published.group(:level).count
    # event: "Catalog Viewed" [level, results]
    ahoy.track "Catalog Viewed", level: params[:level], results: @courses.size
  end

  def show
    @course = Course.find(params[:id])
    # event: "Course Viewed" [app, course_id, title, from] (event-method)
    course_events.viewed(@course, from: params[:from])
  end

  def search
    query = params[:q].to_s.strip
    @courses = Course.search(query)
    properties = { query: query, results: @courses.size }
    properties[:filters] = params[:filters].keys if params[:filters]
    # event: "Courses Searched" [query, results, filters]
    ahoy.track("Courses Searched", properties)
  end

  def share
    network = params[:network]
    # event: "Course Shared On *" [app, path, course_id] (pattern) finding: TL201
    track_event("Course Shared On #{network}", course_id: params[:id])
    head :no_content
  end
end
