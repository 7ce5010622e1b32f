"""Finds the words of a language's lexicon in a text: who, what and where, each as a slot with its place.

A lexicon is one TOML file, `data/detect/<language>.toml`, with a list of terms for each slot. A term is a
few words: `troop*` is any word that begins so, `send|sent` is either word, `the?` may be missing (of
alternatives, all may: `east|west?`). Words in capitals (`US`) match as they are, all others in any case.
Where terms overlap, the longer one wins; of equal ones, the one that stands first in the file.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from feeds.model import Span
from feeds.stories import DATA

FOLDER = DATA / "detect"
STEM_KEY = 3  # a stem is looked up by its first letters, so it has at least as many
LONGEST_WORD = 40  # of a longer word only the beginning is looked at
WORD = re.compile(r"(?:[A-Z]\.){2,}|\w+|[:|–—]")  # "U.S." is one word
PAUSES = ":|–—"  # they part who speaks from what is said


class Slot(StrEnum):
    """What a term stands for. The comments name an English example."""

    FORCE = "force"  # troops
    MISSION = "mission"  # peacekeepers: foreign by their name
    PRESENCE = "presence"  # army, deployment: a force only when its owner stands beside it
    JETS = "jets"  # fighter jets: count on the eastern flank only
    FOREIGN = "foreign"  # NATO, French, Starmer
    RUSSIAN = "russian"
    UKRAINIAN = "ukrainian"
    KOREAN = "korean"
    BELARUSIAN = "belarusian"
    OUTSIDERS = "outsiders"  # volunteers, veterans: no force of a state
    OWNED_BY = "owned_by"  # "from" in "troops from France"
    MOVE = "move"  # send
    TRAIN = "train"
    FIGHT = "fight"
    CUT = "cut"  # withdraw
    REFUSE = "refuse"  # rule out, deny
    WARN = "warn"  # legitimate targets
    ASK = "ask"  # needed, calls for
    CASUALTY = "casualty"  # killed, captured, fighting
    JOIN_WAR = "join_war"  # join the war
    INSIDE = "inside"  # in Ukraine
    THERE = "there"  # in the country, into the war
    UKRAINE = "ukraine"  # Ukraine, by itself
    WAR = "war"  # the war in Ukraine: no place where a force goes
    FLANK = "flank"  # to Poland
    REAR = "rear"  # in Germany
    ELSEWHERE = "elsewhere"  # in Niger
    COALITION = "coalition"  # coalition of the willing
    GUARANTEE = "guarantee"  # security guarantees
    PLANNING = "planning"  # military planners
    BORDER = "border"  # to the border
    DRAWDOWN = "drawdown"  # troop withdrawal
    READINESS = "readiness"  # response force, on high alert
    OCCASION = "occasion"  # a prince visits troops, soldiers are missing: nobody is sent
    ENVOYS = "envoys"  # the pope: his peace mission is none of soldiers
    ARMS = "arms"  # missiles, shells
    PAUSE = "pause"  # the colon in "Kremlin: ..."
    IGNORE = "ignore"  # air defence forces: swallowed, so that its parts are not read


class Hit(NamedTuple):
    """A term found: its slot, its place in the text, and its first and last word, counted from 0."""

    slot: Slot
    span: Span
    first: int
    last: int


class Token(NamedTuple):
    """A word as it is compared: its letters folded, its letters as written, and its place in the text."""

    folded: str
    written: str
    start: int
    end: int


@dataclass(slots=True)
class Node:
    """A place in the tree of terms: what may follow here, and the slot of the term that ends here."""

    words: dict[str, "Node"] = field(default_factory=dict)
    stems: dict[str, dict[str, "Node"]] = field(default_factory=dict)  # by their first letters, then whole
    slot: Slot | None = None

    def follow(self, tokens: Sequence[Token], position: int) -> tuple[int, Slot | None]:
        """Find the longest term from here on: the position after it and its slot."""
        best = (position, self.slot)
        if position < len(tokens):
            for node in self._after(tokens[position]):
                found = node.follow(tokens, position + 1)
                if found[1] is not None and (found[0] > best[0] or best[1] is None):
                    best = found
        return best

    def add(self, words: Sequence[str], slot: Slot) -> None:
        """Plant a term below this place; a term that is already there stays what it is."""
        if not words:
            self.slot = self.slot or slot
            return
        word = words[0]
        if word.endswith("*"):
            children, key = self.stems.setdefault(word[:STEM_KEY], {}), word[:-1]
        else:
            children, key = self.words, word
        children.setdefault(key, Node()).add(words[1:], slot)

    def may_begin_with(self, token: Token) -> bool:
        """Tell at a glance that most words begin no term."""
        return (
            token.folded in self.words or token.folded[:STEM_KEY] in self.stems or token.written in self.words
        )

    def _after(self, token: Token) -> Iterator["Node"]:
        if token.folded in self.words:
            yield self.words[token.folded]
        if token.written in self.words and token.written != token.folded:
            yield self.words[token.written]
        stems = self.stems.get(token.folded[:STEM_KEY])
        if stems is not None:
            yield from (node for stem, node in stems.items() if token.folded.startswith(stem))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The terms of one language, as a tree of words."""

    root: Node
    owner_follows: bool  # "troupes françaises": the owner stands after the force

    def scan(self, text: str, within: Span) -> tuple[Hit, ...]:
        """Find the terms in a part of a text, in reading order and without overlaps."""
        return tuple(self._walk(tuple(split_words(text, within))))

    def _walk(self, tokens: Sequence[Token]) -> Iterator[Hit]:
        reached = 0
        for position, token in enumerate(tokens):
            if position < reached or not self.root.may_begin_with(token):
                continue
            reached, slot = self.root.follow(tokens, position)
            if slot is not None and slot is not Slot.IGNORE:
                yield Hit(slot, Span(token.start, tokens[reached - 1].end), position, reached - 1)


def split_words(text: str, within: Span) -> Iterator[Token]:
    """Cut a part of a text into words; dots inside an abbreviation are dropped."""
    for match in WORD.finditer(text, within.start, within.end):
        written = match.group()[:LONGEST_WORD]
        if "." in written:
            written = written.replace(".", "")
        yield Token(written.lower(), written, match.start(), match.end())


@lru_cache(maxsize=64)  # whatever a stranger gives as language
def load_lexicon(language: str) -> Lexicon | None:
    """Read the lexicon of a language (ISO 639-1); None when there is none."""
    if language not in languages():
        return None
    content = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    root = Node()
    for pause in PAUSES:
        root.add((pause,), Slot.PAUSE)
    for words, slot in sorted(_planted(content["terms"]), key=lambda term: [-len(word) for word in term[0]]):
        root.add(words, slot)
    return Lexicon(root, content["owner_follows"])


@cache
def languages() -> frozenset[str]:
    """Name the languages that have a lexicon."""
    return frozenset(path.stem for path in FOLDER.glob("*.toml"))


def _planted(terms: Mapping[str, Sequence[str]]) -> Iterator[tuple[tuple[str, ...], Slot]]:
    """Give every spelling of every term with its slot, in the order of the file."""
    for slot, lines in terms.items():
        for line in lines:
            for words in _spellings(line):
                yield words, Slot(slot)


def _spellings(term: str) -> Iterator[tuple[str, ...]]:
    """Write out the alternatives of a term: `in|to the? Ukraine` has four spellings."""
    choices = [_alternatives(word) for word in term.split()]
    for choice in product(*choices):
        yield tuple(word for word in choice if word)


def _alternatives(word: str) -> tuple[str, ...]:
    optional = ("",) if word.endswith("?") else ()
    written = tuple(part if _is_capitals(part) else part.lower() for part in word.rstrip("?").split("|"))
    return written + optional


def _is_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()
