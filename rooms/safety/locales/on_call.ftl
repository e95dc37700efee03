# Being on call: who is, when nobody is, and how they are reached.
nav-on-call = On call

on-call-card = Your role card: what is yours, what is not
on-call-title = On call
on-call-lead = When somebody may be at risk now, we call the people who are on call. If nobody is, we call everybody who can help.
on-call-open = { $count ->
    [one] Somebody is needed now
   *[other] Somebody is needed now, { $count } times
}
on-call-open-see = See what is open
on-call-you = You
on-call-is = You are on call
on-call-is-not = You are not on call.
on-call-until = until { $time }
on-call-until-label = I am on call until
on-call-until-hint = A time of day, today or tomorrow. It ends by itself. Your clock: { $zone }.
on-call-begin = I am on call
on-call-move = Change until when
on-call-stop = I am not on call any more
on-call-ways = How we reach you
on-call-sound-on = The sound is on
on-call-sound-off = The sound is off
on-call-keeps-adults = For adults
on-call-keeps-children = For under-18s
on-call-nobody = Nobody is on call
on-call-next = Next: { $time }.
on-call-next-none = Nothing is planned for the coming days.
on-call-mine = (you)
on-call-week = The coming days
on-call-picture = A day goes from left to right, midnight to midnight. Full: somebody is on call. Your clock: { $zone }.
on-call-no-gaps = Somebody is on call all the time.
on-call-gaps = When nobody is on call
on-call-ahead = Who is on call later
on-call-who = Who
on-call-from = From
on-call-to = To
on-call-plan = What you planned
on-call-plan-none = Nothing yet.
on-call-plan-link = Plan on the rota
on-call-give-up = Give up

watch-until-missing = Please give a time, such as 22:30.

calls-title = Calls
calls-none = Nobody calls just now.
calls-needed = Somebody needs a person now
calls-since = Since { $time }
calls-told = Who was told
calls-audience-first = first on call
calls-audience-second = second on call
calls-audience-everybody = everybody
calls-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
calls-then = At { $time } more people are told.
calls-again = At { $time } everybody is told again.
calls-see = Look at it

ways-title = How we reach you
ways-lead = Every open page of yours shows a call and sounds. Here you say how we reach you when no page is open.
ways-words = What we send says only:
ways-tried = After you try a way, the words arrive within a minute. If they do not, this page says why.
ways-push = This device
ways-push-text = Your browser can wake you, even when no page of ours is open. The words go through the service of the browser's maker, which cannot read them. It does learn that they come from us.
ways-browser = A browser, added { $day }
ways-this-one = this one
ways-push-add = Wake this browser
ways-push-cannot = This browser cannot be woken. It needs script, and on some phones the site must be on the home screen first.
ways-push-refused = Your browser did not allow it. You can change this in its settings for this site.
ways-mail = E-mail
ways-mail-text = We use the address for this alone. It is sealed, nobody here can read it, and it goes when you leave.
ways-address = Your e-mail address
ways-address-hint = One that gives nothing away where others may look.
ways-save = Save
ways-pager = The pager
ways-pager-text = Whoever runs this place has set a pager. It is told every time people are called, without anything about whom or what.
ways-closed = Whoever runs this place has not set this up.
ways-reached = Got through { $time }
ways-untried = Nothing sent yet
ways-fault = Went wrong: { $fault }
ways-try = Try it
ways-remove = Remove
ways-kind-push = this browser
ways-kind-mail = e-mail
ways-kind-pager = the pager

way-browser-unsound = Your browser gave something that we cannot use. Please try again.
way-service-unknown = Your browser is woken over a service that is not set up here. Whoever runs this place can add it.
way-too-many = Ten devices are enough. Please remove one first.
way-no-address = Please write an e-mail address, such as name@example.org.
way-tried-just-now = This was tried a moment ago. Please wait a minute.

on-call-news = You have an update
on-call-news-more = You have an update. Please open the place where you help out.
