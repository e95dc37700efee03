# Words that every page shares.
skip-to-content = Skip to the main part
help-now = Get help now
leave-page = Leave this page
leave-hint = Or press Shift three times.
leave-once = Press Shift two more times to leave this page.
leave-twice = Press Shift once more to leave this page.
foot-what-this-is = Peers, not clinicians. Not an emergency service.
foot-charter = Our charter
foot-confidentiality = What stays private
foot-source = Runs on Alongside, free software: ask the people who run this place for its source.
errors-title = { $count ->
    [one] One thing needs another look
   *[other] { $count } things need another look
}
form-too-long = Please make this shorter. { $most } letters fit here.
form-too-large = That was more than we can take in one go. Please make it shorter. Nothing was saved.
form-file-too-large = That file is too big for us. Please choose one of less than 12 MB. Nothing was saved.
form-unreadable = Not all of this reached us. Please go back and send it again. Nothing was saved.
picture-not-readable = We could not read that file as a picture. JPEG, PNG and WebP work.
picture-too-big = That picture is too big for us. Please choose a smaller one.
fault-back = Back to the start
fault-refused-title = That did not happen
fault-not-found-title = This page is not here
fault-not-found = It may have moved, or it may not be for this account. Nothing is lost.
fault-busy-title = Very busy just now
fault-busy = We could not do that this minute. Please wait a moment and try again. Nothing you wrote elsewhere is lost.
fault-broken-title = Something went wrong on our side
fault-broken = This is our fault, not yours. It has been noted for the people who run this place.
fault-broken-reference = If you tell somebody about it, give them this reference: { $reference }
fault-help = If you need someone now, these people can help.
forged = This request did not come from our own page, so nothing was changed. Please open the page again and try once more.
too-many-tries = There were many tries in a short time. Please wait a few minutes, then try again.
sign-in-first = Please sign in first.
on-a-break = You are taking a break. You can come back with one press on your account page.
standing-suspended = Your account is paused by the people who keep this place safe. You can still read your account page and get help now.
standing-leaving = You have asked to leave. You can still change your mind on your account page.
doors-closed = This place is not open yet.
nav-label = Main
nav-waiting = waiting
fault-title = A moment, please
away-title = Notes
away-empty = This page is empty.
away-return = Continue
