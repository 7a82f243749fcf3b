"""A roster against a list: the rules of `eligibility` compiled to columns, so that services find people."""

from assistant.screening.api import Faulty, ScreeningResult, screen
from assistant.screening.errors import RosterError
from assistant.screening.limits import Limits
from assistant.screening.summary import BenefitSummary, Summary, YearlyCost

__all__ = [
    "BenefitSummary",
    "Faulty",
    "Limits",
    "RosterError",
    "ScreeningResult",
    "Summary",
    "YearlyCost",
    "screen",
]
