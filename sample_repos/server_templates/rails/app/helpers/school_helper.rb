module SchoolHelper
  def school_traits(school)
    { school_name: school.name, seats: school.seats }
  end

  def report_print(course)
    # event: "Course Printed" [course_id]
    ahoy.track "Course Printed", course_id: course.id
  end
end
