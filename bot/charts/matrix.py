"""Countries by stance: a staircase of six columns from for to against, a row a country."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.charts.chart import MatrixRow
from bot.charts.dates import day_in_words
from bot.charts.frame import MARGIN, foot, head
from bot.charts.look import GRID, LOOKS, QUIET, STANCES
from bot.charts.sheet import WIDTH, Pen, Sheet
from bot.speech import country_name, phrase, worded
from bot.terms import stance_words
from feeds.model import Chain, Stance

MOST_ROWS = 40

FIRST_COLUMN, COLUMN = 344.0, 122.0
BESIDE, GAP = 26.0, 14.0
HEADING, ROW, AFTER_GROUP = 66.0, 48.0, 16.0
COUNTRY_ROOM = FIRST_COLUMN - MARGIN - BESIDE

COUNTRY = Pen(size=30)
DAY = Pen(size=25)
WHO = Pen(size=25, colour=QUIET)
STANCE = Pen(size=30, bold=True)

NOTE = phrase(
    "What was last reported of each on sending or stationing foreign military personnel in Ukraine."
)


def stance_matrix(rows: Iterable[MatrixRow], *, title: str, as_of: date) -> bytes:
    """Draw the countries by stance, in each the newest first; of more than 40 the newest 40. Gives a PNG."""
    newest = sorted(rows, key=lambda row: (-row.said.toordinal(), row.country, row.who))
    sheet = Sheet()
    top = head(sheet, title)
    groups = [(stance, [row for row in newest[:MOST_ROWS] if row.stance is stance]) for stance in STANCES]
    for stance, members in groups:
        _group(sheet, top, stance, members, as_of)
        top += _height(members)
    more = (
        (worded("The {number} newest; and {more} more.", number=MOST_ROWS, more=len(newest) - MOST_ROWS),)
        if len(newest) > MOST_ROWS
        else ()
    )
    sheet.line([(MARGIN, top), (WIDTH - MARGIN, top)], GRID, width=2)
    return foot(sheet, top, *more, worded(NOTE), worded("As of {day}.", day=day_in_words(as_of)))


def _height(members: Sequence[MatrixRow]) -> float:
    return HEADING + ROW * len(members) + (AFTER_GROUP if members else 0)


def _column(stance: Stance) -> float:
    return FIRST_COLUMN + COLUMN * STANCES.index(stance)


def _group(sheet: Sheet, top: float, stance: Stance, members: Sequence[MatrixRow], as_of: date) -> None:
    """The stance's name stands at its own column; the rows hang below it."""
    middle, column = top + HEADING / 2, _column(stance)
    sheet.line([(MARGIN, top), (WIDTH - MARGIN, top)], GRID, width=2)
    sheet.line([(column, middle), (column, middle + ROW * len(members))], GRID, width=2)
    sheet.mark(column, middle, LOOKS[stance], scale=1.2)
    _beside(sheet, middle, stance, (stance_words(stance), STANCE), (f"{len(members)}", WHO))
    for place, row in enumerate(members):
        _row(sheet, top + HEADING + ROW * (place + 0.4), row, as_of)


def _row(sheet: Sheet, middle: float, row: MatrixRow, as_of: date) -> None:
    country = sheet.fitted(country_name(row.country), COUNTRY, COUNTRY_ROOM)
    sheet.write(MARGIN, middle + 10, country, COUNTRY)
    sheet.mark(_column(row.stance), middle, LOOKS[row.stance], hollow=row.chain is not Chain.SELF_STATED)
    day = day_in_words(row.said, this_year=as_of.year)
    taken = MARGIN + sheet.width_of(country, COUNTRY)
    room = _room(row.stance, taken) - sheet.width_of(day, DAY) - GAP
    _beside(sheet, middle, row.stance, (day, DAY), (sheet.fitted(row.who, WHO, room), WHO))


def _is_left(stance: Stance) -> bool:
    """Whether words stand left of a column's marks: where there is more room."""
    return STANCES.index(stance) >= len(STANCES) // 2


def _room(stance: Stance, taken: float) -> float:
    """Give the room beside a column's marks, of which the country has `taken` some on the left."""
    column = _column(stance)
    left, right = column - BESIDE - taken - BESIDE, WIDTH - MARGIN - column - BESIDE
    return left if _is_left(stance) else right


def _beside(sheet: Sheet, middle: float, stance: Stance, *parts: tuple[str, Pen]) -> None:
    """Write words beside a mark."""
    widths = [sheet.width_of(words, pen) for words, pen in parts]
    start = _column(stance) + BESIDE
    if _is_left(stance):
        start = _column(stance) - BESIDE - sum(widths) - GAP * (len(parts) - 1)
    for (words, pen), width in zip(parts, widths, strict=True):
        sheet.write(start, middle + 9, words, pen)
        start += width + GAP
