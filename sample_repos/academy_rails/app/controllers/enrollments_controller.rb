# frozen_string_literal: true

class EnrollmentsController < ApplicationController
  def create
    course = Course.find(params[:course_id])
    current_user.enrollments.create!(course: course)
    # todo: event "Course Enrolled" [app, course_id, title, price, coupon] (event-method)
    course_events.enrolled(course, course.price)
    redirect_to course
  end

  def destroy
    enrollment = current_user.enrollments.find(params[:id])
    reason = params[:reason].presence || "unknown"
    enrollment.destroy!
    # event: "Course Left" [app, path, course_id, reason] finding: TL101
    track_event "Course Left", course_id: enrollment.course_id, reason: reason
  end

  def progress
    lesson = Lesson.find(params[:lesson_id])
    event = params[:done] ? Tracking::Events::LESSON[:finished] : Tracking::Events::LESSON[:started]
    # event: "Lesson Started" | "Lesson Finished" [app, path, lesson_id, position]
    track_event(event, lesson_id: lesson.id, position: lesson.position)
    complete(lesson.course) if lesson.last? && params[:done]
  end

  private

  def complete(course)
    enrollment = current_user.enrollments.find_by!(course: course)
    # event: "Course Completed" [app, course_id, title, days] (event-method)
    course_events.completed(course, days: enrollment.days)
    IssueCertificateJob.perform_later(enrollment)
  end
end
