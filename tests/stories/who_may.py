"""Who may press what, at which stage of an incident: the table that every button is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.roles import handover_taps as handover
from bot.roles.administrator import taps as administrator
from bot.roles.duty_lead import outage_taps as board
from bot.roles.duty_lead import taps as lead
from bot.roles.everybody import taps as everybody
from bot.roles.operator import taps as operator
from bot.roles.rota import taps as rota
from bot.roles.sysadmin import picture_taps as pictures
from bot.roles.sysadmin import taps as sysadmin
from bot.telegram.buttons import Tap

STAGES = ("reporting", "waiting", "held", "closed")
"""Open: the report is being made and the lead has it · filed, nobody has it · both have it · all is over."""

OPERATORS = frozenset({"owner", "operator"})
LEADS = frozenset({"lead", "other lead", "administrator"})
SYSADMINS = frozenset({"sysadmin", "other sysadmin"})
ADMINISTRATORS = frozenset({"administrator"})
PRESENT = OPERATORS | LEADS | SYSADMINS
ACTORS = (*sorted(PRESENT), "stranger")

ALWAYS = STAGES
OPEN = ("reporting", "waiting", "held")
LED = ("reporting", "held")
NEVER: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """`{turn}` in the data is the walk's. Whoever has the role but may not do it now hears a friendly no."""

    data: str
    role: frozenset[str]
    may: frozenset[str]
    when: tuple[str, ...]


def _owner(data: str, when: tuple[str, ...] = OPEN) -> Rule:
    return Rule(data, OPERATORS, frozenset({"owner"}), when)


def _colleague(data: str, when: tuple[str, ...]) -> Rule:
    """The one who is asked to come for the owner's customer (held), or has them (waiting)."""
    return Rule(data, OPERATORS, frozenset({"operator"}), when)


def _holder(data: str, when: tuple[str, ...] = LED) -> Rule:
    return Rule(data, LEADS, frozenset({"lead"}), when)


def _repairer(data: str, when: tuple[str, ...] = ("held",)) -> Rule:
    return Rule(data, SYSADMINS, frozenset({"sysadmin"}), when)


def _whose_shift(data: str) -> Rule:
    return Rule(data, PRESENT, frozenset({"owner"}), ALWAYS)


BOARD_STAGES = ("called", "had", "returning")
"""Of a mass outage: nobody has acknowledged it yet · the lead has it · after the fix the waves begin."""
HAD = ("had", "returning")


def _of_board(data: str, when: tuple[str, ...] = HAD) -> Rule:
    return Rule(data, LEADS, frozenset({"lead"}), when)


BOARD: Mapping[type[Tap], Rule] = {
    operator.Volunteer: _owner("volunteer:1:1", ("returning",)),
    board.OutageTap: Rule("outage:1", LEADS, LEADS, BOARD_STAGES),
    board.AcknowledgeOutage: _of_board("ackall:1", ("called",)),
    board.TurnOutage: Rule("turnoutage:1:0", LEADS, LEADS, BOARD_STAGES),
    board.MoreForAll: _of_board("moreall:1"),
    board.Marks: _of_board("marks:1"),
    board.WhoIsBack: Rule("back:1", LEADS, LEADS, BOARD_STAGES),
    board.AllStatusSet: _of_board("allstatus:1:9"),
    board.AllOffTheLine: _of_board("alloffline:1:9"),
    board.AllRedirected: _of_board("allredirect:1:9"),
    board.AllRedirectTo: _of_board("allto:1:2:9"),
    board.AllToNobody: _of_board("alltonobody:1:9"),
    board.Undo: _of_board("undo:1", ("had",)),
    board.WriteToAll: _of_board("writeall:1"),
    board.Select: _of_board("select:1"),
    board.Moves: _of_board("moves:1"),
    board.SplitOff: _of_board("splitoff:1", ("had",)),
    board.JoinWhich: _of_board("joinwhich:1"),
    board.JoinOutage: _of_board("joinoutage:6:1", ("had",)),
    board.MoveWhere: _of_board("movewhere:1"),
    board.MoveTo: _of_board("moveto:1:4:9", ("had",)),
    board.Hands: _of_board("hands:1"),
    board.PassOutageOn: _of_board("passoutage:1"),
    board.PassOutageTo: _of_board("passoutageto:1:4"),
    board.CallNextForAll: _of_board("callnextall:1"),
    board.NextWave: _of_board("nextwave:1", ("returning",)),
    board.AskAllToReturn: _of_board("allback:1"),
    board.AllReturn: _of_board("allreturn:1", ("returning",)),
    board.StopReturn: _of_board("stopreturn:1", ("returning",)),
}
"""On the board of a mass outage, and to who waits. Where there is none, nobody can do anything with them."""

POLICY: Mapping[type[Tap], Rule] = {
    operator.Report: Rule("report:s:crm", OPERATORS, OPERATORS, ALWAYS),
    operator.Apart: Rule("apart:s:crm", OPERATORS, OPERATORS, ALWAYS),
    operator.MeToo: Rule("metoo:1", OPERATORS, OPERATORS, OPEN),
    operator.Different: Rule("different:crm", OPERATORS, OPERATORS, ALWAYS),
    operator.WithCustomer: Rule("with:none:s:crm", OPERATORS, OPERATORS, ALWAYS),
    operator.Join: _owner("join:1:crm"),
    operator.SkipReference: _owner("skipref:1"),
    operator.Answer: _owner("answer:1:{turn}:check_again", ("held",)),
    operator.Channel: _owner("channel:1:{turn}:0:chats", ("waiting",)),
    operator.NoPicture: _owner("nopicture:1", ("reporting",)),
    operator.PassOver: _owner("passover:1:{turn}", NEVER),
    operator.Works: _owner("works:1"),
    operator.NotYet: _owner("notyet:1", ("waiting", "held")),
    operator.Later: _owner("later:1", ("waiting", "held")),
    operator.WriteLead: _owner("writelead:1"),
    operator.Cancel: _owner("cancelit:1:1"),
    operator.NameColleague: _owner("colleague:1", LED),
    operator.GiveCustomer: _owner("givecustomer:1:2", LED),
    operator.KeepCustomer: _owner("keepcustomer:1"),
    operator.Claim: _colleague("claim:1", ("held",)),
    operator.Decline: _colleague("decline:1", ("held",)),
    operator.Promised: _colleague("promised:1:call_back", ("waiting",)),
    operator.PromiseInWords: _colleague("promise:1", ("waiting",)),
    operator.PromiseLater: _colleague("promiselater:1", ("waiting",)),
    lead.Acknowledge: _holder("ack:1", ("waiting",)),
    lead.AcknowledgeAndName: _holder("ackname:1", ("waiting",)),
    lead.StatusSet: _holder("statusset:1"),
    lead.OffTheLine: _holder("offline:1"),
    lead.Redirected: _holder("redirected:1"),
    lead.RedirectTo: _holder("redirectto:1:2"),
    lead.NobodyToRedirect: _holder("nobody:1"),
    lead.WriteOperator: _holder("writeop:1"),
    lead.TellOperator: _holder("tellop:1:study"),
    lead.MoreWays: _holder("more:1"),
    lead.PassOn: _holder("passon:1"),
    lead.PassTo: _holder("passto:1:4"),
    lead.CallNext: _holder("callnext:1"),
    lead.Snooze: _holder("snooze:1"),
    lead.DeclareMass: _holder("massoutage:1"),
    lead.ShowCard: Rule("i:1", LEADS, LEADS - ADMINISTRATORS, ALWAYS),
    lead.ShowIncident: Rule("incident:1", LEADS, LEADS - ADMINISTRATORS, ALWAYS),
    lead.BoardPage: Rule("boardpage:0", LEADS, LEADS, ALWAYS),
    sysadmin.AcknowledgeTicket: _repairer("ackticket:1", ("waiting",)),
    sysadmin.Estimate: _repairer("estimate:1:30"),
    sysadmin.EstimateTime: _repairer("eta:1"),
    sysadmin.Details: _repairer("details:1"),
    sysadmin.Inquire: _repairer("inquire:1:see"),
    sysadmin.Resolve: _repairer("resolve:1"),
    sysadmin.CannotResolve: _repairer("cannot:1"),
    sysadmin.CannotResolveAtAll: _repairer("cannotatall:1"),
    sysadmin.StillOnIt: _repairer("stillonit:1"),
    sysadmin.MoreTicketWays: _repairer("moreticket:1"),
    sysadmin.PassTicketOn: _repairer("passticket:1"),
    sysadmin.PassTicketTo: _repairer("passticketto:1:6"),
    sysadmin.CallNextSysadmins: _repairer("callsysadmin:1"),
    sysadmin.SnoozeTicket: _repairer("snoozeticket:1"),
    sysadmin.ShowTicket: Rule("ticket:1", SYSADMINS, SYSADMINS, ("waiting", "held", "closed")),
    pictures.Pictures: Rule("pictures:1", SYSADMINS, SYSADMINS, ALWAYS),
    pictures.PicturesPage: Rule("picturespage:1:0", SYSADMINS, SYSADMINS, ALWAYS),
    pictures.ShowPicture: Rule("picture:1", SYSADMINS, SYSADMINS, ("waiting", "held", "closed")),
    sysadmin.TicketsPage: Rule("ticketspage:0", SYSADMINS, SYSADMINS, ALWAYS),
    administrator.Invite: Rule("invite:1:operator", ADMINISTRATORS, ADMINISTRATORS, ALWAYS),
    administrator.People: Rule("people:0", ADMINISTRATORS, ADMINISTRATORS, ALWAYS),
    administrator.LeadsAway: Rule("leadsaway:1", ADMINISTRATORS, ADMINISTRATORS, NEVER),
    everybody.Open: Rule("settings:language", PRESENT, PRESENT, ALWAYS),
    everybody.Language: Rule("language:en", PRESENT, PRESENT, ALWAYS),
    everybody.Zone: Rule("zone:berlin", PRESENT, PRESENT, ALWAYS),
    everybody.Recheck: Rule("every:20", PRESENT, PRESENT, ALWAYS),
    everybody.Clear: Rule("clear:vpn", PRESENT, PRESENT, ALWAYS),
    everybody.CheckIn: Rule("here", PRESENT, PRESENT, NEVER),
    handover.HandOverTo: Rule("handto:incidents:4", LEADS | SYSADMINS, frozenset({"lead"}), LED),
    everybody.Noise: Rule("noise:0", PRESENT, PRESENT, ALWAYS),
    rota.ShowMonth: Rule("rota:202611:0:duty_lead", PRESENT, PRESENT, ALWAYS),
    rota.MyShifts: Rule("myshifts:0", PRESENT, PRESENT, ALWAYS),
    rota.ShowShift: _whose_shift("shift:1"),
    rota.Give: _whose_shift("give:1:0"),
    rota.GivePart: _whose_shift("givepart:1"),
    rota.Exchange: _whose_shift("exchange:1:0"),
    rota.ExchangeFor: _whose_shift("exchangefor:1:2:0"),
    rota.AskCover: Rule("askcover:4:0:0:3", PRESENT, frozenset({"other lead"}), ALWAYS),
    rota.Replace: Rule("replace:0:sysadmin", LEADS, LEADS, ALWAYS),
    rota.Substitute: Rule("substitute:5:0", LEADS, LEADS, ALWAYS),
}

OFFER_STAGES = ("offered", "beside", "alike", "parted")
"""One shift and all incidents are offered to a colleague, who has not answered · a second lead and sysadmin
are on duty · so they are in a mass outage, with screenshots · some of which were split off."""
MANY = ("alike", "parted")


def _offered(data: str, role: frozenset[str], *may: str, when: tuple[str, ...] = ("offered",)) -> Rule:
    return Rule(data, role, frozenset(may), when)


OFFERED: Mapping[type[Tap], Rule] = {
    administrator.Vouch: _offered("vouch:1", LEADS, "lead", "other lead"),
    administrator.NotMine: _offered("novouch:1", LEADS, "lead", "other lead"),
    handover.SignHandover: _offered("sign:1", LEADS | SYSADMINS, "other lead"),
    handover.HandoverPage: _offered("handpage:1:0", LEADS | SYSADMINS, "other lead"),
    handover.KeepHere: _offered("keep:1", LEADS | SYSADMINS, "lead"),
    rota.AskSwap: _offered("askswap:5:6:6", PRESENT, "sysadmin"),
    rota.Agree: _offered("agree:1", PRESENT, "other lead"),
    rota.Refuse: _offered("refuse:1", PRESENT, "other lead"),
    rota.Withdraw: _offered("withdraw:1", PRESENT, "lead"),
    rota.Cover: _offered("cover:5:6", LEADS, *LEADS),
    rota.Fill: Rule("fill:29922960:29923440:0:sysadmin", LEADS, LEADS, OFFER_STAGES),
    rota.PutOn: Rule("puton:29922960:29923440:6:sysadmin", LEADS, LEADS, OFFER_STAGES),
    lead.TakeOver: _offered("takeover:1:3", LEADS, "other lead", when=("beside", *MANY)),
    board.TakeOutageOver: _offered("overoutage:1:3", LEADS, "other lead", when=MANY),
    sysadmin.TakeTicketOver: _offered("overticket:1:5", SYSADMINS, "other sysadmin", when=("beside", *MANY)),
    pictures.ShowAlike: Rule("alike:1", SYSADMINS, SYSADMINS, MANY),
    pictures.SplitPictures: _offered("splitpics:3", SYSADMINS, "sysadmin", when=("alike",)),
    pictures.UndoSplit: _offered("undosplit:1", SYSADMINS, "sysadmin", when=("parted",)),
}
"""What somebody was offered, or has while a colleague stands by: most of it is for one person alone."""


def expected(rule: Rule, actor: str, stage: str) -> str:
    if actor == "stranger":
        return "neutral line"
    if actor not in rule.role:
        return "not their role"
    return "done" if actor in rule.may and stage in rule.when else "friendly no"
