# The operator's card.
operator-heading = Incident No. { $number } · { $subject }
operator-stage = Step { $stage } of { $stages }
operator-customer-call = 📞 A call is with you: what is its reference? Write it in one message, nothing personal. The lead sees it first.
operator-customer-chat = 💬 A chat is with you: what is its reference? Write it in one message, nothing personal. The lead sees it first.
operator-reference-in-words = Write the reference as text, or tap "Skip".
operator-skip = Skip
operator-lead-called = 🟡 Lead called at { $at }
operator-lead-has-it = 🟢 Lead: { $name }, since { $at }
operator-lead-writes = Lead { $name }, { $at }:
operator-sysadmin-asks = The sysadmin asks ({ $at }):
operator-answer-here = Answer in one message: in words or with a picture.
operator-picture-there = ✓ Screenshot received. Now the description: write what you were doing and what you saw.
operator-words-there = ✓ Description noted. Now the screenshot: send it as a picture.
operator-try-channel = Open: { $channel }. Does it work?
operator-channels-full = 🟡 { $channels }: no places left, enough operators work there.
operator-channel-opens = Yes, it works
operator-channel-does-not = No
operator-no-picture = No screenshot
operator-recheck = Please check: { $subject }. Does it work?
operator-works = ✅ It works
operator-not-yet = Not yet
operator-later = Ask me later
operator-works-again = ✅ All works again
operator-name-colleague = Customer to colleague
operator-keep-customer = Keep the customer
operator-write-to-lead = To the lead
operator-write-to-lead-now = ✍️ Write one message, I will pass it on to the lead. Changed your mind: /cancel
operator-cancel = Cancel
operator-cancel-sure = Cancel incident No. { $number }? Everybody who was called will be told.
operator-cancel-yes = Yes, a mistake
operator-cancel-no = No, go on
operator-cancelled = Incident No. { $number } is cancelled.
operator-going-on = Going on with incident No. { $number }.
operator-closed-cancelled = ⚪ Cancelled. Everybody who was called knows.
operator-closed-shift-over = ⚪ Your shift is over, I will not disturb you. The outage is being worked on without you. Good night.

# Answers to what was sent.
sent-without-incident = There is no incident now. Something does not work? Tap "🛑 Software is down" or /report
sent-voice = I cannot listen to voice, and the sysadmin needs text. Write in one phrase what you were doing and what you saw.
sent-video = I cannot attach a video: send a screenshot or a photo of the screen, and one phrase in words.
sent-other = I cannot attach this. A screenshot, a photo of the screen or text will do.
sent-not-fetched = The picture did not arrive, the connection failed. Send it once more; the text is kept.
sent-to-lead = Passed on to the lead.

# Questions before an incident.
report-what = What does not work?
report-other-button = Something else…
report-other = What is it called? Write a word or two. Changed your mind: /cancel
report-gone = It is no longer on the list. Open the list again: /report
report-customer = Is a customer with you now?
report-customer-why = If so, the lead redirects them to a colleague first of all.
report-customer-call = 📞 Call
report-customer-chat = 💬 Chat
report-customer-none = No
report-join-or-apart = You have an open incident already. The same trouble or another one?
report-join = Add to No. { $number }
report-apart = A separate incident
report-joined = Added to incident No. { $number }.

# Others have reported it already.
known-heading = 🔴 { $subject }: down since { $at }
known-count = { $count ->
    [one] { $count } operator has reported it.
   *[other] { $count } operators have reported it.
}
known-lead = The lead knows: { $name }
known-me-too = Me too
known-different = Mine is different
outage-over = This outage is over. If it does not work for you, report again: /report

# Returning after a mass outage.
volunteer-fixed = 🟢 The sysadmin says it is fixed ({ $at }).
volunteer-why = { $count ->
    [one] { $count } person is needed to check first
   *[other] { $count } people are needed to check first
}: if everybody signs in at once, it may go down again. Will you?
volunteer-yes = I will check now
volunteer-no = Let others
return-turn-comes = 🟢 Fixed at { $at }. We return in turns, so that it stays up: you get a message when it is yours.
return-down-again = 🔴 Down again since { $at }, it is being worked on.
not-you-alone = 🔴 Down for many since { $at }, it is not you: no need to restart anything.
# No news.
operator-no-news = ⏳ { $at }: no news yet, the bot keeps an eye on the ticket. Nothing for you to do.

# Is it me or everyone?
known-others = { $count ->
    [one] { $count } more operator has the same.
   *[other] { $count } more operators have the same.
}
known-same-provider = Same internet provider as yours: { $same } of { $gave } who gave theirs.
known-same-vpn = Same VPN as yours: { $same } of { $gave } who gave theirs.
probe-green-alone = It answers on our side and nobody else complains: the trouble is probably at your workplace.
probe-green-others = It answers on our side, but others complain too: { $count }.
probe-red = 🔴 The bot cannot connect either (checked at { $at }): it is not you.
