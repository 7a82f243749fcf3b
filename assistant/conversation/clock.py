"""The day on which people ask, for servers: one time for the whole country, whatever the server's clock is set to."""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def today_in_china() -> date:
    """The day it is there now."""
    return datetime.now(CHINA).date()
