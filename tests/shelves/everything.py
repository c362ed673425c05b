"""Every walk there is: together they see every card, step and text, and everything that can happen."""

from __future__ import annotations

from tests.shelves.stories_of_care import CARE
from tests.shelves.stories_of_customers import CUSTOMERS
from tests.shelves.stories_of_groups import GROUPS
from tests.shelves.stories_of_hands import HANDS
from tests.shelves.stories_of_outages import OUTAGES
from tests.shelves.stories_of_people import PEOPLE
from tests.shelves.stories_of_probes import PROBES
from tests.shelves.stories_of_rota import ROTA
from tests.shelves.stories_of_shifts import SHIFTS
from tests.shelves.stories_of_tickets import TICKETS
from tests.shelves.stories_of_work import WORK

EVERYTHING = (
    *WORK, *CUSTOMERS, *HANDS, *CARE, *PEOPLE, *SHIFTS, *ROTA, *OUTAGES, *TICKETS, *GROUPS, *PROBES,
)  # fmt: skip
