"""Scores quotes and speakers on invented paragraphs of seven languages, beside this module in `invented/`.

In a paragraph `⟨Speaker|words⟩` marks words that stand between marks or after a dash, `[Speaker|words]`
reported ones; without a name in front of the bar nobody may be named. The name may be any that is shown:
the full one, or the article's own words for a body or an office.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from feeds.model import Quote, QuoteKind, Span
from feeds.stories.quotes import find_quotes

PARAGRAPHS = Path(__file__).with_name("invented")
TABLES = ("paragraphs", "later")  # the rules were mended on the first; the second was written after that
LANGUAGES = ("fr", "es", "it", "sv", "pl", "uk", "ru")
MARKED = re.compile(r"⟨([^|⟩]*)\|([^⟩]*)⟩|\[([^|\]]*)\|([^\]]*)\]")
WORD = re.compile(r"[^\W\d_]{2,}")
ALIKE = 0.8  # share of the letters of two quotes that both have: the same quote

Letters = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words and whose they are; `speaker` is empty where nobody is named."""

    shown: str
    letters: Letters
    speaker: str
    mention: str = ""

    def is_same(self, other: "Said") -> bool:
        """Tell whether most letters of both are the same ones."""
        return len(self.letters & other.letters) >= ALIKE * len(self.letters | other.letters)

    def is_by(self, speaker: str) -> bool:
        """Tell whether a name has no word more than what is shown for the speaker."""
        if not speaker:
            return not self.speaker
        return _words(speaker) <= _words(self.speaker) or _words(speaker) <= _words(self.mention)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a text should give, or gives."""

    direct: tuple[Said, ...]
    indirect: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How much of a language is found."""

    wanted: int
    found: int
    same: int
    right: int
    misquoted: int  # of those found, with another one's name
    indirect_wanted: int
    indirect_same: int
    indirect_right: int
    indirect_misquoted: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall of the direct quotes."""
        return 2 * self.same / max(1, self.wanted + self.found)

    @property
    def speaker_right(self) -> float:
        """The share of the direct quotes found that have the right speaker, or none where none is told."""
        return self.right / max(1, self.same)


def lines(*, with_errors: bool) -> Iterator[str]:
    """Give the figures of each language, and on request each quote that is missed or wrong."""
    for language, table in product(LANGUAGES, TABLES):
        compared = list(_compared(language, table))
        yield _line(f"{language}, {table}", len(compared), score(compared))
        if with_errors:
            yield from (f"  {error}" for wanted, found in compared for error in _errors(wanted, found))


def score_of(language: str, table: str) -> Score:
    """Score a table of paragraphs of a language."""
    return score(list(_compared(language, table)))


def _line(name: str, count: int, figures: Score) -> str:
    return (
        f"INVENTED {name} ({count}): direct quotes F1 {figures.f1:.3f} "
        f"({figures.wanted} wanted, {figures.found} found), speaker right {figures.speaker_right:.3f}, "
        f"wrong {figures.misquoted}; indirect recall "
        f"{figures.indirect_same / max(1, figures.indirect_wanted):.3f} of {figures.indirect_wanted}, "
        f"speaker right {figures.indirect_right / max(1, figures.indirect_same):.3f}, "
        f"wrong {figures.indirect_misquoted}"
    )


def _compared(language: str, table: str) -> Iterator[tuple[Table, Table]]:
    tables = tomllib.loads((PARAGRAPHS / f"{language}.toml").read_text(encoding="utf-8"))
    for paragraph in tables[table]:
        text, wanted = read_marked(paragraph.strip())
        yield wanted, found_in(text, language)


def read_marked(paragraph: str) -> tuple[str, Table]:
    """Give the bare text of a marked paragraph, and what is marked in it."""
    text, end = "", 0
    direct: list[tuple[Span, str]] = []
    indirect: list[tuple[Span, str]] = []
    for match in MARKED.finditer(paragraph):
        text += paragraph[end : match.start()]
        words = match.group(2) or match.group(4)
        span = Span(len(text), len(text) + len(words))
        (direct if match.group(2) else indirect).append((span, match.group(1) or match.group(3) or ""))
        text, end = text + words, match.end()
    text += paragraph[end:]
    return text, Table(
        direct=tuple(_said(text, span, speaker) for span, speaker in direct),
        indirect=tuple(_said(text, span, speaker) for span, speaker in indirect),
    )


def found_in(text: str, language: str) -> Table:
    """Give what we read."""
    quotes = find_quotes(text, language)
    return Table(
        direct=tuple(_found(text, run, quote) for quote in quotes for run in quote.quoted),
        indirect=tuple(
            _found(text, span, quote)
            for quote in quotes
            for span in quote.spans
            if quote.kind is not QuoteKind.DIRECT
        ),
    )


def _found(text: str, span: Span, quote: Quote) -> Said:
    return _said(text, span, quote.speaker.name, quote.speaker.mention if quote.speaker.name else "")


def _said(text: str, span: Span, speaker: str, mention: str = "") -> Said:
    letters = frozenset(at for at in range(*span) if text[at].isalnum())
    return Said(shown=span.of(text), letters=letters, speaker=speaker, mention=mention)


def score(compared: Sequence[tuple[Table, Table]]) -> Score:
    """Count what is the same in both."""
    direct = [pair for wanted, found in compared for pair in _pairs(wanted.direct, found.direct)]
    indirect = [pair for wanted, found in compared for pair in _pairs(wanted.indirect, found.indirect)]
    return Score(
        wanted=sum(len(wanted.direct) for wanted, _ in compared),
        found=sum(len(found.direct) for _, found in compared),
        same=len(direct),
        right=_right(direct),
        misquoted=_misquoted(direct),
        indirect_wanted=sum(len(wanted.indirect) for wanted, _ in compared),
        indirect_same=len(indirect),
        indirect_right=_right(indirect),
        indirect_misquoted=_misquoted(indirect),
    )


def _pairs(wanted: Iterable[Said], found: Sequence[Said]) -> Iterator[tuple[Said, Said]]:
    for one in wanted:
        other = next((said for said in found if one.is_same(said)), None)
        if other is not None:
            yield one, other


def _right(pairs: Iterable[tuple[Said, Said]]) -> int:
    return sum(found.is_by(wanted.speaker) for wanted, found in pairs)


def _misquoted(pairs: Iterable[tuple[Said, Said]]) -> int:
    return sum(bool(found.speaker) and not found.is_by(wanted.speaker) for wanted, found in pairs)


def _words(shown: str) -> set[str]:
    return {word.lower() for word in WORD.findall(shown)}


def _errors(wanted: Table, found: Table) -> Iterator[str]:
    for form, ones, others in (
        ("direct", wanted.direct, found.direct),
        ("indirect", wanted.indirect, found.indirect),
    ):
        pairs = list(_pairs(ones, others))
        met = [one for one, _ in pairs]
        yield from (f"missed {form} | {one.speaker} | {one.shown}" for one in ones if one not in met)
        yield from (
            f"speaker {form} | {one.speaker} | {other.speaker} / {other.mention} | {one.shown}"
            for one, other in pairs
            if not other.is_by(one.speaker)
        )
    known = [other for _, other in _pairs(wanted.direct, found.direct)]
    yield from (f"in vain | {one.speaker} | {one.shown}" for one in found.direct if one not in known)
