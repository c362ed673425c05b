# The menu of commands beside the input field. Short: a phone shows one line.
menu-start = Come in
menu-status = Where am I
menu-report = Software is down
menu-board = Who cannot work now
menu-handover = Hand over to a colleague
menu-tickets = Open tickets
menu-duty = Who is on duty now
menu-shifts = My shifts and substitutes
menu-rota = The rota of a month
menu-people = People, and who can be reached
menu-invite = Invite somebody
menu-settings = Language, clock, rechecks
menu-noise = Why the phone rang
menu-help = What I can do
menu-cancel = Forget my question
menu-leads_here = The leads' group
