# The duty lead's card.
lead-heading-waiting = 🔴 Incident No. { $number } · { $subject }
lead-heading = Incident No. { $number } · { $subject }
lead-customer-call = 📞 Customer on a call
lead-customer-chat = 💬 Customer in a chat
lead-operator = Operator: { $name }, since { $at }
lead-step = step { $stage } of { $stages }
lead-since = since { $at }
lead-silent = 🔴 Silent, noticed at { $at }. Last seen: step { $stage }, { $seen }.
lead-call-them = Call them: { $phone }
lead-call-them-somehow = Call the operator.
lead-asked-nothing-works = 🔴 Nothing works for the operator (since { $at }). What shall they do?
lead-asked-decision = 🔴 The operator has been waiting for your decision since { $at }.
lead-channels-work = 🟢 Works: { $channels }
lead-channels-do-not = 🔴 Does not work: { $channels }
lead-mine = 🟢 Acknowledged by you, { $at }
lead-taken = 🟢 { $name } has it since { $at }
lead-operator-writes = { $name }, { $at }:
lead-prompt-redirect = ✍️ Who shall have the customer? Choose, and I call them with sound. If it is done: write the name. Changed your mind: /cancel
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

# Passing it on.
lead-take-over = Take it over
lead-more = More…
lead-more-ways = Incident No. { $number }: what else?
lead-pass-on = Pass to a colleague…
lead-call-next = Call the next level
lead-snooze = Remind me later
lead-pass-to = Who shall have incident No. { $number }? Until they answer, the bot goes on calling.
lead-nobody-to-pass-to = There is no other lead. Call an administrator by phone.
lead-passed-on = Incident No. { $number } is passed on, your colleague is being called.
lead-called-next = Incident No. { $number }: the next level is being called.
lead-snoozed = Incident No. { $number }: I remind you after { $at }.
lead-let-go = ⚪ No ticks came for long, so the incident looks for a lead again.
lead-not-all-ticked = 🔔 Not everything is ticked. If it stays so until { $at }, I call another lead.
lead-news-ended = 🔕 No news for the operator, the bot last wrote to them at { $at }. Write to them or call.
