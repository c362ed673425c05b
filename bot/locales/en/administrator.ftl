# Invitations.
invite-which-role = Whom shall I invite?
invite-which-level = { $role }: on which level of pages?
invite-level-1 = 1: paged at once
invite-level-2 = 2: if 1 is silent
invite-title-level = { $role }, level { $level }
invite-ready = The invitation is ready: { $role }
invite-how = Tap the link to copy it. It is for one person and works once, until { $until }.
invite-waits = The link works once a second lead or administrator has agreed: they have a card.
invite-pass-on = Hand it over in person: whoever opens it first is in.

# A second person and an invitation.
vouch-title = 🔑 Invitation: { $role }
vouch-who = { $name } invites. The link lives until { $until }.
vouch-why = It lets nobody in without you. Agree if you know of it.
vouch-yes = I know of it
vouch-no = Let nobody in
vouch-granted = Agreed: { $name }, { $at }. The link works.
vouch-denied = Refused: { $name }, { $at }. The link lets nobody in.

# People.
people-title = People: { $count } · page { $page } of { $pages }
people-role-level = { $role } { $level }
people-reachable = 🟢 { $name }: { $roles }
people-never-started = ⚪ { $name }: { $roles }. Has not pressed "Start" yet
people-unreachable = 🔴 { $name }: { $roles }. Cannot be reached since { $at }, { $day }
people-quarantined = ⚠️ Messages put aside because nothing could be made of them: { $count }. The bot's log says more.
people-back = ← Back
people-on = Next →

# Somebody cannot be reached.
unreachable-title = 🔴 { $name } cannot be reached
unreachable-blocked = They blocked the bot; since { $at }, { $day }.
unreachable-never-started = They never pressed "Start"; found out at { $at }, { $day }.
unreachable-deactivated = Their account is deleted; found out at { $at }, { $day }.
unreachable-other = Telegram brings them nothing since { $at }, { $day }.
unreachable-on-duty = On the rota: { $role } until { $until }.
unreachable-next-level = The page has gone on to the next level.
unreachable-phone = Phone: { $number }
unreachable-remedy = What to do: call them, have them open the bot and press "Start", or put somebody else on the rota.
reachable-again = 🟢 { $name } can be reached again.
quarantined = ⚠️ A message could not be handled: { $name }. It is put aside, everything else works. Details are in the bot's log.

# The auditor: what it found and put right tonight. A line: when, which incident, what was wrong.
auditor-title = { $stuck ->
    [yes] ⚠️ The bot's clock is stuck. Put right by itself: { $count }
   *[no] 🛠 Put right by itself tonight: { $count }
  }
auditor-earlier = Earlier tonight: { $count } more
auditor-line = { $kind ->
    [incident] { $at } No. { $number }: { $what }
   *[other] { $at } { $what }
  }
auditor-remedy = Nothing to do. If it happens every night, show it to whoever looks after the bot.
auditor-stuck = The bot's clock does not mend itself: show its log to whoever looks after it, now.
finding-nobody-moves-it = nobody knew of it, the leads are paged
finding-lead-gone = its lead left or cannot be reached, the next are paged
finding-sysadmin-gone = its sysadmin left or cannot be reached, the next are paged
finding-climb-without-timer = the page would not have gone on to the next level, it will
finding-climb-without-page = nobody was paged on its level, the next are
finding-page-lost = a page got lost on its way, it is sent again
finding-page-waits = a page waited too long to be sent, it goes now
finding-ticket-unpaged = nobody got the ticket, the sysadmins are paged
finding-recheck-without-timer = "does it work?" was lost, it will be asked again
finding-duties-without-timer = the lead's reminders were lost, they come again
finding-news-without-timer = the sysadmin's questions were lost, they come again
finding-timer-of-closed = nothing rings any more for the closed incident
finding-outage-without-timer = the reminders of a mass outage were lost, they come again
finding-outage-lead-gone = the lead of a mass outage left or cannot be reached, the next are called
finding-timer-stuck = the clock is stuck: what is planned does not happen
