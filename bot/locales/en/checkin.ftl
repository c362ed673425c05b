# A shift begins: is the person there, and who did not answer.
checkin-title-waits = 🕙 Your shift has begun
checkin-title = 🟢 You are on shift
checkin-span = { $role }: { $span }
checkin-lead = Lead: { $name }
checkin-no-lead = No lead is on the rota now: if something breaks, I call everybody.
checkin-sysadmins = Sysadmin: { $names }
checkin-no-sysadmin = No sysadmin is on the rota now: if something breaks, I call everybody.
checkin-operators = Operators on shift: { $count }
checkin-until = Check in by { $at }, or I tell the lead that there is no sign of you.
checkin-until-next-level = Check in by { $at }, or I warn the next level: pages may go to them at once.
checkin-missed = 🟡 You did not check in by { $at }, and the lead knows. Check in now.
checkin-missed-next-level = 🟡 You did not check in by { $at }: pages may go to the next level at once. Check in now.
checkin-done = Checked in at { $at }. It stays quiet until something breaks.
checkin-over = ⚪ The shift is over, { $at }.
checkin-here = Here, my sound is on
checkin-thanks = Thank you, noted.
checkin-nothing = There is nothing to check in for now.

# The lead's list.
missing-title = 🟡 On shift, but not heard from: { $count }
missing-silent = 🟡 { $name }, { $roles }: silent since { $at }
missing-refused = 🔴 { $name }, { $roles }: messages have not arrived since { $at }
missing-more = …and { $count } more
missing-call-them = Call them. Once they check in, this list changes by itself.
missing-pages-come-to-you = Pages for leads may come to you at once.
missing-nobody = 🟢 Everybody on shift has been heard from.

# To the next level.
stand-in = Pages that nobody there answers may come to you at once.
stand-in-over = 🟢 { $name }: settled, nobody waits for their check-in any more. Pages go as usual.
