"""The paragraphs of an article that tell something: without datelines, and without the page's own labels."""

import re
from collections.abc import Iterable, Iterator

from feeds.model import Span
from feeds.stories.quoting.marks import paragraphs
from feeds.stories.texts.debris import LONGEST_LINK, label_at

CAPITAL = "A-ZÀ-ÖØ-ÞĄ-ŽА-ЯЁІЇЄҐ"
CITY = rf"[{CAPITAL}][{CAPITAL}'’.\-]{{2,30}}(?: [{CAPITAL}][{CAPITAL}'’.\-]{{1,30}}){{0,2}}"
NAMED_CITY = rf"[{CAPITAL}][\w'’\-]{{2,30}}(?: [{CAPITAL}][\w'’\-]{{1,30}}){{0,2}}"
PLACE_OR_DAY = r"(?:, [^\n()/—–:;?!\"“„«]{1,40})?"
AGENCY = r"\([^()\n]{2,40}\)"
DASH = r"\s?(?:—|–|--|-)\s"
SLASHED = r"[.,]?\s?/[^/\n]{2,40}/\.?"  # КИЕВ, 3 марта. /ТАСС/.
AGENCY_AFTER_DASH = rf"(?:[{CAPITAL}]{{3,12}}(?: [{CAPITAL}]\w{{1,12}})?\.\s)?"  # — РИА Новости.
DATELINE = re.compile(
    rf"\s*(?:{CITY}{PLACE_OR_DAY}(?:\s?{AGENCY})?{DASH}{AGENCY_AFTER_DASH}"
    rf"|{NAMED_CITY}{PLACE_OR_DAY}\s?{AGENCY}{DASH}"
    rf"|{CITY}{PLACE_OR_DAY}{SLASHED})\s*(?=[\d\"“„«‘'»{CAPITAL}])"
)


def told_paragraphs(text: str) -> Iterator[Span]:
    """Give the paragraphs in order, each from behind its dateline on."""
    return (after_dateline(text, paragraph) for paragraph in paragraphs(text))


def are_quotable(text: str, paragraphs: Iterable[Span]) -> Iterator[bool]:
    """Say of each whether somebody can be quoted in it: not in "READ MORE: ..." or "Correction: ..."."""
    follows_teaser = False
    for paragraph in paragraphs:
        line = paragraph.of(text).strip()
        label = label_at(line)
        is_link = follows_teaser and len(line) <= LONGEST_LINK
        yield label is None and not is_link
        follows_teaser = label is not None and not line[len(label) :].strip(" :…-")


def after_dateline(text: str, paragraph: Span) -> Span:
    """Give a paragraph without the "BRUSSELS, March 3 (Agency) - " that opens it."""
    dateline = DATELINE.match(text, *paragraph)
    return Span(dateline.end(), paragraph.end) if dateline else paragraph
