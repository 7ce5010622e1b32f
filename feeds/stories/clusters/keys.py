"""Finds what an article names: countries, people, acts and numbers, as keys that every language shares."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from feeds.model import Position, Quote, Signature, Stance
from feeds.stories.texts.words import FOLDER, content_words, fold, split

STEM_KEY = 3  # a stem is looked up by its first letters
FIRST_YEAR, LAST_YEAR = 1900, 2100  # a number between is a year, which tells no event apart
SMALLEST_NUMBER = 10
NUMBER_WORD = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,2})?)(k?)")
SHORTEST_QUOTE = 4  # content words; shorter runs are catchwords
QUOTE_WORDS = 5  # by so many content words a quote is known again, however it is cut
MOST_QUOTES = 12
LONGEST_RUN = 200  # characters of a quoted run that are looked at
NAME, ACT, NUMBER, LANGUAGE = "name:", "act:", "number:", "language:"
QUOTE = "quote:"
STANCE = "stance:"
SIDES = {
    Stance.SUPPORTS: "for",
    Stance.OPEN: "for",
    Stance.CONDITIONAL: "for",
    Stance.OPPOSES: "against",
    Stance.DENIES: "against",
    Stance.CLAIMS_PRESENT: "claims",
}


class Stem(NamedTuple):
    """How a name or an act begins: one word, or two in a row."""

    key: str
    words: tuple[str, ...]
    is_acronym: bool


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is written, and as it is compared."""

    written: str
    folded: str


def find_keys(opening: str, language: str) -> frozenset[str]:
    """Give the keys of a title and opening; the language is one of them."""
    tokens = [Token(word, fold(word)) for word in split(opening)]
    return frozenset({f"{LANGUAGE}{language}", *_names(tokens), *_numbers(tokens)})


def quote_keys(text: str, language: str, quotes: Sequence[Quote]) -> frozenset[str]:
    """Give the first words of each quoted run: the same statement has the same words."""
    runs = [span.of(text)[:LONGEST_RUN] for quote in quotes[:MOST_QUOTES] for span in quote.quoted]
    words = [content_words(run, language)[:QUOTE_WORDS] for run in runs]
    return frozenset(QUOTE + " ".join(run) for run in words if len(run) >= SHORTEST_QUOTE)


def stance_keys(positions: Sequence[Position], reach: int) -> frozenset[str]:
    """Give who stands on which side, of the positions that the opening shows (`reach` is where it ends)."""
    return frozenset(
        f"{STANCE}{position.country or position.actor}:{SIDES[position.stance]}"
        for position in positions
        if position.span.start < reach
    )


def language_of(signature: Signature) -> str:
    """Give the key of an article's language."""
    return next((key for key in signature.entities if key.startswith(LANGUAGE)), "")


def stances_of(signature: Signature) -> Mapping[str, frozenset[str]]:
    """Give the sides on which each actor stands."""
    stances: dict[str, set[str]] = {}
    for key in signature.entities:
        if key.startswith(STANCE):
            actor, _, stance = key.removeprefix(STANCE).rpartition(":")
            stances.setdefault(actor, set()).add(stance)
    return {actor: frozenset(held) for actor, held in stances.items()}


def is_common_key(key: str) -> bool:
    """Tell a country, a well-known name or an act from words and numbers."""
    return key.startswith((NAME, ACT))


def _names(tokens: Sequence[Token]) -> Iterator[str]:
    stems = _stems()
    for place, token in enumerate(tokens):
        for stem in stems.get(token.folded[:STEM_KEY], ()):
            if _stands_at(stem, tokens, place):
                yield stem.key


def _stands_at(stem: Stem, tokens: Sequence[Token], place: int) -> bool:
    if stem.is_acronym:
        return tokens[place].written == stem.words[0]
    if place + len(stem.words) > len(tokens):
        return False
    return all(tokens[place + step].folded.startswith(word) for step, word in enumerate(stem.words))


def _numbers(tokens: Sequence[Token]) -> Iterator[str]:
    """Give the numbers that tell events apart; `20K` and `2,5 tys.` are thousands."""
    thousands = _thousands()
    for place, token in enumerate(tokens):
        written = NUMBER_WORD.fullmatch(token.folded)
        if written is None:
            continue
        follower = tokens[place + 1].folded if place + 1 < len(tokens) else ""
        number = float(written[1]) * (1000 if written[2] or follower in thousands else 1)
        if number >= SMALLEST_NUMBER and not FIRST_YEAR <= number <= LAST_YEAR:
            yield f"{NUMBER}{number:.0f}"


@cache
def _stems() -> Mapping[str, tuple[Stem, ...]]:
    """Arrange all stems by their first letters."""
    groups: dict[str, list[Stem]] = {}
    for stem in chain(_read_stems("names", NAME), _read_stems("acts", ACT)):
        groups.setdefault(fold(stem.words[0])[:STEM_KEY], []).append(stem)
    return {first: tuple(group) for first, group in groups.items()}


def _read_stems(table: str, kind: str) -> Iterator[Stem]:
    content = tomllib.loads((FOLDER / f"{table}.toml").read_text(encoding="utf-8"))
    for key, beginnings in content[table].items():
        for beginning in beginnings:
            yield _stem(kind + key, beginning)


def _stem(key: str, beginning: str) -> Stem:
    if beginning.isupper():
        return Stem(key, (beginning,), is_acronym=True)
    return Stem(key, tuple(fold(word) for word in split(beginning)), is_acronym=False)


@cache
def _thousands() -> frozenset[str]:
    table = tomllib.loads((FOLDER / "numbers.toml").read_text(encoding="utf-8"))
    return frozenset(fold(word) for word in table["thousand"])
