# Words that the cards of several roles share.
subject-everything = Everything
knowledge-base = Knowledge base
keyboard-report = 🛑 Software is down
keyboard-status = 📍 Where am I
ticked-status-set = status ✓
ticked-off-the-line = off the line ✓
ticked-redirected = { $to ->
    [""] nobody to redirect ✓
   *[other] customer with { $to } ✓
  }
ticket-line-filed = 🟡 Ticket No. { $number } with the sysadmin since { $at }, not acknowledged yet
ticket-line-acknowledged = 🟢 Ticket No. { $number }: { $name }, since { $at }
ticket-line-estimate = 🟢 Ticket No. { $number }: { $name }, since { $at }, expected { $estimate }
ticket-line-resolved = 🟢 Ticket No. { $number }: { $name } resolved it at { $at }
ticket-line-cannot = 🔴 Ticket No. { $number }: { $name } cannot resolve it. The lead decides
