## Courses, as people take them.
training-title = Training
training-lead = Learn at your own pace. Stop whenever you like: you go on where you left off.
training-go-on = Go on where you were
training-resume = Go on
training-see = See the courses
training-none = No courses yet
training-none-text = Your community is still getting its courses ready. Look in again soon.
training-none-author = Take one of those that come with the program, or write one of your own.
training-for-you = For you as well

course-finished = Finished
course-expired = Time to take it anew
course-part = { $done } of { $all } done
course-minutes = { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
  }
course-version = Version { $version }
course-draft = Written as a start
course-draft-text = This course was written as a start. It is still to be looked over by your community's own trainers, and by people who have been through hard times themselves. If something in it is wrong for you, tell them.
course-after = Opens when you have finished:
course-not-open = Opens later
course-waits = This course opens later
course-waits-text = It builds on another. Finish this first:
course-needs-first = Please finish "{ $course }" first. This one builds on it.
course-finished-title = You have finished this course
course-finished-on = Finished on { $date }.
course-counts-until = It counts until { $date }.
course-has-more = There is something new in it since then. You need not do it, and you may.
course-expired-title = It is time to take this course anew
course-expired-text = Some time has passed since you finished it. Nothing that you did is lost.
course-anew = Take it anew
course-anew-hint = You begin at the beginning. What you wrote and signed stays yours.
course-not-anew = There is nothing to take anew here yet.
course-first = It begins with
course-begin = Begin
course-competencies = What this course is about

activity-kind-reading = Reading
activity-kind-video = Film
activity-kind-quiz = Questions
activity-kind-reflection = Writing for yourself
activity-kind-agreement = Agreement
activity-kind-role-play = Written practice
activity-kind-live-role-play = Live practice
activity-kind-shadow = Sitting in
activity-optional = If you like
activity-done = Done
activity-nav = Before and after this
activity-before = Back: { $title }
activity-after = Next: { $title }
activity-overview = Back to the course

competency-relationships = Being equals
competency-support = Giving support
competency-story = Sharing your own story
competency-personal = Support that fits the person
competency-recovery = Planning for better days
competency-links = Knowing what else helps
competency-skills = Skills for living well
competency-crisis = Helping in a crisis
competency-communication = Listening and talking
competency-teamwork = Working together
competency-leadership = Speaking up
competency-growth = Learning, and looking after yourself

reading-title = Everything to read, on one page
reading-text = For reading in one go, or for printing.
reading-open = Open it
reading-page-title = Reading
reading-back = Back to the course
reading-contents = What is on this page
reading-none = There is nothing to read in this course.
reading-done = I have read it
reading-keep-hint = You can also keep this page on this device, to read it without a network. Whoever uses this device can open it then. It says nothing about you.
reading-keep = Keep it on this device
reading-drop = Take it off this device
reading-kept = It is on this device now.
reading-dropped = It is off this device.
reading-failed = That did not work. Try again when your network is better.

video-captions = Captions
video-gone = This film is not here just now. You can read what is said in it.
video-transcript = Read what is said
video-done = I have watched or read it

own-words-label = What you write
own-words-hint = Only you can read this. It is kept sealed.
own-words-shared-hint = { $name } can read this too, because you shared it. What you change now, they can read as well. To take it back, press "Stop sharing" below.
reflection-keep = Keep it
reflection-erase-hint = To delete it, empty it and press "Keep it". That you did this part stays.
reflection-stands = What stands there now
reflection-elsewhere = You changed this in another tab since. Both texts are below. Bring them together and keep them again.
reflection-missing = Write a few words first. One sentence is enough.
reflection-choose = Choose somebody from the list.
sharing-title = Share this with somebody?
sharing-text = Only if you want to. You choose one supervisor, for this one text, and you can take it back.
sharing-label = With whom
sharing-send = Share it
sharing-with = { $name } can read this as it stands, and nobody else can. When you stop sharing, it is only yours again.
sharing-with-gone = You shared this with somebody who is not a supervisor any more. Nobody reads it now.
sharing-end = Stop sharing
sharing-nobody = There is no supervisor yet with whom you could share this. It stays yours.
shared-title = Shared with me
shared-lead = What people wrote for themselves and chose to share with you. Thank them for it, and keep it to yourself.
shared-none = Nothing is shared with you
shared-none-text = When somebody shares a text with you, it is here until they take it back.

agreement-label = Your name here
agreement-hint = Type { $name } to sign.
agreement-name = Type your name as others see it here: { $name }.
agreement-name-missing = Type your name to sign.
agreement-sign = Sign
agreement-signed = Signed as { $name } on { $date }.
agreement-newer = The words have changed since you signed. Read them, and sign once more if you agree.

arranged-live-role-play = You do this with a practice partner, on the page of a real conversation. Book a time that a trainer offers. It is done when the trainer says that it took place. How well it goes is not marked.
arranged-live-book = See the times
arranged-live-booked = You have a time: { $time }.
arranged-live-open = Open it
arranged-shadow = You sit in with somebody experienced. They must agree, and so must the member.
arranged-shadow-link = Arrange it
live-look-for = What the trainer looks for
live-look-for-later = You read here afterwards what the trainer looks for. Now it would give away the story.

## Questions of a quiz.
quiz-count = { $count ->
    [one] 1 question
   *[other] { $count } questions
  }
quiz-needed = You pass with { $percent } in a hundred right.
quiz-left = { $left ->
    [one] You have one try before a day's rest.
   *[other] You have { $left } tries before a day's rest.
  }
quiz-pause = You can stop in the middle and go on later.
quiz-begin = Begin
quiz-again = Try again
quiz-of = Question { $number } of { $all }
quiz-question = Question { $number }
quiz-one = Choose one
quiz-several = Choose all that belong
quiz-order = Give each its place
quiz-place = Place
quiz-story = What do you do?
quiz-story-goes-on = The story goes on below.
quiz-answer = Answer
quiz-right = Right
quiz-not-yet = Not quite
quiz-chosen = You chose this
quiz-belongs = Right
quiz-more-belongs = Something else belongs here too.
quiz-order-hint = { $right ->
    [0] Look again at what comes first.
    [one] The first one is right. Look again at what comes next.
   *[other] The first { $right } are right. Look again at what comes next.
  }
quiz-right-order = This order is right:
quiz-passed = Well done. You have passed.
quiz-passed-before = You passed this in an earlier version.
quiz-points = { $points } of { $asked } right.
quiz-not-passed = Not yet
quiz-rest = Let it rest for a day
quiz-rest-text = You can try again from { $time }. Reading the lesson once more helps more than guessing.
quiz-resting = You can try again tomorrow. Reading the lesson once more helps more than guessing.
quiz-choose-first = Choose an answer first.
quiz-each-place-once = Give each its own place: every number once.
mark-helps = Helps
mark-better = Could be better
mark-harms = Can hurt

## Writing courses.
authoring-title = Write courses
authoring-lead = Courses belong to your community. Write them here, or as a file. Somebody else looks before people take them.
authoring-none = No courses yet
authoring-none-text = Take one that comes with the program, begin a new one, or bring a file.
authoring-draft = Draft of { $date }
authoring-retired = Not offered any more
authoring-published = People take version { $version }
authoring-published-on = Published on { $date }.
authoring-look = See it as a learner
authoring-retire = Stop offering it
authoring-back = Offer it again
authoring-retire-hint = When you stop offering a course, those who have begun can finish, and what is finished stays so.
authoring-copy = Take a copy
authoring-copy-text = A file that you can change elsewhere, give to another community, and bring back.
authoring-copy-words = Words only
authoring-copy-all = Words and films
authoring-copy-left = An archive holds no more than can be brought back, 11 MB. These films do not fit into it. Save each by itself here. When you bring the archive back, the page of the draft asks for each of them.
authoring-not-taken = This file was not taken. Nothing of it was kept.
problem-line = Line { $line }:

starting-title = Courses to begin with
starting-text = These come with the program. They were written as a start: have them looked over by your own trainers and by people with lived experience. Take one, change what you like, and publish it.
starting-take = Take as a draft
starting-take-named = Take as a draft: { $title }
starting-all = { $count ->
    [one] Take it
   *[other] Take all { $count } as drafts
  }

draft-new = A new course
draft-begin = Begin
draft-title = Name of the course
draft-title-missing = Give it a name, not longer than a line.
draft-about = What it is about
draft-about-hint = One or two sentences, for the list of courses.
draft-about-missing = Say in a sentence what it is about.
draft-id-taken = There is a course of this name already. Choose another name.
draft-bring = Bring a file
draft-bring-text = A text, or a zip archive with course.md and the films in a folder called media. Films that are not in it can be brought one by one afterwards. The guide for authors says how such a text is written.
draft-file = The file
draft-file-missing = Choose a file first.
draft-bring-over = Put it in place of my draft
draft-bring-over-hint = Only where you are writing a draft of the same course already. Your draft goes.
draft-bring-send = Bring it
clash-title = Somebody else was writing too
clash-newer = This was changed while you were writing. What you typed is still below and is not saved yet. Put the two together; when you save now, yours takes the place of what stands here.
clash-removed = The part that you were writing in was taken out in the meantime. What you typed is still below. When you save now, it goes in again, at the end of a part that is there.
clash-unreadable = Something in the whole text cannot be read for now, so this could not be put in. What you typed is still on this page. Put the text right in another window, then save here again.
clash-gone = There is no draft any more: it was published or given up in the meantime. What you typed is still on this page; take a copy of it before you leave this page.
clash-look = The draft was changed since you last saw it. Nothing was done. Look at it as it is now, and then decide.
clash-now = How it reads now
clash-typed = What you typed
draft-change = Write the next version
draft-heading = The draft
draft-problems = To be put right before it can be published
draft-publish = Publish
draft-publish-text = From then on people take this version. What they have done stays done.
draft-second-person = You wrote last. Somebody else who writes courses looks it over and publishes it.
draft-not-ready = Something in the draft is to be put right first. Its page says what.
draft-text-first = Something in the text cannot be read yet. Put it right in the whole text first.
draft-text = The whole text
draft-text-lead = Everything in one text, as it is in a file. It is kept even with mistakes in it; they are shown above.
draft-words = The text
draft-words-hint = Lines that begin with // are notes for authors. Learners do not see them.
draft-parts = What is in it
draft-head = About this course
draft-language = Language
draft-pass = How much of a quiz must be right
draft-pass-hint = In percent.
draft-attempts = Tries before a day's rest
draft-attempts-hint = 0: as many as one likes.
draft-expires = Days until it is taken anew
draft-expires-hint = 0: never.
draft-number = A whole number, please.
draft-needs = Courses that come first
draft-needs-hint = Nobody begins this course before they have finished these. Leave all empty if any order is fine.
draft-short-name = In texts this course is called:
draft-waits-own = You wrote here last, on { $date }. What you wrote is not published yet.
draft-waits = { $name } wrote here last, on { $date }. What they wrote is not published yet.
draft-waits-somebody = Somebody who has left wrote here last, on { $date }. What they wrote is not published yet.
draft-waits-look = Look at the draft
draft-review = Has somebody looked it over?
draft-save = Save
draft-discard = Give the draft up
draft-discard-text = The draft goes. What people take now stays as it is.
draft-discard-all = The draft goes, and with it this course: nobody has taken it yet.
review-draft = Not yet
review-draft-hint = Learners see that it was written as a start.
review-reviewed = Yes
review-reviewed-hint = By your own trainers and by people with lived experience.

module-add = Add a part
module-title = Name of the part
module-about = What it is about
part-add = Add something to do
part-earlier = Move up
part-earlier-named = Move up: { $title }
part-kind = What the learner does
part-title = Name
part-minutes = How many minutes it takes
part-body = What it holds
part-body-hint = Plain text. An empty line begins a new paragraph.
part-film = For a film
part-film-name = Name of the film
part-film-hint = Such as media/welcome.webm. You bring the film itself afterwards.
part-captions = Name of its captions
part-captions-hint = Such as media/welcome.en.vtt. A film without captions cannot be published.
part-competencies = What it is about
part-optional = It may be left out
part-optional-hint = The course is finished without it.
part-title-missing = Give it a name.
part-minutes-missing = Say how many minutes it takes.
part-film-missing = Say what the film is called.
part-captions-missing = Say what the captions are called.
part-body-missing = Write what it holds.
part-problems = This was not saved yet. Lines are counted in "What it holds".
part-remove = Take it out
part-remove-text = It goes out of the draft. What people did in it stays written.
activity-hint-reading = A text
activity-hint-video = A film with captions, and its words as a text
activity-hint-quiz = Questions with reasons
activity-hint-reflection = A question to think about, in private
activity-hint-agreement = Something to sign
activity-hint-role-play = A made-up person to answer in one's own words
activity-hint-live-role-play = Twenty minutes with a practice partner
activity-hint-shadow = Sitting in with somebody experienced
grammar-title = How it is written
grammar-text = Most texts need nothing special. Words between *stars* are set apart, lines with a hyphen make a list.
grammar-headings = A line that begins with #### is a small heading.
grammar-quiz = A question begins with "? single:", "? multiple:", "? order:" or "? scenario:". Below it "- [x] right :: why" and "- [ ] wrong :: why", or the steps in their order as 1., 2., 3.
grammar-story = A story has steps. "@start" begins one, "> …" is what the other says, "+ …", "~ …" and "! …" are choices that help, could be better, or harm, each with "-> next step :: why". In written practice each choice has an example below it: "= …".
grammar-live = Live practice has a text for both, then "partner:" and a text for the partner, then "look for:" and a list.
films-title = Films and captions
films-text = The text speaks of these. Films as webm or mp4, captions as vtt, not larger than 11 MB.
films-here = It is here. Look at it
films-missing = It is not here yet.
films-file = The file
films-send = Bring it
media-too-large = This file is too large. Make the film shorter or smaller: 11 MB at most.
media-not-known = This is not what its name says. Films are webm or mp4, captions are vtt.

trail-course-published = published a course
trail-course-retired = stopped offering a course
trail-course-back = offered a course again
trail-course-draft-discarded = gave up the draft of a course

## What is wrong with the text of a course, and what to do.
course-wrong-too-long = The text is too long. Cut the course into two.
course-wrong-letters = Some letters here cannot be read. Open the file in the program that you write with, save it once more as plain text, and bring it again. If you are asked how to save the letters, choose "UTF-8".
course-wrong-archive = This archive cannot be read. Pack course.md and the folder media into a zip file again.
course-wrong-archive-empty = There is no course.md in this archive. Call the text course.md and pack it again.
course-wrong-empty = There is nothing here. Begin with a line "# Name of the course".
course-wrong-before-title = The text begins before the name. The first line is "# Name of the course".
course-wrong-first-heading = The first heading is that of the course. Write it with one #.
course-wrong-second-course = "{ $said }" would be a second course. Write parts with ## and activities with ###, or make two files.
course-wrong-no-title = Nothing stands after the # on this line. Write the name of the part there, or take the line out.
course-wrong-long-title = This name is too long. Keep it to 120 letters.
course-wrong-property = "{ $said }" is not a line such as "id: listening". Leave an empty line before the text begins.
course-wrong-unknown-property = "{ $said }" is not known here. Check how it is spelt, or take it out.
course-wrong-twice = "{ $said }" stands here twice. Take one out.
course-wrong-long-property = "{ $said }" says too much. Keep it to 600 letters.
course-wrong-no-property = "{ $said }" is missing. Write a line "{ $said }: …" below this heading.
course-wrong-id = "{ $said }" cannot be an id. Use small letters, numbers and hyphens, 60 at most.
course-wrong-id-twice = The id "{ $said }" is taken in this course. Give this one another.
course-wrong-number = "{ $key }" is a whole number from { $least } to { $most }.
course-wrong-language = "{ $said }" is not a language that we know. Write its code, such as en.
course-wrong-review = "{ $said }" is not known. Write draft or reviewed.
course-wrong-need = "{ $said }" cannot come first. Write what other courses are called in texts, with commas between them: it stands on the page of each.
course-wrong-text-here = "{ $said }" belongs to no activity. Write an activity, such as "### reading: Its name", before it, or put it into "about".
course-wrong-no-module = "{ $said }" belongs to no part. Write a line "## Name of the part" before it.
course-wrong-many = There are too many activities for one course. Cut it into two.
course-wrong-nothing-to-do = There is nothing to do in this course yet. Add a part, and something to do in it.
course-wrong-kind = "{ $said }" does not say what it is. Write "### reading: Its name", or video, quiz, reflection, agreement, role-play, live-role-play or shadow.
course-wrong-competency = "{ $said }" is not one of the twelve competencies. The guide for authors lists them.
course-wrong-optional = "{ $said }" is neither yes nor no. Write "optional: yes", or take the line out.
course-wrong-heading-within = "{ $said }" begins something new. Within a text, write headings with four marks: ####.
course-wrong-not-a-film = "{ $said }" belongs to films only. Take the line out.
course-wrong-film = "{ $said }" cannot be a film. Write a name such as media/welcome.webm or media/welcome.mp4.
course-wrong-captions = "{ $said }" cannot be captions. Write a name such as media/welcome.en.vtt.
course-wrong-film-content = "{ $said }" is not what its name says. Films are webm or mp4, captions are vtt.
course-wrong-film-missing = The file "{ $said }" is missing. Bring it as well: in the folder media of the archive, or on the page of the draft.
course-wrong-no-text = There is no text below this heading. Write some, after an empty line.
course-wrong-picture = Pictures are not shown in courses. Say in words what it shows.
course-wrong-live-parts = Live practice has three parts. Write a text for both, then a line "partner:", then a line "look for:".
course-wrong-look-for = "{ $said }" is not part of the list. Begin each line with a hyphen.
course-wrong-look-for-empty = The list of what to look for is empty. Write lines that begin with a hyphen.
course-wrong-question-kind = "{ $said }" does not say how it is answered. Write "? single: …", "? multiple: …", "? order: …" or "? scenario: …".
course-wrong-before-question = "{ $said }" stands before the first question. Begin with a line such as "? single: …".
course-wrong-no-questions = There are no questions here. Write one that begins with "? single: …".
course-wrong-empty-question = This question asks nothing. Write the question after the colon.
course-wrong-option = "{ $said }" is not an answer to choose. Write "- [x] … :: why" or "- [ ] … :: why".
course-wrong-no-reason = "{ $said }" has no reason. Write " :: " after the answer, and then why.
course-wrong-few-options = There are fewer than two answers here. Write at least two.
course-wrong-single = Exactly one answer is right here. Mark one with [x], or write "? multiple:".
course-wrong-multiple = No answer is marked as right. Mark those that belong with [x].
course-wrong-order-line = "{ $said }" is not the next step. Count the steps 1., 2., 3., in the right order.
course-wrong-no-start = "{ $said }" stands before the first step. Begin the story with a line "@start".
course-wrong-no-steps = There is no story here. Begin it with a line "@start".
course-wrong-first-step = The story begins with "{ $said }". Its first step is called "@start".
course-wrong-step-name = "{ $said }" cannot be a step. Use small letters, numbers and hyphens, and not the word end.
course-wrong-step-twice = The step "{ $said }" is there already. Give this one another name.
course-wrong-silent-step = Nobody says anything in the step "{ $said }". Write a line that begins with >.
course-wrong-says-late = What the other says comes before the choices. Move this line up, or begin a new step.
course-wrong-step-no-choice = There is nothing to choose in the step "{ $said }". Write a line that begins with +, ~ or !.
course-wrong-example = An example stands below its choice and says something. Write "= …" after a line that begins with +, ~ or !.
course-wrong-no-example = The choice "{ $said }" has no example. Write one below it: "= …".
course-wrong-choice = "{ $said }" is not whole. Write "+ what one does -> next step :: why", or "-> end" where the story ends.
course-wrong-story-line = "{ $said }" has no mark. Begin with @, >, +, ~, ! or =.
course-wrong-no-such-step = There is no step "{ $said }". Write it, or lead to another one or to "end".
course-wrong-circle = The story comes back to the step "{ $said }". Every way must come to an end: lead on to a new step.
course-wrong-unreachable = Nothing leads to the step "{ $said }". Lead to it from a choice, or take it out.
course-wrong-no-right-way = There is no good way through this story. Let one way lead to the end without harm, with at most one choice that could be better.
course-wrong-version = This number was published already. Write "version: { $said }" or more.
course-wrong-other-id = This draft is of the course "{ $said }". Keep that id, or begin another course.
course-wrong-own-draft = You are writing a draft of "{ $said }" already. To put the file in its place, tick the box for that and choose the file again.
course-wrong-other-draft = Somebody else is writing a draft of "{ $said }". Talk with them, or let them give it up first.
course-wrong-need-missing = The course "{ $said }" is not published here. Publish it first, or take it out of "needs".
course-wrong-need-circle = "{ $said }" asks for this course in turn. Take it out of "needs".
