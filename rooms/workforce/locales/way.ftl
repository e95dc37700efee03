# The way in, the way back, and how clear a role is.

trail-application-refused = Said "not now" to an application
trail-stage-waived = Left out a stage of the way in
trail-stages-chosen = Chose the stages of the way in
trail-card-written = Wrote a role card anew
trail-card-needed = A role card must be signed
trail-card-not-needed = A role card need not be signed

## On the page of one's role
way-help = Would you like to help others here?
way-help-text = You know what it is like. That is what counts. We show you the way, step by step.
way-help-see = See how it works
way-applied = You have applied
way-applied-text = You can see at any time how far it is.
way-applied-see = See how far it is
way-answered = Your application was answered
way-answered-text = Not now, with a reason and a day from when you can ask again. You are as much a part of this place as before.
way-answered-see = Read the answer
way-welcomed = Welcome! You have the role now
way-welcomed-text = Your application was answered with a yes. Begin with the role card: it says what is yours to do.
way-question-answered = Your question was answered
way-stepped-back = You have stepped back
way-stepped-back-text = You are a member like everybody. You can come back when it is right for you, or not at all.
way-back = The way back
way-unsigned = A role card waits for you
way-unsigned-text = It says what is yours to do, what is not, and whom to call. Read it, and sign it.
way-pulse = Three short questions
way-pulse-text = How clear is your role to you? It takes less than a minute. Nobody can see who said what.
way-pulse-answer = Answer
way-others = For others
way-waiting = { $count ->
    [one] 1 waiting
   *[other] { $count } waiting
}
way-written = What you wrote
way-written-text = For yourself, while you were helping. It is still yours to read and to delete.
way-own = Your role
way-another-hat = Apply for another role

## Applying
application-title = Helping others here
application-lead = Supporters are people who have been through something themselves. You see every step of the way, and you can stop at any step.
application-way = The way
application-way-text = These are the steps here. How long it takes is up to you too.
stage-statement = Your own words
stage-about-statement = A few words about your own experience, in whatever way you like to tell it.
admission-about-statement = Free words about their own experience. Never ask for a diagnosis.
stage-conversation = A conversation
stage-about-conversation = Somebody talks with you about why you would like to do this. You read what is written down.
admission-about-conversation = Talk with them about why they would like to do this. Write down what was said. They read it.
stage-references = References
stage-about-references = Somebody who knows you says a few words about you. We keep only that it was done.
admission-about-references = Only whether they have come. Keep no letters here.
stage-checks = Checks
stage-about-checks = Checks that the law or this community asks for. We keep only that they were done, never a paper.
admission-about-checks = Only whether they are done. Keep no papers here.
stage-training = Training
stage-about-training = The courses for this work, at your own pace. What you finish here counts by itself.
admission-about-training = The courses that the certificate for this work asks for. What is finished here counts by itself. Say "Done" yourself for what they learned elsewhere.
stage-readiness = Is this a good time?
stage-about-readiness = A talk about how you are doing. You both say whether this is a good time. "Not yet" is a good answer.
admission-about-readiness = Talk about how they are doing and what they need. They say themselves whether this is a good time.
progress-open = Not begun
progress-asked = On its way
progress-done = Done
progress-waived = Not needed
application-hat = What would you like to do?
application-hat-supporter = Talk with one person at a time.
application-hat-facilitator = Look after a circle or a live room.
application-hat-moderator = Help to keep the rules.
application-hat-missing = Please choose what you would like to do.
application-statement = Your own words
application-statement-hint = What have you been through, and what helped you? What would you like to give? Tell only what you want to tell. We do not ask for a diagnosis.
application-statement-who = Only those who decide read it, and only until it is decided. Then it is yours alone.
application-statement-missing = Please write a few words, in whatever way you like.
application-send = Apply
application-save = Save
application-change = Change what you wrote
application-open = Your way
application-coming-back = Your way back
application-since = You asked on { $day }.
application-record = What was written down:
application-training = Go to your training
application-ready = Is this a good time for you?
application-ready-text = Nobody is talked into it. You can change your answer.
application-ready-missing = Please choose one of the two.
ready-yes = Yes, a good time
ready-not-yet = Not yet
application-withdraw = Take it back
application-withdraw-sure = Yes, take it back
application-withdraw-hint = You need not say why. What you wrote is erased. You can apply again on any day.
application-accepted = Welcome
application-accepted-text = Thank you for doing this. Everything that you need now is here:
application-refused = Not now
application-refused-why = Somebody read everything and decided. This is why:
application-refused-wrong = You think that this is not right?
application-again-from = You can apply again from { $day }.
application-again-now = You can apply again now.
application-first-from = You can apply from { $day }
application-first-from-text = Here, people come for themselves for a while before they help others. There is nothing that you need to do until then.
application-first-meanwhile = See what others learn
application-not-yet = It is not time for this yet. This page says from when you can.
application-too-soon = It is too soon to apply for this again. This page says from when you can.
application-wears-it = You have this role already.
application-open-still = You have asked for something already, and it is still open.
application-come-back-instead = You had this role before. You can come back to it without applying again.
application-stepped-back = You stepped back from a role. You need not apply again for that one.
application-nothing = You have every role that one can apply for.
application-news = There is news about your application
application-news-read = Read it

## Deciding
applications-title = Applications
applications-lead = People who would like to help, or to come back to it. Whoever waits longest comes first.
applications-decided-welcome = It is done. They have the role now and see it on their page. They sign the role card first, and you can sign beside them.
applications-gone = This application is not open any more
applications-gone-text = They took it back, or somebody else has decided. Nothing was sent. Here is what you wrote, if you still need it.
applications-decided-not-now = It is done. They read your reason, and from when they can ask again.
applications-none = Nobody waits
applications-none-text = When somebody applies, you see it here. Members find the way in on their account page.
applications-back = Coming back
admission-open = They see every step, and read everything that you write here.
admission-since = Here since
admission-band = Age
admission-applied = Applied
admission-ready = They say
admission-ready-unsaid = Nothing yet about whether this is a good time
admission-statement = Their own words
admission-plan = What would help, in their own words
admission-stages = Steps
admission-progress = How far is it?
admission-progress-missing = Please choose how far it is.
admission-record = What was said. They read it.
admission-record-missing = Please write down what was said. They read it.
admission-note = Save
admission-accept = Welcome them
admission-accept-text = Every step is done, and they say that this is a good time.
admission-accept-not-yet = Every step must be done first, and they must say themselves that this is a good time.
admission-accept-send = Welcome them
admission-stages-open = Not every step is done yet.
admission-not-ready = They have not said that this is a good time. Please ask them.
admission-somebody-else = You asked them to rest. Somebody else decides with them about coming back.
admission-refuse = Not now
admission-refuse-text = They read why. Say what they could do, and from when they can apply again.
admission-reason = Why
admission-changed-meanwhile = Somebody else wrote here while you were writing. Read what stands there now. Your own words are still in the box.
admission-stands = What stands there now
admission-reason-hint = Plain and kind. Say what it was, and never that it was them.
admission-reason-missing = Please say why. They read it.
admission-again = They can apply again from
admission-again-hint = A year from now at most. Today means: at once.
admission-again-missing = Please choose a day. They should know when they can ask again.
admission-again-past = This day is over. Choose today, or a day that is still to come.
admission-again-too-late = That is too far away. A year is enough.
admission-refuse-send = Say not now

## The stages
stages-title = Steps of the way in
stages-lead = Choose what the way in has here. Whoever has applied already goes the way that they were told of.
stages-choose = Steps
stages-readiness-stays = The talk about whether this is a good time stays. Nobody becomes a supporter by a form alone.

## Stepping back
step-back-title = Step back
step-back-lead = You can step back on any day and be a member like everybody. You need not say why, now or later.
step-back-what-talks = If you talk with somebody just now, they hear kind words and go on to somebody else.
step-back-what-shifts = Your shifts and times on call are taken out of the plan.
step-back-what-told = Nobody is told why. Others only see that you do not have the role now.
step-back-what-stays = Everything that you do here as a member stays yours, and stays private.
step-back-administrator = You also look after the settings. That role stays until another administrator takes it from you.
step-back-while = For a while
step-back-while-text = The way back is one talk about whether it is a good time. Your training and your hours stay. A certificate stays too, and counts until the day on it.
step-back-while-send = Step back for a while
step-back-good = For good
step-back-good-text = What you wrote when you applied, and what was written about it, is erased. If you ever come again, you apply anew.
step-back-good-send = Step back for good
step-back-good-sure = Yes, for good
step-back-span-missing = Please choose for how long.
step-back-nothing = You have no role that you could step back from.
step-back-member = You are a member like everybody. There is nothing to step back from.
step-back-circles = Go to your circles
step-back-done = You have stepped back
step-back-since = You are a member like everybody, since { $day }. Thank you for all that you gave.
step-back-thanks = You are a member like everybody. Thank you for all that you gave, and for knowing what is right for you.
step-back-private = Nobody is told why. Those you worked with see only that you do not have the role now.
step-back-asked = Somebody asked you to rest
step-back-asked-text = This is for your own sake. Only you can read why:
step-back-asked-wrong = You think that this is not right?
step-back-plan = What would help
step-back-plan-label = What would make it a good time to come back?
step-back-plan-hint = For you. If you ask to come back, those who talk with you about it read this too.
step-back-return = Coming back
step-back-return-text = Ask, and somebody talks with you about whether it is a good time. If it is, you have your role again.
step-back-return-send = I would like to come back
step-back-return-asked = You have asked. Somebody will talk with you.
step-back-stay = Stay a member for good
step-back-stay-send = Stay a member
step-back-stay-sure = Yes, stay a member

## Asking somebody to rest
rest-title = Ask somebody to rest
rest-lead = When you see that somebody's own recovery needs them more than we do. Talk with them first, if you can.
rest-done = It is done. They have been told why, and nobody else has.
rest-nobody = There is nobody here
rest-nobody-text = You can ask people with a role to rest. An administrator asks supervisors.
rest-what-now = They have no role from now on. Whoever they talk with is handed on kindly.
rest-what-private = They alone read why. The trail says only that you did it.
rest-what-back = They may ask to come back on any day. Somebody other than you decides with them, if there is anybody.
rest-member = Who
rest-member-choose = Choose
rest-member-missing = Please choose who.
rest-reason = Why
rest-reason-hint = Say what you saw, and what you wish for them. They read this, and nobody else.
rest-reason-missing = Please say why. They read it, and nobody else.
rest-plan = What would help
rest-plan-hint = A first thought for the way back. They can change it.
rest-send = Ask them to rest

## Role cards
cards-title = Role cards
cards-lead = A role card says what is yours to do, what is not, and whom to call. You sign it, and a supervisor signs beside you.
cards-none = You have no role
cards-none-text = A card comes with a role.
cards-beside = Cards to sign beside somebody
cards-beside-text = Talk the card over with them first. Your name says that you did.
cards-beside-none = None waits.
cards-write = Write the cards
card-title-supporter = Supporter's card
card-title-facilitator = Facilitator's card
card-title-moderator = Moderator's card
card-title-supervisor = Supervisor's card
card-title-safeguarding-lead = Safeguarding lead's card
card-title-evaluator = Evaluator's card
card-title-administrator = Administrator's card
card-title-auditor = Auditor's card
card-shown-supporter = Your role as a supporter
card-shown-facilitator = Your role as a facilitator
card-shown-moderator = Your role as a moderator
card-shown-supervisor = Your role as a supervisor
card-shown-safeguarding-lead = Your role as a safeguarding lead
card-shown-evaluator = Your role as an evaluator
card-shown-administrator = Your role as an administrator
card-shown-auditor = Your role as an auditor
card-others-supporter = What a supporter does
card-others-facilitator = What a facilitator does
card-others-moderator = What a moderator does
card-others-supervisor = What a supervisor does
card-others-safeguarding-lead = What a safeguarding lead does
card-others-evaluator = What an evaluator does
card-others-administrator = What an administrator does
card-others-auditor = What an auditor does
card-does = What is yours to do
card-does-not = What is not
card-calls = Whom to call, and when
card-they-do = What they do
card-they-do-not = What they do not do
card-they-call = Whom they call, as it stands on their card
card-version = Version { $version }, { $day }
card-unsigned = Not signed
card-signed-own = Signed by you, { $day }.
card-signed-own-text = A supervisor signs beside you when you have talked it over.
card-signed-both = Signed by you and a supervisor, { $day }.
card-sign-first = You have not signed this yet.
card-sign-link = Read it and sign it
card-sign-text = I have read this card and will keep to it. If I am not sure, I ask.
card-sign = Sign
card-countersign = Sign beside
card-changed-meanwhile = The card was written anew a moment ago. Please read it once more.
card-not-your-own = Somebody else signs beside you.
card-edit = Write it anew
card-edit-lead = Whoever has signed keeps what they signed. A changed card is a new version, and is signed again.
card-lines-hint = One thing on each line.
card-does-missing = Please write what is theirs to do.
card-does-not-missing = Please write what is not.
card-calls-missing = Please write whom they call, and when.
card-need = Nobody begins before they have signed
card-need-hint = Whoever has begun already goes on to the end.
card-needed = Must be signed

## The cards that a community begins with
card-first-does-supporter =
    Listen, and let the other person lead.
    Say what you hear, and ask before you share your own story.
    Stay an equal. You have been through something too.
    Keep to one conversation at a time, and take your breaks.
    Tell people what you must pass on before they tell you.
    Ask plainly when somebody may be thinking of suicide.
card-first-does-not-supporter =
    Give no diagnosis and no advice about medicine.
    Promise no secret when a life may be in danger.
    Share no phone number, address or account outside this place.
    Take no gifts, lend no money, and meet nobody in person.
    Be nobody's only help. Do not carry it alone.
card-first-calls-supporter =
    A life may be in danger: press "another pair of eyes" at once, and stay.
    You do not know what to do: ask a supervisor. No question is too small.
    Somebody crosses a line with you: end it, and tell a supervisor.
    You are not well: press "I'm not OK". Your shift ends and you are looked after.
card-first-does-facilitator =
    Open the room, welcome people, and say what the evening is for.
    Make space for quiet people, and for silence.
    Keep the charter of the circle, kindly and for everybody alike.
    Look after somebody aside when the room is too much for them.
    Close with a goodbye, and not in the middle of something hard.
card-first-does-not-facilitator =
    Lead no therapy.
    Make nobody speak, and nobody share.
    Keep no room open when nobody looks after it.
    Take no side between two members in front of others.
card-first-calls-facilitator =
    A life may be in danger: call the one on call, and stay with the room.
    Somebody breaks the rules: a moderator.
    You are alone and it is too much: close the room with kind words, and tell a supervisor.
card-first-does-moderator =
    Read what was reported, with what stands around it.
    Decide by the rules, and say which one and why.
    Choose the smallest step that helps.
    Answer whoever told us.
card-first-does-not-moderator =
    Decide nothing about people you are close to, or that concerns you.
    Counsel nobody in a decision.
    Read no conversation that nobody showed you.
    Speak to nobody about what you have read here.
card-first-calls-moderator =
    A life may be in danger: the one on call, at once.
    A child may be at risk: the safeguarding lead.
    You are not sure, or it is very hard to read: hand it back, or ask a second person.
card-first-does-supervisor =
    Look after the people who support others.
    See each of them when it is due, and listen first.
    Come when you are called, and join only where both can see it.
    Talk things over with them after something hard, within three days.
    Say when somebody should rest.
card-first-does-not-supervisor =
    Read no conversation that you have not joined.
    Rank nobody, and compare nobody.
    Use nothing that somebody told you about how they are against them.
    Supervise nobody you are close to.
card-first-calls-supervisor =
    A life may be in danger: follow the crisis ladder, together with a second person.
    A child or an adult at risk: the safeguarding lead.
    A supporter is unwell and you cannot reach them: another supervisor, or an administrator.
    You yourself carry too much: another supervisor.
card-first-does-safeguarding-lead =
    Own every case in which a child or an adult may be at risk.
    Ask the person first what they want, wherever that is safe.
    Know the law and the numbers here, and keep them up to date.
    Write down what was decided and why.
card-first-does-not-safeguarding-lead =
    Decide nothing big alone when a second person can be reached.
    Pass on no more than is needed.
    Promise nothing that you cannot keep.
card-first-calls-safeguarding-lead =
    A life is in danger now: the emergency number.
    Somebody must be told outside: follow the playbook of their country.
    You cannot be reached for a while: hand over to the second lead.
card-first-does-evaluator =
    Look whether this place helps, with numbers about many people.
    Say how sure a number is, and what it cannot tell.
    Ask people with lived experience what should be measured.
card-first-does-not-evaluator =
    Look at no single person.
    Show no number so small that somebody could be known by it.
    Measure nobody's worth.
card-first-calls-evaluator =
    A number shows harm: the administrator and the supervisors.
    You could tell who somebody is: stop, and tell the administrator.
card-first-does-administrator =
    Keep the settings, and say why when you change one.
    Give and take roles, never your own.
    Keep helplines checked and copies safe.
    Answer complaints in time.
card-first-does-not-administrator =
    Read nobody's conversations, notes or journals.
    Change nothing quietly.
    Decide nothing about yourself.
card-first-calls-administrator =
    Something is broken: the guide for operators, and whoever runs the machine.
    Data may have got out: the safeguarding lead, and the office for data protection in your country.
    A life may be in danger: the one on call.
card-first-does-auditor =
    Look whether things were done as they are written.
    Read the trail, and check that it holds.
    Say plainly what you found.
card-first-does-not-auditor =
    Read no content.
    Change no setting, and decide nothing.
    Tell nobody outside what you saw, apart from those you report to.
card-first-calls-auditor =
    The trail does not hold: the administrator, and a second person beside them.
    Something looks like harm: the safeguarding lead.

## The pulse
pulse-title = How clear is your role?
pulse-lead = Three questions, four times a year.
pulse-item-mine = I know what is mine to do and what is not.
pulse-item-call = I know whom to call, and they come.
pulse-item-others = The people I work with know what my role is.
pulse-answer-1 = Not at all
pulse-answer-2 = A little
pulse-answer-3 = Partly
pulse-answer-4 = Mostly
pulse-answer-5 = Yes
pulse-answer-missing = Please choose an answer.
pulse-private = We add your answers to a count, and keep them nowhere else. Nobody can find out what you said. The counts are shown when the quarter is over, and only from ten people on. These questions are our own. They are no test.
pulse-send = Send
pulse-given = You have answered this quarter already.
pulse-thanks = Thank you. You have answered for this quarter.
pulse-nobody = These questions are for people with a role here.
pulse-results-title = How clear roles are
pulse-results-lead = What people with a role said together. Numbers below ten are not shown, and neither are numbers from which one could be worked out.
pulse-results-none = Nothing to show yet
pulse-results-none-text = A quarter is shown when it is over. People with a role find the questions on the page "My role".
pulse-quarter = Quarter { $quarter }
pulse-question = Question
pulse-hidden = not shown
pulse-too-few = Too few people answered to show anything.

## The record
record-title = Your record
record-lead = What you did here, to take along: for an employer, a school, or yourself.
record-none = Nothing here yet
record-none-text = When you have a role, it stands here with your hours.
record-no-hours = No hours yet.
record-text-title = Record of peer support
record-text-community = Community: { $name }
record-text-name = Name, as given by the holder: { $name }
record-text-holder = This record belongs to whoever holds it.
record-text-day = Written on { $day }
record-text-roles = Roles
record-text-hours = Hours
record-text-private = This record names nobody who was supported. It says how long, and never how well: nobody is ranked here.
record-text-check = Whether it is real can be checked at { $address }
record-until-now = today
record-work-conversation = Conversations
record-work-room = Live rooms
record-work-moderation = Keeping people safe
record-hours = { $hours } hours
record-take = Take it along
record-take-text = You get a text file with our signature. If one letter is changed, the signature does not fit any more.
record-name = A name to put on it
record-name-hint = Leave it empty if nobody should know it is you. We do not keep it. A record tells that you have been through something yourself: show it only to those you want to.
record-download = Download
record-check-title = Check a record
record-check-lead = Somebody showed you a record of peer support? Here you can see whether it is ours and as we wrote it. We keep nothing of it.
record-check-label = The whole record
record-check-hint = Copy all of it, from the first line to the key at the end.
record-check-missing = Please put the whole record here.
record-check-send = Check
record-check-ours = This record is ours, and nothing in it was changed.
record-check-changed = Something in this record was changed, or left out. It is not as we wrote it.
record-check-unknown = This is not one of our records, or its end is missing.
record-check-self = Check it yourself
record-check-self-text = The signature is Ed25519, over the text above the line of dashes, in UTF-8: no spaces at the ends of lines, one line feed between lines, none at the end. This is our key:
