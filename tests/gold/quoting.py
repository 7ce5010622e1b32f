"""Sorts what the quote engine gets wrong on PolNeAR dev by kind, so that the biggest kind is worked on first.

The spans are compared as the scorer beside the data does: by letters and digits only, without the "that"
that opens a report.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from feeds.model import QuoteKind
from feeds.stories.quotes import find_quotes
from feeds.stories.quoting.cue_words import CueWords, cue_words_for
from tests.gold.labelled import SHARED

POLNEAR = SHARED / "data" / "quotes" / "polnear_dev.jsonl"
ALIKE = 0.8  # share of the letters of two quotes that both have: the same quote
INSIDE = 0.95  # share of the letters of one quote that lie in the other
LONGEST_SHOWN = 160
WORDS_OF_FULL_NAME = 2
COMPLEMENTISER = re.compile(r"\W*(?:that|whether|if)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")

Row = dict[str, Any]
Letters = frozenset[int]


class Kind(StrEnum):
    """What is wrong."""

    TOO_LONG = "too long"
    TOO_SHORT = "too short"
    SHIFTED = "shifted: some words too many, some too few"
    JOINED = "joined what is two, or cut what is one"
    NO_FRAME = "missed: a known verb in a frame not known"
    NO_CUE = "missed: a cue not known, mostly a noun"
    CUELESS = "missed: no cue at all"
    SPURIOUS = "found where there is none"
    SPEAKER = "wrong speaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """One quote that is wrong: as a person marked it, and as it was found."""

    kind: Kind
    article: str
    wanted: str = ""
    found: str = ""
    cue: str = ""

    def __str__(self) -> str:
        return f"{self.kind} | {self.article} | {self.cue} | {self.wanted} | {self.found}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A quote, marked by a person or found by us."""

    letters: Letters
    shown: str
    speaker: str
    cue: str = ""
    is_required: bool = True

    def likeness(self, other: "Marked") -> float:
        """Give the share of letters that both have."""
        return len(self.letters & other.letters) / max(1, len(self.letters | other.letters))

    def share_in(self, other: "Marked") -> float:
        """Give the share of its letters that lie in another quote."""
        return len(self.letters & other.letters) / max(1, len(self.letters))


def lines(*, with_errors: bool) -> Iterator[str]:
    """Give the count of each kind, and on request each error; nothing where the data is absent."""
    if not POLNEAR.is_file():
        return
    errors = [error for row in _rows() for error in errors_of(row)]
    yield f"PolNeAR dev: {len(errors)} errors in quotes, by kind"
    for kind, count in Counter(error.kind for error in errors).most_common():
        yield f"  {count:5}  {kind}"
    if with_errors:
        yield from map(str, sorted(errors, key=lambda error: error.kind))


def _rows() -> Iterator[Row]:
    with POLNEAR.open(encoding="utf-8") as lines_of_file:
        yield from map(json.loads, lines_of_file)


def verbatim_share(rows: Iterable[Row]) -> float:
    """Give the share of the direct quotes with a full name whose words all lie in what a person marked."""
    verdicts = [is_inside for row in rows for is_inside in _verbatim(row)]
    return sum(verdicts) / max(1, len(verdicts))


def _verbatim(row: Row) -> Iterator[bool]:
    marked = frozenset[int]().union(*(quote.letters for quote in _gold(row)))
    for quote in find_quotes(row["text"], "en"):
        if quote.kind is QuoteKind.DIRECT and len(quote.speaker.name.split()) >= WORDS_OF_FULL_NAME:
            yield _letters(row["text"], quote.spans) <= marked


def errors_of(row: Row) -> Iterator[Error]:
    """Compare the quotes of one article."""
    gold, found = _gold(row), _found(row)
    pairs = _paired([quote for quote in gold if quote.is_required], found)
    words = cue_words_for("en")
    for wanted in gold:
        if wanted.is_required:
            yield from _judged(row["id"], wanted, pairs.get(wanted), (gold, found), words)
    for one in found:
        if not any(one.letters & wanted.letters for wanted in gold):
            yield Error(kind=Kind.SPURIOUS, article=row["id"], found=one.shown, cue=one.cue)


def _gold(row: Row) -> list[Marked]:
    return [
        Marked(
            letters=_letters(row["text"], quote.get("spans") or [[quote["start"], quote["end"]]]),
            shown=_shown(quote["text"]),
            speaker=_speaker(quote),
            cue=quote.get("cue") or "",
            is_required=quote.get("required", True),
        )
        for quote in row["quotes"]
    ]


def _speaker(quote: Row) -> str:
    """Give the last word of a person's name; the rest of the speakers is left to the scorer."""
    name: str = (quote.get("speaker_type") == "person" and quote.get("speaker_name")) or ""
    return "".join(WORD.findall(name)[-1:]).lower()


def _found(row: Row) -> list[Marked]:
    text = row["text"]
    return [
        Marked(
            letters=_letters(text, quote.spans),
            shown=_shown(" … ".join(span.of(text) for span in quote.spans)),
            speaker=quote.speaker.name.lower(),
            cue=quote.cue.of(text) if quote.cue else "",
        )
        for quote in find_quotes(text, "en")
    ]


def _letters(text: str, spans: Sequence[Sequence[int]]) -> Letters:
    (start, end), *others = spans
    opening = COMPLEMENTISER.match(text, start, end)
    pieces = [(opening.end() if opening and opening.end() < end else start, end), *others]
    return frozenset(at for first, last in pieces for at in range(first, last) if text[at].isalnum())


def _shown(words: str) -> str:
    return " ".join(words.split())[:LONGEST_SHOWN]


def _paired(gold: Sequence[Marked], found: Sequence[Marked]) -> dict[Marked, Marked]:
    """Pair what is alike, the best pairs first."""
    alike = sorted(
        ((wanted.likeness(one), at, wanted, one) for at, wanted in enumerate(gold) for one in found),
        key=lambda pair: (-pair[0], pair[1]),
    )
    pairs: dict[Marked, Marked] = {}
    for likeness, _, wanted, one in alike:
        if likeness >= ALIKE and wanted not in pairs and one not in pairs.values():
            pairs[wanted] = one
    return pairs


def _judged(
    article: str,
    wanted: Marked,
    paired: Marked | None,
    both: tuple[Sequence[Marked], Sequence[Marked]],
    words: CueWords,
) -> Iterator[Error]:
    gold, found = both
    if paired is not None:
        if wanted.speaker not in paired.speaker:
            yield Error(
                kind=Kind.SPEAKER,
                article=article,
                wanted=wanted.speaker,
                found=paired.speaker,
                cue=wanted.cue,
            )
        return
    touching = [one for one in found if one.letters & wanted.letters]
    kind = _boundary(wanted, touching, gold) if touching else _missed(wanted, words)
    shown = " + ".join(one.shown for one in touching)
    yield Error(kind=kind, article=article, wanted=wanted.shown, found=shown, cue=wanted.cue)


def _boundary(wanted: Marked, touching: Sequence[Marked], gold: Sequence[Marked]) -> Kind:
    best = max(touching, key=wanted.likeness)
    is_joined = sum(other.share_in(best) >= INSIDE for other in gold) > 1
    if is_joined or sum(one.share_in(wanted) >= INSIDE for one in touching) > 1:
        return Kind.JOINED
    if wanted.share_in(best) >= INSIDE:
        return Kind.TOO_LONG
    return Kind.TOO_SHORT if best.share_in(wanted) >= INSIDE else Kind.SHIFTED


def _missed(wanted: Marked, words: CueWords) -> Kind:
    if not wanted.cue:
        return Kind.CUELESS
    verbs = words.cues.every - words.cues.nouns_too
    known = any(word in verbs for word in WORD.findall(wanted.cue.lower()))
    return Kind.NO_FRAME if known else Kind.NO_CUE
