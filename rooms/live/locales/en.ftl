# ── being in the room ──
room-title = Live room
room-looked-after = Looking after the room: { $names }.
room-few = A few people are here.
room-about = { $count ->
    [one] About one person is here.
   *[other] About { $count } people are here.
}
room-log = What is said in the room
room-write = Write to the room
room-send = Send
room-sending = sending…
room-saved = saved
room-newer = New messages
room-offline = The connection was lost. What you write is kept and goes out by itself.
room-over = The room has closed. What you typed is still here, so that you can copy it.
room-no-room = There is no room left here to save things, so this has not gone out. Please try again in a little while.
room-change-it = Back to my words
room-earlier = Earlier messages
room-back-to-now = Back to now
room-look-again = Look for new messages
room-watch = Keep looking by itself
room-watching = This page looks for new messages by itself.
room-beside = More in this room
room-to-circle = To the circle
room-to-desk = To the desk
room-someone-aside = Someone is talking with a facilitator for a moment
room-paused = You can watch just now, and not write. A facilitator told you why and for how long.
room-closed = The room is closed just now.
room-empty = Write something first.
room-too-soon = { $seconds ->
    [one] You can write again in one second. Your words are kept.
   *[other] You can write again in { $seconds } seconds. Your words are kept.
}
room-being-here = Who is here, and what is kept
room-nobody-shown = Nobody shows their name just now.
room-shown = Showing themselves:
room-show-me = Show my name here
room-hide-me = Stop showing my name
room-rules-watching = You can just watch. Nobody sees your name unless you write or choose to show it.
room-rules-history = You see what was said since you came in.
room-rules-kept = { $days ->
    [one] What is said is kept for one day, then it is gone for good.
   *[other] What is said is kept for { $days } days, then it is gone for good.
}
room-rules-facilitators = Whoever looks after the room sees everything that is said in it, also from people they have blocked.

# ── content notes and reactions ──
room-add-note = Add a content note
room-note-legend = What people may want to know before they read
room-own-note = In your own words
room-warning = About: { $notes }. Open to read.

# ── one message ──
room-message-title = This message
room-more-about = More about the message from { $name }
room-gone-hidden = A facilitator hid this message.
room-gone-withdrawn = This message was taken back.
room-withdraw-lead = It goes from every page at once, and its words are deleted.
room-withdraw = Take it back
room-react-title = Say something without typing
room-react-hint = Only the person who wrote it sees this, and not who it came from. Press again to take it back.
room-react-not-own = This is your own message.
room-hide = Hide this message
room-hide-hint = One press on a rule hides it at once. Its author reads the rule first of all, and you can show the message again.
room-hide-rule = Which rule is this about?
room-hide-why = A few words to the author, if there is time
room-hide-why-hint = Without any, they read that it was hidden quickly, with the rule.
room-hide-quick = This was hidden quickly, in the middle of the evening, because of the rule named here. It says nothing about you as a person. You can ask whoever looks after the room what they meant, or ask another person to look again.
room-pause = Pause { $name } in this circle
room-told-read = Read why, and what you can do
room-hide-not-own = This is your own message. You can take it back.
room-hidden-words = What it says
room-show-again = Show it again
room-report = Report
room-report-lead = Your report goes to the people who look after the circle, and to supervisors. The place adds what was said around it. The other person is not told who reported.
room-report-what = What was not right?
room-report-words = Anything else? (optional)
room-report-words-hint = Only if you want to. You need not prove anything.
room-report-send = Send the report
room-quiet = I do not want to see { $name }
room-quiet-hint = They are not told. Muting hides what they write from you. Blocking also hides what you write from them, everywhere.
room-mute = Mute
room-block = Block
room-back = Back to the room

# ── hands ──
room-hand-title = Speaking
room-hand-raise = Raise my hand
room-hand-lower = Take my hand down
room-hand-hint = You can write without a turn. A raised hand tells the facilitators that you would like a turn. Only they see it.
room-hand-place = { $count ->
    [one] Your hand is up. You are next.
   *[other] Your hand is up. You are number { $count }.
}
room-hand-down = Their hand is down already.
room-your-turn = It is your turn. Write when you are ready.
room-hands = Raised hands
room-hands-none = Nobody has a hand up.
room-call = Give the turn
room-call-name = Give the turn to { $name }
room-called = has the turn

# ── looking after the room ──
room-open = Open the room
room-open-name = Open the room: { $name }
room-open-title = Open the room
room-open-lead = The room is open while you are here. If your page is gone for three minutes and nobody else looks after the room, it closes by itself.
room-join-duty = Look after the room too
room-needs-cover = You can open this room when you wear the facilitator hat and your account says that you read its language, and while the circle is open.
room-watch-hint = Keep this page open. If it is gone for three minutes and you are the only one, the room closes by itself. To pause or remove somebody, go to the desk.
room-slow-title = Slow things down
room-slow-lead = How long does a member wait between two messages?
room-slow-set = Set this
room-slow-off = No waiting
room-slow-10 = 10 seconds
room-slow-30 = 30 seconds
room-slow-60 = One minute
room-slow-on = Slow: { $seconds } s
room-close = Close the room
room-goodbye = Your words to everybody
room-goodbye-hint = Say goodbye, and when the room opens next if you know.
room-goodbye-missing = Say a few words before you close the room.
room-step-back = Stop looking after the room
room-step-back-hint = You stay in the room. If nobody else looks after it by then, it closes.
room-break-due = You have looked after people for an hour. A short break is due: hand over if somebody else can take the room, or close it soon with kind words.
room-ends-soon = You have given nearly enough for now. Looking after the room ends for you at { $clock }, by itself.
room-ends-alone = Nobody else looks after the room, so it closes then. Hand over, or say goodbye to everybody before.
room-ends-with-others = The room stays open with the others who look after it. Tell them that you will go.
room-hand-over = Hand over
room-hand-over-hint = They are asked first. You look after the room until they say yes.
room-hand-over-to = Ask { $name }
room-handover-asked = { $name } asks if you can look after the room now.
room-handover-yes = Yes, I am here
room-handover-no = Not now
room-handover-waiting = You asked { $name } to look after the room.
room-handover-over = This has been settled already.
room-nobody-to-hand-over = They are not in the room any more, or cannot look after it just now.

# ── what the place says in the room ──
room-note-opened = The room is open. Welcome. You can write, or just be here.
room-note-closed = A facilitator closed the room.
room-note-closed-left = Whoever looked after the room had to go, so the room is closed now.
room-note-closed-gone = Whoever looked after the room has lost the connection, so the room is closed for now. You did nothing wrong.
room-note-closing-soon = The room closes soon: whoever looks after it will have been here long enough. If somebody else takes over, it stays open.
room-note-break = One of those who look after the room takes a short break after an hour. Somebody else stays with you.
room-note-closed-enough = Whoever looks after the room has given enough for now and rests, so the room is closed. You did nothing wrong. You can go on writing in the circle. If you would like somebody to talk with, ask on your first page. If you are not safe, press “Get help now”: it is on every page.
room-note-handed-over = Somebody else looks after the room now.
room-note-aside = Someone is talking with a facilitator for a moment. All is well.

# ── the closed room, and the way in ──
room-is-closed = The live room is closed.
room-now-open = The room is open now.
room-opens-next = It opens next on { $when }.
room-opens-when = It opens when a facilitator is there.
room-nothing-to-read = There is nothing to read from last time.
room-not-readable = In this circle, nothing can be read while the room is closed.
room-last-time = Last time
room-last-time-hint = What was said while you were there. You can still take back what you wrote.
room-panel-open = Open now
room-panel-title = Live room
room-panel-is-open = Open
room-panel-is-closed = Closed
room-panel-desk = Live rooms
room-panel-on-duty = You look after it.
room-come-in = Come in
room-look-in = See the room
room-look-back = What was said last time
room-has-closed = The room is closed. Thank you for being here.
room-read-last = Read what was said
room-back-to-circle = Back to the circle
room-go-in = Go in
room-go-in-to = Go in to { $name }

# ── topics for later ──
parking-heading = Topics for later
parking-lead = Without names: nobody can find out who added what, not even the people who run this place.
parking-none = No topics yet.
parking-add = Add a topic
parking-topic = Your topic
parking-hint = A few words, up to 140 characters. The place only counts how many you add, up to five, and forgets that when the room closes.
parking-empty = Write a few words first.
parking-enough = You have added five topics this evening. Thank you. There is room for others now.
parking-me-too = Me too
parking-me-too-to = Me too: { $topic }
parking-others = { $count ->
    [one] one says: me too
   *[other] { $count } say: me too
}
parking-take = Talk about it now
parking-put-back = Put it back
parking-taken = Being talked about
parking-remove = Take it off the list

# ── aside ──
aside-heading = Aside
aside-with = With { $name }
aside-private = Only the two of you can read this.
aside-ask = Ask aside
aside-ask-name = Ask aside: { $name }
aside-asked = { $name }, who looks after this room, asks if you would like to talk for a moment, only the two of you. You can say no.
aside-yes = Yes
aside-no = Not now
aside-going-on = You are talking aside with a facilitator.
aside-go = Go there
aside-go-to = Go to { $name }
aside-waiting = You asked { $name }.
aside-declined = { $name }: not now. That is fine.
aside-not-here = They are not in the room just now.
aside-already = Somebody is asking them already.
aside-back = Back to the room
aside-over = This talk is over. Only the member can still read it, as long as the room's words are kept.
aside-report = Report this talk
aside-note-began = Only the two of you can read this. Either can go back to the room at any time.
aside-note-ended = This talk is over. The room is where it was.

# ── the trail ──
room-nothing-yet = You see what is said from now on. What was said before stays with those who were here.
room-panel-name = Live in { $name }
