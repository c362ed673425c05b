"""Every table of the night, and the revision of migrations/ that makes them so.

Whoever needs the whole metadata imports this module; a test looks whether a `models.py` was forgotten here.
"""

from bot.auditor import models as auditor
from bot.checkin import models as checkin
from bot.escalation import models as escalation
from bot.group import models as group
from bot.handover import models as handover
from bot.hold import models as hold
from bot.incident import models as incident
from bot.intake import models as intake
from bot.outage import models as outage
from bot.outbox import models as outbox
from bot.person import models as person
from bot.picture import models as picture
from bot.probe import models as probe
from bot.question import models as question
from bot.redirect import models as redirect
from bot.replica import models as replica
from bot.rota import models as rota
from bot.runbook import models as runbook
from bot.tables import Table
from bot.ticket import models as ticket
from bot.timeline import models as timeline
from bot.timer import models as timer

REVISION = "0004"
"""The newest revision, which this program works with. Known here so that a start needs no alembic."""

VERSION = f"{REVISION}.4"
"""Of the schema and of how rows are used. Replicas of one version work together, a newer one ends older ones.

Count up the last number when a release adds a kind of timer, a card or a state that the one before would not
know what to do with, and changes no table. tests/rules/side_by_side.txt has what this version stands for.
"""

MODELS = (
    auditor,
    checkin,
    escalation,
    group,
    handover,
    hold,
    incident,
    intake,
    outage,
    outbox,
    person,
    picture,
    probe,
    question,
    redirect,
    replica,
    rota,
    runbook,
    ticket,
    timeline,
    timer,
)

metadata = Table.metadata
