"""The ledger: where each actor and each country stands now, what they said before, and who turned around.

It is no table of its own but a question to the positions that are kept (docs/decisions/0011-the-ledger.md):
a correction, an edit or a new article can never leave it out of date.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from feeds.model import ArticleId, Chain, Held, Matter, Span, Stance

FOR = frozenset({Stance.SUPPORTS, Stance.OPEN, Stance.CONDITIONAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """Two positions of one actor, both in his own words, on opposite sides of the same matter."""

    before: Held
    after: Held

    @property
    def days(self) -> int:
        """The days between them."""
        return (self.after.said.date() - self.before.said.date()).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time over which a holder said the same on one matter."""

    last: Held  # the newest of it
    since: datetime
    times: int


def stretches(held: Iterable[Held]) -> tuple[Stretch, ...]:
    """Fold what a holder says again and again, the newest first; each matter and each chain apart."""
    open_ones: dict[tuple[str, Matter, Chain], Stretch] = {}
    done: list[Stretch] = []
    for one in sorted(held, key=_place):
        key = one.position.actor, one.position.matter, one.position.chain
        before = open_ones.get(key)
        if before is not None and before.last.position.stance is one.position.stance:
            open_ones[key] = Stretch(last=one, since=before.since, times=before.times + 1)
            continue
        done += [before] if before is not None else []
        open_ones[key] = Stretch(last=one, since=one.said, times=1)
    return tuple(sorted([*done, *open_ones.values()], key=lambda each: _place(each.last), reverse=True))


def is_for(stance: Stance) -> bool | None:
    """Tell on which side a stance is: True for, False against, None neither."""
    return True if stance in FOR else False if stance is Stance.OPPOSES else None


def find_reversals(held: Iterable[Held]) -> tuple[Reversal, ...]:
    """Find where one actor crosses between for and against, oldest first.

    Only what he says himself counts, each matter apart. A day on which he seems to say both is left out, for
    then one of the two is likely misread: what he said before it is compared with what comes after.
    """
    found = [
        reversal
        for matter in (Matter.SENDING, Matter.OTHERS)
        for reversal in _crossings([one for one in held if _counts(one, matter)])
    ]
    return tuple(sorted(found, key=lambda reversal: reversal.after.said))


def _place(held: Held) -> tuple[datetime, ArticleId, Span]:
    return held.said, held.article, held.position.span


def _counts(held: Held, matter: Matter) -> bool:
    position = held.position
    is_his = position.chain is Chain.SELF_STATED and bool(position.actor)
    return is_his and position.matter is matter and is_for(position.stance) is not None


def _crossings(held: Sequence[Held]) -> Iterable[Reversal]:
    days = [_of_one_mind(on_day) for on_day in _by_day(held)]
    clear = [one for one in days if one is not None]
    for before, after in pairwise(clear):
        if is_for(before.position.stance) is not is_for(after.position.stance):
            yield Reversal(before=before, after=after)


def _by_day(held: Sequence[Held]) -> Iterable[list[Held]]:
    days: dict[date, list[Held]] = {}
    for one in sorted(held, key=_place):
        days.setdefault(one.said.date(), []).append(one)
    return days.values()


def _of_one_mind(on_day: Sequence[Held]) -> Held | None:
    """Give the last position of a day on which all are on one side."""
    sides = {is_for(one.position.stance) for one in on_day}
    return on_day[-1] if len(sides) == 1 else None
