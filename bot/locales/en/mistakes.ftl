# Why it cannot be done now, how things stand, and what to do.
late-tap = This button belongs to an earlier step, incident No. { $incident } has moved on. Nothing has changed. Where you are: /status
too-many-open = You have { $most } open incidents, and nobody can have more. Nothing has changed. Close some: /status
incident-closed = Incident No. { $incident } is closed already, there is nothing to do. Your open ones: /status
not-yours = This incident or ticket is not your shift's. Nothing has changed. What is open with you: /status
taken-by = { $name } has had it since { $at }. There is nothing for you to do.
ticket-moved = { $status ->
    [filed] Nobody has acknowledged ticket No. { $ticket } yet. Tap "Acknowledge" first.
    [acknowledged] { $by } has ticket No. { $ticket } already. There is nothing for you to do.
    [cannot_be_resolved] { $by } cannot resolve ticket No. { $ticket }. The lead decides.
    [resolved] Ticket No. { $ticket } is resolved already, the operators are checking.
    [withdrawn] Ticket No. { $ticket } was withdrawn: nobody waits for it any more.
   *[other] There is no such ticket. Open tickets: /tickets
  }
unknown-answer = This step has no such answer, the button is from an old card. Nothing has changed. A fresh card: /status
unknown-step = The runbook has no such step, the button is from an old card. Nothing has changed. A fresh card: /status

# The rota.
no-such-shift = The rota has no such shift any more. Nothing has changed. The rota as it is: /rota
not-your-shift = This shift is somebody else's. Nothing has changed. Yours: /shifts
shift-over = This time is past and stays as it was. Nothing has changed. Yours: /shifts
no-effect = { $person }: it is so already, or is asked already. Nothing has changed.
not-a-part = This time is not inside the shift. Nothing has changed.
overlaps-own-shift = { $person } is on duty then already. Choose another colleague or another time.
swap-settled = { $state ->
    [agreed] The swap is agreed already. The rota as it is: /rota
    [refused] The colleague cannot, the swap is over. Nothing has changed.
    [withdrawn] The swap is not needed any more. Nothing has changed.
    [expired] It is too late for this swap: the time to answer is over. Nothing has changed.
    [void] The rota has changed, there is nothing left to swap. The rota as it is: /rota
   *[covered] A lead has decided it already. The rota as it is: /rota
  }
not-your-swap = This swap is between others. Nothing has changed. Yours: /shifts
not-a-pattern = Shifts cannot come again like that. Nothing has changed.
no-such-pattern = There is no such pattern any more. Nothing has changed.
cannot-pass = Cannot pass it on: messages do not reach { $name }, or they no longer have the role. Nothing has changed, choose another colleague.
nothing-to-split = Everybody who waits has it: there is nobody to split off. Nothing has changed.
nothing-to-do = Nobody is selected, it is done already, or the outage is over. Nothing changed. The board: /board
no-more-pictures = There are no more like this one. Open tickets: /tickets
nothing-to-vouch = This invitation is decided already, is over, or is your own. Nothing has changed.
