# The reader, and what it learns here.
reader-title = What the program notices
reader-lead = A reader inside the program looks for words that a person should see sooner. It decides nothing. It can learn from what people here decided.
reader-train-title = Learn from decided cases
reader-train-text = It learns on this machine, from cases that were settled. Nothing leaves this place, and nobody sees the words. Then it is tried on cases that it did not learn from.
reader-cases = { $count ->
    [one] { $count } decided case
   *[other] { $count } decided cases
}
reader-train = Learn now
reader-train-hint = This takes some seconds. Nothing changes until you take it.
reader-more = It takes at least { $least } before it can learn anything that is more than chance.
reader-too-few = There are not enough decided cases whose words are still there.
reader-none = It has not learnt anything here yet
reader-none-text = It reads as it was shipped.
reader-waits = waits for you
reader-taken = in use, or was
reader-left = left
reader-of = It learnt from { $learnt } cases and was tried on { $judged } others.
reader-moved = { $count ->
    [one] It thinks otherwise of { $count } of them.
   *[other] It thinks otherwise of { $count } of them.
}
reader-what = On cases it had not seen
reader-before = The one in use
reader-after = This one
reader-row-recall = Of those that needed somebody, found
reader-row-crisis = Of those at crisis level, found
reader-row-alarms = Of those in which nothing was wrong, flagged all the same
reader-row-calibration = How far its scores are off
reader-take = Take it
reader-leave = Leave it
reader-decided = This has been decided already.
reader-limits = It does not predict what anybody will do. It misses jokes, pictures, other languages and those who write calmly. The one taken last is in use. Leave them all, and it reads as it was shipped.
trail-reader-trained = The reader learnt from decided cases
trail-reader-taken = A trained reader was taken
trail-reader-left = A trained reader was left
