## My hours
hours-title = My hours
hours-lead = Helping is good when you stay well. Here is how much you gave, and what protects you.
hours-link = My hours and a pause
hours-none-yet = You have not helped in the last seven days.
hours-lately = You gave { $given } in the last seven days.
hours-given = What you gave
hours-day = In the last 24 hours
hours-week = In the last seven days
hours-of = { $given } of { $hours ->
    [one] one hour
   *[other] { $hours } hours
}
hours-long = { $hours ->
    [0] { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }
    [one] 1 h { $minutes } min
   *[other] { $hours } h { $minutes } min
}
hours-enough = When it is enough, your shift ends by itself. A conversation that is open always goes on until you both say goodbye.
hours-own = What you ask of yourself
hours-own-week = Hours a week
hours-own-week-hint = { $hours ->
    [one] Leave it empty for as many as everybody may give: one hour.
   *[other] Leave it empty for as many as everybody may give: { $hours } hours.
}
hours-own-too-many = Nobody gives more than { $hours } hours a week here. Please write that, or less.
hours-own-none = Please write a number from 1. If you want to stop for a while, take a pause.
hours-quiet = Quiet hours
hours-quiet-hint = We do not ask you for anything in these hours. Times in { $zone }. Leave both empty if you need none.
hours-quiet-from = From
hours-quiet-to = Until
hours-quiet-unclear = Please write both times, and not the same one twice.
hours-keep = Save
hours-kept = Saved.
## Planning
hours-plan-day = That would be more than { $hours } hours in a day. Please plan a shorter time, or another day.
hours-plan-week = That would be more than { $hours } hours in a week. Please plan it for later.
hours-plan-paused = You are taking a pause then. You can plan for the time after it.
hours-plan-quiet = You chose not to be asked at that time. You can change your quiet hours on your hours page.
## A pause
pause-title = A pause
pause-text = Take a pause whenever you like. Nobody asks why. Nothing new comes to you, and what is open goes on until it ends.
pause-day = Until tomorrow
pause-week = For a week
pause-take = Until I come back
pause-until = You are taking a pause until { $time }.
pause-open = You are taking a pause until you come back.
pause-end = Come back now
pause-planned = You have planned these shifts. What falls into a pause does not count: others see that somebody is missing then. You need not do anything. If you come back earlier, it counts again.
pause-shifts = These shifts of yours fall into the pause. Nobody counts on you then, and others see that somebody is missing. You need not do anything. If you come back earlier, they count again.
pause-past = Please choose a time that is still to come.
## After something hard
debrief-title-hard = You said that a conversation was hard
debrief-title-not-ok = You said that you were not OK
debrief-title-danger = Somebody you talked with may have been in danger
debrief-text = A supervisor talks it through with you, by { $time } at the latest. Until then nothing new comes to you.
debrief-told = { $name } said that you have talked it through.
debrief-told-somebody = Somebody said that you have talked it through.
debrief-told-right = Yes, we have
debrief-told-wrong = No, nobody talked with me yet
debrief-waive = I do not need this
## How I am
wellbeing-title = How I am
wellbeing-lead = Only you see this page. It is here for you, and nothing is decided by it.
wellbeing-link-shift = How was your shift?
wellbeing-link-month = One question, once a month
wellbeing-kept = Saved, for you alone.
wellbeing-none = Nothing here yet
wellbeing-none-text = After a shift we ask how much energy you have and what it gave you. With time that makes a picture, for your eyes only.
wellbeing-picture = Your picture
wellbeing-picture-hint = Your last shifts and months, the oldest first. The dashed line is the highest answer there is.
wellbeing-energy = Energy after your shifts, from 0 to 10
wellbeing-gained = What your shifts gave you, from 0 to 10
wellbeing-worn = How worn out you were, month by month, from 1 to 5
wellbeing-table = The same as a table
wellbeing-when = When
wellbeing-asked = Asked
wellbeing-col-energy = Energy
wellbeing-col-gained = It gave me
wellbeing-col-worn = Worn out
wellbeing-col-words = My words
wellbeing-forget = Delete all of it
wellbeing-forget-text = Your answers and this picture are gone at once, for good.
wellbeing-forget-do = Delete my answers
check-shift = How was your shift?
check-shift-hint = Answer what you like. Nobody else reads it.
check-energy = How much energy do you have now?
check-energy-least = none at all
check-energy-most = full of it
check-gained = What did helping give you today?
check-gained-least = nothing
check-gained-most = a great deal
check-no-answer = No answer
check-words = Something you would like to keep
check-words-hint = What you learned, what stayed with you, what you are glad about.
check-keep = Keep it for me
check-skip = Not now
check-month = Once a month
check-worn = How worn out do you feel from helping?
check-worn-1 = Not at all. It gives me energy.
check-worn-2 = Now and then I am tired, and it passes.
check-worn-3 = I feel it often. Some days I would rather not.
check-worn-4 = It is with me all the time, and I think about stopping.
check-worn-5 = I cannot go on like this. I need a change, or help.
check-worn-missing = Please choose what fits you best.
check-kind-before = Before a shift
check-kind-after = After a shift
check-kind-month = Once a month
## Strain
strain-worn = You feel quite worn out
strain-tired = Your last shifts left you more tired
strain-drained = Your last shifts took a lot out of you
strain-text = That happens to people who care. You can give less for a while, and you lose nothing by it.
strain-pause = Pause for a week
strain-fewer = Fewer hours
strain-supervisor = Your supervisor
strain-talk = Talk with a peer
strain-private = Only you see this. We worked it out from your own answers.
## How all are
everybody-title = How those who help are
everybody-lead = Numbers of people, month by month. Nobody is told of fewer than ten, so nobody can be found in them.
everybody-see = See the months
everybody-none = Nothing to tell yet
everybody-none-text = When a month is over, it stands here. Each supporter answers for themselves, and may leave it out.
everybody-too-few = Too few people answered to say anything.
everybody-few = fewer than ten, or left out
everybody-answer = Answer
everybody-people = People
everybody-worn = How worn out they feel
everybody-worn-1 = Not at all
everybody-worn-2 = Now and then
everybody-worn-3 = Often
everybody-worn-4 = All the time
everybody-worn-5 = Cannot go on like this
everybody-gained = What helping gives them
everybody-gained-1 = Little
everybody-gained-2 = Some
everybody-gained-3 = A lot
everybody-energy = Energy after a shift
everybody-energy-1 = Less than before
everybody-energy-2 = The same
everybody-energy-3 = More than before

## Before a shift
ready-title = Before you start
ready-lead = A few short questions, only for you.
ready-private = Nobody else sees your answers. Only your energy is kept, for your own picture of how you are.
ready-energy = How much energy do you have?
ready-rested = Have you had what you need today: food, rest, a little quiet?
ready-rested-yes = Enough for now
ready-steady = Could you listen to something heavy and let it go afterwards?
ready-steady-yes = I think so
ready-not-today = Not today
ready-missing = Please answer this one too. “Not today” is a good answer.
not-today-heading = Thank you for looking after yourself
not-today-lead = Not today is a good answer. Nothing has begun, and nobody was told.
not-today-kept = Your place here does not change. Come back whenever you are ready.
