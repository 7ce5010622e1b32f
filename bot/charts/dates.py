"""Days in words, and where to mark them under a timeline."""

from datetime import date, timedelta

from babel.dates import format_date

from bot.speech import language_now

DAY_STEPS = (1, 2, 7, 14)
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1_200, 12_000)


def day_in_words(day: date, *, this_year: int = 0) -> str:
    """Write a day so that nobody takes the month for the day; its year only where it is not this year."""
    return _written(day, "d MMM" if day.year == this_year else "d MMM y")


def ticks(first: date, last: date, *, most: int) -> tuple[tuple[date, str], ...]:
    """Choose at most `most` days between two days to name under an axis, evenly apart."""
    span = (last - first).days
    for step in DAY_STEPS:
        if span // step < most:
            days = (first + timedelta(days=count * step) for count in range(span // step + 1))
            return tuple((day, _written(day, "d MMM")) for day in days)
    for step in MONTH_STEPS:
        firsts = _month_firsts(first, last, step)
        if len(firsts) <= most:
            return tuple((day, _month(day, step)) for day in firsts)
    return ()


def _month_firsts(first: date, last: date, step: int) -> tuple[date, ...]:
    """The first days of each `step`th month, counted from the year 1."""
    begun = (first.year * 12 + first.month - 1 + (first.day > 1) + step - 1) // step
    ended = (last.year * 12 + last.month - 1) // step
    return tuple(
        date(month // 12, month % 12 + 1, 1) for month in range(begun * step, ended * step + 1, step)
    )


def _month(day: date, step: int) -> str:
    return f"{day.year}" if step >= 12 else _written(day, "LLL y")


def _written(day: date, pattern: str) -> str:
    return format_date(day, pattern, locale=language_now())
