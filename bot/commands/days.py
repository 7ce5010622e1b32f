"""Reads days as people write them: 2025, 2025-01, 2025-01-31, 31.1.2025, yesterday, 7d."""

import re
from collections.abc import Mapping
from datetime import MAXYEAR, date, timedelta

_DAY = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2}))?(?:[-/.]([0-9]{1,2}))?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_AGO = re.compile(r"([0-9]{1,4})([dwmy])")
_DAYS_IN: Mapping[str, int] = {"d": 1, "w": 7, "m": 30, "y": 365}
_NAMED: Mapping[str, int] = {"today": 0, "yesterday": 1}

EARLIEST = 1900


class NoDayError(ValueError):
    """No day that we can read."""


def first_and_last(written: str, today: date) -> tuple[date, date]:
    """Give the first and the last day of a day, a month or a year; "7d" is the day a week ago.

    Raises NoDayError.
    """
    try:
        first, last = _read(written.casefold(), today)
    except (ValueError, OverflowError):
        raise NoDayError(written) from None
    if not EARLIEST <= first.year <= last.year < MAXYEAR:
        raise NoDayError(written)
    return first, last


def _read(written: str, today: date) -> tuple[date, date]:
    if (ago := _days_ago(written)) is not None:
        return today - timedelta(days=ago), today - timedelta(days=ago)
    if turned := _DAY_FIRST.fullmatch(written):
        written = f"{turned[3]}-{turned[2]}-{turned[1]}"
    found = _DAY.fullmatch(written)
    if found is None:
        raise NoDayError(written)
    year, month, day = (int(part) if part else None for part in found.groups())
    first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    return first, _last(first, is_month=month is not None, is_day=day is not None)


def _days_ago(written: str) -> int | None:
    found = _AGO.fullmatch(written)
    return int(found[1]) * _DAYS_IN[found[2]] if found else _NAMED.get(written)


def _last(first: date, *, is_month: bool, is_day: bool) -> date:
    if is_day:
        return first
    if not is_month:
        return first.replace(month=12, day=31)
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
