# The duty lead's card.
lead-heading-waiting = 🔴 Incident No. { $number } · { $subject }
lead-heading = Incident No. { $number } · { $subject }
lead-customer-call = 📞 Customer on a call
lead-customer-chat = 💬 Customer in a chat
lead-operator = Operator: { $name }, since { $at }
lead-step = step { $stage } of { $stages }
lead-in-outage = 👥 This is mass outage No. { $number }, all together: { $command }
lead-since = since { $at }
lead-silent = 🔴 Silent, noticed at { $at }. Last seen: step { $stage }, { $seen }.
lead-call-them = Call them: { $phone }
lead-call-them-somehow = Call the operator.
lead-asked-nothing-works = 🔴 Nothing works for the operator (since { $at }). What should they do?
lead-asked-decision = 🔴 The operator has been waiting for your decision since { $at }.
lead-channels-work = 🟢 Works: { $channels }
lead-channels-do-not = 🔴 Does not work: { $channels }
lead-mine = 🟢 Acknowledged by you, { $at }
lead-taken = 🟢 { $name } has it since { $at }
lead-operator-writes = { $name }, { $at }:
lead-prompt-redirect = ✍️ Who should take the customer? Choose, and I will call them with sound. Already done: write the name. Changed your mind: /cancel
lead-prompt-write = ✍️ Write to the operator in one message. Changed your mind: /cancel
lead-in-words = I can pass on words only: write to the operator as text. Changed your mind: /cancel
lead-written = Passed on to the operator.

# Buttons.
lead-acknowledge = Acknowledge
lead-acknowledge-and-name = Acknowledge and name…
lead-status-set = ☐ Status set
lead-off-the-line = ☐ Off the line
lead-redirected = ☐ Redirected…
lead-name-another = Name another…
lead-nobody = Nobody to redirect
lead-write = Write to the operator
lead-answer-study = Study the regulations
lead-answer-wait = Wait for me
lead-answer-write = Write an answer…

# How it ended.
lead-closed-returned = 🟢 It works again, the operator is on the line.
lead-closed-self-help = 🟢 The operator's own attempt helped, they are on the line.
lead-closed-reported = 🟡 A report for those responsible, the operator works on.
lead-closed-shift-over = ⚪ The operator's shift is over, the outage is still worked on.
lead-closed-cancelled = ⚪ Cancelled: reported by mistake.
lead-lasted = { $name }: { $since }–{ $until }, { $length }
lead-set-back-both = Set status and line back in the work system: { $name } is working again.
lead-set-back-status = Set the status back in the work system: { $name } is working again.
lead-set-back-line = Put back on the line in the work system: { $name } is working again.

# The board.
lead-board = Open incidents: { $count }
lead-board-empty = 🟢 No open incidents.
lead-board-outage = 🔴 Mass outage No. { $number } · { $subject } · since { $at } · { $count ->
    [one] { $count } operator
   *[other] { $count } operators
}

# Passing it on.
lead-take-over = Take it over
lead-more = More…
lead-more-ways = Incident No. { $number }: what else?
lead-pass-on = Pass to a colleague…
lead-call-next = Call the next level
lead-snooze = Remind me later
lead-declare-mass = Everybody has this
lead-mass-declared = This is a mass outage now, and it is yours: whoever reports it is on your board at once, and nobody restarts anything.
lead-pass-to = Who should take incident No. { $number }? Until they answer, the bot goes on calling.
lead-nobody-to-pass-to = There is no other lead. Call an administrator by phone.
lead-passed-on = Incident No. { $number } is passed on, your colleague is being called.
lead-called-next = Incident No. { $number }: the next level is being called.
lead-snoozed = Incident No. { $number }: I remind you after { $at }.
lead-let-go = ⚪ Nothing was ticked for a long time, so the incident is looking for a lead again.
lead-not-all-ticked = 🔔 Not everything is ticked. If it stays so until { $at }, I call another lead.

# The board of a mass outage.
outage-heading = { $state ->
    [over] 🟢
    [checking] 🟡
    [joined] ➡️
   *[broken] 🔴
  } Mass outage No. { $number } · { $subject }
outage-size = Since { $at } · { $count ->
    [one] { $count } operator
   *[other] { $count } operators
}
outage-with-customer = with a customer:{ "\u00a0" }{ $count }
outage-lacks = Not ticked: { $what }
outage-lacks-status-set = status { $count }
outage-lacks-off-the-line = line { $count }
outage-lacks-redirected = customer { $count }
outage-channel = { $channel }: ✓{ $works } ✗{ $broken }
outage-selected = ✔️ Selected: { $count }. The buttons act for them only.
outage-prompt-select = ✍️ Whom do you mean? Write numbers (“17, 20-25”), “customer” for all with a customer, “all” to clear. Changed your mind: /cancel
outage-prompt-write = ✍️ Write to everybody in one message. Changed your mind: /cancel
outage-all-status-set = Status is set: { $count }
outage-all-off-the-line = Off the line: { $count }
outage-all-redirected = Redirect: { $count }…
outage-undo = Undo the last one
outage-more = More for all…
outage-more-ways = Mass outage No. { $number }: what to do { $whom ->
    [selected] for those selected ({ $count })?
   *[all] for all ({ $count })?
  }
outage-write = Write…
outage-select = Select operators…
outage-split = Split them off: { $count }
outage-page = { $page } of { $pages } ›
outage-prompt-redirect = ✍️ Who has the customers now? Tap a name below or write one. Changed your mind: /cancel
outage-prompt-join = ✍️ Who has the same? Tap below or write numbers of incidents. Changed your mind: /cancel
outage-word-all = all everybody everyone
outage-word-customer = customer
outage-volunteers = 🔁 Checking first: { $count }
outage-wave = 🔁 Wave { $wave }
outage-return-stopped = ⏸ The return is stopped
outage-down-again = 🔴 Down again since { $at }: those who checked see the error
outage-set-back = ↩️ Set status and line back: { $count } /back_{ $number }
outage-who-is-back = Mass outage No. { $number }: { $count } work again. Set their status and line back in the work system.
outage-who-is-back-more = … and { $count } more, before them
outage-nobody-is-back = Mass outage No. { $number }: nobody is back yet.
outage-back = back: { $count } of { $all }
outage-next-wave-at = next wave at { $at }
outage-next-wave = Next wave now
outage-go-on = Go on in waves
outage-stop-return = Stop
outage-all-return = All at once…
outage-all-return-asked = Ask everybody to check at once? Not checked yet: { $count }. This cannot be undone; if the system cannot take it, it may go down again.
outage-all-return-sure = Yes, all at once: { $count }
outage-all-asked = Everybody was asked to check.
outage-marks = Tick…
outage-mark-ways = Mass outage No. { $number }: what to tick { $whom ->
    [selected] for those selected ({ $count })?
   *[all] for all ({ $count })?
  }
outage-nothing-lacks = Mass outage No. { $number }: { $whom ->
    [selected] everything is ticked for those selected ({ $count }).
   *[all] everything is ticked for all ({ $count }).
  }
outage-moves = Split off, join…
outage-move-ways = Mass outage No. { $number }: whose incident belongs where? This is about { $whom ->
    [selected] those selected ({ $count }).
   *[all] all of them ({ $count }).
  } To split some off, select them first: “More for all…”, “Select operators…”.
outage-join = Add incidents…
outage-move = To another outage…
outage-which-join = { $count ->
    [0] There are no other open incidents.
   *[other] Who has the same as in mass outage No. { $number }? Tap or write numbers. Changed your mind: /cancel
  }
outage-where-to = To which outage belong { $whom ->
    [selected] those selected ({ $count })?
   *[all] all of them ({ $count })?
  }
outage-nowhere-to-move = There is no other open outage.
outage-hands = Pass the outage on…
outage-hand-ways = Mass outage No. { $number }: who shall have all of it?
outage-pass-to = Who shall have mass outage No. { $number }? Until your colleague answers the bot goes on calling.
outage-passed-on = The mass outage is passed on, your colleague is being called.
outage-called-next = The next level is being called.
outage-who-comes = Who comes for the customers ({ $count })? Tap a name: your colleague is called. Or write who has them already. Changed your mind: /cancel
outage-done = Done. It can be undone for a minute.
outage-undone = Undone.
outage-over-since = 🟢 Over at { $at }. Operators in all: { $count }.
outage-joined-elsewhere = Moved to mass outage No. { $number }.
too-late-to-undo = Undoing works for a minute. Nothing changed.
lead-news-ended = 🔕 No news for the operator, the bot last wrote to them at { $at }. Write to them or call.
