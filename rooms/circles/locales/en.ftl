# ── one's own circles, and finding others ──
circles-title = Circles
circles-heading = Your circles
circles-lead = Places where people who carry something similar write to one another.
circles-mine = Where you belong
circles-none = You are not in a circle yet
circles-none-text = Have a look around. Many circles can be read before you join, and you can leave any of them at any time.
circles-find = Find a circle
circles-start = Start a circle
circles-more = More about circles
circles-back = Your circles
circles-news = New since you looked
waiting-title = Waiting for words
waiting-lead = These people wrote something and wait for an answer. A few honest words are enough. A second answer matters as much as the first.
waiting-lead-short = A few honest words are enough.
waiting-all = See everybody who waits
waiting-none = Everybody was answered
waiting-none-text = Nobody in your circles waits for words just now.
find-lead = Choose by what you carry, or just look around.
find-topic = About
find-any-topic = Anything
find-language = In
find-any-language = Any language
find-show = Show
find-none = No circle fits that yet
find-none-text = Try another topic, or start a circle with somebody.
find-all = See all circles

# ── a circle ──
circle-title = Circle
circle-you-lead = You look after it
circle-you-are-in = You are in it
circle-stage-proposed = Asked for
circle-stage-preparing = Not open yet
circle-stage-open = Open
circle-stage-closed = Over
circle-stage-refused = Not opened
circle-over = This circle is over. You can read it, but nobody writes in it any more.
circle-over-notice = This circle is over. Nobody writes in it any more. What you wrote is still yours to take back.
circle-preparing-notice = This circle is not open yet. It opens when two facilitators are ready.
circle-paused = You can read here for now, but not write. Your circles page says why.
circle-paused-until = You can read here, but not write, until { $time }.
circle-without-cover = Nobody who looks after this circle is around just now, so it is quiet. You can read, and write again when somebody is back.
circle-no-cover-notice = Nobody who looks after this circle is around just now. You can read. Writing opens again when somebody is back.
circle-needs-cover = A circle opens with two facilitators who are active and read its language. Appoint them first.
circle-join-first = Join the circle first. Then you can write here.
circle-join-look = Look at the circle
circle-join-heading = Would you like to join?
circle-join-open-text = One press and you are in. You can leave in the same way, and nobody asks why.
circle-join-request-text = A facilitator reads your request and says yes or no. If it is no, you will read why.
circle-join-words = A few words to them, if you like
circle-join-words-hint = You do not have to explain yourself.
circle-join = Join
circle-join-ask = Ask to join
circle-asked = You asked to join. A facilitator will answer.
circle-ask-withdraw = Take it back
circle-full = This circle is full just now. Have a look again later.
circle-removed = You were taken out of this circle. The decision about you says why, and how to ask for another look.
circle-invited = You are invited to { $circle }
circle-invited-look = Have a look
circle-invited-decline = No, thank you
circle-threads = What people wrote
circle-threads-none = Nobody has written here yet
circle-threads-none-text = You could be the first. Saying hello is enough.
circle-threads-none-outside = Join, and you could be the first.
circle-threads-older = Older
circle-inside = What is written here
circle-inside-text = Only people in this circle can read it.
circle-about = About this circle
circle-language = Language
circle-audience = For whom
audience-members = People with their own experience
audience-carers = Family, friends and carers
circle-joining = Coming in
joining-open = Anybody may join
joining-hint-open = One press. People it is meant for can read before they join.
joining-request = A facilitator says yes
joining-hint-request = Only people in it can read.
joining-invitation = By invitation
joining-hint-invitation = Nobody else knows that it exists.
circle-rhythm = How it runs
rhythm-drop-in = Come when you like
rhythm-course = People begin and end it together
circle-size = People
circle-size-of = { $count } of at most { $size }
circle-size-now = { $count ->
    [one] One person
   *[other] { $count } people
}
circle-hidden = Nobody outside can see who is in it, or how many.
circle-facilitators = Facilitators
circle-watched = Who reads along
moderation-before = A facilitator reads every post before others see it.
moderation-after = Posts appear at once. Facilitators read them soon after.
moderation-reports = Posts appear at once. Facilitators look when somebody reports one.
circle-night = At night
night-same = Nothing is different
night-hold = Posts wait until a facilitator has read them
night-told-hold = From { $from } to { $to }, posts wait until a facilitator has read them.
night-now = It is night there now
circle-reply = Answers
circle-reply-hours = { $hours ->
    [one] If nobody answers within an hour, the facilitators are told.
   *[other] If nobody answers within { $hours } hours, the facilitators are told.
}
circle-charter = How we are with one another
circle-why = Read why
circle-leave = Leave this circle
circle-leave-text = You leave at once and nobody is told. What you wrote stays until you take it back. You can come again.
circle-leave-now = Leave
circle-step-back-text = Or stay in the circle without looking after it.
circle-step-back = Step back to being a member
circle-look-after = Looking after it
circle-cancel = Go back
answered-title = How people were answered, last 30 days
answered-none = Nothing was begun in the last 30 days.
answered-begun = Begun
answered-once = Answered
answered-twice = Answered twice
answered-first = Half had an answer within
answered-second = Half had a second answer within
answered-minutes = { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}
answered-hours = { $hours ->
    [one] one hour
   *[other] { $hours } hours
}

# ── threads and posts ──
intent-support = I need support
intent-ideas = Ideas are welcome
intent-listen = Just listening, please
intent-win = A small win
intent-hello = Saying hello
note-suicide = Thoughts of suicide
note-self-harm = Self-harm
note-abuse = Violence or abuse
note-sexual-violence = Sexual violence
note-death = Death and loss
note-eating = Eating and weight
note-substances = Alcohol and drugs
note-illness = Illness and hospital
note-hate = Hate
answers-none = No answer yet
answers-one = One answer so far
answers-more = Answered
thread-page-title = Thread
thread-begin = Write something
thread-intent = What would you like?
thread-intent-hint = People who answer see this first.
thread-intent-missing = Say what you would like, so that people know how to answer.
thread-title = Title
thread-title-hint = This is what people see in the list.
thread-title-missing = Give it a short title.
thread-notes = Add a content note
thread-notes-hint = If it touches one of these, readers choose whether to open it. Nobody will mind that you wrote about it.
thread-own-note = Or in your own words
thread-topics = Add topics
thread-topics-hint = Up to three. People who do not want to read about one can leave it out.
thread-topics-too-many = Choose up to three topics.
thread-notes-change = Content note
thread-notes-change-hint = Readers choose whether to open it. The author and the facilitators can change this.
thread-notes-save = Save
thread-send = Post it
thread-last = last answer { $time }
thread-pinned = Pinned
thread-pin = Pin it
thread-unpin = Unpin it
thread-close = Close to new answers
thread-reopen = Open to answers again
thread-closed = Nobody can add to this any more.
thread-not-shown = This can be answered when a facilitator has read it.
thread-follow = Tell me about new answers
thread-unfollow = No longer tell me about new answers
thread-next = Next posts
thread-back = Back
thread-noted = This has a content note. It is here when you want to read it.
thread-noted-show = Show it
thread-noted-hide = Hide it again
thread-withdrawn = Taken back by the person who wrote it
post-words = Your words
post-words-hint = Keep out names, places and anything that shows who somebody is.
post-words-missing = Write something first.
post-unnamed = Post as a member of this circle
post-unnamed-hint = Other members do not see your name. The facilitators do, so that everybody stays safe.
post-unnamed-tag = As a member
post-read-first = A facilitator reads your words before others see them. You will see here when they have.
post-preview = Look at it first
post-preview-title = How it will look
draft-keep = Keep for later
draft-kept = Your words are kept. Only you can see them.
reply-title = Answer
reply-send = Answer
reply-own-title = Write more
reply-own = Add something, or answer the people who wrote to you.
reply-support = They need support. It helps to say what you understood, and that they are not alone with it.
reply-ideas = Ideas are welcome. Say what helped you, rather than what they should do.
reply-listen = They ask you just to listen. Please give no advice: say what you heard, or that you are there.
# Phrases, in small letters, that mostly begin advice; a comma parts them.
reply-advice-phrases = you should, you need to, you have to, you must, have you tried, why don't you, why not try, if i were you, my advice
reply-is-advice = This reads a little like advice, and they asked you just to listen. Would you like to change it?
reply-anyway = Send it as it is
reply-win = Something went well. Be glad with them.
reply-hello = Somebody says hello. Say it back.
reply-second = One person has answered. A second answer means a lot: a single reply can feel lonelier than it looks.
post-label = Post
post-you = You
post-by-nobody = A member
post-by-member = A member of this circle
post-by-left = Somebody who has left
post-facilitator = Facilitator
post-edited = changed
post-held = Only you and the facilitators see this until one of them has read it.
post-hidden = Only its author and the facilitators see this. Why:
post-hidden-change = Change it
post-hidden-decision = Why, and asking for another look
post-withdrawn = Taken back.
post-more = More
post-edit = Change it
post-edit-heading = Change your words
post-edit-lead = Others see that it was changed. Facilitators can see what it said before.
post-edit-save = Save
post-withdraw = Take it back
post-withdraw-heading = Take this back?
post-withdraw-keep = Keep it
post-withdraw-hint = It goes at once, from everywhere, for good.
post-worry = I am worried about them
post-report = Report it
post-mute = Hide this person's words
post-let-through = Let everybody see it
post-hide = Hide it
post-hide-heading = Hide this post
post-hide-lead = Nobody else sees it until its author has changed it. They are told first, with your reason, and you can undo it.
post-hide-now = Hide it and send the reason
post-history = What it said before
post-history-lead = Only facilitators see this.
post-history-until = Until { $time }
post-history-now = Now
reactions-heard = Others said:
reaction-hear = I hear you
reaction-with = With you
reaction-same = Same here
reaction-helped = This helped me
reaction-own = These words are for what others write.

# ── reporting ──
post-report-danger = If somebody is in danger right now, do not wait for us.

# ── looking after a circle ──
desk-title = Your desk
desk-count-reports = { $count ->
    [0] Nothing reported
    [one] One report
   *[other] { $count } reports
}
desk-count-overdue = { $count ->
    [0] Everybody answered
    [one] One unanswered
   *[other] { $count } unanswered
}
desk-count-held = { $count ->
    [0] No posts to read first
    [one] One post to read first
   *[other] { $count } posts to read first
}
desk-count-waiting = { $count ->
    [0] Nobody waits to join
    [one] One person waits to join
   *[other] { $count } people wait to join
}
desk-look = Look
desk-waiting = Waiting to come in
desk-held = To read before others see it
desk-overdue = Nobody has answered yet
desk-to-read = { $count ->
    [one] One new post to read along
   *[other] { $count } new posts to read along
}
desk-new-title = New posts
desk-new-none = You have read everything
desk-new-none-text = New posts appear here for all who look after this circle.
desk-new-where = See it in its thread
desk-new-read = I have read these
desk-stories = { $count ->
    [one] A story waits to be read before others see it.
   *[other] { $count } stories wait to be read before others see them.
}
desk-calm = All calm here.
desk-alone = You look after this circle alone. A circle should have two facilitators: tell an administrator.
desk-beside = Beside you:
desk-no-cover = Nobody on hand reads this circle's language, so members cannot write.
desk-short = Fewer than two facilitators are on hand.
desk-none = You look after no circle yet
desk-none-text = When you do, everything that waits for you is here.
circle-people-title = People
circle-admit = Let in
circle-refuse = Say no
circle-invite = Invite somebody
circle-invite-name = Their name here
circle-invite-hint = If somebody has this name, they find the invitation on their circles page. We never tell whether somebody does.
circle-invite-missing = Write the name of the person.
circle-invite-sent = If somebody has this name, they are invited now.
circle-invite-send = Invite
circle-person-paused = Paused until { $time }
join-request-settled = This request was answered already.
measures-title = What was done
measures-none = Nothing was hidden, and nobody was paused, refused or taken out.
measure-kind-pause = Paused
measure-kind-remove = Taken out
measure-kind-hide = Post hidden
measure-pause = Pause
measure-remove = Take out
measure-undo = Undo it
measure-undone = Undone
measure-until = Until { $time }
measure-heading-refuse = Say no to { $name }
measure-heading-pause = Pause { $name }
measure-heading-remove = Take { $name } out
measure-lead-refuse = They read your reason. You can undo it, and they can ask again.
measure-lead-pause = They can go on reading, but not write. They read the rule and your reason, and it ends by itself.
measure-lead-remove = They no longer see what is written here. They read the rule and your reason, and can ask another person to look again. You can undo it.
measure-do-refuse = Say no and send the reason
measure-do-pause = Pause and send the reason
measure-do-remove = Take out and send the reason
measure-days = For how long?
measure-days-count = { $count ->
    [one] One day
   *[other] { $count } days
}
measure-days-missing = Choose how long.
measure-not-among-facilitators = Facilitators cannot do this to one another or to themselves. Talk to an administrator or a supervisor.
refusal-kind = Not let in
refusal-reason = Why
refusal-reason-hint = The person reads exactly these words. Be clear and be kind, and say where else they may find what they look for.
refusal-reason-missing = Say why. The person reads it.
refusal-told = { $circle } did not let you in
refusal-told-what-now = It can be undone, and it says nothing about your worth. If you think it is wrong, somebody outside this circle can look at it with you.
measure-told-talk = Talk to somebody
measure-read = I have read it
facilitator-does-not-fit = They must be a facilitator of the same age group who reads this circle's language.

# ── planning a circle ──
circle-plan-title = Change this circle
circle-plan-save = Save
circle-name = Name
circle-name-hint = Short, and kind to somebody who looks over a shoulder.
circle-name-missing = Give the circle a name.
circle-about-field = What is it about?
circle-about-hint = A sentence or two, for somebody who wonders whether to join.
circle-about-missing = Say in a sentence what it is about.
circle-charter-hint = The promises that everybody in it makes. Lines that begin with a dash become a list.
circle-charter-missing = Write how people are with one another here.
circle-charter-start =
    - We listen first, and give advice only when it is asked for.
    - What is said here stays here.
    - We talk about hard things without saying how somebody could do harm.
    - Everybody may be silent, and everybody may leave.
circle-topics = Topics
circle-topics-hint = One to four. People find the circle by them.
circle-topics-missing = Choose one to four topics.
circle-language-missing = Choose a language that you read and that this community serves.
circle-hidden-field = Hide who is in it
circle-hidden-hint = People outside learn neither names nor how many. For circles in which being a member already says something about a person.
circle-stays-closed = People wrote here because others cannot read it. So it cannot be opened to everybody, or show who is in it. Start a new circle for that.
circle-more-choices = More choices
circle-join-until = Last day to join
circle-join-until-hint = Only for people who begin and end together. After that day nobody else comes in.
circle-join-until-missing = Choose the last day on which somebody can join.
circle-begun = The people in this circle have begun together, so nobody else comes in now.
circle-size-field = At most how many people
circle-size-hint = Leave empty for no limit. Ten to fifteen is a good size for a circle that talks.
circle-size-wrong = Write a number from 4 to 1000, or leave it empty.
circle-night-from = Night begins
circle-night-to = Night ends
circle-night-wrong = Write a time, like 23:00.
circle-reply-field = Hours until an unanswered post is shown to the facilitators
circle-reply-hint = From 1 to 72.
circle-reply-hours-wrong = Write a number from 1 to 72.
circle-pictures = Posts may carry a picture
circle-pictures-hint = Own pictures and drawings. Hidden details of the file are removed.
circle-room = The live room when no facilitator is there
room-when-closed-readable = What was said can be read
room-when-closed-closed = Nothing can be seen
circle-keep-field = Days that the live room's words are kept
circle-keep-hint = From 1 to 90.
circle-keep-days-wrong = Write a number from 1 to 90.

# ── starting one together ──
start-lead = { $days ->
    [one] Two of you start it and look after it together. We answer within a day, with a reason if it is no.
   *[other] Two of you start it and look after it together. We answer within { $days } days, with a reason if it is no.
}
start-later = You can start a circle when you have been here for { $days } days. Until then, have a look at how others are run.
proposal-partner = Who starts it with you?
proposal-partner-hint = Their name here. They find the question on their circles page and say yes or no.
proposal-partner-missing = Write the name of the person who starts it with you.
proposal-not-alone = A circle needs two people. Write somebody else's name.
proposal-too-new = You can do this when you have been here for { $days } days.
proposal-language = Choose a language that you told us you speak.
proposal-enough = Three of your circles are waiting for an answer already. Let us answer those first.
proposal-send = Ask them
proposal-asked = { $name } would like to start { $circle } with you
proposal-look = Read about it
proposal-asked-you = { $name } asks you to start this circle together. You would both look after it.
proposal-agree = Yes, together
proposal-decline = No, thank you
proposal-waits-partner = Waiting for the other person to say yes.
proposal-waits = We answer by { $day }.
proposal-withdraw = Take it back
proposal-approved = It was approved. You both look after it now.
proposal-go = Go to it
proposal-refused = It was not approved. Why:
proposal-again = You can change it and ask again.
proposal-decided = Somebody has answered this already, or you are one of the two who asked.
proposals-title = Circles that members want to start
proposal-by = Asked by { $name } and { $other }
proposal-due = answer by { $day }
proposal-reason = What you tell them
proposal-reason-hint = Needed when you say no: what is missing, and whether they may ask again.
proposal-reason-missing = Say why. Both of them read it.
proposal-approve = Say yes
proposal-refuse = Say no

# ── for those who keep the place ──
settings-circles-title = Circles of this community
settings-circles-all = All circles
settings-circles-none = There is no circle yet
settings-circles-none-text = Make the first one. It opens with two facilitators.
circle-new = A new circle
circle-make = Make it, open later
circle-make-open = Make it and open it
circle-open = Open it
circle-close = Close it
circle-change = Change
circle-appoint = Appoint a facilitator
circle-appoint-choose = Choose somebody
circle-appoint-do = Appoint
circle-facilitator-missing = Choose a facilitator.
circle-facilitators-hint = At least two, who read its language.
circle-facilitators-missing = Choose at least two facilitators.
circle-no-facilitators = Nobody is a facilitator yet. Give somebody that hat first:
circle-band = Age group
circle-band-missing = Choose an age group.
popup-title = Something happened in the world?
popup-text = Open a circle for it in two minutes. It is watched closely, and posts wait at night.
popup-lead = Add what happened to the name, choose two facilitators, and open it.
popup-name-happened-near = After what happened
popup-name-loss = Missing somebody together
popup-name-exams = Through the exams
popup-name-alone-days = Not alone these days
popup-about-happened-near = For everybody shaken by what happened. To say how it is, or just to read.
popup-about-loss = We lost somebody. A place to be sad, angry or silent together.
popup-about-exams = Nights, nerves and results. For everybody in the middle of it.
popup-about-alone-days = Holidays and long days can be lonely. Here is somebody.
popup-charter =
    - We speak of ourselves, and not of what the news says.
    - No details of what happened to people, and no pictures of it.
    - We listen first.
    - Nobody has to be strong here.
trail-circle-made = Made a circle
trail-circle-opened = Opened a circle
trail-circle-closed = Closed a circle
trail-circle-facilitator = Made somebody a facilitator of a circle
trail-circle-approved = Approved a circle that members asked for
trail-circle-not-approved = Did not approve a circle that members asked for
trail-circle-refused = Did not let somebody into a circle
trail-circle-undone = Undid what was done to somebody in a circle
circle-members-link = Members

# ── on the page on which somebody leaves ──
leaving-words-title = What you wrote in circles
leaving-words-go = It goes with you: everything you wrote is deleted for good.
leaving-words-stay = It stays, without your name. Nobody can find out that it was you.
leaving-words-choose = Choose again
# ── searching ──
search-title = Search your circles
search-lead = Looks through what you may read: your circles, and those that are open to everybody.
search-field = Words to look for
search-go = Search
search-how = Type one word or several. All of them must be there. Put words in "quotes" to find them side by side.
search-found = What we found
search-none = Nothing found
search-none-text = Try fewer words, or another word for the same thing. What you muted is left out.
search-noted = This carries a content note, so its words are not shown here. You choose when you open it.
search-older = Older
search-newest = Back to the newest
search-link = Search

# ── pictures ──
picture-add = Add a picture
picture-file = A picture of your own
picture-file-hint = JPEG, PNG or WebP. When and where it was taken is removed. Please choose none in which somebody can be recognised.
picture-alt = What can be seen in it?
picture-alt-hint = A few words for those who cannot see it.
picture-alt-missing = Say in a few words what can be seen in the picture.
picture-choose-again = Please choose the picture again. Your words are still here.
picture-not-here = This circle has no pictures. Your words are still here. Send them without it.
picture-enough-today = You have sent many pictures today. You can send more tomorrow. Your words are still here.
picture-with-preview = Only your words are shown here. A picture is added when you send. If you had chosen one, please choose it again.
