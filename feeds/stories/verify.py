"""Compares words that somebody wants to check with a stored text: the same, much like them, or neither.

The same means word for word. Quotation marks, commas, dashes, spaces and the case of the first letter are
typography; the figures of a number, a question mark and every other capital letter are not. Much like them
means that one word in four differs at most; which ones is told.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations, islice, pairwise

from feeds.model import Quote, Span

MOST_WORDS = 100
"""Words that are compared; of more the first."""

WORDS_FOR_ONE_DIFFERENCE = 4
FEWEST_FOR_NEAR = 3
MOST_DIFFERENCES = 12
MOST_RUNS = 6
LONG = 16
"""Words from which on one intact run finds a place; of fewer it takes two, for runs are then short."""

ENOUGH = 8
"""Words of a long run that are looked for: few other texts have them, and each word more takes time."""

LETTERS = 60
"""Of words at the edge of a place that look alike."""

PLACES_TRIED = 12
"""Places of one text that may be near: a text of one phrase over and over costs no more."""

_MARK = "[\u0300-\u036f]"  # an accent that is a character of its own
_WORD = re.compile(rf"[^\W_]+(?:(?:(?<=[0-9])[.,](?=[0-9])|['’ʼ]|{_MARK}+)[^\W_]+)*{_MARK}*|[%$€£?°]")
_APOSTROPHES = str.maketrans("’ʼ", "''")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Some words that were asked and what stands in their place in the text; either may be empty."""

    asked: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A place in a text that has the words, or words much like them."""

    spans: tuple[Span, ...]  # several where a quotation is interrupted by its speaker
    differences: tuple[Difference, ...] = ()
    distance: int = 0  # words that differ

    @property
    def span(self) -> Span:
        """The whole place."""
        return Span(self.spans[0].start, self.spans[-1].end)


def compared_words(words: str) -> tuple[str, ...]:
    """Give words as they are compared; none where there are only marks."""
    return tuple(map(_key, _WORD.findall(words)[:MOST_WORDS]))


def groups_to_look_for(words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Give groups of runs of words; a text that is near has all the runs of one group.

    So many differences as are allowed can't break every run when there is one run more; with two more, two
    stay whole.
    """
    allowed = min(_differences_allowed(words), MOST_RUNS - 2)
    if not allowed:
        return ()
    if len(words) >= LONG:
        return tuple((" ".join(run.split()[:ENOUGH]),) for run, _ in _runs(words, allowed + 1))
    return tuple(combinations([run for run, _ in _runs(words, allowed + 2)], 2))


def compare(words: Sequence[str], text: str, quotes: Sequence[Quote] = ()) -> Likeness | None:
    """Find the place in a text that is most like some words, be it a quotation with its speaker between."""
    if not words:
        return None
    interrupted = (quote.quoted for quote in quotes if len(quote.quoted) > 1)
    best: Likeness | None = None
    for parts in ((Span(0, len(text)),), *interrupted):
        found = _likeness(words, text, parts)
        if found is not None and (best is None or found.distance < best.distance):
            best = found
        if best is not None and not best.distance:
            return best
    return best


def _likeness(words: Sequence[str], text: str, parts: Sequence[Span]) -> Likeness | None:
    asked = _with_first_letter_of(words[0], words)
    written = [match for part in parts for match in _WORD.finditer(text, *part)]
    plain = [match[0] for match in written]
    keys = _with_first_letter_of(words[0], [word if word.isascii() else _key(word) for word in plain])
    found = (
        _aligned(asked, keys[first:last], [Span(*match.span()) for match in written[first:last]], text, parts)
        for first, last in _places(asked, keys)
    )
    return min(filter(None, found), key=lambda likeness: likeness.distance, default=None)


def _key(written: str) -> str:
    """Give a word as it is compared, in one way of writing accents and apostrophes."""
    return written if written.isascii() else unicodedata.normalize("NFC", written).translate(_APOSTROPHES)


def _with_first_letter_of(first: str, keys: Sequence[str]) -> list[str]:
    """Write the first word alike everywhere: it may stand at the start of a sentence, or within one."""
    alike = {letter + first[1:] for letter in (first[:1], first[:1].lower(), first[:1].upper())}
    return [first if key in alike else key for key in keys]


def _places(asked: Sequence[str], keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give the parts of a text, as its first and last word, in which the words may stand."""
    text, allowed = _joined(keys), _differences_allowed(asked)
    for place in islice(_found(_joined(asked), text), PLACES_TRIED):
        yield place, place + len(asked)
        if list(keys[place : place + len(asked)]) == list(asked):
            return
    if not allowed:
        return
    runs = _runs(asked, min(allowed, MOST_RUNS - 1) + 1)
    starts = (place - offset for run, offset in runs for place in islice(_found(_joined([run]), text), 9))
    wanted = Counter(word.casefold() for word in asked)
    for start in islice(dict.fromkeys(starts), PLACES_TRIED):
        first, last = max(start - allowed, 0), start + len(asked) + allowed
        there = Counter(key.casefold() for key in keys[first:last])
        if (wanted & there).total() >= len(asked) - allowed:
            yield first, last


def _joined(keys: Sequence[str]) -> str:
    return f" {' '.join(keys).casefold()} "


def _found(run: str, text: str) -> Iterator[int]:
    """Give the places of a run, counted in words; each word has one space before it."""
    at, counted, place = text.find(run), 0, 0
    while at >= 0:
        place += text.count(" ", counted, at)
        counted = at
        yield place
        at = text.find(run, at + 1)


def _runs(words: Sequence[str], number: int) -> list[tuple[str, int]]:
    """Cut words into so many runs of about one length, each with its place."""
    ends = [len(words) * part // number for part in range(number + 1)]
    return [(" ".join(words[start:end]), start) for start, end in pairwise(ends) if end > start]


def _differences_allowed(words: Sequence[str]) -> int:
    if len(words) < FEWEST_FOR_NEAR:
        return 0
    return min(max(len(words) // WORDS_FOR_ONE_DIFFERENCE, 1), MOST_DIFFERENCES)


def _aligned(
    asked: Sequence[str],
    there: Sequence[str],
    known: Sequence[Span],
    text: str,
    parts: Sequence[Span],
) -> Likeness | None:
    """Lay the words beside those of a place; None where more differs than is allowed."""
    steps = _trimmed(SequenceMatcher(None, asked, there, autojunk=False).get_opcodes(), asked, there)
    others = [step for step in steps if step[0] != "equal"]
    distance = sum(max(step[2] - step[1], step[4] - step[3]) for step in others)
    if len(others) == len(steps) or distance > _differences_allowed(asked):
        return None
    covered = known[steps[0][3] : steps[-1][4]]
    differences = tuple(
        Difference(asked=" ".join(asked[a:b]), found=_written(known[c:d], text)) for _, a, b, c, d in others
    )
    return Likeness(spans=tuple(_covered(covered, parts)), differences=differences, distance=distance)


_Step = tuple[str, int, int, int, int]


def _trimmed(steps: Sequence[_Step], asked: Sequence[str], there: Sequence[str]) -> list[_Step]:
    """Leave out what stands around the place; a first or last word is replaced by what looks most like it."""
    kept = list(steps)
    if kept and kept[0][0] == "insert":
        del kept[0]
    if kept and kept[-1][0] == "insert":
        del kept[-1]
    if kept and kept[0][0] == "replace":
        how, a, b, c, d = kept[0]
        starts = range(max(c, d - (b - a)), d)
        kept[0] = (how, a, b, max(starts, key=lambda start: _looks(asked[a:b], there[start:d])), d)
    if kept and kept[-1][0] == "replace":
        how, a, b, c, d = kept[-1]
        ends = range(min(d, c + (b - a)), c, -1)
        kept[-1] = (how, a, b, c, max(ends, key=lambda end: _looks(asked[a:b], there[c:end])))
    return kept


def _looks(some: Sequence[str], others: Sequence[str]) -> float:
    """Say how alike some words look, letter by letter, from 0 to 1."""
    return SequenceMatcher(None, "".join(some)[:LETTERS], "".join(others)[:LETTERS], autojunk=False).ratio()


def _written(words: Sequence[Span], text: str) -> str:
    return text[words[0].start : words[-1].end] if words else ""


def _covered(words: Sequence[Span], parts: Sequence[Span]) -> Iterator[Span]:
    for part in parts:
        inside = [word for word in words if part.start <= word.start < part.end]
        if inside:
            yield Span(inside[0].start, inside[-1].end)
