# The leads' group: a mass outage's board for everybody, and what its topic is called.
group-topic = { $state ->
    [over] 🟢
    [checking] 🟡
    [joined] ➡️
    [elsewhere] ⚪
   *[broken] 🔴
  } #{ $number } { $subject } · { $day } { $at }
group-topic-again = { $title } · once more
group-own-board = My board
group-number = #{ $number }
group-farewell = ⚪ Mass outage #{ $number }: its board is not kept in this group any more.
group-look-privately = The answer is in your own chat with the bot.
group-acknowledged = The outage is yours. The board follows in a few seconds.

# The group as an administrator sees it.
leads-title = 👥 Leads' group: { $title }
leads-bound = Chosen by { $name }, { $day } at { $at }.
leads-unbound = Not the leads' group any more since { $at }, { $day }.
leads-topics = Each mass outage has a topic of its own, with its state in the title.
leads-one-chat = The board of a mass outage comes into the group's chat itself.
leads-who-reads = Everybody in the group sees the operators' names on the board.
leads-trouble-out = 🔴 The bot has not been in the group since { $at }, { $day }: there is no board there.
leads-trouble-silenced = 🔴 Since { $at }, { $day } only the group's administrators may write: there is no board there.
leads-trouble-no-topics = 🟡 Since { $at }, { $day } the bot may not open topics: the board comes into the chat itself.
leads-remedy-out = What to do: bring the bot back into the group, or choose another by /leads_here in it.
leads-remedy-silenced = What to do: make the bot an administrator of the group.
leads-remedy-no-topics = What to do: make the bot an administrator of the group with the right “Manage topics”.
leads-cards-as-ever = The leads' own cards come as ever.
leads-away = Let the group go
leads-how = There is no leads' group. Add the bot to a group and write /leads_here in it: the board of mass outages will be there. Everybody in the group will see the operators' names.
leads-bound-here = 👥 The board of mass outages will be here. For a topic of its own for each of them, switch topics on, give the bot the right “Manage topics” and repeat /leads_here.
leads-bound-here-topics = 👥 The board of mass outages will be here, each in a topic of its own. The bot needs the right “Manage topics”.
leads-unbound-here = 👥 There will be no board of mass outages here any more.
leads-unbound-now = The group is let go.
leads-none-bound = This group is not chosen for the board.
