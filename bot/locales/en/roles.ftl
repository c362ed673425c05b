# Words that the cards of several roles share.
subject-everything = Everything
knowledge-base = Knowledge base
keyboard-report = 🛑 Software is down
keyboard-status = 📍 Where am I
ticked-status-set = status ✓
ticked-off-the-line = off the line ✓
ticked-redirected = customer redirected: { $to } ✓
ticked-nobody-to-redirect = nobody to redirect ✓
ticket-line-filed = 🟡 Ticket No. { $number } with the sysadmin since { $at }, not acknowledged yet
ticket-line-acknowledged = 🟢 Ticket No. { $number }: { $name }, since { $at }
ticket-line-estimate = 🟢 Ticket No. { $number }: { $name }, since { $at }, expected { $estimate }
ticket-line-resolved = 🟢 Ticket No. { $number }: resolved at { $at }, { $name }
ticket-line-cannot = 🔴 Ticket No. { $number }: { $name } cannot resolve it. The lead decides
ticket-line-cannot-yours = 🔴 Ticket No. { $number }: { $name } cannot resolve it. You decide: write what to do

# An operator's work status.
work-status-on-the-line = 🟢 on the line
work-status-trying-it-myself = 🟡 trying it themselves
work-status-off-the-line = 🔴 off the line
work-status-in-another-channel = 🟢 in another channel
work-status-studying = 🟡 studying regulations
work-status-awaiting-the-lead = 🔴 waiting for the lead
work-status-checking-the-fix = 🟡 checking the fix
work-status-shift-over = ⚪ shift over
# The same on the board of a mass outage: a line has to fit on a phone.
work-status-short-in-another-channel = 🟢 in a channel
work-status-short-studying = 🟡 studying
work-status-short-awaiting-the-lead = 🔴 awaits an answer
work-status-short-checking-the-fix = 🟡 checking

# A call that nobody has answered yet.
call-again = 🔔 Call No. { $count }: nobody has acknowledged yet
call-until = Answer by { $at }, otherwise I call: { $whom }
call-until-then-everybody-again = Answer by { $at }, otherwise I call everybody again
call-everybody-lead = all leads and administrators
call-everybody-sysadmin = all sysadmins
call-you = you
call-you-again = you again

# To whom is not being called now.
call-rings-for = 🟡 Calling: { $names }
call-rings-until = I wait for an answer until { $at }, then I call: { $whom }
call-rings-until-then-everybody-again = I wait for an answer until { $at }, then I call everybody again

# Small things.
number = No. { $number }
nobody-has-it = not acknowledged
minutes = { $minutes } min
hours-minutes = { $hours } h { $minutes } min
page-of-pages = page { $page } of { $pages }
page-next = Next ▸
page-first = ▴ To the first

# Prepared words: each reads them in their own language.
answer-study = While it is being repaired, study the regulations. I will write when it works.
answer-wait = Do nothing for now, wait for my message.
inquiry-see = What exactly do you see? The error's text, if there is one.
inquiry-since = Since when does it not work?
inquiry-earlier = Did it work earlier tonight?
inquiry-colleague = Does a colleague have the same?
