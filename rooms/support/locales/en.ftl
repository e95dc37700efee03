# ── The first page ──────────────────────────────────────────────────────────
landing-title = Start
landing-heading = Somebody to talk to, who has been there
landing-lead = Here you can talk with a trained volunteer who knows hard times from their own life. They listen. They do not judge, and they do not tell you what to do.
landing-join = Join
landing-sign-in = Sign in
landing-join-hint = It takes about a minute. No real name, no e-mail.
landing-ask = Ask to talk
landing-past = My conversations
landing-back-to-talk = Go back to your conversation
landing-back-to-waiting = Go back to your place
landing-note-answered = Somebody has answered your note.
landing-note-read = Read the answer
landing-doors = Your doors
landing-board = The board
landing-duty = On duty
landing-notes = Notes to answer
landing-shifts = Plan your shifts
landing-now-title = In danger right now?
landing-now = We cannot send help to you. These people can, by day and by night.
landing-how = How it works
landing-step-ask = 1. You ask
landing-step-ask-text = Say what would help. A few words are enough, and you can leave them out.
landing-step-talk = 2. You talk
landing-step-talk-text = A supporter who fits comes to you. You write to each other, for as long as it helps. Either of you may stop at any time.
landing-step-after = 3. You both say how it was
landing-step-after-text = If you both like, you can meet again. What you wrote is kept locked for a while and then destroyed.
landing-is = What this is
landing-is-peers = People with hard times of their own, who want to listen.
landing-is-trained = Volunteers who are trained, and looked after by a supervisor.
landing-is-private = A place where you choose your name and how much you say.
landing-is-free = Free. Nothing is sold here, and nothing about you.
landing-is-not = What this is not
landing-is-not-clinic = Not a clinic. Nobody here gives a diagnosis or treatment.
landing-is-not-emergency = Not an emergency service.
landing-is-not-always = Not always open. Above you see when somebody is here.
landing-charter = What we promise each other
landing-self-help = Small things that help

# ── Who is here, and when ───────────────────────────────────────────────────
cover-closed = We are not taking new requests just now
cover-here = { $count ->
    [one] Somebody is here now
   *[other] { $count } people are here now
}
cover-free = There is room to talk.
cover-all-talking = Everyone here is in a conversation just now. You can ask, and keep your place.
cover-nobody = Nobody is here just now
cover-planned-now = Somebody planned to be here at this time and has not come yet.
cover-next = Somebody next plans to be here on { $time }.
cover-next-nobody = Nobody is planned yet.
cover-table = The next 24 hours as a list
cover-table-caption = Who plans to be here
cover-table-when = When
cover-table-who = Planned
cover-planned = { $count ->
    [0] Nobody is planned yet
    [one] Somebody plans to be here
   *[other] { $count } people plan to be here
}
cover-zone = Times are for { $zone }.

# ── Notes ───────────────────────────────────────────────────────────────────
note-title = Note
note-new-heading = Leave a note instead
note-new-lead = { $hours ->
    [one] You need not wait. Write what is on your mind, and a supporter answers within an hour.
   *[other] You need not wait. Write what is on your mind, and a supporter answers within { $hours } hours.
}
note-words = Your note
note-words-hint = Say as much or as little as you like. Only the people who may answer it can read it.
note-words-missing = Please write a few words first.
note-leave = Leave this note
note-keep-waiting = Keep waiting
note-not-urgent = If it cannot wait:
note-not-waiting = This request has ended, so there is nothing to leave a note for. You can ask again.
note-left-heading = Your note is left
note-promise = It will be answered by { $time }.
note-late-heading = We are late, and we are sorry
note-late = We promised an answer by { $time } and did not keep it. A supervisor has been told and will see to it.
note-answered-heading = Your note was answered
note-answer-from = From { $name }
note-answer = The answer
note-yours = Your note
note-where = You can come back to this page from your conversations at any time.
note-ask-again = Ask to talk
note-taken = Somebody else is looking after this note just now. Thank you for wanting to help.
notes-title = Notes to answer
notes-lead = People who could not wait left these. Take one when you have a quiet quarter of an hour.
notes-empty = No note waits for you
notes-empty-text = Every note that you could answer has been answered, or somebody is on it.
notes-left = Left { $time }
notes-due = An answer is promised by { $time }.
notes-late = Late
notes-take = Read and answer
notes-go-on = Go on with your answer
note-from = A note from { $name }
note-answer-label = Your answer
note-answer-hint = Say what you heard. Thank them for writing. You need not solve anything.
note-answer-missing = Please write an answer first.
note-answer-send = Send the answer
note-release = Give it back
note-release-hint = Somebody else will answer it. After two hours it goes back by itself.
note-guidance = Guidance

# ── Shifts ──────────────────────────────────────────────────────────────────
shifts-title = Shifts
shifts-lead = Say when you plan to be here. People see that somebody comes, never who.
shifts-yours = Your shifts
shifts-none = You have planned nothing yet.
shifts-withdraw = Take back
shifts-plan = Plan a shift
shifts-day = Day
shifts-from = From
shifts-to = To
shifts-to-hint = Up to six hours. A time before the start means the next day.
shifts-save = Plan it
shifts-how-it-looks = See how people see it
shifts-who = Who
shifts-all-heading = All shifts
shifts-all-lead = Everything that is planned from now on.
shifts-all-empty = When supporters plan shifts, they stand here.
shift-day-missing = Please choose a day, a start and an end.
shift-past = This time is over. Please choose a later one.
shift-too-long = A shift is six hours at most, so that you stay well.
shift-too-far = Please plan four weeks ahead at most.
shift-overlaps = You have already planned some of this time.

# ── Afterwards ──────────────────────────────────────────────────────────────
afterwards-title = Afterwards
afterwards-heading-asker = Thank you for talking
afterwards-heading-supporter = Thank you for listening
afterwards-lead = A few questions, if you like. You may leave out any of them, or all.
afterwards-kept = Thank you. It is kept. You can change it here.
afterwards-low-title = We are sorry that it did not go well
afterwards-low = A supervisor will look at it with care. You can try with somebody else, or say what was wrong.
afterwards-low-ask = Talk with somebody else
afterwards-break = You are on a break until { $time }
afterwards-break-text = Nobody is sent to you before then. Stand up, drink something, look out of a window.
afterwards-paired = You both would like to talk again.
afterwards-pairing-link = Plan how
afterwards-questions = How was it?
afterwards-questions-hint = Only the supervisors read this. The other person never does.
afterwards-question-heard-asker = I felt heard
afterwards-question-mattered-asker = We talked about what matters to me
afterwards-question-overall-asker = All in all, it was right for me
afterwards-question-heard-supporter = I could really listen
afterwards-question-mattered-supporter = We stayed with what mattered to them
afterwards-question-overall-supporter = All in all, it was all right for me
afterwards-no-answer = No answer
afterwards-worst = 0 – not at all
afterwards-best = 10 – completely
afterwards-remark = Anything you want to add
afterwards-remark-hint = Only the supervisors read this.
afterwards-meet = Meeting again
afterwards-meet-hint = The other person is not told what you choose. Only if you both choose to talk again are you both told.
afterwards-meet-either = I do not mind
afterwards-meet-again = I would like to talk with the same person again
afterwards-meet-again-hint = If they would like it too, you plan it together.
afterwards-meet-never = I would rather not be put together again
afterwards-meet-never-hint = You need no reason.
afterwards-kept-apart = You two are not put together again. You can change this on your account page.
afterwards-send = Done
afterwards-skip = Skip this
afterwards-kept-days = { $days ->
    [one] What you wrote is kept locked for one day, for you to read. Then it is destroyed.
   *[other] What you wrote is kept locked for { $days } days, for you to read. Then it is destroyed.
}
afterwards-safety = Something was not right
thanks-say = Say thank you
thanks-said = Your thank-you is on its way.
thanks-label = A few words for your supporter
thanks-hint = If you like. It reaches them without your name.
thanks-title = Thank-yous
thanks-lead = What people wrote after talking with you. Nobody else reads these.
thanks-empty = Nothing here yet
thanks-empty-text = Many people find no words for a thank-you. It does not mean that you did not help.
reflection-title = For yourself
reflection-label = A private reflection
reflection-hint = What touched you? What do you want to remember? Nobody but you can read this.
reflection-hard = That was hard
reflection-hard-hint = A supervisor is told that it was hard, and not what you wrote.
reflection-hard-told = You said that it was hard. A supervisor has been told.
past-title = My conversations
past-lead = What you talked about belongs to you. You can read it until it is destroyed.
past-empty = No conversation yet
past-empty-text = When you have talked with somebody, you find it here.
past-conversations = Conversations
past-notes = Notes
past-somebody = Somebody who has left
past-erased = What was written has been destroyed.
past-until = You can read it until { $day }.
past-read = Read it
past-afterwards = How it was
past-note-open = Open the note

# ── Pairings ────────────────────────────────────────────────────────────────
pairings-title = Talking again
pairings-lead = People with whom you both wanted to go on talking.
pairings-empty = Nobody yet
pairings-empty-text = After a conversation, both of you can say that you would like to talk again. If both do, you find it here.
pairings-open = Open
pairing-stage-begun = Not planned yet
pairing-stage-proposed = A plan waits for a yes
pairing-stage-agreed = Agreed
pairing-stage-ended = Over
pairing-heading = You and { $name }
pairing-plan = Your plan
pairing-purpose = What it is for
pairing-purpose-hint = One or two sentences. Both of you can read them.
pairing-purpose-missing = Please say in a few words what it is for.
pairing-rhythm = How often
pairing-rhythm-missing = Please choose how often.
rhythm-weekly = Every week
rhythm-fortnightly = Every two weeks
rhythm-monthly = Once a month
rhythm-when-both-can = When we both can
pairing-weeks = For how long
pairing-weeks-hint = An ending that you both know makes it easier to begin, and to say goodbye.
pairing-weeks-missing = Please choose for how long.
pairing-weeks-count = { $count ->
    [one] One week
   *[other] { $count } weeks
}
pairing-ends = It ends on
pairing-begun = You both would like to talk again. One of you proposes a plan, and the other says yes or proposes another.
pairing-propose = Propose this
pairing-propose-other = Propose something else
pairing-waits = Your plan waits for a yes.
pairing-proposed = This is the plan that the other one proposes.
pairing-agree = Yes, let us do this
pairing-not-now = The plan has changed in the meantime. Please look at it again.
pairing-not-free = They cannot talk just now. You can look at your plan again a little later, or ask somebody else.
pairing-goodbye-time = The ending that you planned is near. This is a good time to say goodbye.
pairing-free = They are here and have time.
pairing-talk = Begin to talk
pairing-next = They plan to be here on { $time }.
pairing-next-unknown = They have not planned a time yet.
pairing-ask-others = Ask somebody else
pairing-supporter-how = They can begin to talk when you are on duty and free. Plan a shift so that they know when.
pairing-over = This has come to its end.
pairing-goodbye = A goodbye
pairing-goodbye-hint = If you like. The other one can read it.
pairing-end = End it
pairing-end-text = You may end it on any day. You need no reason.
pairing-end-now = End it now

# ── Something was not right ─────────────────────────────────────────────────
safety-title = Safety
safety-heading = Something was not right?
safety-lead = You can tell the people who keep this place safe. You can also make sure that you never meet this person here again.
safety-block-title = Block
safety-block-text = You will not meet here again. They are not told. If you are talking, it ends as if you had said goodbye.
safety-block-hint = You will not meet here again. They are not told.
safety-block = Block { $name }
safety-blocked = Done. You will not meet here again, and they are not told.
safety-danger = If somebody is in danger now:
safety-back = Go back
report-reason = What was not right?
report-reason-missing = Please choose what was not right. “Something else” is fine.
report-reason-unkind = They were unkind, or threatened me
report-reason-sexual = It was sexual, or they asked for pictures
report-reason-outside = They wanted to meet, wanted money, or wanted to reach me outside
report-reason-pushed = They told me what to do, or spoke as if they were a doctor
report-reason-not-safe = I worry that somebody is not safe
report-reason-other = Something else
report-words = Anything you want to add
report-words-hint = If you like. You need not prove anything.
report-and-block = Block this person too
report-send = Tell a supervisor
report-evidence = What was written in this conversation is copied for the supervisors who look at it. You need no screenshots.
report-erased = What was written has been destroyed, so it cannot go with a report any more. You can still block this person.
reports-title = My reports
reports-lead = What you told us, and what came of it.
reports-sent = Thank you for telling us. A supervisor reads it, and you read here what comes of it.
reports-empty = Nothing here
reports-empty-text = If something is not right, you can say so from the page of any conversation.
reports-answer = What came of it
reports-open = A supervisor has not answered yet
report-title = Report
report-by = From
report-about = About
report-their-words = In their words
report-open-evidence = { $count ->
    [one] Read what was said (one message)
   *[other] Read what was said ({ $count } messages)
}
report-evidence-hint = This is the only place where supervisors read a conversation. Read what you need and no more.
report-part-asker = Member
report-part-supporter = Supporter
report-part-supervisor = Supervisor
report-part-place = This place
report-answer-label = What you say to whoever reported it
report-answer-hint = Say what you did. Say nothing about the other person that is not theirs to know.
report-answer-missing = Please say what came of it.
report-answer-send = Answer and close
report-answered = Another supervisor has answered this report.
trail-report-answered = Answered a report

# ── The board ───────────────────────────────────────────────────────────────
board-title = Board
board-back = Back to the board
board-calm = All is calm. Nobody waits for you.
board-not-calm = Some things wait for a person. The most urgent stand first.
board-count-waiting = { $count ->
    [0] Nobody waits
    [one] 1 person waits
   *[other] { $count } people wait
}
board-count-talking = { $count ->
    [0] No conversation
    [one] 1 conversation
   *[other] { $count } conversations
}
board-count-here = { $count ->
    [0] No supporter here
    [one] 1 supporter here
   *[other] { $count } supporters here
}
board-count-notes = { $count ->
    [0] No note to answer
    [one] 1 note to answer
   *[other] { $count } notes to answer
}
board-closed = The doors are closed since { $time }
board-reopen = Open the doors again
board-urgent = Look at these
board-urgent-none = Nothing calls for you.
board-eyes = { $name } asks for another pair of eyes
board-eyes-taken = a supervisor is on it
board-minutes-ago = { $minutes ->
    [0] just now
    [one] a minute ago
   *[other] { $minutes } minutes ago
}
board-look = Look
board-settle = Looked after
board-report = A report
alert-not-ok = { $name } is not OK and has stopped
alert-was-hard = { $name } says that a conversation was hard
alert-note-overdue = The note of { $name } is late
alert-waits-long = { $name } has waited long
alert-low-feedback = It was not right for { $name }
board-waiting = Waiting
board-waiting-none = Nobody waits.
board-waits = { $minutes ->
    [0] Has just asked
    [one] Waits for a minute
   *[other] Waits for { $minutes } minutes
}
board-offered = { $name } is looking at it
board-not-offered = Not offered to anyone now
board-handed-on = Has talked before
board-away = Waiting page closed
board-find-somebody = Find somebody
board-talking = Talking
board-talking-none = Nobody is talking.
board-talks = { $name } supports somebody
board-for-minutes = { $minutes ->
    [0] just begun
    [one] for a minute
   *[other] for { $minutes } minutes
}
board-last-word = { $minutes ->
    [0] last word just now
    [one] last word a minute ago
   *[other] last word { $minutes } minutes ago
}
board-eyes-asked = Eyes asked
board-quiet = Gone quiet
board-joined = A supervisor is in it
board-duty = On duty
board-duty-none = Nobody is on duty.
board-break = In a break until { $time }
board-not-here = Page closed
board-load = { $count ->
    [one] In a conversation
   *[other] In { $count } conversations
}
board-free = Free
board-since = On duty since { $time }
board-capacity = { $count ->
    [one] One conversation at a time
   *[other] { $count } conversations at a time
}
board-capacity-label = Conversations at a time
board-capacity-hint = One is usual. More than one divides attention.
board-capacity-set = Set
board-close = Close the doors
board-close-text = Nobody new can ask until you open them again. Those who wait are told with your words. Conversations go on.
board-notice = What people are told
board-notice-hint = Why, and until when if you know.
board-notice-missing = Please write what people are told.
board-close-now = Close the doors now
hand-heading = Find somebody
hand-since = Waits since { $time }
hand-kind = What would help
hand-topics = What it is about
hand-languages = Languages
hand-possible = Who could take it
hand-nobody = Nobody on duty fits just now.
hand-offer = Offer to { $name }
hand-take-title = Take it yourself
hand-take-text = When no supporter can. You begin the conversation at once.
hand-take = Take it
feedback-title = How it was
feedback-lead = What people answered, one by one. For reading, not for marks.
feedback-empty = Nothing yet
feedback-empty-text = When people say how it was, you read it here.
feedback-by-asker = { $name }, after talking with { $supporter }
feedback-by-supporter = { $name }, who supported
feedback-of-ten = { $answer } of 10
