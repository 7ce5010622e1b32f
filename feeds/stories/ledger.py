"""The ledger: where each actor and each country stands now, what they said before, and who turned around.

It is no table of its own but a question to the positions that are kept (docs/decisions/0011-the-ledger.md):
a correction, an edit or a new article can never leave it out of date.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise

from feeds.model import ArticleId, Chain, Held, Matter, Span, Stance, Turn

FOR = frozenset({Stance.SUPPORTS, Stance.OPEN, Stance.CONDITIONAL})

HASTE = timedelta(hours=12)
"""Who contradicts himself within this time over midnight was likely misread, as on one day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """Two positions of one actor, both in his own words, on opposite sides of the same matter."""

    before: Held
    after: Held

    @property
    def turn(self) -> Turn:
        """What tells it from every other reversal."""
        position = self.before.position
        return Turn(
            actor=position.actor,
            matter=position.matter,
            before=self.before.article,
            day=self.after.said.date(),
        )

    def days(self, zone: tzinfo) -> int:
        """Count the days between them, on the calendar of a time zone."""
        return (self.after.said.astimezone(zone).date() - self.before.said.astimezone(zone).date()).days


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
    """Find where actors cross between for and against, oldest first: the last word before, the first after.

    Only what one says himself counts, each matter apart. A day on which he seems to say both is left out, for
    then one of the two is likely misread: what he said before it is compared with what comes after.
    """
    lines: dict[tuple[str, Matter], list[Held]] = {}
    for one in sorted(filter(_counts, held), key=_place):
        lines.setdefault((one.position.actor, one.position.matter), []).append(one)
    found = [reversal for line in lines.values() for reversal in _crossings(line)]
    return tuple(sorted(found, key=lambda reversal: _place(reversal.after)))


def fresh_reversal(line: Sequence[Held], since: datetime) -> Reversal | None:
    """Give the turn that one line's newest day brings, unless that day was before `since`."""
    reversal = next(reversed(find_reversals(line)), None)
    newest = max((one.said for one in line if _counts(one)), default=None)
    if reversal is None or newest is None or reversal.after.said < since:
        return None
    return reversal if reversal.after.said.date() == newest.date() else None


def since_last_clear_day(line: Sequence[Held]) -> tuple[Held, ...]:
    """Give what of one actor's words on one matter tells whether his next word is a turn.

    It is all that he said on the last day that was clear and since; what came before it changes nothing.
    """
    own = sorted(filter(_counts, line), key=_place)
    clear = _clear_days(own)
    return tuple(one for one in own if not clear or one.said.date() >= clear[-1][0].said.date())


def _place(held: Held) -> tuple[datetime, ArticleId, Span]:
    return held.said, held.article, held.position.span


def _counts(held: Held) -> bool:
    position = held.position
    is_his = position.chain is Chain.SELF_STATED and bool(position.actor)
    return is_his and is_for(position.stance) is not None


def _crossings(line: Sequence[Held]) -> Iterator[Reversal]:
    for before, after in pairwise(_clear_days(line)):
        if _side(before[-1]) is not _side(after[0]):
            yield Reversal(before=before[-1], after=after[0])


def _clear_days(line: Sequence[Held]) -> list[list[Held]]:
    """Give what was said on each day on which all is on one side and nothing contradicts it within hours."""
    days = [day for day in _by_day(line) if len(set(map(_side, day))) == 1]
    unclear: set[int] = set()
    for number, (before, after) in enumerate(pairwise(days)):
        if _side(before[-1]) is not _side(after[0]) and after[0].said - before[-1].said < HASTE:
            unclear |= {number, number + 1}
    return [day for number, day in enumerate(days) if number not in unclear]


def _by_day(line: Sequence[Held]) -> Iterable[list[Held]]:
    days: dict[date, list[Held]] = {}
    for one in line:
        days.setdefault(one.said.date(), []).append(one)
    return days.values()


def _side(held: Held) -> bool | None:
    return is_for(held.position.stance)
