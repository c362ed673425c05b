# The sysadmin's card.
ticket-heading-filed = 🔴 Ticket No. { $number } · { $subject }
ticket-heading-acknowledged = 🟡 Ticket No. { $number } · { $subject }
ticket-heading-resolved = 🟢 Ticket No. { $number } · { $subject }
ticket-heading-withdrawn = ⚪ Ticket No. { $number } · { $subject }
ticket-waiting = Waiting: { $count }, since { $at }
ticket-nobody-waits = Down since { $at }. Nobody is waiting now.
ticket-no-picture = 📵 No screenshot possible
ticket-reopened = 🔴 Down again since { $at }.
ticket-writes = { $name }, { $at }:
ticket-asked = ❓ { $question }
ticket-no-answer-yet = ⏳ Asked at { $at }, no answer yet
ticket-answered-by-picture = Answered with a picture, it is below
ticket-mine = 🟢 Acknowledged by you, { $at }
ticket-taken = 🟢 { $name } has it since { $at }
ticket-estimate = expected { $at }
ticket-cannot = 🔴 Cannot be resolved. The lead decides.
ticket-cannot-short = cannot be resolved
ticket-resolved = 🟢 Resolved at { $at }. The operators are checking.
ticket-checked = Checked: { $checked } of { $waited }
ticket-withdrawn-works = ⚪ It works again, nobody waits for this ticket. Nothing to do.
ticket-withdrawn-cancelled = ⚪ Cancelled: reported by mistake. Nothing to do.
ticket-picture = Ticket No. { $number }: a picture from { $name }, { $at }

# Buttons.
ticket-acknowledge = Acknowledge
ticket-in-15 = 15 min
ticket-in-30 = 30 min
ticket-in-60 = 1 hour
ticket-at-a-time = Time…
ticket-resolve = ✅ Resolved
ticket-details = Details needed
ticket-cannot-resolve = Cannot resolve
ticket-cannot-at-all = Without a reason
ticket-ask-see = What do you see?
ticket-ask-since = Since when?
ticket-ask-earlier = Did it work earlier?
ticket-ask-colleague = Colleagues too?

# Questions to the sysadmin.
ticket-prompt-estimate = ✍️ When will it work? For example: 3:40 or 40 min. Changed your mind: /cancel
ticket-prompt-details = ✍️ What shall I ask the operators? Choose or write. Changed your mind: /cancel
ticket-prompt-cannot = ✍️ Why can it not be resolved? The lead reads it. Changed your mind: /cancel
ticket-in-words = Words are needed here: write one message. Changed your mind: /cancel
ticket-time-not-understood = I did not get the time. Write, for example: 3:40, 40 min or 1 h 30 min, within a day. Changed your mind: /cancel
ticket-estimate-noted = Expected { $at }, the operators see it.
ticket-inquired = The operators have the question, the answer comes into the ticket.

# The list of tickets.
tickets-open = Open tickets: { $count }
tickets-none = 🟢 No open tickets.

# How a time is typed (with spaces between: every word that is understood).
typed-hours = hours hour hrs hr h
typed-minutes = minutes minute mins min m
typed-before = in at by about

# No news for long.
ticket-still-on-it = Yes, still on it
ticket-news-wanted = ❓ At { $at } the bot asked: is the ticket still with you? Operators are waiting for news.
ticket-let-go = ⚪ There was no news for a long time, so the ticket is looking for a sysadmin again.

# A ticket changes hands.
ticket-take-over = Take it over
ticket-more = More…
ticket-more-ways = Ticket No. { $number }: what now?
ticket-pass-on = Pass to a colleague…
ticket-call-next = Call the next level
ticket-snooze = Ask me later
ticket-pass-to = Who should take ticket No. { $number }? Until they answer, the bot goes on calling.
ticket-nobody-to-pass-to = There are no other sysadmins. Call the duty lead.
ticket-passed-on = Ticket No. { $number } passed on, your colleague is being called.
ticket-called-next = Ticket No. { $number }: the next level is being called.
ticket-snoozed = Ticket No. { $number }: no questions until { $at }. Operators see that you have it.

# Many operators at once.
ticket-mass = Down since { $at } for { $count }, { $stopped } stopped
ticket-mass-channels = No work in: { $channels }
ticket-mass-growing = 📈 Within 10 minutes until { $at }: +{ $count }
ticket-times = ×{ $count }
ticket-pictures = 🖼 Different screenshots: { $count },
ticket-asked-few = { $asked } of { $waiting } asked
ticket-inquired-few = Asking { $asked } of { $waiting }: nobody could read the answers of all. The answer comes into the ticket.
ticket-joined = ⚪ Joined with ticket No. { $number }. Nothing to do here.
pictures-heading = Ticket No. { $number }, different screenshots: { $count }
pictures-none = There are no screenshots in ticket No. { $number }.
pictures-entry = { $number }. { $times } · first: { $name }, { $at }
pictures-show = Show { $number }
picture-alike = More like this: { $count }
picture-split = Something else: { $count }
pictures-split = Operators split off: { $count }. They have ticket No. { $number } now, it is yours too. You can take it back within a minute.
pictures-together-again = One ticket again.
