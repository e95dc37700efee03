# ── Gatherings: lists ───────────────────────────────────────────────────────
gatherings-title = Gatherings
gatherings-mine-heading = My gatherings
gatherings-mine-list = You said yes to these
gatherings-mine-empty = You have not said yes to anything yet
gatherings-mine-empty-text = Gatherings of your circles are listed on the page of each circle. Come as you are, and only if you want to.
gatherings-others = Coming up in your circles
gatherings-all-mine = All my gatherings
gatherings-all = All gatherings of this circle
gatherings-next = Next gathering
gatherings-tonight = Gatherings tonight
gatherings-ahead = Coming up
gatherings-past = Lately
gatherings-empty = Nothing is planned yet
gatherings-empty-text = When the facilitators plan a gathering, it appears here.
gatherings-zone = Times are as on a clock in { $zone }.
gatherings-save = Save
gatherings-reminder = Remind me
gatherings-reminder-hint = Only inside this place, in words that give nothing away. We never send an e-mail.
gatherings-reminder-none = Never
gatherings-reminder-day = A day before
gatherings-reminder-hour = An hour before
gatherings-reminder-saved = Saved.
gatherings-reminder-card = Something you wanted to think of: { $time }.
gatherings-news-moved-up = A place became free and it is yours. You can step back if it no longer suits you.
gatherings-news-moved = The time has changed.
gatherings-news-cancelled = This does not take place. You can read why.
gatherings-news-named = You are named in what a group learned. Nobody else sees it until you say yes.
gatherings-news-read = I have read this

# ── One gathering ───────────────────────────────────────────────────────────
gathering-open = Open
gathering-is-on = on now
gathering-is-cancelled = cancelled
gathering-is-moved = new time
gathering-you-come = You are coming
gathering-you-wait = You are waiting for a place
gathering-session = Session { $number }
gathering-cancelled-heading = This does not take place
gathering-on-heading = It is on now
gathering-to-room = Go to the room
gathering-to-circle = Go to the circle
gathering-moved-note = The time has changed.
gathering-who = Who comes
gathering-places = Places
gathering-had-place = { $count ->
    [0] Nobody had a place.
    [one] One person had a place.
   *[other] { $count } people had a place.
}
gathering-coming-count = { $count ->
    [0] Nobody yet.
    [one] One person is coming.
   *[other] { $count } people are coming.
}
gathering-free-count = { $count ->
    [0] There is no free place.
    [one] One place is free.
   *[other] { $count } places are free.
}
gathering-waiting-count = { $count ->
    [one] One person is waiting.
   *[other] { $count } people are waiting.
}
gathering-minutes-count = { $count ->
    [one] one minute
   *[other] { $count } minutes
}
gathering-place-later = You see the place when you are coming.
gathering-join-first = Please join the circle first. Then you can say yes.
gathering-you-look-after = You look after this gathering.
gathering-paused = You are taking part by reading just now, so you cannot say yes to a gathering. The circle's page says until when.
gathering-cancelled = This gathering does not take place.
gathering-over = This gathering is over.
gathering-not-yet = It is not time for this yet.
gathering-say-yes-first = Please say first that you are coming.
gathering-circle-closed = This circle has closed. Nothing new can be planned in it.
gathering-ask = Would you like to come?
gathering-come = I am coming
gathering-come-to-all = I am coming to every session
gathering-wait = Wait for a place
gathering-not-coming = Not this time
gathering-step-back = I am not coming after all
gathering-stop-waiting = Stop waiting
gathering-before-you = { $count ->
    [0] You are next.
    [one] One person is before you.
   *[other] { $count } people are before you.
}
gathering-moves-up = When a place becomes free it is yours, and we tell you on your page.
gathering-numbers-only = Members see only how many come. The facilitators see the names.
gathering-here = I am here
gathering-here-hint = Say that you are here. The facilitators see it, and people who came may name one another in what the group learned, if each agrees.
gathering-you-are-here = You said that you are here. Good to have you.
gathering-step = Until the next session
gathering-lead = For facilitators
gathering-people = Who is coming
gathering-people-none = Nobody yet
gathering-people-private = Only facilitators see this list. Please keep it to yourselves.
gathering-people-waiting = Waiting, in this order
gathering-attendance-saved = Saved.
gathering-came = came
gathering-missed = did not come
gathering-not-noted = not noted

# ── Planning ────────────────────────────────────────────────────────────────
gathering-plan-one = Plan a gathering
gathering-plan-this = Change this one time
gathering-change = Change the gathering
gathering-change-lead = This changes everything that is still to come. Where the time stays the same, everybody keeps their place.
gathering-title = Name
gathering-title-hint = People of the circle see it. It is never shown in a calendar.
gathering-title-missing = Please give it a name.
gathering-about = What it is about, if you like
gathering-mode = How you meet
gathering-mode-missing = Please choose how you meet.
gathering-mode-text = In writing
gathering-mode-voice = By voice
gathering-mode-video = By video
gathering-mode-in-person = In person
gathering-mode-hint-text = In the circle's live room.
gathering-mode-hint-in-person = In one place. Only those who are coming see where.
gathering-place = Where
gathering-place-hint = Only for meeting in person. It is kept sealed, and taken away some weeks after the last time.
gathering-place-missing = Please say where you meet.
gathering-when = When
gathering-day = Day
gathering-time = Time
gathering-zone = Time zone
gathering-zone-hint = A time zone, such as Europe/London. The time stays the same there when the clocks change. Everybody sees it by their own clock.
gathering-zone-unknown = We do not know this time zone. An example is Europe/London.
gathering-day-missing = Please choose a day.
gathering-when-missing = Please choose a day and a time.
gathering-when-past = This time is over already. Please choose a later one.
gathering-minutes = How long, in minutes
gathering-minutes-hint = 60 suits most. With a template, take the time that stands by its name.
gathering-minutes-wrong = Please choose between 10 minutes and three hours.
gathering-repeats = How often
gathering-repeats-once = Once
gathering-repeats-weekly = Every week
gathering-repeats-fortnightly = Every two weeks
gathering-repeats-monthly = Every month, on the same weekday (the second Tuesday, for example)
gathering-repeats-monthly-last = Every month, on the last such weekday
gathering-days = On which days
gathering-days-hint = For every week or every two weeks. Leave this empty to use the weekday of the first time.
gathering-day-MO = Monday
gathering-day-TU = Tuesday
gathering-day-WE = Wednesday
gathering-day-TH = Thursday
gathering-day-FR = Friday
gathering-day-SA = Saturday
gathering-day-SU = Sunday
gathering-ends = Until when
gathering-ends-never = Until we end it
gathering-ends-count = A number of times
gathering-ends-until = Up to a day
gathering-count = How many times
gathering-count-wrong = Please write a number between 1 and 100.
gathering-until = Last day
gathering-until-wrong = Please choose a last day that is not before the first.
gathering-rule-wrong = We could not work out these days. Please look at them again.
gathering-course = Course
gathering-course-yes = This is a course
gathering-course-hint = A fixed number of sessions that build on one another. You can note who came, and leave something to try between sessions.
gathering-sessions-missing = A course needs a number of sessions: between 2 and 100 times.
gathering-how = How
gathering-capacity = For how many
gathering-capacity-hint = Leave it empty if there is room for everybody. When it is full, people wait in a fair line.
gathering-capacity-wrong = Please write a number between 1 and 500, or leave it empty.
gathering-template = How the meeting goes
gathering-template-hint = Phases with a clock that only facilitators see.
gathering-template-none = Without phases
gathering-change-words = Words for those who come, if a time is cancelled by this
gathering-change-words-hint = Say it kindly. Everybody who was coming can read it.
gathering-end = End this gathering for good
gathering-cancel = Cancel this time
gathering-cancel-words = Words for those who come
gathering-cancel-words-hint = Say it kindly, and say what happens next. Names are better left out.
gathering-words-missing = Please write a few words for those who were coming.
gathering-move = Move it to another time
gathering-move-words = Words for those who come, if you like
gathering-step-label = Something to try until then
gathering-step-hint = Small and free to leave. Only those who come see it.

# ── Meetings ────────────────────────────────────────────────────────────────
meeting-begin = Begin
meeting-begin-hint = You can begin from 15 minutes before.
meeting-not-yet = A meeting can begin from 15 minutes before its time until its end.
meeting-runs = The meeting is on
meeting-only-you = Only facilitators see this page.
meeting-to-clock = To the phases and the clock
meeting-phase-now = Now: { $phase }.
meeting-phase-left = left in this phase
meeting-phase-over = over the time of this phase
meeting-ends-at = Ends at { $time }
meeting-now = Now
meeting-next = Next phase
meeting-back = Back
meeting-lead = Who leads
meeting-you-lead = You lead now.
meeting-they-lead = { $name } leads now.
meeting-take-lead = I take the lead
meeting-hand-lead = Hand the lead to { $name }
meeting-end = End the meeting

# ── Templates ───────────────────────────────────────────────────────────────
meeting-templates = Meeting templates
meeting-templates-lead = How a meeting goes, in phases. They belong to everybody who facilitates: change what does not suit you. A meeting that runs keeps its phases.
meeting-template-new = Make a template
meeting-template-change = Change the template
meeting-template-name = Name
meeting-name-missing = Please give the template a name.
meeting-template-withdraw = Take it out of use
meeting-template-withdraw-hint = Gatherings that use it go on without phases.
meeting-phase-number = Phase { $number }
meeting-phase-title = Name of the phase
meeting-phase-minutes = Minutes
meeting-phase-prompt = What may help whoever leads
meeting-phase-add = Add a phase
meeting-phase-up = Move up
meeting-phase-down = Move down
meeting-phase-remove = Take away
meeting-phases-missing = A template needs between 1 and 12 phases.
meeting-phase-wrong = Each phase needs a name and at least one minute.
meeting-phase-long = A name or a prompt is too long. Names have up to 60 characters, prompts up to 600.
meeting-too-long = All phases together may take three hours at most.
trail-meeting-template = Meeting template made or changed
trail-meeting-template-withdrawn = Meeting template taken out of use

meeting-sharing = Sharing circle
meeting-quiet = Quiet hour
meeting-skills = Skills evening
meeting-first = First meeting
meeting-welcome = Welcome and how we do this
meeting-welcome-prompt = Say hello and who you are. Remind everybody: what is said here stays here; we speak for ourselves; nobody has to speak; we do not tell each other what to do. Say when it ends. Say where to find help now if it gets too much.
meeting-round = Check-in round
meeting-round-prompt = One after the other, two minutes each: how are you arriving today? Passing is fine. No answers yet, only thanks. Note what comes up more than once.
meeting-themes = Themes
meeting-themes-prompt = Name two or three things that you heard. Ask which of them people want to stay with. Make room for those who have said little.
meeting-problem = One problem together
meeting-problem-prompt = Ask if somebody would like the group's thoughts on one thing. They say what would help: ideas, or only ears. Others speak from what they lived through. Let the one who asked have the last word.
meeting-closing = Closing round
meeting-closing-prompt = One sentence each: what do I take with me, or what do I leave here? Say when you meet next. Thank everybody. Ask if anybody wants a word afterwards.
meeting-arrive = Arriving
meeting-arrive-prompt = Welcome people in few words. Say that being here is enough and that it is quiet until the last ten minutes.
meeting-still = Being quiet together
meeting-still-prompt = Everybody does something calm: read, draw, knit, breathe. Post a line every quarter of an hour that says how long is left. Answer gently if somebody writes.
meeting-one-word = One word each
meeting-one-word-prompt = Who likes writes one word for how it is now. Thank everybody and say goodbye.
meeting-show = Somebody shows what helps them
meeting-show-prompt = One person shows one thing that helps them, in their own way. It need not help everybody. Ask them to say when it does not work for them too.
meeting-try = Trying it
meeting-try-prompt = Everybody tries it as far as they like. Stopping is fine. Watch for anybody who goes quiet.
meeting-swap = Swapping
meeting-swap-prompt = What was easy, what was odd? Which other things do people use? Collect them without ranking them.
meeting-names = Names and hello
meeting-names-prompt = Each says the name they want to be called here, and one small thing they like. You go first and keep it short.
meeting-hopes = What we hope for
meeting-hopes-prompt = What do people hope for in this circle, and what would make them stay away? Write both down where all can see them.
meeting-agree = What we agree on
meeting-agree-prompt = Read the circle's charter together. What is missing? What would people change? Note it for the next time.

# ── Afterwards ──────────────────────────────────────────────────────────────
meeting-how-was-it = How was it for you?
meeting-how-lead = Three short questions, each free to leave out. Nobody here sees your answers as yours, and facilitators do not see them at all.
meeting-how-welcome = I felt welcome.
meeting-how-heard = I could say what I wanted, or keep it to myself.
meeting-how-useful = It was good that I came.
meeting-answer-1 = not at all
meeting-answer-2 = a little
meeting-answer-3 = partly
meeting-answer-4 = mostly
meeting-answer-5 = very much
meeting-answer-skip = I would rather not say
meeting-how-saved = Thank you. It is saved, and you can change it.
meeting-how-hard = If it stirred something up:
meeting-learned = What the group learned
meeting-learned-write = Write down what we learned
meeting-named-note = You are named in what the group learned. Nobody else in the circle sees it until everybody who is named says yes.
meeting-named-read = Read it and answer
learned-lead = Everybody who came can write here. The circle sees it only when you show it, and when everybody who is named agrees.
learned-words = What we learned
learned-words-hint = What could help others who were not there. Leave out what somebody told in trust.
learned-words-missing = Please write something first.
learned-named = Who is named in it
learned-named-hint = Each of them is asked. If one says no, it is not shown.
learned-offer = Show it to the circle
learned-withdraw = Take the note away for good
learned-change-hint = When you change the note, everybody who is named is asked again.
learned-is-draft = Only those who came can see this so far.
learned-is-offered = Not everybody who is named has answered yet.
learned-is-refused = Somebody who is named does not want it shown. That is all right. You can change the note and ask again.
learned-is-shown = The circle can read this.
learned-changed-meanwhile = Somebody changed the note while you had it open. Your words are still in the field. Please copy them, open the page anew and put the two together.
learned-asked-heading = May we show this?
learned-asked-lead = You are named in this note. It is shown to the circle only if everybody who is named says yes. You need not give a reason, and you can change your mind at any time.
learned-asked-hint = The others see that somebody said no. They are not told who.
learned-agree = Yes, you may show it
learned-refuse = No, please do not
learned-you-agreed = You said yes.
learned-you-refused = You said no.

# ── Calendar ────────────────────────────────────────────────────────────────
calendar-title = Calendar
calendar-heading = In your own calendar
calendar-link = Put these into my own calendar
calendar-lead = An address that only you have. Your calendar program asks it for the times you said yes to, and nothing else.
calendar-careful = Whoever sees your calendar sees that you are busy at these times. Nothing in it says what for, unless you write it into the title.
calendar-neutral = Reminder
calendar-address = Your calendar's address
calendar-address-once = We show it only now. Put it into your calendar program as a calendar from the internet. Anybody who has it can read these times, so keep it to yourself.
calendar-entry-title = What each entry is called
calendar-entry-title-hint = Empty: “Reminder”. Choose something that could stand in any calendar.
calendar-place = Place
calendar-place-yes = Put the place of meetings in person into it
calendar-place-hint = Then whoever sees your calendar can see where you go.
calendar-make = Make an address
calendar-make-again = Make a new address
calendar-make-again-hint = The address that you have now stops working.
calendar-revoke = Take the address back
calendar-add-one = Add to calendar
gathering-tell = Something here is not right
