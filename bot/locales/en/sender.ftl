# What the sending itself adds. There is rarely a reason to write here.

# In front of a message that may have arrived already.
sender-repeat = (repeat)

# In place of a card that has a newer one below.
sender-retired = ↓ There is a newer one below

# Instead of a message that Telegram refused or that could not be drawn.
sender-plain = Incident No. { $number } changed. Press /status
sender-plain-nameless = There is news. Press /status
