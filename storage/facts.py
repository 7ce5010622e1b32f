"""What a search asks of an article beside its words, written as words of our own into the index of words.

The rest of them are made by the schema, from the article's columns: language (`l`), label (`k`), outlet
(`o`), story (`s`), year (`y`) and month (`m`).
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby

from feeds.model import Reading, Stance

A_YEAR = 12  # months


def named(reading: Reading) -> str:
    """Write down who speaks in an article, for whom, and who takes which stance."""
    return " ".join(sorted({*_speakers(reading), *_holders(reading)}))


def actor(name: str) -> str:
    """Give the word for an actor of ours."""
    return f"a{_hex(name)}"


def country(name: str) -> str:
    """Give the word for a country or body that somebody speaks for."""
    return f"c{_hex(name)}"


def speaker(name: str) -> str:
    """Give the word for a speaker as he is shown."""
    return f"n{_hex(name)}"


def stance(taken: Stance, holder: str = "") -> str:
    """Give the word for a stance, of anybody or of a holder, who is a word for an actor or a country."""
    return f"p{taken.value.replace('-', '')}{holder}"


def months(since: datetime, before: datetime) -> tuple[str, ...]:
    """Give the words for all days from one time to another: whole years, and the months at both ends."""
    every = each_month(since, before)
    whole = {word for word, months in groupby(every, _year) if len(tuple(months)) == A_YEAR}
    return tuple(dict.fromkeys(_year(month) if _year(month) in whole else month for month in every))


def each_month(since: datetime, before: datetime) -> tuple[str, ...]:
    """Give the words for all months from one time to another, the first one first."""
    first, last = (
        A_YEAR * day.year + day.month - 1 for day in (since.astimezone(UTC), before.astimezone(UTC))
    )
    return tuple(f"m{month // A_YEAR:04}{month % A_YEAR + 1:02}" for month in range(first, last + 1))


def _year(month: str) -> str:
    return f"y{month[1:5]}"


def _speakers(reading: Reading) -> Iterator[str]:
    for quote in reading.quotes:
        who = quote.speaker
        yield from _words(who.actor, who.country)
        if who.name:
            yield speaker(who.name)


def _holders(reading: Reading) -> Iterator[str]:
    for position in reading.positions:
        holders = tuple(_words(position.actor, position.country))
        yield from holders
        yield stance(position.stance)
        yield from (stance(position.stance, holder) for holder in holders)


def _words(who: str, home: str) -> Iterator[str]:
    if who:
        yield actor(who)
    if home:
        yield country(home)


def _hex(name: str) -> str:
    """Write a name in letters that make one word, as SQL's hex() does."""
    return name.encode("utf-8", "replace").hex()
