"""What an administrator's buttons carry."""

from __future__ import annotations

from bot.telegram.buttons import Id, Key, Tap, Turn


class Invite(Tap, prefix="invite"):
    """Invite somebody to this role. Level 0: it is not chosen yet, and is asked for where it matters."""

    level: Turn
    role: Key


class Vouch(Tap, prefix="vouch"):
    """I know of this invitation: it may let somebody in."""

    vouching: Id


class NotMine(Tap, prefix="novouch"):
    """It shall let nobody in."""

    vouching: Id


class People(Tap, prefix="people"):
    """One page of the list of people, counted from 0."""

    page: Turn


class LeadsAway(Tap, prefix="leadsaway"):
    """This group is not the leads' any more."""

    group: Id
