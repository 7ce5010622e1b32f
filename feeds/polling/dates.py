"""Read the dates of feeds: our own layer, because feedparser's is wrong in just this subject's time zones.

It takes MSK, EET, EEST, CET and CEST for UTC, gives up on French months and on dates without a zone, and
reads `1708990200` as the year 2017 (MEASURED.md, section 1).
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
FUTURE = timedelta(days=1)  # so much may an outlet's clock be ahead
LONGEST_DATE = 100  # characters

CLOCK = r"(?P<hour>\d{1,2})[:h.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
HALF = r"(?:\s?(?P<half>[ap])\.?m\b\.?)?"
ZONE = r"\s{0,3}(?P<zone>[+-]\d{1,2}:?\d{2}\b|[a-z]{1,5}[+-]\d{1,2}(?::?\d{2})?\b|[a-z]{1,5}\b)?"
TIME = rf"(?:\D{{0,6}}{CLOCK}{HALF}{ZONE})?"
YEAR = r"(?P<year>\d{4})"
MONTH = r"(?P<month>\d{1,2})"
DAY = r"(?P<day>\d{1,2})"
NAME = r"(?P<name>[^\W\d]{3,12})"
GAP = r"[\s.,-]{1,3}(?:de )?"
COMPACT_TIME = rf"t?(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})?{ZONE}"
SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{YEAR}[-/]{MONTH}(?:[-/]{DAY})?{TIME}",  # 2024-03-04T10:00:00+02:00
        rf"{YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?:{COMPACT_TIME})?$",  # 20240304T100000Z
        rf"{DAY}\.{MONTH}\.{YEAR}{TIME}",  # 04.03.2024; with slashes America and Europe disagree
        rf"{DAY}(?:er|th)?{GAP}{NAME}{GAP}(?P<year>\d{{4}}|\d{{2}}\b){TIME}",  # 4 Mar 2024 10:00 MSK
        rf"{NAME}\.? {DAY}(?:st|nd|rd|th)?,? {YEAR}{TIME}",  # March 4, 2024 10:00
        rf"{NAME} {DAY} {CLOCK}(?: (?P<zone>[a-z]{{1,5}}))? {YEAR}",  # Mon Mar 4 10:00:00 2024
    )
)
EPOCH = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d{1,6})?")
OFFSET = re.compile(r"[a-z]{0,5}(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")


def read_date(words: str, *, now: datetime) -> datetime | None:
    """Read a date in UTC; None when it is none, or lies before 1990 or more than a day ahead.

    A date without a zone is taken for UTC.
    """
    text = " ".join(words[:LONGEST_DATE].lower().split())
    try:
        date = epoch_date(text) or shaped_date(text)
    except (ValueError, OverflowError):
        return None
    return date if date and EARLIEST <= date <= now + FUTURE else None


def epoch_date(text: str) -> datetime | None:
    """Read seconds or milliseconds since 1970."""
    if not EPOCH.fullmatch(text):
        return None
    whole, _, _ = text.partition(".")
    return datetime.fromtimestamp(int(whole[:-3] if len(whole) > 10 else whole), UTC)


def shaped_date(text: str) -> datetime | None:
    """Read a date in one of the shapes that feeds use."""
    for shape in SHAPES:
        found = shape.search(text)
        if found and (date := composed_date(found.groupdict(default=""))):
            return date
    return None


def composed_date(parts: Mapping[str, str]) -> datetime | None:
    """Put a date together from its parts; None when the month has no name that we know."""
    month = int(parts["month"]) if "month" in parts else vocabulary().months.get(parts["name"], 0)
    if not month:
        return None
    midnight = datetime(full_year(int(parts["year"])), month, int(parts["day"] or 1), tzinfo=UTC)
    # Added, so that 24:00 and leap seconds come out right.
    local = midnight + time_of_day(parts)
    return local.replace(tzinfo=zone(parts.get("zone", ""))).astimezone(UTC)


def full_year(year: int) -> int:
    """Give a year of two digits its century."""
    if year >= 100:
        return year
    return year + (2000 if year < 70 else 1900)


def time_of_day(parts: Mapping[str, str]) -> timedelta:
    """Give the time since midnight, nothing when there is no clock time."""
    hour, minute, second = (int(parts.get(part) or 0) for part in ("hour", "minute", "second"))
    half = parts.get("half")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return timedelta(hours=hour, minutes=minute, seconds=second)


def zone(name: str) -> timezone:
    """Give the time zone of an offset or an abbreviation, UTC when it is not known."""
    offset = OFFSET.fullmatch(name)
    if not offset:
        return timezone(timedelta(minutes=vocabulary().zones.get(name, 0)))
    shift = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
    return timezone(-shift if offset["sign"] == "-" else shift)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words that dates are made of, in lower case."""

    zones: Mapping[str, int]  # minutes east of Greenwich
    months: Mapping[str, int]  # 1 to 12


@cache
def vocabulary() -> Vocabulary:
    """Load the words that dates are made of, once."""
    words = tomllib.loads(Path(__file__).with_name("dates.toml").read_text("utf-8"))
    known: dict[str, int] = {}
    for names in words["months"].values():
        for beginning, number in beginnings(names):
            known.setdefault(beginning, number)
    return Vocabulary(zones=words["zones"], months=known)


def beginnings(names: list[str]) -> Iterator[tuple[str, int]]:
    """Give each beginning of at least three letters that only one month of a language has."""
    for number, name in enumerate(names, start=1):
        for length in range(3, len(name) + 1):
            beginning = name[:length]
            if sum(other.startswith(beginning) for other in names) == 1:
                yield beginning, number
