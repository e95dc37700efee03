nav-role = My role
role-title = My role
role-lead = What you do for others here, and what looks after you while you do it.

## Why somebody may not take something on just now. Kind, short, and with the way on.
bar-open = See what you can do
bar-until = Until { $time }.
bar-paused = You are taking a pause.
bar-paused-way = Nobody needs to know why. Come back when you like.
bar-uncertified = This needs a certificate that you do not have yet.
bar-uncertified-way = Your certificates page shows what is still missing.
bar-expired = Your certificate has run out.
bar-expired-way = Your certificates page shows how to renew it. Nothing that you learned is lost.
bar-unsigned = Your role card waits for you: it is new to you, or it has changed since you signed.
bar-unsigned-way = Please read it and sign it.
bar-supervision = It is time to talk with your supervisor first.
bar-supervision-way = Somebody should hear how you are doing. Pick a time on the supervision page.
bar-debrief = Something was hard. Talk it through with somebody first.
bar-debrief-way = Your supervisor will come to you. You may also say that you do not need it.
bar-rest = You are resting for a short while.
bar-rest-way = The next one comes when you have had your break.
bar-today = You have given enough for today.
bar-today-way = Rest well. There is always tomorrow.
bar-week = You have given enough for this week.
bar-week-way = We want you to be well for a long time. Your hours page shows when you can go on.
bar-quiet = These are your quiet hours.
bar-quiet-way = You chose not to be asked now. You can change your quiet hours.
