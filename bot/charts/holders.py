"""The lines of a timeline: who holds positions, in what order, and where one turned around."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.charts.chart import TimelineEvent
from feeds.model import Chain
from feeds.stories.ledger import is_for

MOST_HOLDERS = 8
MOST_EVENTS = 200  # of one holder: the newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One who holds positions, with all of his that are shown, oldest first."""

    name: str
    events: tuple[TimelineEvent, ...]

    @property
    def line(self) -> tuple[TimelineEvent, ...]:
        """What he says himself for or against: only his own word moves his line."""
        return tuple(event for event in self.events if _is_own_word(event))

    @property
    def last(self) -> TimelineEvent:
        """Where his line ends; without a line, what was said of him last."""
        return (self.line or self.events)[-1]

    @property
    def reversals(self) -> tuple[TimelineEvent, ...]:
        """Where he crosses between for and against."""
        return tuple(event for event in self.events if event.is_turn)


def holders(events: Iterable[TimelineEvent]) -> tuple[tuple[Holder, ...], int]:
    """Give the holders that were heard last, and how many others there are."""
    by_name: dict[str, list[TimelineEvent]] = {}
    for event in sorted(events, key=lambda event: event.day):
        by_name.setdefault(event.who, []).append(event)
    newest = sorted(by_name.items(), key=lambda item: (-item[1][-1].day.toordinal(), item[0]))
    shown = tuple(
        Holder(name=name, events=tuple(held[-MOST_EVENTS:])) for name, held in newest[:MOST_HOLDERS]
    )
    return shown, len(newest) - len(shown)


def _is_own_word(event: TimelineEvent) -> bool:
    return event.chain is Chain.SELF_STATED and is_for(event.stance) is not None
