# A handover with a signature.
handover-title = 🔴 Handover: { $giver } → you
handover-count = Open: { $count }. Sign by { $at }, then I call the next ones.
handover-count-early = Open: { $count }. Until you sign, you and your colleague both have it.
handover-more = …and { $count } more
handover-sign = Sign, it is mine
handover-keep = Keep it myself
handover-ticket = ticket No. { $number }
handover-waiting = waiting: { $count }
handover-asks = 🔴 waits for your decision
handover-unticked = not ticked: { $duties }
handover-status-set = status
handover-off-the-line = line
handover-redirected = customer
handover-all-ticked = everything is ticked
handover-promised-in-words = the customer was promised something, it is on the card

# To whoever hands over.
handover-giving = Handover: { $count }
handover-called = Waiting for a signature since { $at }: { $names }
handover-called-and-more = Waiting for a signature since { $at }: { $names } and { $count } more
handover-nobody-called = Nobody can sign yet, I go on looking.
handover-both-have-it = Until somebody signs, all of it is yours too.
handover-free = 🟢 Handed over. Signed by { $name }, { $at }. You are free to go.
handover-kept-extended = ⚪ The handover is called off: you are on shift again and keep everything.
handover-kept-nothing-left = 🟢 Nothing is left to hand over: all is closed or with colleagues. You are free to go.
handover-kept-withdrawn = ⚪ The handover is called off, you keep everything.
handover-kept-unreachable = 🔴 Messages do not reach your colleague ({ $name }), you keep everything. To another: /handover
handover-to-whom = Open with you: { $count }. Whom do you hand it to? Until they sign, you have it too.
handover-nobody = There is nobody to hand over to: nobody else has this role. Call an administrator.
handover-begun = Your colleague is being called.

# To those who were asked to sign.
handover-signed = Signed. It is yours now.
handover-yours = 🟢 You signed for the shift at { $at }. From { $giver }, incidents: { $count }. All of them: /board
handover-yours-tickets = 🟢 You signed for the shift at { $at }. From { $giver }, tickets: { $count }. All of them: /tickets
handover-signed-by = 🟢 The shift is signed for already: { $name }, { $at }.
handover-no-longer = ⚪ There is nothing to sign any more: the handover is called off.
handover-nothing = There is nothing to hand over: you have nothing open.
handover-not-offered = This shift is not handed over to you.
handover-not-a-colleague = It cannot be handed over to this person. To whom it can: /handover

# On the cards of incidents and tickets.
handed-over-to = 🤝 Handover: { $giver } → { $name }, not signed yet
