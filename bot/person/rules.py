"""Who may do what: roles, and what each may press."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    OPERATOR = "operator"
    DUTY_LEAD = "duty_lead"
    SYSADMIN = "sysadmin"
    ADMINISTRATOR = "administrator"
