## Written practice.
play-title = Practise in writing
play-text = Somebody made up writes to you. You answer in your own words, and say what you want your words to do. That decides how it goes on. At the end you see every line again, with what it may have done.
play-private = What you write here is sealed. Nobody else can read it, and it is not a test.
play-begin = Begin
play-you = You
play-words = What would you say?
play-words-hint = Just as you would write it to somebody.
play-words-missing = Write a few words first. They need not be perfect.
play-intent = What do you want your words to do?
play-choose = Choose what you want your words to do.
play-changed = This practice has changed since you opened it. Please begin again.
play-say = Say it
play-stop = Stop and erase what I wrote
play-debrief = How it went
play-debrief-text = Line by line. There are many good ways to say something; these are thoughts about what you chose.
play-example = It could sound like this:
play-avoid = Words like these can hurt, for the reason above. Leave them out:
play-again = Do it again
play-erase = Erase what I wrote

practice-shadowing = Sit in with somebody experienced
skill-feeling = A feeling named
skill-understanding = Understanding shown
skill-exploring = Opening a door

heard-title = What your own words did
heard-text = Simple rules looked for three things in your words. This is for you alone.
heard-count = in { $count } of { $all } answers
heard-try = One thing to try:
heard-limits = The rules read English and know words, not people. They miss things, and they find things that are not there. It is no mark. Nobody else sees it, and it is used for nothing else.

suggestion-bright-side = Leave out the bright side for a while. When somebody hurts, staying beside them helps more than hope that comes too soon.
suggestion-their-story = Let it be their story. Instead of saying that you know how it feels, ask how it is for them.
suggestion-less-advice = Give a little less advice. Before each idea, say in a few words what you have understood.
suggestion-one-question = Ask one question at a time, and wait. Then nobody has to choose which one to answer.
suggestion-shorter = Write shorter. At a bad hour two sentences can be taken in; ten cannot.
suggestion-name-feeling = Name a feeling that you think you hear, gently: "That sounds lonely." They can always put you right.
suggestion-show-understanding = Say back what you have understood, in your own words, before you go on.
suggestion-ask-open = Ask something that opens: a question that begins with "what" or "how" leaves room for more than yes or no.
suggestion-go-on = You named feelings, showed that you understood, and opened doors. Keep going like this, and leave room for silence.

## What others saw.
practice-title = My practice
practice-lead = What you try out, and what others saw you do well.
practice-seen = What others saw you do
practice-seen-none = Nobody has written down yet what they saw. That comes after live practice, or when somebody sits in with you.
practice-seen-text = Two people look at each of these areas, apart from each other. It is about single things you did, never about who you are.
practice-to-courses = Go to your courses

## Live practice and sitting in, as whoever was there says.
together-title = What they still do together with somebody
together-text = When it took place, say so here. Then it counts in their course.
together-partner = For the practice partner alone
together-agreed = Everybody who was there had agreed to it
together-consent-missing = Sitting in counts only if everybody who was there had agreed to it.
together-done = This took place
together-face-to-face = This took place, face to face

## Rating.
rating-people = What you saw people do
rating-people-lead = Choose whom you practised or sat in with.
rating-find = Find somebody by name
rating-search = Search
rating-nobody = Nobody was found. Look for somebody by the beginning of their name.
rating-lead = Open the areas of which you saw something, and tick what you saw. Leave the others shut.
rating-evidence = Where did you see it?
rating-evidence-missing = Say where you saw it.
rating-consent = The member who was supported agreed to my being there
rating-consent-hint = Only for what you saw in a real conversation.
rating-consent-missing = You may write down what you saw in a real conversation only if the member agreed. Tick this, or choose another place.
rating-saw = What did you see?
rating-apart = Somebody else has rated this area. You see it once you have rated it yourself, so that each of you looks with fresh eyes.
rating-words = A few words to them
rating-words-hint = They read this, and nobody else but those who rate. Say what worked, and one thing to try.
rating-send = Keep it
rating-kept = That is kept. They can see it on their own page.
rating-oneself = You cannot rate yourself. Ask somebody else to look.
rating-nothing-seen = Tick at least one thing that you saw.
rating-area = Area
rating-level = What was seen
rating-not-yet = Not seen yet
rating-somebody = Somebody who has left
evidence-role-play = Live practice
evidence-shadow = Sitting in
evidence-observed = A real conversation
level-harmful = Something harmed
level-some = Some of what is needed
level-all = All that is needed
level-advanced = All, and more
behaviour-harms = This harms
behaviour-advanced = This comes with practice
agreement-raters = How much raters agree
agreement-says = { $kappa }, likely between { $low } and { $high }, from { $count ->
    [one] one area
   *[other] { $count } areas
  } that two people rated.
agreement-meaning = 1 is full agreement. 0 is what chance alone would give. With few areas this is a rough guide: talk about where you differ.
agreement-none = This is told once { $count ->
    [one] one person has
   *[other] { $count } people have
  } been rated by two, and they were not all rated alike.

behaviour-relationships-harm-one = Talks down, or acts as the one who knows better
behaviour-relationships-harm-two = Becomes more than a peer: a friend outside, a date, money
behaviour-relationships-basic-one = Speaks as an equal, in everyday words
behaviour-relationships-basic-two = Is warm, and welcomes the person as they are
behaviour-relationships-basic-three = Keeps to what was agreed, and says when something cannot be
behaviour-relationships-advanced = Puts a strain between the two into words, and mends it

behaviour-support-harm-one = Makes light of what hurts
behaviour-support-harm-two = Takes over, and decides for the person
behaviour-support-basic-one = Stays with what the person brings
behaviour-support-basic-two = Says that feelings like these make sense
behaviour-support-basic-three = Leaves time and silence
behaviour-support-advanced = Helps the person find strength they had forgotten

behaviour-story-harm-one = Makes the talk about themselves
behaviour-story-harm-two = Tells details that frighten or could be copied
behaviour-story-basic-one = Shares little, and only where it serves the other
behaviour-story-basic-two = Comes back to the other soon
behaviour-story-basic-three = Makes clear that another way may be right for the other
behaviour-story-advanced = Chooses a small piece of story that opens something for the other

behaviour-personal-harm-one = Judges how somebody lives, loves or believes
behaviour-personal-harm-two = Gives everybody the same answer
behaviour-personal-basic-one = Asks what the person wants from this talk
behaviour-personal-basic-two = Uses the person's own words for what they live through
behaviour-personal-basic-three = Asks about what matters in the person's life and culture, instead of guessing
behaviour-personal-advanced = Notices when the way of helping does not fit, and changes it together

behaviour-recovery-harm-one = Takes hope away
behaviour-recovery-harm-two = Pushes a plan that is not the person's own
behaviour-recovery-basic-one = Holds on to hope without promising
behaviour-recovery-basic-two = Asks what a better day would look like
behaviour-recovery-basic-three = Helps to find one small next step
behaviour-recovery-advanced = Helps to plan for setbacks as a part of the way

behaviour-links-harm-one = Sends people on to be rid of them
behaviour-links-harm-two = Advises for or against medicine or treatment
behaviour-links-basic-one = Knows what help there is here, and what there is outside
behaviour-links-basic-two = Offers it as a choice
behaviour-links-basic-three = Says honestly what they do not know
behaviour-links-advanced = Helps somebody take the first step towards other help

behaviour-skills-harm-one = Lectures
behaviour-skills-harm-two = Suggests something risky
behaviour-skills-basic-one = Asks first what has helped before
behaviour-skills-basic-two = Asks before offering an idea
behaviour-skills-basic-three = Offers one thing at a time
behaviour-skills-advanced = Tries something out together, and learns from how it went

behaviour-crisis-harm-one = Avoids the subject, or promises to keep it secret
behaviour-crisis-harm-two = Argues, blames, or stays alone with it
behaviour-crisis-basic-one = Asks plainly about suicide when there are signs
behaviour-crisis-basic-two = Listens, and stays until somebody else is there
behaviour-crisis-basic-three = Calls for help by the agreed steps, and says so
behaviour-crisis-advanced = Helps to make the next hours safer, together with the person

behaviour-communication-harm-one = Interrupts, or ignores what was said
behaviour-communication-harm-two = Questions like an officer
behaviour-communication-basic-one = Names the feelings that they hear
behaviour-communication-basic-two = Says back what they understood
behaviour-communication-basic-three = Asks open questions, one at a time
behaviour-communication-advanced = Hears what is not said, and asks about it with care

behaviour-teamwork-harm-one = Talks about people behind their backs
behaviour-teamwork-harm-two = Works around the agreed ways
behaviour-teamwork-basic-one = Keeps private what is private
behaviour-teamwork-basic-two = Asks another pair of eyes in time
behaviour-teamwork-basic-three = Hands over kindly and clearly
behaviour-teamwork-advanced = Says kindly when something in the team goes wrong

behaviour-leadership-harm-one = Speaks for people without asking them
behaviour-leadership-harm-two = Uses the role for themselves
behaviour-leadership-basic-one = Knows the rights that people have here
behaviour-leadership-basic-two = Encourages people to speak for themselves
behaviour-leadership-basic-three = Speaks up against talk that puts people down
behaviour-leadership-advanced = Helps to change something here for everybody

behaviour-growth-harm-one = Goes on although it is too much
behaviour-growth-harm-two = Cannot hear what could be better
behaviour-growth-basic-one = Knows their own limits, and says so
behaviour-growth-basic-two = Thinks about what went well and what did not
behaviour-growth-basic-three = Uses supervision and breaks
behaviour-growth-advanced = Turns a mistake into something that others can learn from, too

## Live practice, booked.
booked-title = Live practice
booked-lead = You talk with somebody who plays a member, on the same page as a real conversation. It may go wrong: nobody marks it. When it took place, it is done in your course.
booked-kept = That is kept.
booked-open-title = What is coming
booked-none = Nothing is booked.
booked-none-text = When you come to a live practice in a course, you choose a time for it here.
booked-with = with { $name }
booked-begun = It has begun
booked-open = Look at it
booked-zone = Times are by your clock: { $zone }.
booked-times-title = Times that you can book
booked-times-lead = One of your courses has live practice in it. Choose a time that suits you. You can call it off whenever you like.
booked-times-none = Nobody offers a time just now. Look again in a few days, or ask your trainer.
booked-plays = { $name } plays the member.
booked-plays-trainer = Your trainer plays the member.
booked-what = What do you want to practise?
booked-reads = The trainer may read along
booked-reads-hint = Only if both of you say yes. You both see that the trainer is there. Leave it empty and it stays between the two of you.
booked-book = Book this time
booked-given-title = Times that you give
booked-you-play = You play the member. { $name } offers the time.
booked-partner-plays = { $name } plays the member
booked-you-play-alone = You play the member yourself
booked-taken = Booked
booked-waits = Waits for a yes
booked-free = Free
booked-withdraw = I cannot
booked-withdraw-hint = If you cannot, say so whenever you like. Whoever booked it is told, and need not know why.
booked-asked = You have been asked to play the member at this time. When somebody books it, you are shown what to play. You can say no: press "I cannot".
booked-asked-news = Somebody asks you to play the member in live practice.
booked-answer = Say yes or no
booked-agree = Yes, I will play
booked-offer-title = Offer a time
booked-offer-lead = Half an hour is enough: twenty minutes to talk, and ten for a word about it.
booked-day = Day
booked-from = From
booked-to = To
booked-to-hint = On the same day, from ten minutes to two hours later.
booked-partner = Who plays the member?
booked-partner-hint = Somebody else is asked first. Learners see the time once they have said yes.
booked-myself = I do
booked-offer = Offer this time
booked-off-title = What does not take place
booked-past-title = What has been
booked-near = You have live practice: { $time }.
booked-to-say = Did the live practice take place? { $time }
booked-off = Live practice does not take place: { $time }. You can arrange another time.
booked-anew = Book another time
booked-you-are-partner = You play the member.
booked-read = The trainer reads along, because both of you said yes.
booked-not-read = Nobody else reads along.
booked-begin = Start the practice conversation
booked-go-on = Go to the practice conversation
booked-talked = This practice has ended. It is done in the course once the trainer says that it took place.
booked-begin-later = You can start it here from ten minutes before.
booked-cancel = I cannot come
booked-real = If it stops being practice, for either of you: the page of the practice has a red button that says so. Help is here at any time.
booked-took-title = Did it take place?
booked-took-lead = When you say yes, it is done in their course. When you say no, they can book another time.
booked-took = Yes, it took place
booked-took-not = No, it did not
booked-own-title = What you said
booked-own-lead = You can read it again, with what your own words did. Nobody else sees that.
booked-own = Read it again
booked-rate = Write down what you saw them do
booked-brief = What it is about
booking-took-place = Took place
booking-missed = Missed
booking-cancelled = Called off
booking-apart = Called off
booking-said-took-place = It took place, and is done in the course.
booking-said-missed = It did not take place. That happens. Another time can be booked.
booking-said-cancelled = It was called off. Another time can be booked.
booking-said-apart = It was called off, because one of you is not here just now. Another time can be booked.
booking-said-stopped = It stopped on the way, because one of you is not here just now. Another time can be booked.
booking-cancelled-by = { $name } called it off. Another time can be booked.
booking-gone = This time is not free any more. Choose another.
booking-has-one = You have a time for this already. Call it off first if you want another.
booking-began = It has begun already.
booking-not-now = It can start from ten minutes before its time until half an hour after it.
booking-apart-now = This practice cannot take place: one of you is not here just now.
offered-when = Choose a day within the next three months, and two times of that day, the first before the second.
offered-how-long = A time is from ten minutes to two hours long.
offered-partner = Choose somebody who supports others here, and not yourself.
offered-overlaps = There is another practice at that time.
offered-gone = This time was taken back.
debrief-words = A few words to the learner
debrief-hint = Only they read this. Say what worked, and one thing to try.
debrief-send = Leave them these words
debrief-empty = Write a few words first.
