## One's own certificates.
certificates-title = Certificates
certificates-lead = What you have shown that you can do, until when it counts, and what comes next.
certificates-see = See your certificates
certificates-none = Nothing is asked here yet
certificates-none-text = This place gives no certificates so far. You can learn all the same.
certificates-training = Go to the courses
certificates-others = For others
certificates-waiting = { $count ->
    [one] 1 person waiting
   *[other] { $count } people waiting
}
certificate-title-conversation = Certificate for conversations
certificate-title-room = Certificate for live rooms
certificate-title-moderation = Certificate for looking after safety
certificate-state-none = You have none yet
certificate-state-ended = Has run out
certificate-state-withdrawn = Taken back
certificate-grade-learner = Learning
certificate-until = until { $day }
certificate-learner-text = You may do this work. Your hours are still to come, and then you can ask for the full certificate.
certificate-withdrawn-text = Somebody has taken it back. You can talk it over with your supervisor, and ask for it anew.
certificate-withdrawn-because = Why it was taken back
certificate-withdrawn-wrong = I think this was wrong
certificate-needed = You need this certificate to begin this work.
certificate-needed-from = From { $day } you need this certificate to begin this work.
certificate-not-needed = You can do this work without it. It shows what you know.
certificate-asks = What is asked
certificate-asks-nothing = Nothing but the word of a supervisor who knows your work.
certificate-hours = Hours of this work: { $done } of { $asked }.
certificate-areas-hint = For each of these skills, two people must have seen you do it well.
certificate-there = Done
certificate-open = Still to come
certificate-ask = Ask for it
certificate-ask-again = Ask for the next one
certificate-ask-hint = When you ask, those who decide see how far you are: what is done, and your hours. They see no answers and no marks.
certificate-asked = Asked on { $day }.
certificate-take-back = Stop asking
certificate-not-yet = Not yet
certificate-not-yet-text = Answered on { $day }. You can ask again on any day.
certificate-not-yet-read = Not yet. Read why.
certificate-answered = This does not wait any more. Somebody has answered it, or it was taken back.
certificate-nothing-to-ask = You hold this certificate already. You can ask for the next one sixty days before it ends.
certificate-diary = When it ends
certificate-renewal = You can renew it from { $day }. It counts until { $end }.
certificate-renewal-hours = { $count ->
    [0] Nothing more is asked for that.
    [one] Until then, write down one hour of learning.
   *[other] Until then, write down { $count } hours of learning.
}
certificate-renewal-done = So far: { $done } of { $asked }.
certificate-ends = It counts until { $day }.
certificate-ran-out = It has run out. Nothing that you learned is lost.
certificate-renew-see = See how to renew it
certificate-reminder-read = I know

## What one went on to learn.
learning-title = What you went on to learn
learning-lead = A course, a book, a day with others. What you learned since your last certificate counts when you renew it. Only you can read what it was.
learning-words = What was it?
learning-words-hint = A few words for yourself.
learning-words-missing = Please write what it was.
learning-day = On which day?
learning-day-missing = Please choose a day.
learning-day-ahead = This day is still to come. Write it down when it is over.
learning-minutes = How many minutes?
learning-minutes-hint = An hour is 60. At most 720 for one day.
learning-minutes-wrong = Please write the minutes as a number from 1 to 720.
learning-day-full = With what you have written for that day it would be more than 720 minutes.
learning-write = Write it down
learning-none = Nothing is written down yet.
learning-length = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
learning-remove = Remove

## For those who decide.
certificates-harmed = { $count ->
    [one] 1 certificate to look at again
   *[other] { $count } certificates to look at again
}
certificates-harmed-see = Who it is
certificates-waiting-title = Who asks for a certificate
certificates-waiting-lead = Give it to those who are ready. Nobody gives one to themselves.
certificates-waiting-none = Nobody waits
certificates-waiting-none-text = When somebody asks for a certificate, you see here how far they are.
waiting-hours = Hours of this work so far: { $done }.
waiting-learner = The hours are still to come. They get a learner's certificate, with which they may work.
waiting-learning = Hours of learning since the last one: { $done } of { $asked }.
waiting-issue = Give the certificate
waiting-not-ready = Something is still to come.
waiting-not-yet = Answer “not yet”
waiting-words = Why not yet, and what would help?
waiting-words-hint = They read exactly this. Say what you have seen, and the next step.
waiting-words-missing = Please write why. They read it.
waiting-words-send = Send the answer
certificate-not-ready = Something is still to come, so it cannot be given yet.
certificate-not-yourself = This is about yourself. Somebody else has to decide.
held-title = Who holds one
held-none = Nobody else holds a certificate yet.
held-harmed = Something that harms was seen on { $day }
held-harmed-text = If somebody saw something that harms after a certificate was given, it says so here until it has gone well again. Talk with them and with whoever saw it. Then decide: practise together, or take the certificate back.
held-withdraw = Take back
withdraw-title = Take a certificate back?
withdraw-text = It does not count any more from now on. A badge made of it does not count either, wherever a copy of it is. Please talk with them first.
withdraw-reason-hint = One sentence. They read it, and it is kept in the trail.
withdraw-send = Take it back
trail-certificate-issued = Gave a certificate
trail-certificate-not-yet = Answered “not yet” to somebody who asked for a certificate
trail-certificate-withdrawn = Took a certificate back
trail-requirement-written = Changed what a certificate asks

## What a kind of work asks.
requirement-title-conversation = What conversations ask
requirement-title-room = What live rooms ask
requirement-title-moderation = What looking after safety asks
requirement-lead = Certificates that people have stay as they are until they end. Circles that members started never ask for one.
requirement-courses = Courses to finish
requirement-no-courses = There are no courses yet.
requirement-areas = What two people must have seen done well
requirement-areas-hint = Choose what matters for this work.
requirement-hours = Hours of this work
requirement-hours-hint = Until they are there, people work with a learner's certificate.
requirement-hours-wrong = Please write hours as a number from 0 to 500.
requirement-months = How many months a certificate counts
requirement-months-wrong = Please write a number of months from 1 to 60.
requirement-learning = Hours of learning to renew it
requirement-learning-hint = People write them down themselves.
requirement-needed = Nobody begins this work without it
requirement-needed-hint = Whoever has none can finish the conversation they are in, and takes no new one.
requirement-from = From which day
requirement-from-hint = Leave people time to get there.
requirement-from-missing = Please choose a day.
requirement-changed-meanwhile = Somebody changed this while you were writing. Please look at the page again.

## A badge to show elsewhere.
badge-show = A badge to show elsewhere
badge-lead = A badge tells others that you support people here, and so that you know hard times. Whether anybody sees it is up to you.
badge-public = On a page of its own
badge-is-public = Everybody with the address can see it
badge-is-private = Nobody but you can see it
badge-public-text = You get an address to share. The page says what you can do and until when. Without a name, it does not say who you are.
badge-name-label = Name on the badge
badge-name-hint = You need not write one. If you do, it is on the page and in the file.
badge-publish = Make it public
badge-rename = Change the name
badge-hide = Take it out of sight
badge-counts-no-more = This badge does not count any more, and its page says so. Take it out of sight if you would rather not have it seen.
badge-published = Badges that others can see
badge-public-ended = Can be seen, and counts no more
badge-hide-hint = The page is gone at once. Whoever has a copy of the file keeps it.
badge-file = As a file
badge-file-text = An Open Badge, for other places that ask for one. Whoever you give it to can check that it is ours.
badge-download = Get the file
badge-name-conversation = Peer supporter
badge-name-room = Peer group facilitator
badge-name-moderation = Keeper of a peer community
badge-about-conversation = Supports one person at a time in conversation, out of lived experience.
badge-about-room = Looks after groups of people who support each other.
badge-about-moderation = Helps to keep a community of peers safe.
badge-criteria-course = Has finished the course: { $title }.
badge-criteria-areas = Two people have seen this done well: { $areas }.
badge-criteria-hours = { $count ->
    [one] Has done this work for an hour or more.
   *[other] Has done this work for { $count } hours or more.
}
badge-criteria-person = Somebody who knows their work has decided on it.
credential-title = What this badge says
credential-lead = A badge from { $name }.
credential-good = This badge counts
credential-ended = This badge has run out
credential-withdrawn = This badge was taken back
credential-days = Given on { $from }, until { $until }.
credential-who = Whose it is
credential-no-name = Its holder has chosen not to say a name here.
credential-what = What it stands for
credential-check = Check a copy
credential-check-text = The file is signed by us. A program for Open Badges checks it with our key, and asks our list whether it still counts.
credential-file = The signed file
credential-key = Our key
credential-status = The list of badges that count no more
