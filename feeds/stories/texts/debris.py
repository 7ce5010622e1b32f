"""Cuts an article into sentences and leaves out what belongs to the page: teasers, newsletters, credits."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from feeds.model import Source, Span
from feeds.stories import DATA

FILE = DATA / "debris.toml"
LONGEST_TITLE = 1_000  # of a longer title or text only the beginning is read
LONGEST_TEXT = 60_000
LONGEST_SENTENCE = 700  # a list of links has no full stops: it is cut here
LONGEST_LINK = 140  # a line of its own after "Read more" that is no longer is a link
SHOUTED_WORDS = 4  # a line of so many words, all in capitals, is a link of the page
END = re.compile(r"[.!?…][\"'»”’)\]]{0,3}(?=\s|[A-ZÀ-ÞА-ЯІЇЄ])")
SHORT_FORM = re.compile(
    r"(?:^|[\s.(])(?:\w|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Rep|Gov|St|No|Prof|gen|płk|Nr|bzw|ca)$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the title or of the text, with the paragraph that it stands in."""

    source: Source
    span: Span
    paragraph: int


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases in any case. Most texts hold none: that is told at once, before any place is searched."""

    pattern: re.Pattern[str]
    small: tuple[str, ...]  # in small letters

    @classmethod
    def of(cls, phrases: list[str]) -> "Phrases":
        """Take the phrases as written."""
        return cls(_any_of(phrases), tuple({phrase.lower() for phrase in phrases}))

    def within(self, text: str) -> re.Pattern[str] | None:
        """Give the pattern to search a text with; None when it holds no phrase."""
        words = text[:LONGEST_TEXT].lower()
        return self.pattern if any(phrase in words for phrase in self.small) else None


@dataclass(frozen=True, slots=True)
class Markers:
    """The phrases that give debris away, in all languages."""

    teaser: Phrases  # the rest of the line, and a short line after it, point to other stories
    box: Phrases  # a sentence with one of these belongs to the page
    label: re.Pattern[str]  # a line that opens with one, and a colon or a dash, is the page's own


def sentences_of(title: str, text: str) -> tuple[Sentence, ...]:
    """Cut title and text into the sentences that are worth judging.

    A text that begins with its title does not give it twice.
    """
    headline = tuple(Sentence(Source.TITLE, span, 0) for span in _cut(title, _trim(title, 0, LONGEST_TITLE)))
    return (*headline, *_of_text(text, after=_length_of_repeated_title(title, text)))


def label_at(line: str) -> str | None:
    """Give the label of the page that opens a line, as in "READ MORE: ..." or "Correction: ..."."""
    label = _markers().label.match(line)
    if label is None:
        return None
    written, following = label.group(), line[label.end() :].lstrip()
    stands_off = not following or written.endswith(":") or following[0] in ":—–-|►»"
    return written if stands_off or written.isupper() else None


def _of_text(text: str, *, after: int) -> Iterator[Sentence]:
    box = _markers().box.within(text)
    for number, line in enumerate(_lines(text, after), start=1):
        for span in _cut(text, line):
            if box is None or not box.search(text, span.start, span.end):
                yield Sentence(Source.TEXT, span, number)


def _lines(text: str, start: int) -> Iterator[Span]:
    """Give the lines of the article proper, each up to the teaser that interrupts it."""
    follows_teaser = False
    marker = _markers().teaser.within(text)
    end_of_text = min(len(text), LONGEST_TEXT)
    while start < end_of_text:
        newline = text.find("\n", start, end_of_text)
        end = end_of_text if newline < 0 else newline
        line = _trim(text, start, end)
        start = end + 1
        if line.start == line.end:
            continue
        teaser = marker.search(text, line.start, line.end) if marker is not None else None
        is_link = follows_teaser and line.end - line.start <= LONGEST_LINK
        follows_teaser = teaser is not None and not text[teaser.end() : line.end].strip(" :…-")
        if teaser is not None:
            line = _trim(text, line.start, teaser.start())
        if not is_link and not _is_shouted(text[line.start : line.end]):
            yield line


def _cut(text: str, line: Span) -> Iterator[Span]:
    """Cut a line after its full stops, not after those of abbreviations."""
    start = line.start
    for mark in END.finditer(text, line.start, line.end):
        if not SHORT_FORM.search(text, max(start, mark.start() - 6), mark.start()):
            yield from _pieces(_trim(text, start, mark.end()))
            start = mark.end()
    yield from _pieces(_trim(text, start, line.end))


def _pieces(sentence: Span) -> Iterator[Span]:
    for start in range(sentence.start, sentence.end, LONGEST_SENTENCE):
        yield Span(start, min(start + LONGEST_SENTENCE, sentence.end))


def _trim(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    return Span(start, start + len(part.strip()))


def _is_shouted(line: str) -> bool:
    return line.isupper() and len(line.split()) >= SHOUTED_WORDS


def _length_of_repeated_title(title: str, text: str) -> int:
    """Tell how much of a text only repeats the title."""
    opening = text[:LONGEST_LINK]
    start = len(opening) - len(opening.lstrip("# \n"))
    words = title.strip()
    end = start + len(words)
    return end if words and text.startswith(words, start) and text[end : end + 1] in ("", "\n") else 0


@cache
def _markers() -> Markers:
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    teaser, label = content["teaser"], content["label"]
    return Markers(Phrases.of(teaser), Phrases.of(content["box"]), _any_of([*teaser, *label]))


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + ")", re.IGNORECASE)
