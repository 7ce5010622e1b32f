"""Makes spellings of a name comparable: Zelensky, Zelenskyy, Зеленский and Зеленського have one key."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

CYRILLIC = str.maketrans(
    dict(zip("абвгґдезиіїйклмнопрстуфыэ", "abvggdeziiiiklmnoprstufie", strict=True))
    | {"ё": "e", "є": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"}
    | {"ю": "iu", "я": "ia", "ь": "", "ъ": "", "'": "", "’": "", "ʼ": ""}
)
LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
SOUNDS = (("ck", "k"), ("ph", "f"), ("ij", "i"), ("yj", "i"), ("y", "i"), ("j", "i"), ("w", "v"), ("c", "k"))
REPEATED = re.compile(r"(.)\1+")
NAME_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
ENDINGS = ("", "a", "i", "ii")  # what a nominative may have where an inflected form was cut
LONGEST_ENDING = 4
SHORTEST_STEM = 4
INFLECTED = frozenset({"pl", "uk", "ru", "sv", "de"})
LONGEST_NAME = 200
LONGEST_WORD = 40


def name_keys(name: str) -> tuple[str, ...]:
    """Give the keys of a name's words, in order."""
    return tuple(key for key in map(name_key, NAME_WORD.findall(name[:LONGEST_NAME])) if key)


@lru_cache(maxsize=20_000)
def name_key(word: str) -> str:
    """Reduce a word of a name to its sounds in plain Latin letters."""
    plain = word[:LONGEST_WORD].casefold().removesuffix("'s").removesuffix("’s")
    plain = unicodedata.normalize("NFKD", plain.translate(CYRILLIC).translate(LETTERS))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for spelling, sound in SOUNDS:
        plain = plain.replace(spelling, sound)
    return REPEATED.sub(r"\1", plain)


@lru_cache(maxsize=20_000)
def base_forms(key: str, language: str) -> tuple[str, ...]:
    """Give the keys that a word may stand for: itself, and its nominatives where the language inflects."""
    return tuple(dict.fromkeys(_base_forms(key, language)))


def _base_forms(key: str, language: str) -> Iterator[str]:
    yield key
    if language not in INFLECTED:
        return
    for cut in range(1, LONGEST_ENDING + 1):
        stem = key[:-cut]
        if len(stem) < SHORTEST_STEM:
            return
        for ending in ENDINGS:
            yield stem + ending
