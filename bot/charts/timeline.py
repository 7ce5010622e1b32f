"""Who stood where over time: a step line a holder, from against below to for above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.charts.chart import TimelineEvent
from bot.charts.dates import ticks
from bot.charts.frame import MARGIN, SMALL, foot, head
from bot.charts.holders import Holder, holders
from bot.charts.look import GRID, HOLDERS, INK, QUIET, Look
from bot.charts.sheet import WIDTH, Pen, Sheet
from bot.speech import phrase, worded
from bot.terms import stance_words
from feeds.model import Chain, Stance

AXIS = (Stance.SUPPORTS, Stance.OPEN, Stance.CONDITIONAL, Stance.OPPOSES)
ASIDE = (Stance.DENIES, Stance.CLAIMS_PRESENT)
"""Say nothing of whether one would send any: they have a band of their own below."""

BAND, BEFORE_ASIDE = 130.0, 40.0
LEFT, RIGHT = 256.0, 690.0
BESIDE = 8.0
LABEL, LABEL_LINE = 738.0, 40.0
LINE = 5.0
MOST_TICKS = 4

STANCE = Pen(size=25, bold=True)
STANCE_LINE = 32.0
NAME = Pen(size=25)
RING = Look(shape="o", colour=INK, width=44.0)

NOTE = phrase("As reported, on sending or stationing foreign military personnel in Ukraine.")
RINGED = phrase("Ringed: a reversal, in their own words on both sides.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plot:
    """Where a day and a stance stand on the sheet."""

    first: date
    last: date
    tops: dict[Stance, float]  # of each band
    lanes: int

    def x(self, day: date) -> float:
        """A single day stands on the right."""
        span = (self.last - self.first).days
        return RIGHT - (RIGHT - LEFT) * ((self.last - day).days / span if span else 0)

    def y(self, stance: Stance, lane: int) -> float:
        """Each holder has a lane of his own in each band, so that no line covers another."""
        return self.tops[stance] + BAND * (lane + 1) / (self.lanes + 1)

    @property
    def bottom(self) -> float:
        return max(self.tops.values()) + BAND


def timeline(events: Iterable[TimelineEvent], *, title: str) -> bytes:
    """Draw each holder's line; of more than eight holders those heard last. Gives a PNG."""
    shown, left_out = holders(events)
    sheet = Sheet()
    plot = _plot(head(sheet, title), shown)
    _bands(sheet, plot)
    for lane, holder in enumerate(shown):
        _holder(sheet, plot, lane, holder)
    _labels(sheet, plot, shown)
    more = (_more(len(shown), left_out),) if left_out else ()
    ringed = (worded(RINGED),) if any(holder.reversals for holder in shown) else ()
    return foot(sheet, plot.bottom + 50, *ringed, *more, worded(NOTE))


def _more(shown: int, left_out: int) -> str:
    return worded("The {number} heard last; and {more} more.", number=shown, more=left_out)


def _plot(top: float, shown: Sequence[Holder]) -> _Plot:
    events = [event for holder in shown for event in holder.events]
    tops = {stance: top + BAND * place for place, stance in enumerate(AXIS)}
    aside = [stance for stance in ASIDE if any(event.stance is stance for event in events)]
    below = top + BAND * len(AXIS) + BEFORE_ASIDE
    tops |= {stance: below + BAND * place for place, stance in enumerate(aside)}
    days = [event.day for event in events] or [date(2000, 1, 1)]
    return _Plot(first=min(days), last=max(days), tops=tops, lanes=len(shown))


def _bands(sheet: Sheet, plot: _Plot) -> None:
    for stance, top in plot.tops.items():
        for edge in (top, top + BAND):
            sheet.line([(MARGIN, edge), (RIGHT, edge)], GRID, width=2)
        lines = sheet.wrapped(stance_words(stance), STANCE, LEFT - MARGIN - BESIDE, most=2)
        for place, line in enumerate(lines):
            sheet.write(
                MARGIN, top + BAND / 2 + 9 + STANCE_LINE * (place - (len(lines) - 1) / 2), line, STANCE
            )
    for day, words in ticks(plot.first, plot.last, most=MOST_TICKS):
        sheet.line([(plot.x(day), min(plot.tops.values())), (plot.x(day), plot.bottom)], GRID, width=2)
        sheet.write(plot.x(day), plot.bottom + 34, words, SMALL, align="center")


def _holder(sheet: Sheet, plot: _Plot, lane: int, holder: Holder) -> None:
    look = HOLDERS[lane]
    if holder.line:
        sheet.line(_steps(plot, lane, holder), look.colour, width=LINE)
    else:
        last = holder.events[-1]
        middle = plot.y(last.stance, lane)
        sheet.dots([(plot.x(last.day), middle), (RIGHT, middle)], look.colour)
    for event in holder.reversals:
        sheet.mark(plot.x(event.day), plot.y(event.stance, lane), RING, hollow=True)
    for event in holder.events:
        is_hollow = event.chain is not Chain.SELF_STATED
        sheet.mark(plot.x(event.day), plot.y(event.stance, lane), look, hollow=is_hollow)


def _steps(plot: _Plot, lane: int, holder: Holder) -> list[tuple[float, float]]:
    """He stands where he stood until he says otherwise."""
    points = [(plot.x(holder.line[0].day), plot.y(holder.line[0].stance, lane))]
    for event in holder.line[1:]:
        x = plot.x(event.day)
        points += [(x, points[-1][1]), (x, plot.y(event.stance, lane))]
    return [*points, (RIGHT, points[-1][1])]


def _labels(sheet: Sheet, plot: _Plot, shown: Sequence[Holder]) -> None:
    """Name each line at its end; names that would overlap stand apart, with a thin line to their own."""
    ends = [plot.y(holder.last.stance, lane) for lane, holder in enumerate(shown)]
    order = sorted(range(len(shown)), key=lambda lane: ends[lane])
    for lane, middle in zip(order, spread([ends[lane] for lane in order], plot.bottom), strict=True):
        sheet.line([(RIGHT + 6, ends[lane]), (LABEL - 28, middle)], QUIET, width=1.5)
        sheet.mark(LABEL - 12, middle, HOLDERS[lane])
        name = sheet.fitted(shown[lane].name, NAME, WIDTH - MARGIN / 2 - LABEL - 12)
        sheet.write(LABEL + 12, middle + 9, name, NAME)


def spread(wanted: Sequence[float], bottom: float) -> list[float]:
    """Move heights that grow apart, to at least a line's distance, and none of them below `bottom`."""
    places: list[float] = []
    for height in wanted:
        places.append(max(height, places[-1] + LABEL_LINE) if places else height)
    lowest = bottom
    for place in reversed(range(len(places))):
        places[place] = min(places[place], lowest)
        lowest = places[place] - LABEL_LINE
    return places
