## Planning
hours-plan-day = That would be more than { $hours } hours in a day. Please plan a shorter time, or another day.
hours-plan-week = That would be more than { $hours } hours in a week. Please plan it for later.
hours-plan-paused = You are taking a pause then. You can plan for the time after it.
hours-plan-quiet = You chose not to be asked at that time. You can change your quiet hours on your hours page.
