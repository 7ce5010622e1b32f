"""Credits: which outlet says so, whose it is where that matters, when, and where to read it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.replies import Line, text
from bot.speech import country_name, worded, written_day
from feeds.model import KeptArticle, Ownership

LABELLED = {Ownership.STATE_CONTROLLED, Ownership.GOVERNMENT}


def credit(kept: KeptArticle, zone: ZoneInfo) -> Line:
    """Name the outlet with its ownership where that matters, the date and the link."""
    article = kept.article
    return (text(outlet_name(kept), link=article.url), text(f", {local_time(article.published, zone)}"))


def outlet_name(kept: KeptArticle) -> str:
    """Name the outlet, and say so when a state stands behind it."""
    outlet = kept.article.outlet
    if outlet.ownership not in LABELLED:
        return outlet.name
    return f"{outlet.name} ({country_name(outlet.country)}, {worded(outlet.ownership.value)})"


def local_day(moment: datetime, zone: ZoneInfo) -> str:
    """Write the day of a time in a time zone: "4 Mar 2026"."""
    return written_day(moment.astimezone(zone))


def local_time(moment: datetime, zone: ZoneInfo) -> str:
    """Write a time in a time zone: "4 Mar 2026, 14:01 EET"."""
    local = moment.astimezone(zone)
    return f"{local_day(moment, zone)}, {local:%H:%M} {local.tzname()}"


def count(number: int, noun: str, plural: str = "") -> str:
    """Say how many there are of something."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
