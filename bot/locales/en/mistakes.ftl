# Why it cannot be done now, how things stand, and what to do.
late-tap = This button belongs to an earlier step, incident No. { $incident } has moved on. Nothing has changed. Where you are: /status
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
