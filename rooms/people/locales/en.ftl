# Joining.
join-title = Join
join-lead = It takes less than a minute. We do not ask for your name, your e-mail or your phone number.
join-year = The year you were born
join-year-hint = For example 1990. We use it once, to know which age group you belong to. Then we forget it.
join-year-wrong = Please type the year you were born with four digits, for example 1990.
join-continue = Continue
join-have-account = Been here before?
join-young-title = We are glad you looked for help
join-young-lead = This place is for people who are a bit older than you. That is a rule to keep everyone safe. It is nothing you did wrong.
join-young-kept = We have kept nothing about you or your visit.
join-young-lines = People who are there for you
join-young-call = Call { $phone }
join-young-more = More ways to get help now
join-details-lead = One page, and you are in. You can change most of this later.
join-name = What should people call you here?
join-name-hint = Please do not use your real name, or a name that you use somewhere else. Here are some that are free.
join-name-own = My own idea:
join-name-field = Your own name for here
join-name-rules = 3 to 24 letters. If you type a name here, choose “My own idea” above.
join-passphrase = A passphrase
join-passphrase-hint = At least 10 letters. Four or five words that do not belong together are good, and easier to remember than signs and numbers.
join-passphrase-generate = Make one for me
join-languages = Which languages do you speak?
join-languages-missing = Please choose at least one language.
join-zone = Your time zone
join-zone-hint = So that times are right for you. Nobody else sees it.
join-zone-unknown = Please choose a time zone from the list.
join-limits-more = Read more about it
join-limits-missing = Please answer this question about what stays private.
join-charter = What we promise each other
join-charter-more = Read the whole charter
join-agree = I promise this too
join-agree-missing = Please read the promises. If you can say yes to them, tick the box.
join-send = Join

# Invitations.
invitations-title = Invitations
invitations-lead = A link lets one person join, before the doors open too. It works once, and for seven days.
invitations-back = Back to settings
invitations-back-setup = Back to the set-up
invitations-new = Make a link
invitations-hat-hint = They get it as they join.
invitations-no-hat = No hat, just a member
invitations-reason-hint = Kept in the trail, where other administrators can read it. Please do not write who it is for.
invitations-make = Make the link
invitations-made = Links so far
invitations-none = No links yet.
invitations-waiting = waiting
invitations-used = used
invitations-withdrawn = taken back
invitations-old = too old
invitations-by = Made by
invitations-gone = Someone who has left
invitations-when = Made
invitations-until = Works until
invitations-withdraw = Take it back
invitations-link-heading = The link is ready
invitations-link-lead = You see it only this once. It works for one person, for seven days.
invitations-link-hat = Whoever joins with it gets this hat: { $hat }.
invitations-link-member = Whoever joins with it is a member, without a hat. We do not note which member it was.
invitations-link = The link
invitations-link-hint = Copy all of it.
invitations-link-care = Send it over a way you trust, to one person only. Whoever opens it first can use it. If it went to the wrong person, take it back.
invitations-link-sent = I have copied it
invitations-arrive-heading = Welcome. You are invited
invitations-arrive-lead = Someone who looks after this place sent you this link. It works once, so please keep it to yourself.
invitations-arrive-hat = With it you get this hat: { $hat }.
invitations-arrive-next = You choose a name for here and a passphrase. We do not ask who you are.
invitations-arrive-join = Make my account
invitations-arrive-signed-in = You have an account here already, and you are signed in. This link is for someone who is new. If you need a hat, ask an administrator.
invitations-start = Go to the first page
invitations-over-heading = This link does not work any more
invitations-over-lead = Such a link works once, and only for seven days. Perhaps it was used, or taken back.
invitations-over-next = Please ask whoever sent it for a new one. If you have made your account already, sign in.

# Pseudonyms.
pseudonym-missing = Please choose one of the names, or type your own.
pseudonym-length = A name here has 3 to 24 letters.
pseudonym-letters = Please use letters, digits, spaces, - _ and ' only, and at least two letters.
pseudonym-digits = Please use at most three digits in a row. Years and phone numbers can give you away.
pseudonym-contact = That looks like an address. To keep you safe, please choose a name that leads nowhere else.
pseudonym-official = That name sounds like the people who run this place. Please choose another.
pseudonym-taken = Somebody here has that name, or one that looks just like it. Please choose another.

# Passphrases.
passphrase-short = Please make it longer: at least 10 letters. Four words are a good start.
passphrase-long = Please make it shorter: at most 256 letters.
passphrase-has-name = Your name here, or the name of this place, is in it. Others would try that first. Please choose other words.
passphrase-weak = Others could guess this one. Try four or five words that do not belong together.

# The recovery key.
recovery-welcome = Welcome. You are in.
recovery-title = Your recovery key
recovery-lead = If you forget your passphrase, this key is the only way back in. We cannot look it up and we cannot send it, because we do not know who you are.
recovery-once = You see it only this once.
recovery-print = Write it down or print it, and keep it where nobody else looks.
recovery-print-button = Print this page
recovery-kept = I have kept it
recovery-new-title = A new recovery key
recovery-new-lead = We show you a new key. The one you have now stops working.
recovery-new-changed = Your passphrase is changed, and you are signed out everywhere else. If somebody may have seen your recovery key too, make a new one now.
recovery-new-send = Show me a new key

# Signing in.
sign-in-title = Sign in
sign-in-name = Your name here
sign-in-name-missing = Please type the name that you use here.
sign-in-passphrase = Your passphrase
sign-in-passphrase-missing = Please type your passphrase.
sign-in-wrong = The name and the passphrase do not go together. Please check both and try again.
sign-in-pause = There were a few wrong tries. To protect the account, please wait some minutes before the next one.
sign-in-device = This device
sign-in-own = This is my own device
sign-in-own-hint = You stay signed in for two weeks. Otherwise you are signed out after 30 minutes without use.
sign-in-send = Sign in
sign-in-forgot = I forgot my passphrase
sign-in-new-here = New here?

# Coming back by key.
recover-title = Come back in
recover-lead = With your recovery key you can choose a new passphrase. You then get a new key, and the old one stops working.
recover-key = Your recovery key
recover-key-hint = Seven groups of four letters and digits. Capitals and dashes do not matter.
recover-key-missing = Please type your recovery key.
recover-key-slip = This does not look like a recovery key yet. Please check each group. There may be a letter missing or mixed up.
recover-passphrase = A new passphrase
recover-send = Come back in
recover-wrong = The name and the key do not go together, or the key has been used before. Please check both.
recover-neither = No key any more? Then nobody can open the old account, not even us. You are welcome to start again.

# The page after leaving fast. Neutral words: whoever looks over a shoulder learns nothing.
return-passphrase = Passphrase
return-send = Open
return-over = Start over
return-wrong = That did not match.

# The account.
account-title = Account
account-name = Here you are called
account-languages = Languages and time zone
account-openings = What was opened
account-about-me = About me
account-passphrase = Change your passphrase
account-passphrase-lead = This signs you out on every other device. Here you stay signed in.
account-passphrase-current = Your passphrase now
account-passphrase-new = Your new passphrase
account-passphrase-send = Change it
account-passphrase-wrong = That is not your passphrase. Please try again.
account-save = Save
account-done-back = Welcome back. It is good to have you here.
account-done-saved = Saved.
account-done-stays = You are staying. Nothing has been erased.
account-not-now = Not now
account-decisions = About what I wrote
account-flags = What I told you
account-contact-card = Sealed contact card
account-care = What is done to keep you safe
account-concerns = I am worried about somebody
account-helping = Helping others here
account-sign-out = Sign out
account-suspended = Your account is paused until { $until }. You can still read this page and get help now.

# Sessions.
sessions-title = Where you are signed in
sessions-lead = We do not note which device or place it is. If there is one you do not know, end it and change your passphrase.
sessions-this = This browser
sessions-other = Another browser
sessions-used = Last used on { $day }.
sessions-shared = Signs out by itself after 30 minutes without use.
sessions-own = Signs out by itself after two weeks without use.
sessions-end = Sign out there
sessions-end-others = Sign out everywhere else

# Breaks.
break-title = Take a break
break-lead = Nobody can be matched with you while you are away. Your account stays as it is. Come back whenever you like, or not at all.
break-send = Start my break
break-on = You are taking a break. Take all the time you need.
break-end = I am back

# Leaving for good.
departure-title = Leave for good
departure-lead = You can change your mind for seven days. After that, nobody can bring the account back.
departure-what = We then erase your name, your settings and everything that was locked with your key. Nobody else can take your name.
departure-rather = Only need some time away?
departure-send = Leave in seven days
departure-pending = You have asked to leave. Your account will be erased on { $due }. Until then you can stay after all.
departure-undo = I want to stay
departure-last-administrator = You are the only administrator who is here now. Please give the hat to somebody else first, so that the others are not left alone.

# People one does not want to meet.
blocked-title = People you keep away from
blocked-lead = Nobody is told that they are on one of these lists.
blocked-list = Blocked
blocked-none = Nobody.
blocked-since = Since { $day }
blocked-gone = Somebody who has left
blocked-remove = Unblock
blocked-tell = Tell us about something they did
blocked-never-again = Not matched again
blocked-never-again-hint = You asked not to talk with these people again. You do not need a reason.
blocked-never-again-remove = We can be matched again
blocked-not-yourself = You cannot keep away from yourself. If you need a rest, a break may help.

# Members, for those who keep the place.
members-title = Members
members-search = Find by name
members-search-send = Find
members-none = Nobody by that name.
members-back = All members
members-band = Age group
members-languages = Languages
members-joined = Joined
members-on-break = On a break
members-suspended = Paused until { $until }
members-leaving = Leaves on { $due }
members-hats = Hats
members-no-hats = No hats.
members-hat = Which hat
members-grant = Give a hat
members-grant-send = Give it
members-withdraw = Take a hat back
members-withdraw-send = Take it back
members-reason = Why
members-reason-hint = Kept in the trail, where other administrators can read it. Nothing about anyone’s health, please.
members-reason-missing = Please say why.
members-administrator-decides = They have a hat that only an administrator can give or take. Please ask one.
members-hat-missing = Please choose a hat.
members-not-yourself = These are your own hats. Somebody else has to decide about them.
members-suspensions = Pauses
members-no-suspensions = Never paused.
members-suspend = Pause this member
members-suspend-hint = They can still sign in, read their account page and get help now. They cannot meet anyone.
members-suspend-reason-hint = Only the people who can pause members read this. It is erased with the member.
members-suspend-send = Pause
members-until = Until the end of
members-until-hint = The last day of the pause.
members-until-missing = Please choose the last day of the pause.
members-until-past = That day is over. Please choose today or a later one.
members-suspension-span = { $from } to { $until }
members-suspension-lifted = Ended early: { $at }
members-lift = End this pause

# Age bands.
band-13-15 = 13 to 15
band-16-17 = 16 and 17
band-adult = 18 and over

# Hats.
hat-supporter = Supporter
hat-facilitator = Facilitator
hat-moderator = Moderator
hat-supervisor = Supervisor
hat-safeguarding-lead = Safeguarding lead
hat-evaluator = Evaluator
hat-administrator = Administrator
hat-auditor = Auditor

# What the trail says.
trail-hat-granted = Gave a hat
trail-hat-withdrawn = Took a hat back
trail-hat-laid-down = Laid a hat down
trail-hat-rested = Asked somebody to rest from a hat
trail-suspended = Paused a member
trail-suspension-ended = Ended a pause early

# An account at rest.
rest-no-sign-in = This account is at rest, and nobody can sign in to it. If it is yours, please tell the people who run this place. They can open it again.
trail-rest-begun = An account was set to rest
trail-rest-ended = An account was opened again
