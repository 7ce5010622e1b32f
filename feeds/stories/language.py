"""Tells the language of a text by its small words and its letters.

News in nine languages is read; some neighbours are known too, so that Dutch is not taken for German. The
words and letters stand in `data/languages.toml`. A library would cost more than it saves: the small one gives
another answer at each call, the steady one needs a numerical package.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from feeds.stories import DATA

FILE = DATA / "languages.toml"
UNKNOWN = "und"  # ISO 639-2 for "undetermined"
READ_LETTERS = 3_000  # the beginning of a text tells its language
SHORT = 30  # words: of fewer the outlet's language decides, unless they speak clearly against it
CLEARLY = 1.8  # how much more evidence there must be against the hint
LEAST_SHARE = 0.12  # of the words, that must speak for the language
LEAST_EVIDENCE = 0.7
WEIGHT_OF_LETTERS = 0.6  # of a word with a letter of its own, beside 1.0 of a small word
WORD = re.compile(r"[^\W\d_]+")
LATIN_END = "\u024f"
CYRILLIC = re.compile("[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Language:
    """What gives a language away."""

    code: str
    script: str
    letters: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Features:
    """Which languages a small word or a letter speaks for, and how strongly."""

    words: Mapping[str, tuple[tuple[str, float], ...]]
    letters: Mapping[str, tuple[tuple[str, float], ...]]


def identify(text: str, hint: str = "") -> str:
    """Give the language of a text as ISO 639-1, or "und" when nothing fits.

    `hint` is the language of the outlet; it decides where the text is too short to tell.
    """
    words = WORD.findall(text[:READ_LETTERS].lower())
    script = _script_of(words)
    evidence = _weigh(words, script)
    best = max(evidence, key=lambda code: (evidence[code], code), default=UNKNOWN)
    enough = LEAST_EVIDENCE if len(words) < SHORT else LEAST_SHARE * len(words)
    if _is_plausible(hint, script) and _hint_wins(len(words), evidence, best=best, hint=hint):
        return hint
    return best if evidence[best] >= enough else UNKNOWN


def _hint_wins(length: int, evidence: Mapping[str, float], *, best: str, hint: str) -> bool:
    """The outlet's language holds for a short text, unless the text speaks clearly against it."""
    return length < SHORT and (best == hint or evidence[best] < evidence[hint] + CLEARLY)


def _is_plausible(hint: str, script: str) -> bool:
    return any(language.code == hint and language.script == script for language in _languages())


def _script_of(words: Iterable[str]) -> str:
    """Tell which alphabet most words are written in; empty when it is another, or there are none."""
    counts = Counter(_script_of_word(word) for word in words)
    return counts.most_common(1)[0][0] if counts else ""


def _script_of_word(word: str) -> str:
    if CYRILLIC.search(word):
        return "cyrillic"
    return "latin" if word[0] <= LATIN_END else ""


def _weigh(words: Iterable[str], script: str) -> Mapping[str, float]:
    evidence: defaultdict[str, float] = defaultdict(float)
    features = _features(script)
    for word in words:
        for code, weight in features.words.get(word, ()):
            evidence[code] += weight
        for letter in features.letters.keys() & set(word):
            for code, weight in features.letters[letter]:
                evidence[code] += weight
    return evidence


@cache
def _languages() -> tuple[Language, ...]:
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Language(code, entry["script"], frozenset(entry["letters"]), frozenset(entry["words"].split()))
        for code, entry in content.items()
    )


@cache
def _features(script: str) -> Features:
    languages = [language for language in _languages() if language.script == script]
    return Features(
        words=_shared(((language.code, language.words) for language in languages), 1.0),
        letters=_shared(((language.code, language.letters) for language in languages), WEIGHT_OF_LETTERS),
    )


def _shared(
    signs: Iterable[tuple[str, frozenset[str]]], weight: float
) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Arrange signs by themselves; one that several languages have counts less for each."""
    owners: dict[str, list[str]] = {}
    for code, own in signs:
        for sign in own:
            owners.setdefault(sign, []).append(code)
    return {
        sign: tuple((code, weight / len(codes) ** 0.5) for code in codes) for sign, codes in owners.items()
    }
