"""Folds words, so that the spellings, endings and scripts of one word compare equal.

The keys that come out are for comparing and are never shown: Зеленский, Selenskyj and Zelensky give one key.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from feeds.stories import DATA

FOLDER = DATA / "cluster"
STEM = 6  # letters that are kept: a plain way to drop endings that serves every language
SHORTEST_STEM = 4  # an English ending is only taken off what stays so long
LONGEST_WORD = 40  # of a longer word only the beginning is looked at
LONGEST_ACRONYM = 5
ENGLISH_ENDINGS = ("ing", "ies", "ed", "es", "s")
WORD = re.compile(
    r"(?P<initials>(?:[A-Z]\.){2,})|(?P<grouped>\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d))"
    r"|(?P<decimal>\d{1,9}[.,]\d{1,2})(?!\d)|[^\W_]+"
)
DOUBLED = re.compile(r"([a-z])\1+")
NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


def content_words(text: str, language: str) -> tuple[str, ...]:
    """Give the keys of the words that say something, in reading order; numbers are among them."""
    ignored = stop_words(language)
    return tuple(
        stem(written, language)
        for written in split(text)
        if _is_acronym(written) or (len(written) > 1 and written.casefold() not in ignored)
    )


@lru_cache(maxsize=1_000)
def words_of_sentence(sentence: str, language: str) -> frozenset[str]:
    """Give the words that say something; remembered, for a sentence is laid beside many others."""
    return frozenset(content_words(sentence, language))


def split(text: str) -> Iterator[str]:
    """Cut a text into words; `U.S.` and `5,000` are one word each, without marks, and `2,5` is `2.5`."""
    for match in WORD.finditer(text):
        word = match.group()[:LONGEST_WORD]
        if match.lastgroup is None:  # most words have no mark inside
            yield word
        else:
            yield word.replace(",", ".") if match["decimal"] else NOT_ALPHANUMERIC.sub("", word)


@lru_cache(maxsize=20_000)
def stem(written: str, language: str) -> str:
    """Give the key of a word: folded, without its ending."""
    if written.isdigit():
        return written
    return fold(_without_english_ending(written.casefold(), language))[:STEM]


@lru_cache(maxsize=20_000)
def fold(written: str) -> str:
    """Write a word in plain Latin letters, one for each sound."""
    letters, sounds = _letters()
    plain = unicodedata.normalize("NFKC", written).casefold().translate(letters)
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for spelling, sound in sounds:
        plain = plain.replace(spelling, sound)
    return DOUBLED.sub(r"\1", plain)


@cache
def stop_words(language: str) -> frozenset[str]:
    """Name the words of a language that say nothing; of an unknown language those of English."""
    languages: Mapping[str, str] = _read("stop_words")
    return frozenset(languages.get(language, languages["en"]).split())


@cache
def subject_words() -> frozenset[str]:
    """Give the keys of the words that nearly every article on our subject has."""
    words: str = _read("subject")["words"]
    return frozenset(stem(word, "en") for word in words.split())


def _is_acronym(written: str) -> bool:
    """Tell US from us."""
    return 1 < len(written) <= LONGEST_ACRONYM and written.isupper()


def _without_english_ending(word: str, language: str) -> str:
    if language not in {"en", "und"}:
        return word
    for ending in ENGLISH_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    return word.removesuffix("e") if len(word) > SHORTEST_STEM else word  # force, forces


@cache
def _letters() -> tuple[dict[int, str], tuple[tuple[str, str], ...]]:
    tables = _read("letters")
    letters: Mapping[str, str] = tables["letters"]
    sounds: Mapping[str, str] = tables["sounds"]
    return str.maketrans(dict(letters)), tuple(sounds.items())


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
