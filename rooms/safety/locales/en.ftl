# Words of the room that keeps everyone safe.

nav-safety = Safety
today-decisions = { $count ->
    [one] There is a message about something you wrote.
   *[other] There are { $count } messages about things you wrote.
}
today-flags = There is an answer to what you told us.
today-read = Read

# What a case may be about
matter-post = a post
matter-story = a story
matter-message = a message in a room
matter-talk = a conversation
matter-ask = a request for support
matter-gathering = a gathering
matter-person = a person

# How a case began
source-flag = Somebody told us
source-noticed = Words that stood out
source-held = Waits to be read
source-concern = Somebody is worried
source-sample = A second look
source-opened = Opened by a person

level-green = Calm
level-amber = Soon
level-red = Urgent
level-crisis = Crisis

# What the program may notice
sign-ideation = thoughts of dying
sign-plan = a plan or a time
sign-means = a way to do it is near
sign-preparation = getting ready
sign-attempt = something has been done
sign-self-harm = hurting oneself
sign-farewell = a goodbye
sign-burden = being a burden, no way forward
sign-abuse-suffered = being hurt by somebody
sign-harm-to-others = harm to somebody else
sign-third-party = worry about somebody else
sign-acute = body in danger
sign-harmful-advice = advice that could harm
sign-medical-advice = medical advice
sign-harassment = insult or threat
sign-invalidation = brushing somebody off
sign-sexual = something sexual
sign-grooming = secrecy or pressure
sign-contact = contact outside
sign-spam = selling

# Telling us
flag-title = Tell us
flag-heading-post = What is wrong with this post?
flag-heading-story = What is wrong with this story?
flag-heading-message = What is wrong with this message?
flag-heading-talk = What was wrong in this conversation?
flag-heading-ask = What is wrong here?
flag-heading-gathering = What is wrong with this gathering?
flag-heading-person = What is wrong with this person?
flag-lead = A person will look. They see what was written, so you need no proof. Nobody else learns that it was you.
flag-which = What we will look at
flag-reason = What is it?
flag-reason-missing = Choose what it is. “Something else” is fine too.
flag-reason-not-safe = I think somebody is not safe
flag-reason-unkind = It is unkind or threatening
flag-reason-sexual = It is sexual
flag-reason-harmful = It could harm: methods, details, bad advice
flag-reason-exposes = It gives away who somebody is
flag-reason-outside = Meeting, money, contact outside or selling
flag-reason-pushed = Somebody was told what to do
flag-reason-other = Something else
flag-more = Say more, or do not meet this person again
flag-words = In your own words
flag-words-hint = You can leave this empty.
flag-also = At the same time
flag-block = Block this person
flag-block-hint = You will not meet again. They are not told. What you tell us still counts.
flag-send = Tell us
flag-cancel = Back
flag-danger = Is somebody in danger right now?
flag-not-yourself = This is yours. You can change it or take it back yourself.
flags-title = What I told you
flags-lead = Here you can see what came of it. The other person never sees this.
flags-sent = Thank you. We have it, with what was written. You do not need to do anything more.
flags-sent-danger = If somebody is in danger now, please do not wait for us.
flags-none = You have told us nothing yet
flags-none-text = Next to what people write there is a way to tell us. It takes two taps.
flag-came = What came of it
flag-waits = It waits for a person to look.
flag-looked-at = A person is looking at it.

# Help for whoever wrote
care-title = Help
care-label = Help for you
care-heading-amber = That sounds heavy
care-heading-red = We are glad you wrote it
care-heading-crisis = Please talk to somebody now
care-lead-amber = You do not have to carry it alone. If you like, somebody here can listen.
care-lead-red = What you wrote is saved. It sounds as if it hurts a lot. You can talk to a person, right now.
care-lead-crisis = What you wrote is saved. If you might hurt yourself, or already have, call one of the numbers below. They can help in this minute.
care-talk = Talk to someone now
care-now = Help at once
care-emergency = If your body is in danger, call the emergency number. You can just say: I need help.
care-more-lines = More numbers, and what helps right now
care-here = Who knows of it here
care-seen-amber = Nobody was told.
care-seen-red = People who keep this place safe are told that it sounds hard, and may write to you here. Nobody outside is told.
care-seen-crisis = People who keep this place safe have been told, and will try to reach you here. Nobody outside is told without you, unless a life is in danger now.
care-on = Go on to what you wrote

# The queue
queue-title = Safety
queue-calm = All calm
queue-late = { $count ->
    [one] { $count } past its time
   *[other] { $count } past their time
}
queue-every-level = Show all
queue-decided = Done. Everybody whom it concerns has been told.
queue-resting = You have read a lot that was hard. Rest until { $time }. Calm ones and crises stay open to you.
queue-none = Nothing waits
queue-none-text = When somebody needs you, it appears here by itself.
queue-flags = { $count ->
    [one] { $count } person told us
   *[other] { $count } people told us
}
queue-due = look by { $time }
queue-was-due = was due { $time }
queue-mine = yours
queue-claimed = { $name } is looking
queue-keys = With the keyboard: in the list J and K go down and up, Enter opens.
queue-look = Look
queue-appeals = Asked for another look
queue-appeal-due = Answer by { $time }
queue-care = Still owed to somebody
queue-care-hint = After something hard, nobody is left with it.
queue-somebody-left = somebody who has left
queue-you = And you?
queue-you-text = Some of this is heavy. You can stop at any moment, hand back what you hold, and rest. Nobody asks why.
queue-rest = I need a rest
task-next-day = A word the day after
task-witness = Somebody saw something hard
task-debrief = A talk after something hard
task-how-next-day = Write to them here: how are you today? Nothing needs to come back.
task-how-witness = Ask whether they would like to talk about it.
task-how-debrief = Half an hour, the two of you: what happened, how was it, what do you need?
task-for-you-next-day = Somebody will ask how you are.
task-for-you-witness = You told us about something hard. Somebody would like to ask how you are.
task-for-you-debrief = You looked after something hard. Somebody will offer you time to talk.
task-words = A note, if you like
task-done = Done
task-not-needed = I am fine, not needed

# A case
case-title = A case
case-claim = I look at this
case-claim-hint = Then nobody else works on it.
case-is-yours = You are looking at this.
case-release = Hand it back
case-is-settled = This is settled.
case-taken = Somebody else is looking at this just now.
case-settled = This has been settled meanwhile.
case-claim-first = Press “I look at this” first, so that two never work on the same.
case-rest-first = You have read a lot that was hard. Please rest for { $minutes } more minutes. Somebody else will look, and a crisis is always open to you.
case-words = What was written
case-unnamed = written without a name
case-not-shown = others do not see it now
case-where = Where it stands
case-show = Show the words
case-show-hint = They may be hard to read.
case-around = What stood around it
case-no-words-post = There are no words.
case-no-words-story = There are no words.
case-no-words-message = There are no words.
case-no-words-talk = The words stay between the two. Ask the supporter whether they would like a hand.
case-no-words-ask = There are no words.
case-no-words-gathering = There are no words.
case-no-words-person = This is about a person, not about one text.
case-gone = It has been taken back by its author. What was flagged is below.
case-changed = It has been changed since it was flagged.
case-noticed = What the program noticed
case-noticed-hint = It looks for words and nothing else. It is often wrong. You decide.
case-noticed-none = Nothing.
case-evidence-of = As it was at { $time }
case-this = this one
case-decisions = Decided before
case-earlier = About the same person before
case-earlier-none = Nothing that you may see.
case-open-still = still open
case-person = The person
case-person-text = You can talk with them alone, here. They see that you write as somebody who keeps the place safe. A word the day after is put down for you.
case-talk = Talk with them alone
case-regrade = It is more, or less, urgent

# Deciding
action-nothing = Nothing is wrong
action-note = A kind word
action-ask-to-edit = Ask to change it
action-hide = Hide it until it is changed
action-restore = Show it
action-pause = Pause in this circle
action-remove = Take out of this circle
action-warning = A formal warning
action-suspend = Suspend for a time
action-end = End their time here
action-hint-nothing = The author is not told. Those who told us read your answer.
action-hint-note = They read your words. Nothing else happens.
action-hint-ask-to-edit = It stays while they change it.
action-hint-hide = Nobody sees it but them. When they change it, it is read again.
action-hint-restore = For what waited or was hidden.
action-hint-pause = They read and do not write there.
action-hint-remove = They no longer see what is written there.
action-hint-warning = It stands for a year.
action-hint-suspend = They do not take part anywhere. Help stays open to them.
action-hint-end = Only when nothing else keeps others safe.
action-told-nothing = Nothing was wrong
action-told-note = A word to you
action-told-ask-to-edit = Please change something
action-told-hide = Something you wrote is hidden for now
action-told-restore = Something you wrote is shown
action-told-pause = You are paused in a circle
action-told-remove = You were taken out of a circle
action-told-warning = A warning
action-told-suspend = You are paused everywhere
action-told-end = Your time here has ended
action-lead-nothing = There is nothing to do.
action-lead-note = Somebody who keeps this place safe wrote to you. Nothing else happens.
action-lead-ask-to-edit = It can still be seen. A small change would make it fit.
action-lead-hide = Only you can see it now. When you change it, a person reads it again.
action-lead-restore = Everybody there can see it now.
action-lead-pause = You can read there, and write again when the time is over.
action-lead-remove = You no longer see what is written there. The rest of this place stays open to you.
action-lead-warning = Nothing is taken from you. If it happens again, more may follow.
action-lead-suspend = You can come back when the time is over. Help stays open to you.
action-lead-end = You can still read this, ask for another look, take your words with you, and find help.
decision-title = Decide
decision-action = What do you do?
decision-action-missing = Choose what you do.
decision-rule = Rule
decision-rule-hint = Everything that takes something from somebody rests on one.
decision-rule-none = None
decision-rule-missing = Choose the rule that this rests on.
decision-reason = Why, in your own words
decision-reason-hint = They read this. Say it as you would to their face.
decision-reason-missing = Write why. They will read it.
decision-not-own-words = Make the words your own: finish the open places marked with “…”.
decision-template-show = Words to begin with
decision-template-nothing = I read this and found nothing against the rules, because …
decision-template-note = I read what you wrote about … and wanted to say …
decision-template-ask-to-edit = Thank you for writing here. One part, “…”, is hard for others because … Would you change it to …?
decision-template-hide = I have hidden this for now, because … If you change …, it can be shown again.
decision-template-restore = I read this, and it is fine, because …
decision-template-pause = You are paused here until then, because … I hope that …
decision-template-remove = You are no longer in this circle, because … Other places here that may fit you are …
decision-template-warning = This is a formal warning, because … What would help is …
decision-template-suspend = You cannot take part for a while, because … Until then, …
decision-template-end = Your time here ends, because … What we tried before was …
decision-part = The part that it is about
decision-part-hint = Quote it, so that they need not guess.
decision-fit = What would make it fit
decision-fit-hint = As concrete as you can.
decision-days = For how long
decision-days-hint = For a pause or a suspension. It ends by itself.
decision-days-none = Not for a time
decision-days-of = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
decision-days-missing = Choose for how long.
decision-answer = To those who told us
decision-answer-hint = Leave it empty, and they read a short standard answer. Say nothing private about the other person.
decision-answer-nothing = Thank you for telling us. A person read it and found that it fits the rules. You can mute or block what hurts you.
decision-answer-note = Thank you for telling us. A person read it and talked with the author.
decision-answer-ask-to-edit = Thank you for telling us. The author was asked to change it.
decision-answer-hide = Thank you for telling us. It is hidden now.
decision-answer-restore = Thank you for telling us. A person read it and found that it fits the rules.
decision-answer-pause = Thank you for telling us. A person looked, and something was done.
decision-answer-remove = Thank you for telling us. A person looked, and something was done.
decision-answer-warning = Thank you for telling us. A person looked, and something was done.
decision-answer-suspend = Thank you for telling us. A person looked, and something was done.
decision-answer-end = Thank you for telling us. A person looked, and something was done.
decision-next-day = A word to them tomorrow
decision-next-day-hint = It is put down for you.
decision-waits = Something you wrote waits for a person
decision-waits-until = Several people told us about it while nobody was here, so others do not see it for now. Nobody has judged it. A person reads it from { $time }.
decision-waits-soon = Several people told us about it while nobody was here, so others do not see it for now. Nobody has judged it. A person reads it as soon as somebody is here.
decision-read-now = A person has read it.
decision-send = Decide and tell everybody
spot-rule = Which rule is this about?
spot-reason = Why, in your own words
spot-reason-hint = They read exactly this, with the rule. Say what happened and what would help. They can ask another person to look again.
decision-undone = This has been taken back already.
decision-not-oneself = Nobody decides about their own words. Change them or take them back instead.

# What was decided about me
decisions-title = About what I wrote
decisions-lead = What people who keep this place safe decided, why, and how to put it right.
decisions-none = Nothing was decided
decisions-none-text = If somebody decides something about you or what you wrote, you read it here first.
decisions-new = new
decision-what = What
decision-why = Why
decision-ends = It ends
decision-until = until { $time }
decision-edit = Change it now
decision-edit-hint-ask-to-edit = It stays visible while you write.
decision-edit-hint-hide = A person reads it again as soon as they can.
decision-was-undone = taken back
decision-undone-told = This was taken back. It does not count any more.

# Another look
appeal-title = Ask for another look
appeal-lead = Another person looks at it, never the one who decided.
appeal-words = What should they know?
appeal-words-hint = What was meant, what was missed. You need not be polite, only yourself.
appeal-words-missing = Write a few words, so that they know where to look.
appeal-send = Ask another person
appeal-too-late = This cannot be looked at again any more.
appeal-yours = You asked for another look
appeal-waits = Another person answers by { $time } at the latest.
appeal-upheld = It was taken back
appeal-declined = It stays
appeal-page = Another look
appeal-page-lead = Somebody else decided this. Look as if you were the first.
appeal-decision = What was decided
appeal-by = { $name } writes
appeal-choice = What do you think?
appeal-choice-missing = Choose one of the two.
appeal-uphold = It was not right: take it back
appeal-uphold-hint = Everything that was done is undone at once. Those who told us hear of it.
appeal-decline = It was right: it stays
appeal-decline-hint = Say why in your own words.
appeal-answer = Your answer to them
appeal-answer-hint = They read this.
appeal-answer-missing = Write an answer. They will read it.
appeal-answer-send = Answer
appeal-answered = Somebody else has answered this meanwhile.
appeal-flaggers-told = Another person looked at this once more and found that it fits the rules. It can be seen again. You did right to tell us, and you can mute or block what hurts you.

# Rules
rules-title = Our rules
rules-lead = What we ask of everybody, and why. Each with examples.
rule-fine = This is fine
rule-not-fine = This is not
rule-change = Change this rule
rule-add = Add a rule
rule-change-lead = Decisions made before keep the words of then. Everybody can read the new ones at once.
rule-title = What is asked
rule-title-hint = A few words.
rule-title-missing = Say in a few words what is asked.
rule-why = Why we ask for it
rule-why-hint = People keep rules that they understand.
rule-why-missing = Say why.
rule-lines-hint = One example a line.
rule-retire = Take it off the list
rule-last = One rule has to stay.
rule-changed-meanwhile = Somebody else has changed this rule meanwhile. Look at it again.
rules-what-happens = When a rule is broken
rules-what-happens-text = A person looks, never a machine alone. They start with the gentlest step: a word, a wish to change something, hiding it until it is changed. You are told first, with the rule and the part. You can ask another person to look again.

rule-1-title = Be kind, also when you disagree
rule-1-why = People come here when they are sore. A hard word lands harder here.
rule-1-fine = “I see that differently.”
    “That hurt me.”
rule-1-not-fine = “You are pathetic.”
    Mocking how somebody writes or feels.
rule-2-title = Talk about pain, not about methods
rule-2-why = You may say how bad it is, also that you want to die. Details of how can put an idea into somebody's head.
rule-2-fine = “I hurt myself last night and I am ashamed.”
    “I do not want to live any more.”
rule-2-not-fine = Naming a method, an amount or a place.
    Pictures of wounds.
rule-3-title = Share what helped you, do not prescribe
rule-3-why = We are peers and not clinicians. What helped one can harm another.
rule-3-fine = “Walking helped me a little.”
    “I talked to my doctor before I changed the dose.”
rule-3-not-fine = “Stop taking your tablets.”
    “That is clearly bipolar.”
rule-4-title = Protect who you are, and who others are
rule-4-why = People here speak freely because nobody knows them.
rule-4-fine = “I live in a small town.”
rule-4-not-fine = Phone numbers, addresses, full names, schools.
    Saying who somebody is outside.
rule-5-title = Stay here
rule-5-why = Outside of this place nobody can look after you if it goes wrong.
rule-5-fine = “Shall we talk in the circle again tomorrow?”
rule-5-not-fine = “Message me elsewhere.”
    Asking for money, or to meet alone.
rule-6-title = Nothing sexual, no romance
rule-6-why = People are open here, and that can be misused.
rule-6-fine = Talking about what was done to you, in general words, with a note.
rule-6-not-fine = Flirting, asking for pictures, telling somebody to keep a secret.
rule-7-title = No selling, no preaching
rule-7-why = People who hurt are easily sold hope.
rule-7-fine = “My faith carries me.”
rule-7-not-fine = Adverts, links to one's own offers, winning people over.
rule-8-title = One person, one account, honestly
rule-8-why = Support needs trust that people are who they say they are to us.
rule-8-fine = A made-up name.
rule-8-not-fine = Two accounts. Pretending to be younger, older or trained.

# The trail
trail-case-claimed = A case was taken on
trail-case-opened = The words of a case were opened
trail-case-regraded = A case was made more or less urgent
trail-case-talk = A private talk was begun
trail-decision = Something was decided
trail-decision-undone = A decision was taken back
trail-appeal-opened = An appeal was opened
trail-appeal-upheld = An appeal was upheld
trail-appeal-declined = An appeal was declined
trail-rule-added = A rule was added
trail-rule-changed = A rule was changed
trail-rule-retired = A rule was taken off the list
