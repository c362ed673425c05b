# A customer in an operator's hands: who will come, who has them, what they were promised.

# Lines on the cards of the operator and the lead.
customer-with-colleague = 🟢 The customer is with { $name } since { $at }
customer-asked = 🟡 Customer: { $name } is asked, has until { $at }
customer-unclaimed = 🔴 Customer not handed over yet: no answer from { $name }, time was up at { $at }
customer-declined = 🔴 Customer not handed over yet: { $name } cannot, { $at }
customer-untold = 🔴 Customer not handed over yet: { $name } cannot be reached
customer-off-duty = 🔴 Customer not handed over yet: { $name } is off duty now
customer-left-alone = 🔴 Nobody ever took the customer over.
promise-not-noted = promise not noted
promise-nothing = nothing promised
promise-call-back = promised to call back
promise-write-back = promised to write
promise-words = promised:

# The card of the colleague who is asked.
customer-come-call = 📞 Take over a customer on a call
customer-come-chat = 💬 Take over a customer in a chat
customer-come-none = 👤 Take over a customer
customer-whose = Incident No. { $number } · { $subject } · { $name }, since { $at }
customer-asks = Asked by { $name }, { $at }
customer-do-call = Take this call over or call the customer back, then press the button.
customer-do-chat = Open this chat on your screen, answer the customer, then press the button.
customer-do-none = Take the customer over, then press the button.
customer-until = Answer before { $at }, otherwise the lead asks somebody else.
customer-too-late = The time was up at { $at }, the lead knows. If the customer is with you, press the button.
customer-you-declined = ⚪ You answered “I cannot”, { $at }. The lead asks somebody else. If you have the customer after all, press the button.
customer-you-off-duty = ⚪ Your shift is over, the lead asks somebody else. If you have the customer after all, press the button.
customer-claim = I have the customer
customer-decline = I cannot
customer-no-more = Incident No. { $number } · { $subject }
customer-elsewhere = 🟢 The customer is already with { $name }, since { $at }. Thank you, nothing for you to do.
customer-settled = ⚪ The lead has taken care of the customer, { $at }. Thank you, nothing for you to do.
customer-over = ⚪ The incident was closed at { $at }: { $how }. No need to take the customer over, thank you.

# A colleague has the customer: what was promised.
customer-with-you = 🟢 You have the customer, since { $at }
customer-incident-closed = The incident is closed, the customer stays with you.
customer-noted = ✓ Noted: { $what }
customer-noted-words = ✓ Noted, the customer was promised:
customer-promise-question = What was the customer promised? You may answer later.
customer-promise-prompt = ✍️ What was the customer promised? Choose, or write it in one message.
customer-promise-in-words = Write in words what the customer was promised. Later: /cancel
promise-button-nothing = Nothing promised
promise-button-call-back = We will call back
promise-button-write-back = We will write
promise-in-words = In my own words…
promise-later = I will answer later
promise-change = Change the promise

# Why it cannot be now.
customer-taken = { $name } has the customer already, since { $at }. Nothing for you to do.
customer-yours = You have the customer already, since { $at }. What was promised can be noted on the card.
customer-not-waiting = Incident No. { $incident }: nobody needs to take the customer over any more. Nothing has changed.
