## My supervision
supervision-title = My supervision
supervision-lead = Nobody does this alone. Somebody listens to you, so that you can listen to others.
supervision-link = Dates, my log and questions
supervision-who = Who looks after you
supervision-by = { $name } looks after you.
supervision-nobody = Nobody looks after you yet.
supervision-nobody-text = Our supervisors are full just now, or you look after them yourself. They can see that you wait.
supervision-nobody-yet = You have no supervisor yet. Any supervisor on duty can help you until then.
supervision-nobody-else = There is nobody else with room just now. You can talk with any supervisor on duty.
supervision-next = You talk next on { $time }.
supervision-soft = It is time for a talk. Please pick a date.
supervision-firm = Your last talk was too long ago. You can plan and begin again when somebody has heard how you are doing.
supervision-soon = Somebody will look after you
supervision-soon-text = You get a supervisor within the hour.
supervision-other = I would like somebody else
supervision-other-text = You need not say why. A date that you planned is called off, and what the two of you wrote down for it is erased. Your log stays with you, and what you showed of it is yours alone again.
supervision-other-do = Find somebody else for me
due-by = Next talk by { $day }
due-since = Talk was due on { $day }
due-too-long = Talk was due on { $day }: no new shifts until then
## A talk
session-title = A talk
session-with = A talk with { $name }
session-day = Day
session-at = Time
session-zone = Times in { $zone }.
session-day-missing = Please write a day and a time.
session-past = Please choose a time that is still to come.
session-too-far = Please choose a day within the next three months.
session-pick = Pick a date
session-move = Move it
session-keep-date = Save the date
session-prepare = Open and prepare
session-open = Read
session-past-title = Talks you had
session-past-none = No talks yet.
session-held = You talked
session-both = Both of you read and write this. Nobody else can. It is kept for two years.
session-agenda = What to talk about
session-agenda-hint = Write it down before, as it comes to you. Do not name members.
session-notes = Notes
session-notes-hint = What you both want to remember.
session-actions = What you agreed
session-actions-hint = Who does what, one thing a line.
session-before = What you agreed last time
session-keep = Save
session-other-wrote = The other of you wrote here while you did. Both texts are below. Bring them together and save again.
session-theirs = What stands there now
session-hold = We have talked
session-hold-text = When you have talked, say so here. Then the next date counts from today.
session-call-off = Call it off
session-call-off-text = The date goes, and what was written for it.
session-call-off-do = Call it off
## Together
supervision-together-title = Looking back together
together-none = No date yet. Your supervisor invites you once a month.
together-due = You have not met for a month. It is good to look back together once a month.
together-invite = Invite all of them
together-place = Where you meet
together-place-hint = A room, a link, or a live room here. All your people read it.
together-place-missing = Please say where you meet.
together-send = Invite
## My log
log-title = My log
log-lead = Write what you learn from this work. Only you read it, unless you show an entry.
log-words = What stays with you
log-words-hint = What went well, what was hard, what you would do again. Do not name members.
log-missing = Please write something first.
log-keep = Keep it for me
log-none = Nothing here yet
log-none-text = A few lines after a shift are enough. They help you to see how far you have come.
log-shown = Your supervisor can read this
log-share = Show it to { $name }
log-keep-back = Keep it for me again
log-remove = Delete
log-remove-sure = Yes, delete it
## Boundary questions
questions-title = Ask in private
questions-lead = A gift, a phone number, a secret: ask when you are not sure. Only your supervisor reads it.
questions-danger = If somebody may be in danger now, do not wait for an answer here.
question-about = What is it about?
question-about-contact = Contact outside of this place
question-hint-contact = Somebody would like your number, or found you elsewhere.
question-about-gift = A gift
question-hint-gift = Somebody would like to give you something, or you them.
question-about-money = Money
question-hint-money = Somebody asks for money, or offers it.
question-about-two-roles = Two roles
question-hint-two-roles = You know the person from somewhere else.
question-about-secret = A secret about a danger
question-hint-secret = Somebody told you something and asked you not to pass it on.
question-about-other = Something else
question-hint-other = Whatever it is, it is right to ask.
question-about-missing = Please choose what it is about.
question-words = Your question
question-words-hint = Without names, as far as you can.
question-missing = Please write your question.
question-ask = Ask
question-to = asked { $name }
question-nobody = whoever you asked does not answer questions any more: please ask again
question-answered = Answered
question-waits = Waiting for an answer
question-answer = Answer
question-answer-hint = Kindly, and so that it is clear what to do. Only the two of you read it.
question-answer-missing = Please write an answer.
question-answer-send = Send
question-take-back = Delete
question-open = Read and answer
question-from-title = A question
question-from = { $name } asks
## My people
people-title = My people
people-lead = Those you look after: who is due, what was hard, and how much they give.
people-link = My people
people-count = { $count ->
    [0] You look after nobody yet.
    [one] You look after one person.
   *[other] You look after { $count } people.
}
people-late = { $count ->
    [one] one talk is overdue
   *[other] { $count } talks are overdue
}
people-mine = Those you look after
people-none = You look after nobody yet
people-none-text = New supporters come to you by themselves, within the hour. Further down you see whoever waits for somebody.
people-never = You see dates and numbers here. What was said in conversations stays there.
people-next = Next talk
people-no-date = No date yet
people-week = Last seven days
people-hours = { $given } of { $hours } h
people-hard = Hard this week
people-shown = Log entries shown to you
people-open = Open
people-debriefs = To talk through
people-debriefs-hint = Somebody talks with them within three days. You can take any of them, whoever looks after the person.
people-debriefs-of = { $count ->
    [one] one to talk through
   *[other] { $count } to talk through
}
people-cause-hard = A conversation was hard
people-cause-not-ok = They said that they were not OK
people-cause-danger = Somebody may have been in danger
people-debrief-by = by { $time }
people-debrief-late = overdue since { $time }
people-debriefed = We talked it through
people-questions = Questions for you alone
people-alone = Nobody looks after them yet
people-alone-hint = They come to a supervisor by themselves as soon as one has room.
people-take = I look after them
people-full = There is no room: this supervisor looks after as many people as one may.
people-talked = We talked today
people-entries = What they show you
people-entries-hint = From their own log. They can take it back at any time.
people-hand-on = Hand on to somebody else
people-hand-on-text = A date that is planned is called off. Notes of past talks stay with the two of you.
people-hand-on-to = To whom
people-hand-on-do = Hand on
people-now = What happens now
