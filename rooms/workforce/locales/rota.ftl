# When people are there: shifts, swaps, what is needed, and what to expect.
rota-title = The rota
rota-lead = Say when you plan to be here. People see that somebody comes, never who.
rota-yours = Your shifts
rota-none = You have planned nothing yet.
rota-give-up = Give up
rota-in-pause = In your pause
rota-zone = Times are for { $zone }.
rota-plan = Plan a shift
rota-what = What for
rota-work-conversation = Conversations
rota-work-hint-conversation = You talk with one person at a time.
rota-work-room = Open rooms
rota-work-hint-room = You look after a live room.
rota-work-moderation = On call
rota-work-hint-moderation = You can be reached when something is noticed.
rota-day = Day
rota-from = From
rota-to = To
rota-to-hint = A time before the start means the next day.
rota-until = Every week until
rota-until-hint = Leave this empty for a single shift. With a day, you promise the same time each week.
rota-save = Plan it
rota-how-it-looks = See how people see it
rota-on-call = Who is on call
rota-next = Your next shift begins on { $time }.
rota-now = You are expected now. Your shift goes on until { $time }.
rota-now-there = You are here, thank you. Your shift goes on until { $time }.
rota-now-on-call = You are on call now, until { $time }.
rota-begin-conversation = Go on duty
rota-begin-room = Open the room in your circle
rota-open = { $count ->
    [one] Somebody is missing at one time that you could do.
   *[other] Somebody is missing at { $count } times that you could do.
}
rota-see = See the rota

shift-work-missing = Please choose what it is for.
shift-day-missing = Please choose a day, a start and an end.
shift-past = This time is over. Please choose a later one.
shift-too-long = { $hours } hours is the most at a stretch, so that you stay well.
shift-too-far = Please plan four weeks ahead at most.
shift-overlaps = You have already planned some of this time.

standing-title = Every week
standing-until = Until { $day }. Times are for { $zone }.
standing-end = Stop this
standing-ends-first = The last day lies before the first. Please choose a later one.
standing-too-far = Please begin in the next four weeks, and promise half a year at most.

swap-offer = I cannot come
swap-offered = Looking for somebody
swap-keep = I can come after all
swap-hint = “I cannot come” asks your colleagues. Until somebody takes it, the shift stays yours. “Give up” takes it off the rota at once.
swap-title = A colleague cannot come
swap-lead = You could be there instead.
swap-take = I take it
swap-handed-over = A colleague comes instead of you
swap-gone = Somebody has taken this, or it is not needed any more. Thank you all the same.

spots-title = Where people are missing
spots-none = Nobody is missing just now at a time that you could do.
spots-missing = { $count ->
    [one] one person missing
   *[other] { $count } people missing
}
spots-claim = I will be there

needs-title = What is needed
needs-lead = How many people should be there, and when. What is missing is shown to everybody who could do it.
needs-now = Needed now
needs-none = Nothing is written down yet. Begin with the hours in which most people ask.
needs-people = { $count ->
    [one] one person
   *[other] { $count } people
}
needs-daily = Every day
needs-band-13-15 = For people of 13 to 15
needs-band-16-17 = For people of 16 and 17
needs-band-adult = For adults
needs-end = Not needed any more
needs-add = Add hours
needs-for = For whom
needs-days = On which days
needs-zone = Whole hours, for { $zone }.
needs-how-many = How many people
needs-language = Who speaks
needs-topic = Who knows
needs-any-language = Any language
needs-any-topic = Any topic
needs-save = Add
need-days-missing = Please choose at least one day.
need-hours-missing = Please give whole hours, such as 20:00.
need-people-missing = Please say how many people, from 1 to 50.
need-too-long = Nobody helps for longer than { $hours } hours at a time here, so nobody could take this. Please split it: two stretches, one after the other.
needs-too-long = Nobody helps for longer than { $hours } hours at a time here. What is marked below is longer, so nobody can take it. Add it again in two stretches, one after the other, and take the long one off the list.
needs-nobody-can = Nobody can take this
rota-too-long = { $count ->
    [one] One stretch that is needed is longer than anybody may help at a time, so nobody can take it.
   *[other] { $count } stretches that are needed are longer than anybody may help at a time, so nobody can take them.
}
need-full = Enough people have said that they will be there. Thank you all the same.

everyone-title = All shifts
everyone-lead = Everything that is planned from now on.
everyone-none = Nothing is planned.
everyone-empty = Shifts stand here when people plan them. Say first what is needed:
everyone-when = When
everyone-who = Who

gap-link = What to expect this week
gap-title = What to expect
gap-lead = How many people may ask in the coming days, and whether enough of us plan to be there.
gap-history = { $count ->
    [0] This is made from less than a week. Take it with care.
    [one] This is made from one week. Take it with care.
   *[other] This is made from { $count } weeks. The newest count most.
}
gap-no-history = Nobody has asked for support here yet, so there is nothing to go by. What is planned is shown all the same.
gap-week = The coming days
gap-picture = A day goes from left to right, midnight to midnight. Hours that are over are empty. Your clock: { $zone }.
gap-state-enough = Enough people
gap-state-tight = Too few if many ask
gap-state-short = Too few people
gap-state-nobody = Nobody there; few ask
gap-state-shut = Doors shut: nobody on call
gap-none = Nobody is missing, as far as we can tell.
gap-where = Where people are missing
gap-missing = What is missing
gap-missing-most = { $count ->
    [one] up to one person missing
   *[other] up to { $count } people missing
}
gap-day = Hour by hour: { $day }
gap-days = Choose a day
gap-day-picture = The wide bars are how many people those who plan to be there can talk with. The narrow bars are how many may ask; the line is the average. In eight hours of ten, the number lies within the narrow bar.
gap-hours = Hour by hour
gap-expected = May ask
gap-between = mostly { $low } to { $high }
gap-takes = { $people } needed
gap-planned = Planned
gap-stands = So there are

doors-title = When the doors may be open
doors-guarded = Here the doors open only while a supervisor and a moderator are on call. For under-18s it is a supervisor and a safeguarding lead. At other times nobody can ask, and the first page says so.
doors-free = Here the doors are open also while nobody is on call.
doors-change = Change this
doors-covered = Two people are on call all the time.
doors-uncovered = When two people are not on call
