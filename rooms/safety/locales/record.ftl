# What is recorded, who opened what, what everybody may see of it, and the community's own papers.

trail-opened-card = Opened the sealed contact card of
trail-opened-evidence = Opened what is kept with a case about
trail-opened-account = Opened what is kept about

opening-reason-missing = Please write why. The member reads it.
opening-second-person = A second person has to agree. Nobody agrees with themselves.

# What was opened of mine
openings-title = What was opened
openings-back = Account
openings-lead = Some of what belongs to you is locked. If somebody who works here opens it, you see here who it was and why.
openings-none = Nothing was opened
openings-none-text = If that changes, it stands here.
openings-care = What else people who keep you safe did
openings-complain = You think that this was not right?
opening-what-card = Your contact card
opening-what-evidence = What is kept with a case about you
opening-what-account = What is kept about you
opening-new = new
opening-until = Open until { $time }
opening-by = Asked by
opening-confirmed-by = Agreed by
opening-why = Why
opening-somebody-left = somebody who has left
opening-nobody = nobody
opening-delayed = You were told later than usual. Two people had to agree that it was safer for you to wait.
opening-read = I have read this

# Breaking the glass
glass-title = Open something
glass-heading = Open something that is locked
glass-lead = For when you must see more than your hat shows. A second person has to agree. The member sees at once that you asked, who agreed and why.
glass-ask = Ask
glass-behind = What you need to see
glass-behind-evidence = What is kept with a case
glass-behind-account = What is kept about a member
glass-behind-hint-evidence = The words that were copied when somebody told us.
glass-behind-hint-account = Name, age band, since when, and what was decided about them.
glass-behind-missing = Choose what you need to see.
glass-subject = Which one
glass-subject-hint = For a case, copy the address of its page. For a member, their name here.
glass-subject-missing = Say which one.
glass-subject-unknown = There is nothing by that name that can be opened like this.
glass-reason = Why
glass-reason-hint = One or two sentences. The member reads them.
glass-minutes = For how long
glass-minutes-count = { $count ->
    [one] One minute
   *[other] { $count } minutes
}
glass-minutes-missing = Choose for how long. Half an hour at most.
glass-send = Ask a second person
glass-all = Asked lately
glass-none = Nobody has asked.
glass-stand-asked = waits for a second person
glass-stand-ran-out = nobody agreed in time
glass-stand-refused = not agreed
glass-stand-open = open
glass-stand-shut = shut again
glass-until = until { $time }
glass-whose = Whose it is
glass-answered-by = Answered by
glass-wait = Now somebody else has to agree, within half an hour. Tell them that you asked. It cannot be you.
glass-agree-title = Do you agree?
glass-agree-text = Only if it cannot wait, and if nothing smaller would do. Your name will stand beside theirs, and the member sees both.
glass-agree = I agree: open it
glass-refuse = I do not agree
glass-answered = This was answered already, or it is too late for an answer. If it is still needed, please ask again.
glass-lead-missing = This is about a young person. One of the two has to be a safeguarding lead.
glass-contents = What was locked
glass-nothing = Nothing is kept there.
glass-copied = Copied { $time }
glass-reported = This is what it is about.
glass-name = Name here
glass-band = Age
glass-since = Here since
glass-zone = Time zone
glass-no-decisions = Nothing was decided about them.
glass-shut = Shut it now

# Complaints
complaint-title = Complain
complaint-heading = Tell us what we do wrong
complaint-lead = This is about how this place is run. Anybody can complain. You do not need an account, and you need not say who you are.
complaint-days = { $count ->
    [one] A person answers within one day.
   *[other] A person answers within { $count } days.
}
complaint-who = It is read by those who answer for this place, and not by the person you complain about if you say who it is.
complaint-danger = Is somebody in danger now? Please do not wait for us.
complaint-about = What it is about
complaint-about-left-up = Something harmful is still there
complaint-about-taken-down = Something was hidden, or somebody was shut out, and that was wrong
complaint-about-children = A young person may not be safe here
complaint-about-privacy = What is kept about me
complaint-about-staff = Somebody who works here
complaint-about-access = I cannot use this place
complaint-about-other = Something else
complaint-about-missing = Choose what it is about. “Something else” is fine too.
complaint-words = What happened?
complaint-words-hint = Say it as you like. If it is about a page, you can copy its address here.
complaint-words-missing = Please write what happened.
complaint-send = Send
complaint-yours = Your complaint
complaint-waits = Thank you. A person answers by { $day }, on this page.
complaint-answer = Our answer
complaint-told-right = You were right.
complaint-told-partly = You were right in part.
complaint-told-differently = We see it differently.
complaint-further = If this does not settle it, you can complain again, or turn to the office in your country that watches over such places.
complaint-link = Keep this address
complaint-link-hint = The answer will be here. Whoever has the address can read it, so keep it to yourself.
complaint-wrote = What you wrote
complaint-answered = Somebody else has answered this already.
complaints-title = Complaints
complaints-lead = About how this place is run. Those that are due first stand first. Your own are answered by somebody else.
complaints-none = Nobody has complained
complaint-due = by { $day }
complaint-late = was due { $day }
complaint-by-visitor = Somebody without an account
complaint-outcome = How you see it now
complaint-outcome-right = They are right
complaint-outcome-partly = They are right in part
complaint-outcome-differently = We see it differently
complaint-outcome-missing = Choose how you see it.
complaint-your-answer = Your answer
complaint-your-answer-hint = Say what you found, what you do now, and what they can do if they do not agree.
complaint-answer-missing = Please write an answer.
complaint-answer-send = Send the answer
trail-complaint-answered = Complaint answered

# Fairness: what I say of myself
about-me-title = About me
about-me-saved = Saved.
about-me-lead = Nobody has to fill this in. It helps us to see whether this place treats people alike.
about-me-known = What we know already
about-me-languages = Languages
about-me-fairness = Being counted
about-me-what = If you agree, you are counted when we look who waits longer and about whom something is decided.
about-me-who-sees = Nobody sees what you chose. It is locked, and only added up with what others chose.
about-me-small = Groups of fewer than ten are never shown.
about-me-not = It changes nothing about how you are treated, or whom you meet.
about-me-groups = Groups I count myself to
about-me-groups-hint = As many as you like, or none.
about-me-no-groups = There is no list of groups here yet. Your age band and your first language would be counted.
about-me-agree = I agree to be counted
about-me-withdraw-hint = You can take this back at any time. What you chose is then deleted.
about-me-withdraw = Do not count me any more

# The list of groups
groups-title = Groups
groups-back = Settings
groups-lead = Groups that people may count themselves to. Use the words that people in them use. Ask them first.
groups-none = There are no groups yet.
groups-add = Add a group
groups-name = Its name
groups-name-hint = Such as “I care for somebody” or “I am deaf”.
groups-name-missing = Please write a name.
groups-reason = Why
groups-reason-hint = One sentence. It is kept in the trail.
groups-add-do = Add it
groups-retire = Take it off the list
groups-retire-hint = Nobody is counted in it any more.
groups-there = This group is there already.
groups-too-many = There are as many groups as anybody reads. Take one off the list first.
trail-group-added = Group added
trail-group-retired = Group taken off the list

# The equity view
equity-title = Is everybody treated alike?
equity-lead = Who waits long, and about whom something is decided, by groups that people chose themselves.
equity-careful = A difference does not say where it comes from. Look at it together with people of that group before you change anything.
equity-counted = { $count ->
    [one] One person agreed to be counted.
   *[other] { $count } people agreed to be counted.
}
equity-counted-few = Fewer than ten people agreed to be counted.
equity-days = { $count ->
    [one] This is about the last day.
   *[other] This is about the last { $count } days.
}
equity-by-groups = Groups
equity-by-ages = Age
equity-by-languages = First language
equity-age-13-15 = 13 to 15
equity-age-16-17 = 16 and 17
equity-age-adult = 18 and older
equity-people = People
equity-waited = { $count ->
    [one] Requests that waited longer than a minute
   *[other] Requests that waited longer than { $count } minutes
}
equity-decided = People about whom something was decided
equity-share = { $some } of { $all } ({ $percent } %)
equity-beside = { $points } points beside the others; surely between { $low } and { $high }.
equity-could-be-none = This could be chance.
equity-untold = too few to tell
equity-nobody = Nobody is counted here yet.
equity-how = Each line is compared with everybody else who is counted. “Surely” means: in 95 of 100 cases. Numbers below ten are not shown, and neither are those that would give them away.

# What everybody may know
transparency-title = What we did
transparency-heading = What we do to keep people safe
transparency-lead = Month by month: what people told us, what was decided, and how long it took.
transparency-none = There is nothing to show yet
transparency-none-text = A month is shown here a week after it ended.
transparency-small = “Not told” means fewer than ten, or a number that would give away another that is. In a small place a number is somebody.
transparency-few = not told
transparency-over-time = The last twelve months
transparency-as-table = As a table
transparency-months = Months
transparency-month = Month
transparency-of = { $month }
transparency-what = What
transparency-how-many = How many
transparency-total = Together
transparency-flags = What people told us
transparency-measures = What was taken from somebody
transparency-rules = Under which rule
transparency-gentle = What was decided without taking anything
transparency-appeals = Asked for another look
transparency-hint-flags = By the reason that they gave.
transparency-hint-measures = Such as hiding a post until it is changed.
transparency-hint-rules = Every one of them rests on a rule.
transparency-hint-gentle = Most of what people tell us ends like this.
transparency-hint-appeals = Somebody else than the first person looked again.
transparency-no-rule = At night, until a person looked
transparency-action-nothing = Nothing was wrong
transparency-action-note = A kind word
transparency-action-ask-to-edit = Asked to change it
transparency-action-hide = Hidden until it is changed
transparency-action-restore = Shown again
transparency-action-pause = Paused in a circle
transparency-action-warning = A formal warning
transparency-action-suspend = Suspended for a time
transparency-action-end = May not come back
transparency-appeal-upheld = They were right
transparency-appeal-kept = The decision stood
transparency-appeal-open = Not answered yet
transparency-appeal-hours = { $count ->
    [one] Half of them were answered within an hour.
   *[other] Half of them were answered within { $count } hours.
}
transparency-pace = How long it took
transparency-hint-pace = Half of them took no longer than this.
transparency-level = How urgent
transparency-level-green = Calm
transparency-level-amber = Soon
transparency-level-red = Urgent
transparency-level-crisis = At once
transparency-look = Until a person looked
transparency-settled = Until it was decided
transparency-minutes = { $count ->
    [one] one minute
   *[other] { $count } minutes
}
transparency-hours = { $count ->
    [one] one hour
   *[other] { $count } hours
}
transparency-our-rules = Our rules

# The community's papers
papers-title = Compliance file
papers-lead = What the law asks of places like this, in plain questions. Write it once, look at it every year.
papers-no-advice = This helps you to think of what matters. It is not legal advice. Ask somebody who knows the law where you are.
papers-complete = Everything is written and not older than a year.
papers-missing = What is missing
papers-missing-section = “{ $section }” is not written yet.
papers-missing-answer = “{ $section }”: no answer to “{ $question }”
papers-missing-old = “{ $section }” is older than a year. Please look whether it still holds.
papers-missing-late = { $count ->
    [one] One complaint waits for longer than was promised.
   *[other] { $count } complaints wait for longer than was promised.
}
papers-missing-lead = Young people may join, and nobody wears the hat of a safeguarding lead.
papers-copy = Everything as one page to keep
papers-copy-plain = The same as plain text
papers-log = The log in numbers
papers-log-made = Complaints in the last year
papers-log-answered = Of these, answered
papers-log-right = Of these, found right or partly right
papers-log-late = Waiting for longer than was promised
papers-log-appeals = Decisions looked at again in the last year
papers-log-upheld = Of these, taken back
papers-periods = For how long things are kept
paper-risks = What could go wrong
paper-children = Young people
paper-complaints = Complaints
paper-keeping = What is kept
paper-about-risks = A risk assessment: who comes here, what could harm them, and what you do about it.
paper-about-children = Whether young people can come here, and whether they would.
paper-about-complaints = How people complain, who answers, and what you learned.
paper-about-keeping = What this place keeps, for how long, and how it is deleted.
paper-risks-who = Who comes here, and who may be hurt more easily than others?
paper-hint-risks-who = Think of people at their worst hour, of people who cannot leave home, of young people.
paper-risks-harms = What could harm them here?
paper-hint-risks-harms = Such as being talked into harm, being found out, being groomed, being tricked for money. How likely is each, and how bad?
paper-risks-measures = What do you do about each of these?
paper-hint-risks-measures = Who does it, and how do you know that it works?
paper-risks-left = What is left, and why is that acceptable?
paper-hint-risks-left = Something always is. Say it openly.
paper-risks-again = What would make you look at this again before a year is over?
paper-hint-risks-again = Such as a new kind of room, many more people, or something that went wrong.
paper-children-may-come = May young people join? From which age?
paper-hint-children-may-come = The ages are set under Settings.
paper-children-know = How do you know how old somebody is, and how sure is that?
paper-hint-children-know = People here say their year of birth. Say what else you do.
paper-children-drawn = Would young people want to come, even if they may not?
paper-hint-children-drawn = Think of topics, of how you tell people about this place, and of places like it.
paper-children-protected = If they are here, allowed or not: what protects them?
paper-hint-children-protected = Such as separate age bands, named leads, and who is called when.
paper-complaints-found = How do people find out how to complain?
paper-hint-complaints-found = There is a page for it. Where do you tell people about it?
paper-complaints-answered = Who answers, and who looks when the complaint is about them?
paper-hint-complaints-answered = Name the people, and who stands in for them.
paper-complaints-learned = What did you learn from complaints, and what did you change?
paper-hint-complaints-learned = A few sentences are enough.
paper-keeping-deleted = Who looks that things are really deleted when their time is over?
paper-hint-keeping-deleted = The table above shows the times that this program keeps to.
paper-keeping-copies = Where are the backups, who can read them, and when are they deleted?
paper-hint-keeping-copies = Remember that keys are backed up apart, and for a shorter time.
paper-keeping-asked = What do you do when the police or a court ask for something?
paper-hint-keeping-asked = Who decides, and who is told?
paper-signed = Who answers for this
paper-signed-hint = The name that you sign such papers with.
paper-signed-missing = Please write who answers for this.
paper-signed-by = Version { $version }, { $date }, signed by { $name }
paper-not-written = Not written yet.
paper-no-answer = No answer yet.
paper-save = Save as a new version
paper-old = This is an older version.
paper-newest = The newest one
paper-versions = Every version
paper-version = Version { $version }, { $date }
kept-conversations = What was said in a conversation
kept-rooms = What was said in a live room, at most
kept-departure = An account after somebody asked to leave
kept-sessions = A sign-in on one's own device that nobody uses
kept-cases = A case that was settled
kept-readings = What the program noticed, when nothing came of it
kept-complaints = A complaint that was answered
kept-days = { $count ->
    [one] one day
   *[other] { $count } days
}
trail-paper-written = Compliance file: new version of
