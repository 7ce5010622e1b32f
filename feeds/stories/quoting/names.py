"""The names of people in an article, and which of them belong to one person."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from feeds.model import Span
from feeds.stories.people.first_names import first_names
from feeds.stories.people.spellings import name_key
from feeds.stories.quoting.cue_words import CueWords

LAST_LETTER = 0x0530  # Latin, Greek and Cyrillic end before it
LAST_LATIN = "\u02af"
MOST_WORDS = 8
LONGEST_NAME = 4
SHORT_ABBREVIATION = 3
POSSESSIVE = re.compile(r"[’']s?$")
GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})


class Gender(StrEnum):
    """Which pronoun can mean a person."""

    HE = "he"
    SHE = "she"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One place where a person is named: `words` without titles, the surname last."""

    span: Span
    words: tuple[str, ...]
    gender: Gender | None

    @property
    def surname(self) -> str:
        """The word by which later mentions call the person."""
        has_generation = len(self.words) > 1 and self.words[-1].lower().rstrip(".") in GENERATIONS
        return self.words[-2] if has_generation else self.words[-1]


class People:
    """All who are named in an article, and their full names."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = tuple(names)
        self.mentions = Counter(name.surname for name in names)
        self._starts = [name.span.start for name in names]
        full = [name for name in names if 2 <= len(name.words) <= LONGEST_NAME]
        self._full_names = _most_frequent(full)
        self._longer = {name.words[-2:]: name.words for name in reversed(full) if len(name.words) > 2}
        self._genders = {name.surname: name.gender for name in names if name.gender}

    def within(self, span: Span) -> Sequence[Name]:
        """Give the names that begin inside a span."""
        return self.names[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]

    def has_full_name(self, surname: str) -> bool:
        """Tell whether the article names somebody of that surname in full."""
        return surname in self._full_names

    def full_name(self, words: Sequence[str]) -> str:
        """Give the fullest name that the article has for the person."""
        if len(words) == 1:
            return " ".join(self._full_names.get(words[0], words))
        return " ".join(self._longer.get(tuple(words), words))

    def gender(self, name: Name) -> Gender | None:
        """Give the gender that a name shows here or elsewhere in the article."""
        return name.gender or self._genders.get(name.surname)


def _most_frequent(full: Iterable[Name]) -> dict[str, tuple[str, ...]]:
    """Give for each surname the full name that stands most often in the article."""
    firsts: dict[str, Counter[str]] = {}
    forms: dict[tuple[str, str], tuple[str, ...]] = {}
    for name in full:
        firsts.setdefault(name.surname, Counter())[name.words[0]] += 1
        forms.setdefault((name.surname, name.words[0]), name.words)
    return {surname: forms[surname, counts.most_common(1)[0][0]] for surname, counts in firsts.items()}


def find_people(text: str, words: CueWords) -> People:
    """Find the names of people in a text."""
    found = (_read_name(match, words) for match in _pattern(words).finditer(text))
    return People([name for name in found if name is not None])


@cache
def capital_letters() -> str:
    """Give all capital letters, for a character class."""
    return "".join(chr(code) for code in range(LAST_LETTER) if chr(code).isupper())


@cache
def _pattern(words: CueWords) -> re.Pattern[str]:
    capital = f"[{capital_letters()}]"
    abbreviated = "|".join(re.escape(title.title()) for title in sorted(_abbreviated_titles(words)))
    word = rf"(?:(?:{abbreviated or 'Dr'})\.|(?:{capital}\.)+|{capital}[\w’'ʼ\-]*)"
    particles = "|".join(sorted(words.people.particles)) or "de|van|von|der|bin|al|la|le|el|du"
    joined = rf"[ \xa0]+(?:{word}|(?:{particles})(?=[ ]{capital}))"
    return re.compile(rf"(?<!\w){word}(?:{joined}){{0,{MOST_WORDS}}}")


def _abbreviated_titles(words: CueWords) -> frozenset[str]:
    people = words.people
    return (people.titles | people.title_ends | {"jr", "sr"}) & words.grammar.abbreviations


def _read_name(match: re.Match[str], words: CueWords) -> Name | None:
    parts = [POSSESSIVE.sub("", part) for part in match.group().split()]
    start = match.start()
    if len(parts) > 1 and parts[0].lower() in words.people.never_names:
        parts = parts[1:]
        start = match.end() - len(match.group().split(maxsplit=1)[1])
    core = _without_titles([part for part in parts if part], words)
    if not core or core[0].lower() in words.people.never_names:
        return None
    if any(part.lower().rstrip(".") in words.people.bodies for part in core):
        return None
    if len(core) > LONGEST_NAME:
        return None
    return Name(span=Span(start, match.end()), words=core, gender=_gender(parts, core, words))


def _without_titles(parts: list[str], words: CueWords) -> tuple[str, ...]:
    people = words.people
    start = 0
    for index in range(len(parts) - 1, 0, -1):
        if _ends_title(_plain(parts[index - 1]), words):
            start = index
            break
    else:
        while start < len(parts) - 1 and (_plain(parts[start]) in people.titles or parts[start][0].islower()):
            start += 1
    return tuple(part.rstrip(".") if len(part) > SHORT_ABBREVIATION else part for part in parts[start:])


def _ends_title(word: str, words: CueWords) -> bool:
    return word in words.people.title_ends or word.endswith(words.people.title_endings or ("\0",))


def _plain(word: str) -> str:
    return word.lower().rstrip(".")


def _gender(parts: Sequence[str], core: Sequence[str], words: CueWords) -> Gender | None:
    first = _latin(core[0]) if len(core) > 1 else ""
    titles = {_plain(part) for part in parts[:-1]}
    if first in _names_of(Gender.SHE) or titles & words.people.female_titles:
        return Gender.SHE
    if first in _names_of(Gender.HE) or titles & words.people.male_titles:
        return Gender.HE
    return None


def _latin(first_name: str) -> str:
    """Give a first name as the list of them has it, also one in Cyrillic letters."""
    return name_key(first_name) if first_name[0] > LAST_LATIN else fold(first_name)


@cache
def _names_of(gender: Gender) -> frozenset[str]:
    names = first_names()["male" if gender is Gender.HE else "female"]
    return frozenset((*names, *map(name_key, names)))


def fold(word: str) -> str:
    """Give a word in lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
