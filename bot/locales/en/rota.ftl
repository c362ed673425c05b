# The rota: who is on duty, a month as a picture, my shifts, substitutes and gaps.
rota-today = today
rota-tomorrow = tomorrow
rota-role-level = { $role }, level { $level }
rota-of-operator = Operators
rota-of-duty-lead = Duty leads
rota-of-sysadmin = Sysadmins
rota-my-shifts = My shifts
rota-replace-operator = Replace an operator
rota-replace-duty-lead = Replace a lead
rota-replace-sysadmin = Replace a sysadmin

# Who is on duty now.
duty-title = It is { $at }. On duty:
duty-operator = { $name } until { $until }
duty-operators-named = 🎧 Operators on duty: { $names }
duty-person-level = 🟢 { $level } · { $name }, until { $until }
duty-more = and { $count } more
duty-operators = 🎧 Operators on duty: { $count }
duty-no-first-level = 🟡 Nobody is on level 1: a page goes to level { $level } at once.
duty-nobody-operator = 🟡 No operator is on duty, and the rota is empty from here on.
duty-nobody-operator-until = 🟡 No operator is on duty until { $until }.
duty-nobody-duty-lead = 🔴 No duty lead, and the rota is empty from here on. A page goes to every lead.
duty-nobody-duty-lead-until = 🔴 No duty lead until { $until }. A page goes to every lead.
duty-nobody-sysadmin = 🔴 No sysadmin on duty, and the rota is empty from here on. A page goes to every sysadmin.
duty-nobody-sysadmin-until = 🔴 No sysadmin on duty until { $until }. A page goes to every sysadmin.
duty-next = Next, from { $at }: { $names }
duty-next-level = { $name } ({ $level })
duty-next-nobody = 🟡 Nobody is on the rota after that.
duty-hole-duty-lead = 🔴 There will be no duty lead: { $when }
duty-hole-sysadmin = 🔴 There will be no sysadmin on duty: { $when }

# A month as a picture: the words on it and below it.
rota-nobody = Nobody
rota-empty = 🔴 Nobody is on the rota at this time.
rota-how-to-fill = An administrator fills the rota: with a file, a repeating pattern, or the button "Put on".
rota-gap-nobody = 🔴 Nobody: { $when }
rota-gap-first = 🟡 Nobody on level 1: { $when }
rota-more-gaps = and { $count } more
rota-clocks-forward = 🕒 { $day }: clocks go forward by { $minutes } min
rota-clocks-back = 🕒 { $day }: clocks go back by { $minutes } min
rota-signs = Digit: the level · × nobody · ? nobody on level 1
rota-page = People: { $page } of { $pages } ▸

# My shifts.
shifts-title = Your shifts
shifts-none = No shifts ahead. An administrator keeps the rota.
shifts-choose = Tap a shift to find a substitute or to swap it.
shift-what-now = What to do with this shift?
shift-give = Give it away…
shift-give-part = Give a part away…
shift-exchange = Swap it…
shift-back = ← My shifts
shift-back-to-it = ← Back to the shift
shift-which-part = The shift: { $span }. Which hours to give away? Write, for example, { $part }. Changed your mind: /cancel
shift-no-such-part = This shift has no such hours. It is { $span }. Write hours with a dash, or /cancel
shift-whom = Whom to ask? These are free then.
shift-nobody-free = Every colleague with this role is on duty already then.
shift-exchange-whom = Swap with whom?
shift-exchange-for = { $name }: which shift in return?
shift-nobody-to-exchange = There is nobody to swap with: no colleague has a shift that you could work in return.

# Asking a colleague, and the answer.
swap-what = { $when } · { $role }
swap-asks-cover = 🔄 { $name } asks you to stand in
swap-asks-exchange = 🔄 { $name } offers to swap shifts
swap-in-return-yours = Works yours in return: { $when }
swap-in-return-mine = You work in return: { $when }
swap-answer-until = Answer by { $at }; then the question is dropped and all stays as it is.
swap-agree-cover = ✅ I will work it
swap-agree-exchange = ✅ Swap
swap-refuse = I cannot
swap-asked-agreed = 🟢 Agreed, the rota says so now.
swap-asked-refused = ⚪ You said that you cannot. The shift stays with your colleague.
swap-asked-withdrawn = ⚪ { $name } no longer needs anybody. Nothing to do.
swap-asked-expired = ⚪ The time to answer is over, the rota stays as it was.
swap-asked-void = ⚪ The rota has changed, there is nothing left to swap.
swap-waits-title = 🟡 Asked: { $name }
swap-waits-until = I wait for an answer until { $at } and bring it here. Until then the shift is yours.
swap-waits = 🟡 { $name }: no answer yet, waiting until { $at }
swap-withdraw = Take it back
swap-answered-agreed = 🟢 { $name }: yes
swap-answered-refused = 🔴 { $name } cannot
swap-answered-expired = 🟡 { $name } did not answer
swap-answered-withdrawn = ⚪ Taken back: { $name }
swap-answered-void = ⚪ { $name }: the rota has changed, there is nothing left to swap
swap-is-so-now = The rota says so now.
swap-stays = The shift stays yours.
swap-ask-another = Ask somebody else

# A lead or an administrator decides.
cover-title-operator = Operators
cover-title-duty-lead = Duty leads
cover-title-sysadmin = Sysadmins
cover-whom = Whom to replace? These are on duty now or within a day.
cover-back = ← Back
cover-until = { $name }, until { $at }
cover-from = { $name }, from { $at }
cover-fill-now = Put on until { $until }
cover-who = Whom to put on? These are free then.
cover-made = 🟢 { $name } instead of { $instead }
cover-both-told = Both have been told, the rota says so now.
cover-put-on = 🟢 On duty: { $name }
cover-replaced = 🔄 You have been replaced
cover-instead-of-you = Instead of you: { $name }
cover-instead-of = Instead of { $name }
duty-put-on = 🔔 You have been put on duty
swap-decided-by = Decided by { $name }
hole-filled = Somebody is on duty there already. Nothing has changed. Who is on: /duty

# The evening before: where nobody is.
gaps-title = 🔴 The rota of the coming night has gaps
gaps-nobody-duty-lead = 🔴 { $when }: nobody is on duty as duty lead
gaps-nobody-sysadmin = 🔴 { $when }: nobody is on duty as sysadmin
gaps-first-duty-lead = 🟡 { $when }: no duty lead on level 1
gaps-first-sysadmin = 🟡 { $when }: no sysadmin on level 1
gaps-more = and { $count } more
gaps-otherwise = If it stays so, a page goes to everybody with that role at once.
gaps-title-twice = 🟡 Two in one place on the rota of the coming night
gaps-twice-duty-lead = 🟡 { $when }: level 1 of the leads has { $names } at once
gaps-twice-sysadmin = 🟡 { $when }: level 1 of the sysadmins has { $names } at once
gaps-twice-what-now = All of them get the page. Change shifts: /rota
gaps-put-on = Whom to put on?
gaps-closed = 🟢 The rota of the coming night has no gaps any more.
gaps-fill-duty-lead = Lead { $span }
gaps-fill-sysadmin = Sysadmin { $span }
