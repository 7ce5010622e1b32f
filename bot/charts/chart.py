"""What a chart shows, as plain values: whoever answers a command makes them, and draws nothing."""

from dataclasses import dataclass
from datetime import date

from bot.speech import ENGLISH
from feeds.model import Chain, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """Where a country stands, since when, and through whom."""

    country: str
    stance: Stance
    said: date
    who: str
    chain: Chain


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixChart:
    """The countries by stance."""

    rows: tuple[MatrixRow, ...]
    title: str
    as_of: date
    language: str = ENGLISH  # of all that is said in it


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEvent:
    """One position, on the day on which it was taken."""

    day: date
    who: str
    stance: Stance
    chain: Chain
    is_turn: bool = False  # here he crossed between for and against, in his own words on both sides


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineChart:
    """Who stood where over time."""

    events: tuple[TimelineEvent, ...]
    title: str
    language: str = ENGLISH  # of all that is said in it


Chart = MatrixChart | TimelineChart
