"""Finds the words of a language's lexicon in a text: who, what and where, each as a slot with its place.

A lexicon is one TOML file, `data/detect/<language>.toml`, with a list of terms for each slot; notation.py
tells how they are written. Where terms overlap, the longer one wins; of equal ones, the one that stands
first in the file.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from feeds.model import Span
from feeds.stories.detection.notation import FOLDER, STEM_KEY, spellings

LONGEST_WORD = 40  # of a longer word only the beginning is looked at
KNOWN_WORDS = 20_000  # of which it is remembered what they may begin; most words of a text are met again
WORD = re.compile(r"((?:[A-Z]\.){2,}|\w+|[:|–—])")  # "U.S." is one word
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
    PAST = "past"  # in 1941: another war
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


class Word(NamedTuple):
    """A word as it is compared, and where it leads to from the root of the tree."""

    written: str
    folded: str
    places: Sequence["Node"]


@dataclass(slots=True)
class Node:
    """A place in the tree of terms: what may follow here, and the slot of the term that ends here."""

    words: dict[str, "Node"] = field(default_factory=dict)
    capitals: dict[str, "Node"] = field(default_factory=dict)
    stems: dict[str, dict[str, "Node"]] = field(default_factory=dict)  # by their first letters, then whole
    slot: Slot | None = None

    def add(self, words: Sequence[str], slot: Slot) -> None:
        """Plant a term below this place; a term that is already there stays what it is."""
        if not words:
            self.slot = self.slot or slot
            return
        word = words[0]
        if word.endswith("*"):
            children, key = self.stems.setdefault(word[:STEM_KEY], {}), word[:-1]
        else:
            children, key = self.words if word.islower() else self.capitals, word
        children.setdefault(key, Node()).add(words[1:], slot)

    def after(self, written: str, folded: str) -> Sequence["Node"]:
        """Give the places that a word leads to."""
        places = [self.words[folded]] if folded in self.words else []
        if self.capitals and written in self.capitals:
            places.append(self.capitals[written])
        stems = self.stems.get(folded[:STEM_KEY]) if self.stems else None
        if stems:
            places += [node for stem, node in stems.items() if folded.startswith(stem)]
        return places


def longest(words: Sequence[Word], first: int) -> tuple[int, Slot | None]:
    """Find the longest term that begins with a word: the position after it and its slot."""
    best: tuple[int, Slot | None] = (first, None)
    places, position = words[first].places, first + 1
    while places:
        for node in places:
            if node.slot is not None:
                best = (position, node.slot)
                break
        if position == len(words):
            break
        word = words[position]
        places = [node for place in places for node in place.after(word.written, word.folded)]
        position += 1
    return best


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The terms of one language, as a tree of words."""

    root: Node
    owner_follows: bool  # "troupes françaises": the owner stands after the force
    look_up: Callable[[str], Word]  # remembers the words that it has met

    def scan(self, text: str, within: Span) -> tuple[Hit, ...]:
        """Find the terms in a part of a text, in reading order and without overlaps."""
        parts = WORD.split(within.of(text))  # what stands between words, and words, in turn
        found = tuple(self._walk(parts[1::2]))
        if not found:
            return ()
        ends = tuple(accumulate(map(len, parts), initial=within.start))
        return tuple(
            Hit(slot, Span(ends[2 * first + 1], ends[2 * last + 2]), first, last)
            for slot, first, last in found
        )

    def slots_in(self, text: str) -> frozenset[Slot]:
        """Name the slots of the terms in a text."""
        return frozenset(slot for slot, _, _ in self._walk(WORD.split(text)[1::2]))

    def _walk(self, written: Sequence[str]) -> Iterator[tuple[Slot, int, int]]:
        words = tuple(map(self.look_up, written))
        reached = 0
        for first in [place for place, word in enumerate(words) if word.places]:
            if first < reached:
                continue
            end, slot = longest(words, first)
            if slot is None:
                continue
            reached = end
            if slot is not Slot.IGNORE:
                yield slot, first, reached - 1


@lru_cache(maxsize=64)  # whatever a stranger gives as language
def load_lexicon(language: str) -> Lexicon | None:
    """Read the lexicon of a language (ISO 639-1); None when there is none."""
    if language not in languages():
        return None
    root = Node()
    for pause in PAUSES:
        root.add((pause,), Slot.PAUSE)
    for words, slot in sorted(terms_of(language), key=lambda term: [-len(word) for word in term[0]]):
        root.add(words, slot)
    return Lexicon(root, _read(language)["owner_follows"], _remembering(root))


def _remembering(root: Node) -> Callable[[str], Word]:
    def look_up(written: str) -> Word:
        word = written[:LONGEST_WORD].replace(".", "")
        return Word(word, word.lower(), tuple(root.after(word, word.lower())))

    return lru_cache(maxsize=KNOWN_WORDS)(look_up)


@cache
def languages() -> frozenset[str]:
    """Name the languages that have a lexicon."""
    return frozenset(path.stem for path in FOLDER.glob("*.toml"))


def terms_of(language: str) -> Iterator[tuple[tuple[str, ...], Slot]]:
    """Give every spelling of every term of a language with its slot, in the order of the file."""
    terms: Mapping[str, Sequence[str]] = _read(language)["terms"]
    for slot, lines in terms.items():
        for line in lines:
            for words in spellings(line):
                yield words, Slot(slot)


@cache
def _read(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
