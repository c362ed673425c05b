# An incident's history, a line for each event. Before each stand the time and who: "03:16  Lev: acknowledges …".
story-heading = Incident No. { $number } · { $subject } · { $operator }
story-night = The bot
story-by-time = { $what } (it was time)
unknown-incident = There is no incident No. { $incident }.
nothing-held = Nothing waits for a word any more.

# How it ended.
closed-self-help = the operator's own attempt helped
closed-returned = back on the line
closed-reported = those responsible know
closed-shift-over = the shift ended first
closed-cancelled = cancelled as a mistake

# The operator's walk.
event-opened = { $customer ->
    [call] does not work: { $subject }; a customer is on the line, a call
    [chat] does not work: { $subject }; a chat with a customer is open
   *[none] does not work: { $subject }
  }
event-customer-noted = the customer's reference: { $reference }
event-step-answered = answer "{ $answer }" at the step "{ $step }"
event-step-entered = step "{ $step }"
event-more-time = { $minutes } more minutes are needed
event-asked-again = silence, asks once more: "{ $step }"
event-went-silent = the operator is silent at the step "{ $step }", the lead hears of it
event-work-status-changed = work status: { $status }
event-software-added = does not work either: { $subject }
event-channel-checked = { $works ->
    [yes] checked, it opens: { $channel }
   *[no] checked, it does not open: { $channel }
  }
event-works-again = it works again
event-cancelled = cancels the incident
event-shift-ended = the operator's shift has ended
event-closed = the incident is closed: { $closed }

# The duty lead.
event-lead-paged = pages the lead: { $to }, level { $level }
event-lead-told = tells the lead without a page: { $to }
event-sysadmin-paged = pages the sysadmin: { $to }, level { $level }
event-lead-acknowledged = acknowledges the incident
event-duty-ticked = { $duty ->
    [status_set] the status is set
    [off_the_line] the operator is off the line
    [redirected] the customer is redirected: { $to }
    [nobody] there is no customer to redirect
   *[other] ticked: { $duty }
  }
event-duties-reminded = a reminder: not everything is ticked
event-lead-asked = asks the lead what to do
event-lead-wrote = writes to the operator
event-operator-wrote = writes to the lead

# The ladder.
event-ladder-climbed = { $ladder ->
    [lead] nobody has acknowledged, on to the leads: level { $level }, round { $round }
   *[sysadmin] nobody has acknowledged, on to the sysadmins: level { $level }, round { $round }
  }
event-page-delivered = the page arrived: { $to }
event-page-refused = { $reason ->
    [blocked] the page did not arrive: { $to } blocked the bot
    [never_started] the page did not arrive: { $to } has never opened the bot
    [left] page not delivered: { $to } no longer has the role
   *[other] the page did not arrive: { $to }, Telegram does not deliver
  }
event-nobody-to-page = { $ladder ->
    [lead] nobody to page: there are no leads
   *[sysadmin] nobody to page: there are no sysadmins
  }
event-ladder-rested = ticket No. { $ticket }: nobody answers and nobody waits, the bot calls no more

# The ticket.
event-report-added = { $part ->
    [description] a description for the ticket
    [picture] a screenshot for the ticket
    [no_picture] no screenshot can be made
    [detail] an answer to the sysadmin's question
    [not_resolved] what is still wrong
   *[addition] an addition to the ticket
  }
event-ticket-filed = ticket No. { $ticket } is with the sysadmin
event-ticket-acknowledged = acknowledges ticket No. { $ticket }
event-details-asked = asks for details of ticket No. { $ticket }
event-details-given = answers the sysadmin's question
event-estimate-given = ticket No. { $ticket }: expected { $estimate }
event-ticket-resolved = ticket No. { $ticket }: resolved
event-ticket-cannot-be-resolved = ticket No. { $ticket }: cannot resolve it
event-ticket-reopened = ticket No. { $ticket } is open again
event-ticket-withdrawn = ticket No. { $ticket } is withdrawn, nobody waits for it any more
event-news-asked = asks the sysadmin for news

# Rechecks.
event-recheck-asked = asks whether it works
event-recheck-answered = { $answer ->
    [later] wants to be asked later
   *[not_yet] it does not work yet
  }
event-rechecks-unanswered = questions in a row without an answer: { $count }, the lead hears of it
event-recheck-interval-chosen = to be asked every { $minutes } min

# People and the house.
event-person-invited = invites: { $role }
event-person-joined = { $person }: in the team now
event-person-changed = { $person }: facts or roles have changed
event-person-unreachable = { $person }: messages do not arrive
event-person-reachable = { $person }: can be reached again
event-rota-changed = { $person }: the rota has changed, { $role }
event-rota-gap-found = nobody is on duty as { $role }, told ahead
event-rota-overlap-found = two at once on the first level: { $role }, told ahead
event-rota-gaps-closed = somebody is on duty at every hour that was told of
event-shift-moved = { $person }: a time zone's rules have changed, the shift follows them, { $role }
event-shift-covered = { $to } works instead of { $person }, { $role }
event-swap-asked = asks { $to } to work instead of { $person }, { $role }
event-swap-agreed = agrees to work instead of { $person }, { $role }
event-swap-refused = cannot work instead of { $person }, { $role }
event-swap-withdrawn = needs nobody instead of { $person } any more, { $role }
event-swap-expired = { $to } did not answer in time, { $person } works, { $role }
event-swap-void = the rota has changed, there is nothing left to swap: { $person }, { $to }
event-pattern-made = { $person }: shifts that come again and again, { $role }
event-pattern-ended = { $person }: shifts come again no more, { $role }
event-refused = refused: { $wanted }
event-quarantined = a message that cannot be understood is put aside

# An incident and a ticket change hands.
event-lead-took-over = takes the incident over, before: { $to }
event-lead-passed-on = passes the incident to { $to }
event-lead-called-next = calls the next level
event-lead-snoozed = wants to be reminded later
event-lead-let-go = no ticks for long, the incident is nobody's again, before: { $to }
event-news-given = ticket No. { $ticket }: "still on it"
event-sysadmin-let-go = ticket No. { $ticket }: no news for long, nobody's again, before: { $to }

# Mass outages.
event-outage-joined = belongs to outage No. { $outage }
event-outage-mass = mass outage No. { $outage }, operators: { $count }
event-outage-split = split off into another outage, No. { $outage }
event-lead-given = with the lead of the mass outage: { $to }
event-ticket-joined = ticket No. { $ticket } joined ticket No. { $to_ticket }
event-duty-unticked = tick taken back: { $duty ->
    [status_set] status
    [off_the_line] line
   *[redirected] customer redirected
  }
event-words-withdrawn = the lead's message was withdrawn
event-redirect-withdrawn = asks no more to come for the customer: { $to }
event-volunteer-asked = asked to be among the first who check the fix
event-volunteered = will check among the first
event-volunteer-declined = lets others check first
event-wave-asked = turn to check the fix, in this wave: { $count }
event-return-stopped = the return is stopped
# A customer in hand.
event-redirect-asked = asks a colleague to come for the customer: { $to }
event-customer-claimed = has the customer now
event-redirect-declined = cannot come for the customer
event-customer-unclaimed = nobody came for the customer, no answer from { $to }; the lead hears of it
event-redirect-lapsed = { $reason ->
    [off_duty] { $to } will not come for the customer: their shift is over
    [left] { $to } will not come for the customer: takes none any more, or cannot be reached
    [blocked] { $to } will not come for the customer: the bot is blocked
    [never_started] { $to } will not come for the customer: never opened the bot
   *[other] { $to } will not come for the customer: Telegram does not deliver
  }
event-promise-noted = { $promise ->
    [nothing] the customer was promised nothing
    [call_back] the customer was promised a call
    [write_back] the customer was promised a message
   *[words] notes what the customer was promised
  }

# A shift begins and ends.
event-checked-in = is there, sound on: { $role }
event-not-checked-in = not heard from since the shift began: { $role }
event-handover-begun = the handover begins: { $to }
event-handover-signed = signs for the shift, before: { $to }
event-handover-dropped = the handover is called off
event-sysadmin-took-over = takes over ticket No. { $ticket }, before: { $to }
event-sysadmin-passed-on = passes ticket No. { $ticket } to { $to }
event-sysadmin-called-next = ticket No. { $ticket }: calls the next level
event-sysadmin-snoozed = ticket No. { $ticket }: asks to be asked later
event-news-repeated = tells the operator how it stands: no news yet
event-news-ended = no news, and the operator is not told so any more; the lead sees it
event-probed = own probe: { $found ->
    [answers] it answers
    [wrong_status] it answers otherwise than it should ({ $status })
    [wrong_text] it answers something else
    [too_slow] it does not answer in time
    [no_such_host] the address is not found
    [not_trusted] a certificate of somebody else
    [not_allowed] the probe is not allowed
   *[no_answer] it does not answer
  }
event-auditor-repaired = the auditor put right: { $finding }

# The leads' group.
event-group-bound = chooses the leads' group: { $title }
event-group-unbound = lets the leads' group go: { $title }
event-group-trouble = leads' group { $title }: { $trouble ->
    [out] the bot is not in it
    [silenced] the bot may not write
   *[no-topics] the bot may not open topics
  }
event-group-well = leads' group { $title }: well again
event-group-moved = leads' group { $title } is a supergroup now
event-restored = the database was restored from a backup; what was promised before waits for a person's word
event-released = let go what waited since the restore
event-person-exported = a person's data was handed out to them
event-person-erased = a person's data was erased
