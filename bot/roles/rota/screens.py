"""Who may do what on the rota's screens: the tables of who decides, and of everybody."""

from __future__ import annotations

from bot.person.rules import Role
from bot.roles.everybody import duty
from bot.roles.rota import covering, shifts, showing, taps
from bot.telegram.screens import Screens


def setup() -> tuple[Screens, ...]:
    """Everybody has shifts and sees months; leads and administrators decide for others."""
    return _deciding(Role.DUTY_LEAD), _deciding(Role.ADMINISTRATOR), _everybody()


def _deciding(role: Role) -> Screens:
    return Screens(
        role=role,
        taps={
            taps.Replace: covering.whom,
            taps.Substitute: covering.by_whom,
            taps.Cover: covering.covered,
            taps.Fill: covering.hole,
            taps.PutOn: covering.put_on,
        },
    )


def _everybody() -> Screens:
    return Screens(
        role=None,
        taps={
            taps.ShowMonth: showing.month_wanted,
            taps.MyShifts: shifts.page_turned,
            taps.ShowShift: shifts.one,
            taps.Give: shifts.to_whom,
            taps.GivePart: shifts.which_part,
            taps.Exchange: shifts.exchange_with_whom,
            taps.ExchangeFor: shifts.exchange_for_which,
            taps.AskCover: shifts.cover_asked,
            taps.AskSwap: shifts.swap_asked,
            taps.Agree: shifts.agreed,
            taps.Refuse: shifts.refused,
            taps.Withdraw: shifts.withdrawn,
        },
        commands={"duty": duty.asked, "rota": showing.this_month, "shifts": shifts.mine},
        answers={shifts.QUESTION: shifts.part_written},
    )
