# ── Asking ──────────────────────────────────────────────────────────────────
ask-title = Ask
ask-heading = What would help?
ask-lead = Somebody who has been through hard times will read this and talk with you. You choose how much to say.
ask-kind = What would help
ask-kind-missing = Please choose what would help. Any of them is fine.
kind-heard = To be heard
kind-hint-heard = Somebody listens. No advice unless you ask.
kind-ideas = Ideas
kind-hint-ideas = What helped others, for you to try or leave.
kind-practical = Practical help
kind-hint-practical = With forms, services or a next step.
kind-information = Information
kind-hint-information = Where to find out more.
ask-topics = What it is about
ask-topics-hint = If you like. Up to five.
ask-topics-too-many = Please choose five topics at most.
ask-language = Language
ask-language-missing = Please choose at least one language to talk in.
ask-pace = Which matters more
pace-sooner = Sooner
pace-hint-sooner = The next person who can help.
pace-closer = A closer match
pace-hint-closer = Somebody who knows this from their own life. This may take longer.
ask-wishes = Wishes about the person (if you have any)
ask-wishes-hint = We try, and we cannot promise. These are things that supporters here chose to share.
ask-words = A few words, if you want
ask-words-hint = One or two sentences are plenty. The supporter reads them before you talk.
ask-send = Ask to talk
ask-privacy = Only the supporters who could take your request see it. They see your name here, never your real one.
ask-closed-title = We are not taking new requests just now
ask-doors-closed = We are not taking new requests just now. { $notice }
ask-doors-shut = We are not taking new requests just now, because nobody who looks after this place is on call. The first page says when we open again.
ask-last-went-away = Your last request ended because your waiting page was closed for a long time. You are welcome to ask again.
ask-last-doors-closed = Your last request ended because we had to close for a while. We are sorry. You are welcome to ask again.
attribute-gender-woman = A woman
attribute-gender-man = A man
attribute-gender-non-binary = A non-binary person
attribute-age-18-25 = Aged 18 to 25
attribute-age-26-40 = Aged 26 to 40
attribute-age-41-60 = Aged 41 to 60
attribute-age-over-60 = Over 60
attribute-life-parent = A parent
attribute-life-carer = Has cared for somebody
attribute-life-student = Has been a student
attribute-life-veteran = Has served in the forces
attribute-life-lgbtq = LGBTQ+
attribute-life-faith = Has a faith
attribute-life-migrant = Has moved from another country
attribute-life-disabled = Lives with a disability

# ── Waiting ─────────────────────────────────────────────────────────────────
wait-title = Waiting
wait-heading = We are looking for somebody
wait-first = You are next
wait-place = { $place ->
    [one] You are next
   *[other] You are number { $place } in the queue
}
wait-nobody-here = Nobody is free to answer at this moment. Your place is kept, and we ask the next person who comes.
wait-range = Lately, most people waited between { $from } and { $to } minutes.
wait-range-short = Lately, most people waited a minute or less.
wait-cannot-say = We can't say yet how long it will take.
wait-stay = Keep this page open. It changes by itself when somebody answers.
wait-handed-on = The person you talked with had to stop. It was not because of you. You kept your place, and we are looking for somebody else now.
wait-long-title = This is taking long. You have other ways.
wait-long-lead = You keep your place while you look at these.
wait-note = { $hours ->
    [one] Leave a note. Somebody answers within an hour
   *[other] Leave a note. Somebody answers within { $hours } hours
}
wait-helplines = Call, text or chat with a helpline now
wait-you-asked = What you asked for
wait-ways-out = If you would rather not wait
wait-withdraw = Stop waiting
wait-withdraw-hint = You can ask again at any time.
withdrawn-heading = You have stopped waiting
withdrawn-lead = That is all right. Nobody is told, and you can ask again whenever you like.
withdrawn-again = Ask again
breath-title = While you wait: breathe with the circle
breath-in = Breathe in
breath-hold = Hold
breath-out = Breathe out
breath-rest = Rest
breath-start = Start
breath-stop = Stop
breath-how = Four seconds each: in, hold, out, rest. Stop if you feel dizzy.
self-help-link = Small things that may help now
self-help-title = Small things
self-help-heading = Small things that may help now
self-help-lead = None of these is a cure. Each can make the next minutes a little easier. Stop any of them whenever you like.
senses-title = Five things around you
senses-lead = This can bring you back when thoughts race. Go slowly.
senses-five = Name five things that you can see.
senses-four = Name four things that you can touch.
senses-three = Name three things that you can hear.
senses-two = Name two things that you can smell.
senses-one = Name one thing that you like about yourself, or one thing that you got through.
next-hour-title = Only the next hour
next-hour-water = Drink some water. Eat something small if you can.
next-hour-place = Go to the place where you feel safest.
next-hour-person = Send one word to somebody you trust. “Hello” is enough.
next-hour-small = Choose one small thing to do. Then rest.
self-help-more = If you might hurt yourself, or you are not safe:

# ── Being on duty ───────────────────────────────────────────────────────────
duty-title = On duty
duty-profile-first = You have not said yet what you know from your own life. It helps us to find the right people for you.
duty-cannot = Topics that you cannot take
duty-cannot-hint = You will not be offered these. Nobody is told.
duty-begin = Go on duty
duty-on-heading = You are on duty
duty-waiting = When somebody asks, you hear a soft sound and see it here. Keep this page open.
duty-talking = You are talking with somebody. New requests go to others.
duty-break = Take your break now. New requests come in { $minutes } minutes. Stand up, drink something, look out of a window.
duty-break-spared = Take your break now. Stand up, drink something, look out of a window.
duty-conversations = Your conversations
duty-since = since { $time }
duty-go-to = Go to the conversation
duty-notes-waiting = { $count ->
    [one] One note waits for an answer.
   *[other] { $count } notes wait for an answer.
}
duty-learners = { $count ->
    [one] Somebody who learns would like to sit in with you.
   *[other] { $count } people who learn would like to sit in with you.
}
duty-learners-see = Read and answer
duty-notes-link = Notes that wait for an answer
duty-shifts-link = My shifts
duty-thanks-link = Thanks that I was given
duty-end = Go off duty
duty-not-ok = I'm not OK
duty-not-ok-hint = “I'm not OK” ends your shift at once. Whoever you talk with is told kindly and goes to somebody else. A supervisor is told.
sound-on = Sound: on
sound-off = Sound: off
looked-after-heading = You have stopped. That was right.
looked-after-lead = Your shift is over. If you were talking with somebody, they were told kindly and are being looked after.
looked-after-supervisor = A supervisor knows that you are not OK and will be in touch. You do not have to explain anything.
offer-heading = Somebody asks to talk
offer-left = { $seconds ->
    [one] One second to decide
   *[other] { $seconds } seconds to decide
}
offer-handed-on = They have talked already today. The other person had to stop.
offer-kind = What would help
offer-because = Why you
offer-words = Their words
offer-accept = Yes, I will talk
offer-decline = Not this one
offer-no-penalty = You may always say no. It goes to somebody else, and nothing is counted against you.
offer-gone = This request has gone to somebody else or was taken back. Thank you for being there.
offer-no-room = You are already in a conversation, so this one goes to somebody else.
because-topic = You both chose { $topic }
because-wish = Matches the wish: { $wish }
because-kind = You said you are good at this: { $kind }
because-language = You both speak { $language }
because-free-now = You are free now
hand-offer-not-possible = This cannot be offered to that person just now. They may be busy, in a break, or not right for this request.
take-needs-supporter-hat = To take a request yourself you also need to be a supporter. Another administrator can grant it.
capacity-not-own = Somebody else has to set this for you.
capacity-bounds = Choose one, two or three conversations at a time.
trail-capacity-set = Set how many conversations a supporter may have at a time
trail-doors-closed = Closed the doors to new requests
trail-doors-reopened = Opened the doors again
profile-title = What I bring
profile-lead = This helps us to match you with people. You can change it at any time.
profile-saved = Saved.
profile-knows = What I know from my own life
profile-knows-hint = Members who ask about these may be told “you both chose this”.
profile-good = What I am good at
profile-shown = What I choose to share about myself
profile-shown-hint = Members may wish for these. Leave empty whatever you would rather keep to yourself.
profile-typing = While I write
profile-typing-yes = Show the other person that I am writing
profile-typing-hint = It is shown only when both of you allow it.
profile-save = Save

# ── Guidance ────────────────────────────────────────────────────────────────
guidance-title = Guidance
guidance-lead = You are here as a peer. You do not have to fix anything.
guidance-role-title = Listen, don't fix
guidance-listen = Give them time. Silence is fine.
guidance-reflect = Say back what you heard: “That sounds lonely.”
guidance-ask = Ask open questions: “What has today been like?”
guidance-own-story = Share your own story only if it is for them, and keep it short.
guidance-no-advice = Do not name an illness or tell them what to do about medicine. Say so if they ask.
guidance-limits = You may end a conversation at any time. You do not have to accept being hurt.
guidance-crisis-link = If they may be in danger
ladder-title = If they may be in danger
ladder-lead = Asking about suicide does not put the idea in anybody's head. Stay calm and stay kind.
ladder-ask = Ask plainly: “Are you thinking about ending your life?”
ladder-listen = If yes: thank them for telling you. Listen first.
ladder-plan = Ask whether they plan to act today, and whether they are safe this minute. Do not ask for details of how.
ladder-eyes = Press “I need another pair of eyes” early. You should not carry this alone.
ladder-helpline = Offer the helplines: “Can we look at this together?” Ask whether somebody can be with them.
ladder-now = If it may happen now: say that you are worried, ask them to call the emergency number, and stay until the supervisor has joined.
ladder-after = Afterwards take your break and talk with your supervisor. Say that it was hard.
guidance-bye-title = Saying goodbye
guidance-bye = Say a few minutes before that you will have to end. Name one thing that they did well today. Ask what they will do next.

# ── Talking ─────────────────────────────────────────────────────────────────
talk-title = Talking
talk-with = { $name }
talk-trained-peer = A trained peer. Not a clinician.
talk-you-support = You are supporting
talk-keeper = Keeps people safe here. Not a clinician.
talk-you-keep = You write as somebody who keeps people safe here
talk-worry = I am worried about them
safety-worry-title = Are you worried about them?
safety-worry-text = If you think that they may not be safe, tell us. A person looks. They do not hear that it was you.
talk-over-head = This conversation has ended
talk-over = This conversation has ended, so nothing more can be sent. Your words are still in the box.
talk-log = What was said
talk-write = Write something
talk-your-words = Your words
talk-send = Send
talk-sending = sending…
talk-saved = saved
talk-offline = You are offline. Your words are kept here and go out when you are back.
talk-newer = New messages
talk-typing = { $name } is writing…
talk-empty = There was nothing to send yet.
talk-end = End
talk-step-out = Step out
talk-afterwards = How was it?
talk-safety = Block or report
talk-not-sent = Not sent yet
talk-contact-title = You are about to share a way to reach you outside
talk-contact-nudge = It looks as if you are about to share a way to reach you outside. We cannot look after either of you there. Send it anyway?
talk-send-anyway = Send anyway
talk-no-room = There is no room left here to save things, so this has not gone out. Your words go back to where you wrote them. Please try again in a little while.
talk-change-it = Back to my words
talk-send-changed = Send what I changed
talk-watching = This page looks for new messages every 20 seconds.
talk-watch = Keep looking every 20 seconds
talk-look-again = Look now
talk-beside = Beside the conversation
talk-stop-title = I have to stop
talk-stop-lead = The other person is told kindly, keeps their place, and somebody else is asked at once.
talk-hand-on = Hand on to somebody else
talk-supervisor-here = { $name }, a supervisor, has joined
talk-note-began = You are talking now. Either of you may end it at any time. A supervisor can only join where you both see it.
talk-note-idle = It has been quiet for a while. If nobody writes, this conversation ends in five minutes.
talk-note-ended = This conversation has ended. Take care of yourself.
talk-note-ended-idle = This conversation has ended because it was quiet for a while. You are welcome to ask again.
talk-note-handed-on = The supporter had to stop. It was not because of you. We are looking for somebody else, and you keep your place.
talk-note-supervisor-joined = A supervisor has joined. Both of you can see everything that they write.
talk-note-supervisor-left = The supervisor has left the conversation.
eyes-title = Another pair of eyes
eyes-lead = Not sure, or worried? Ask the supervisor on call. You can talk at the side, or they can join where both of you see it.
eyes-ask = I need another pair of eyes
eyes-called = A supervisor has been called. Stay as you are. You are doing well.
eyes-taken-note = A supervisor is with you, at the side.
eyes-note = A note at the side
eyes-note-hint = Only you and the supervisor see these.
eyes-note-missing = There was nothing to send yet.
eyes-note-send = Send note
eyes-page-title = Pair of eyes
eyes-page-heading = Another pair of eyes
eyes-page-lead = { $name } asks for you. You see nothing of what is said until you join, and joining is shown to both.
eyes-asked-at = Asked at
eyes-talk-began = Conversation began at
eyes-take = I am with you
eyes-join = Join the conversation
eyes-join-hint = “I am with you” opens notes at the side. “Join” is shown to both at once.
eyes-settle = Done
eyes-taken = Another supervisor is looking after this.
eyes-own-conversation = You cannot look over this conversation. Please ask another supervisor.
eyes-notes = Notes at the side
eyes-notes-empty = Nothing yet. Ask how the supporter is doing.
eyes-you = You

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
cover-all-talking = Nobody is free this minute. You can ask, and keep your place.
cover-nobody = Nobody is here just now
cover-planned-now = Somebody planned to be here at this time and has not come yet.
cover-next = Next, somebody plans to be here on { $time }.
doors-shut = Nobody who looks after this place is on call just now, so we keep the doors shut.
doors-open-next = We open again on { $time }.
doors-open-unknown = We do not know yet when we open again.
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

# ── Afterwards ──────────────────────────────────────────────────────────────
afterwards-title = Afterwards
afterwards-heading-asker = Thank you for talking
afterwards-heading-supporter = Thank you for listening
afterwards-with = You talked with { $name }.
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
review-ask = Learning from this conversation
review-ask-hint = Supporters have somebody who helps them to get better at this. Without your yes, neither reads this conversation again.
review-yes = My supporter may go through this conversation with their supervisor
review-yes-hint = Only the two of them read it, to learn. You can take it back here at any time, and it ends when the conversation is deleted.
review-title = Going through it together
review-lead = { $name } said yes to this, so that you can learn from it. Read it together, and pass nothing on.
review-panel = To go through together
review-panel-hint = The member said yes to each of these. It ends when they take it back, or when the conversation is deleted.
review-read = Read
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
report-words = Anything you want to add
report-words-hint = If you like. You need not prove anything.
report-and-block = Block this person too
report-send = Tell a supervisor
report-evidence = What was written in this conversation is copied for the supervisors who look at it. You need no screenshots.
report-erased = What was written has been destroyed, so it cannot go with a report any more. You can still block this person.

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
board-uncovered = The doors are shut: two people must be on call
board-uncovered-how = Here nobody can ask unless a supervisor and a moderator are on call. For under-18s it is a supervisor and a safeguarding lead.
board-be-on-call = Be on call
board-see-rota = The rota
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
alert-not-ok = { $name } is not OK and has stopped
alert-was-hard = { $name } says that a conversation was hard
alert-note-overdue = A note is late
alert-waits-long = Somebody has waited long
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
board-spared = Nothing new just now
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

talk-note-keeper-began = Somebody who keeps this place safe would like to talk with you alone. You can answer when you like, or not at all.
talk-not-with-them = You cannot talk with this person here. Ask somebody who looks after people of their age.
keeper-talk = Somebody who keeps this place safe would like to talk with you. You have done nothing wrong.
keeper-talk-go = Talk
board-cases = { $count ->
    [one] { $count } case waits in Safety
   *[other] { $count } cases wait in Safety
}

## Live practice.
practice-talk-title = Practice
practice-is = This is practice
practice-plays = { $name } plays a member. It may go wrong: nobody marks it.
practice-you-play = You play a member. It may go wrong: nobody marks it.
practice-you-read = You read along. Both of them see that you are here.
practice-reads = { $name } reads along, because you both said yes.
practice-end = End the practice
practice-real = This is real now
practice-real-lead = Press this when it is not play any more, for you or for the other. Nobody minds if it was not needed. Those who keep people safe are called at once, and you both see where help is.
practice-real-me = I need help myself
practice-real-other = { $name } needs help
practice-real-now = This is real now
practice-real-title = Those who keep people safe have been called
practice-real-text = This is not practice any more. Stay with each other if you can. If somebody may be in danger this minute, call a number above.
practice-ended = The practice has ended
practice-unsent = It ended before these words arrived. Nobody but you sees them now.
practice-on = Go on
practice-called-lead = The practice had ended already. What you pressed counts all the same: a person will look and come to you here. If somebody may be in danger this minute, call a number below.
practice-booking = When, and with whom
practice-not-right = Something is not right
practice-note-began = This is practice. It may go wrong, and you may stop at any time. If it stops being practice for either of you, press "This is real now".
practice-note-real = One of you said that this is real now. The practice has stopped. You can go on writing to each other.
practice-note-ended = This practice has ended. Thank you for it. Take a moment before you go on.
practice-on-duty = One of you is here for members just now. End that first, then start the practice.
practice-over = What you said
practice-over-lead = Practice with { $name }, { $day }
practice-over-private = Only you can read this. It is erased after the same time as every conversation.
# ── Learning in conversations ───────────────────────────────────────────────
talk-note-learner-joined = Somebody who is learning reads along from here. They see nothing that was said before, and they do not write.
talk-note-learner-left = Whoever was learning is gone again. They see nothing of this conversation any more.
sitting-question-title = May somebody read along?
sitting-question = { $name }, a peer who is learning, would like to read along. They will not write, and they see nothing that was said before. You can say no, and nothing changes. You can end it at any time.
sitting-yes = Yes, that is all right
sitting-no = No, just the two of us
sitting-reads = { $name }, who is learning, reads along.
sitting-end = End reading along
sitting-ready = { $name } would like to sit in
sitting-ready-text = The member is asked first, and may say no. Ask only when it feels right.
sitting-ask = Ask the member
sitting-asked = The member has been asked. Go on as you were.
sitting-declined = The member would rather talk with you alone. They will not be asked again.
sitting-not-now = Nobody can read along in this conversation just now.
shadow-not-with-them = You cannot sit in with this supporter. Please choose somebody else.
shadow-asked-already = You have asked somebody already. Take that back first.
shadow-with-missing = Please choose whom to ask.
learning-own-title = Learning as you go
learning-own-lead = Two things that you may turn on. Both are off until you say so.
learning-choices = What you would like
hears-own = After a conversation, show me what my own words did
hears-own-hint = Simple rules look at your words alone, and only you see it. It is worked out when you look, and kept nowhere.
hears-own-kept = It is worked out each time you look, and goes when the words go.
takes-learners = Learners may ask to sit in with me
takes-learners-hint = They see your name in a list. You agree or not, each time, and the member is asked as well.
shadow-asks = { $name } would like to sit in with you
shadow-asks-text = They would read along in one conversation, if the member says yes. They do not write.
shadow-agree = Yes, gladly
shadow-decline = Not with me
shadow-is-there = There now
shadow-agreed-text = You agreed. When they are there and you are in a conversation, you find a button beside it to ask the member.
shadow-end = Rather not after all
shadow-done-title = They sat in with you
shadow-done-text = You may say what you saw them do, in the talk that you have about it.
shadow-rate = Say what you saw
shadowing-title = Sitting in
shadowing-lead = You read along in a conversation with somebody experienced. They agree first, and so does the member.
shadowing-none = Nothing to sit in for just now
shadowing-none-text = When a course asks you to sit in, you arrange it here.
shadowing-nobody = Nobody takes learners along just now. Please look again, or ask whoever looks after you.
shadowing-whom = Whom would you like to ask?
shadowing-ask = Ask
shadowing-with = Sitting in with { $name }
shadowing-waits = They have not answered yet. There is no hurry.
shadowing-agreed = They agreed. Say when you are there. Then they can ask a member whether you may read along.
shadowing-be-ready = I am here for the next hour
shadowing-ready = Thank you. Keep this page open. When a member says yes, you read along here. When nobody does today, that is all right.
shadowing-take-back = Take it back
shadowing-reading = You are reading along
shadowing-reading-text = Both know that you are here. Keep what you read to yourself, and write nothing down. It is gone when it ends.
shadowing-stop = Stop reading along
ask-colleagues = Somebody you do not know from helping?
ask-colleagues-hint = Whoever looks after you, or is looked after by you, is never offered what you ask for.
ask-colleagues-none = Nobody I have worked with
ask-colleagues-none-hint = Nobody who helped here in the same time as you. It may take longer.
ask-goes-first = You come first now, before everybody who waits. Those who keep people safe have been called as well.
