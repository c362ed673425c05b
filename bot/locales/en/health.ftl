# The bot itself: the canary is an update of its own that goes the whole way every quarter of an hour.
canary-arrived = 🐤 Check of the whole way at { $at }: it arrived.
canary-stopped = ⚠️ The bot's check of itself has not got through since { $at }, { $day }.
canary-where = { $where ->
    [journal] The database takes nothing.
    [inbox] What comes in is not handled.
    [timer] Timers do not fire.
    [outbox] Messages do not go out to Telegram.
   *[refused] Telegram refuses the message.
  }
canary-remedy = What to do: have whoever looks after the bot read its health page and its log. Until then use the phone for what matters.
canary-over = 🟢 The bot's check of itself gets through again. It had not since { $at }, { $day }.
clock-moved = ⚠️ { $at } The server's clock was set { $way ->
    [forward] forward
   *[back] back
  } by { $hours ->
    [0] { $minutes } min
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { $minutes } min
      }
  }.
clock-moved-means = { $way ->
    [forward] What was due in between has come all at once.
   *[back] Until real time catches up, pages and reminders come a little later.
  }
clock-moved-remedy = What to do: look whether the server's time is right and synchronised (NTP).
