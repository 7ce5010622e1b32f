"""What stands around every chart: its title above; below, what the marks mean and what it is about."""

from bot.charts.look import QUIET, Look
from bot.charts.sheet import WIDTH, Pen, Sheet
from bot.speech import phrase, worded

MARGIN = 40.0
TITLE = Pen(size=42, bold=True)
TITLE_LINE = 52.0
SMALL = Pen(size=24, colour=QUIET)
SMALL_LINE = 34.0
ROOM = WIDTH - 2 * MARGIN

SELF_STATED = phrase("said by themselves")
SECOND_HAND = phrase("said of them by others")
SAMPLE = Look(shape="o", colour=QUIET, width=20.0)


def head(sheet: Sheet, title: str) -> float:
    """Write the title; gives where the chart may begin."""
    top = MARGIN + 34
    for line in sheet.wrapped(title, TITLE, ROOM, most=2):
        sheet.write(MARGIN, top, line, TITLE)
        top += TITLE_LINE
    return top


def foot(sheet: Sheet, top: float, *notes: str) -> bytes:
    """Write what full and hollow marks mean, and the notes; gives the PNG."""
    middle = top + SMALL_LINE
    own = worded(SELF_STATED)
    _sample(sheet, MARGIN + 12, middle, own)
    beside = MARGIN + 12 + 90 + sheet.width_of(own, SMALL)
    _sample(sheet, beside, middle, worded(SECOND_HAND), hollow=True)
    line = middle + 8 + SMALL_LINE + 10
    for note in notes:
        for words in sheet.wrapped(note, SMALL, ROOM, most=3):
            sheet.write(MARGIN, line, words, SMALL)
            line += SMALL_LINE
    return sheet.png(line + 8)


def _sample(sheet: Sheet, x: float, middle: float, words: str, *, hollow: bool = False) -> None:
    sheet.mark(x, middle, SAMPLE, hollow=hollow)
    sheet.write(x + 26, middle + 8, words, SMALL)
