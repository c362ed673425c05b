# What everybody has: where I am, help, settings, coming in by an invitation.

# Roles: with a capital, as a title.
role-operator = Operator
role-duty-lead = Duty lead
role-sysadmin = Sysadmin
role-administrator = Administrator

# Where I am now.
home-welcome = { $count ->
    [one] 👋 { $name }, you are in the night shift's team. Your role: { $roles }.
   *[other] 👋 { $name }, you are in the night shift's team. Your roles: { $roles }.
  }
home-calm = 📍 Nothing of yours is open now.
home-open = 📍 Open and yours: { $count }. I have sent the cards anew.
home-on-duty = 🟢 { $role }: you are on duty until { $until }.
home-off-duty = ⚪ { $role }: you are not on the rota now.
home-does-operator = Something stopped working? Tap "{ keyboard-report }" or write /report, and I go through the steps with you.
home-does-duty-lead = When an operator needs a lead, a page comes with sound. Until then it is quiet.
home-does-sysadmin = A new ticket comes here with sound: the description, the screenshot, and how many people it stops.
home-does-administrator = People: /people. Invite: /invite. At night I write only when somebody cannot be reached.

# Help: one line a role.
help-operator = 🎧 Operator: "{ $report }" or /report. I go through the steps with you until it works; screenshots and words are simply sent as messages.
help-duty-lead = 🧭 Duty lead: /board shows everybody; you acknowledge the incident, tick status, off the line and redirected, write to the operator.
help-sysadmin = 🛠 Sysadmin: /tickets lists them; you acknowledge the ticket, ask for details, give an estimate, say that it is resolved.
help-administrator = 👥 Administrator: /people lists everybody, /invite lets people in, /board shows the shift.
help-everybody = /status: where you are · /duty: who is on duty · /shifts: your shifts · /rota: the rota · /settings: language, clock, rechecks · /cancel: forget my question
help-twins = A button does not answer? Tap the command, it means the same:

# Taking a question back. It never cancels an incident.
cancel-forgotten = All right, the question is dropped. The incident, if one is open, goes on.
cancel-nothing = I am not waiting for words from you, so there is nothing to drop. Buttons you do not need can be left alone.
cancel-goes-on = Incident No. { $number } goes on. To cancel the incident itself: { $command }

# Settings.
language-name = English
settings-title = Settings
settings-language = Language: { $language }
settings-zone = Clock: { $city }, where it is { $at }
settings-recheck = I ask "does it work?" every { $minutes } min
settings-to-language = 🌐 Language
settings-to-zone = 🕒 Time zone
settings-to-recheck = 🔁 How often I ask
settings-which-language = Which language shall I speak?
settings-which-zone = Which clock is yours? Beside each city is the time it has now.
settings-which-recheck = How often shall I ask whether it works again?
settings-minutes = { $minutes } min
settings-other-city = Another city…
settings-back = ← Back
settings-write-city = Write your city or time zone, for example Warsaw or Europe/Warsaw. Changed your mind: /cancel
settings-city-like = I do not know this zone. These are like it, with their time; copy and send the right one:
settings-city-unknown = I do not know this zone. Write a large city nearby that has the same time: Kyiv, Warsaw, Almaty. Changed your mind: /cancel
settings-provider = My internet: { $words }
settings-vpn = My VPN: { $words }
settings-to-provider = 🌍 My internet
settings-to-vpn = 🔒 My VPN
settings-write-provider = Write who your internet provider is, up to { $longest } characters. In an outage you see how many colleagues have the same one: only a number, no names. Changed your mind: /cancel
settings-write-vpn = Write which VPN you work through, up to { $longest } characters. In an outage you see how many colleagues have the same one: only a number, no names. Changed your mind: /cancel
settings-clear = Remove
settings-language-now = I speak English now.

# Why it could not be done.
unknown-person = I do not know this person. Who is here: /people
unknown-language = I do not know the language "{ $language }". There are: { $known }.
unknown-time-zone = I do not know the time zone "{ $zone }". Choose a city: /settings
not-a-name = This name does not fit: one line, at most { $longest } characters.
not-a-connection = Write one short line of at most { $longest } characters. Changed your mind: /cancel
not-a-phone = This does not look like a phone number: digits, spaces, +, brackets, at most { $longest } characters.
not-a-level = There is no level { $level }: they go from { $lowest } to { $highest }.
not-a-recheck-interval = I cannot ask that often: { $shortest } to { $longest } minutes are possible.
not-a-shift = There can be no such shift: it ends after its start and lasts at most { $longest } days.
role-not-held = { $person } does not have the role { $role }, so they cannot be put on the rota.
not-handled = ⚠️ Your last message could not be handled and is put aside. Say it in other words, or open your card: /status

# /noise: why the phone rang. A line: when, about what, why.
noise-title = { $count ->
    [one] 🔔 Since { $since } your phone rang once
   *[other] 🔔 Since { $since } your phone rang { $count } times
  }
noise-none = 🔕 Not one sound since { $since }: quiet.
noise-line = { $kind ->
    [ticket] { $at } ticket No. { $number }: { $why }
    [incident] { $at } No. { $number }: { $why }
   *[other] { $at } { $why }
  }
noise-earlier = ← Earlier
noise-later = Later →
sound-why-page = { $because ->
    [silent] page, level { $level }: no answer from { $names } for { $minutes } min
    [unreachable] page, level { $level }: messages do not reach { $names }
    [nobody] page, level { $level }: nobody has answered for { $minutes } min
   *[first] page, level { $level }
  }
sound-why-page-again = page repeated, level { $level }: no answer yet
sound-why-passed-on = a colleague passes the incident on to you
sound-why-lead-asked = the operator asks what to do
sound-why-cannot-resolve = the sysadmin cannot resolve it
sound-why-customer-unclaimed = nobody took the customer
sound-why-customer-in-hand = you are asked to take a customer over
sound-why-new-ticket = { $because ->
    [silent] page, level { $level }: no answer from { $names } for { $minutes } min
    [unreachable] page, level { $level }: messages do not reach { $names }
    [nobody] page, level { $level }: nobody has answered for { $minutes } min
   *[first] new, level { $level }
  }
sound-why-ticket-reopened = open again, it still fails for the operator
sound-why-fix = the sysadmin fixed it, your check is next
sound-why-duties-reminder = reminder: not everything is ticked
sound-why-news-reminder = question: is the ticket still with you?
sound-why-news = no news yet
sound-why-shift-start = your shift began: are you there
sound-why-handover = handover: your signature is wanted
sound-why-mass-outage = mass outage: many report the same
sound-why-return-needs-lead = the return after an outage stopped: yours to decide
was-away = ⏸ I was away from { $since } to { $until }. Presses of that time may not have reached me. Below is what I have noted. If something is missing, do it again.
