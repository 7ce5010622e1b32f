"""The interface in its reader's language: what we say ourselves, never what a source says.

The English words stand in the code and are the keys of the catalogues in bot/languages (gettext's own format,
kept by Babel: `make languages`). Who answers sets the language for as long as that takes, see `speaking`;
where a catalogue lacks something, it is said in English.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

ENGLISH = "en"

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "fr": "français",
    "de": "Deutsch",
    "uk": "українська",
    "pl": "polski",
    "ru": "русский",
}
"""The languages that the bot speaks, each by its own name."""

CATALOGUES = Path(__file__).parent / "languages"

_reader: ContextVar[str] = ContextVar("language of the reader", default=ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in a language, in this task, until the block is left; in English if we speak it not."""
    before = _reader.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _reader.reset(before)


def language_now() -> str:
    """Give the language in which everything is said now."""
    return _reader.get()


def spoken(asked: str) -> str:
    """Give the language of ours that a locale asks for, "uk-UA" or "pt_BR"; empty where we don't speak it."""
    language = asked.replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else ""


def phrase(words: str) -> str:
    """Mark words that are put into the reader's language later, by `worded`."""
    return words


def phrases(one: str, many: str) -> tuple[str, str]:
    """Mark the two forms of what is said later, by `counted`."""
    return one, many


def worded(words: str, /, **values: object) -> str:
    """Put words into the reader's language, and values into their places: {name}."""
    said = _catalogue(_reader.get()).gettext(words) if words else ""
    return said.format(**values) if values else said


def counted(one: str, many: str, number: int, /, **values: object) -> str:
    """Say how many there are of something, {number}, in the form that the reader's language has for it."""
    said = _catalogue(_reader.get()).ngettext(one, many, number)
    return said.format(number=format_decimal(number, locale=_reader.get()), **values)


def written_day(local: datetime) -> str:
    """Write a day in the reader's language: "4 Mar 2026"."""
    return format_date(local, "d MMM y", locale=_reader.get())


def country_name(name: str) -> str:
    """Give a country's or an alliance's English short name in the reader's language."""
    language = _reader.get()
    if language == ENGLISH or not name:
        return name
    return _territories(language).get(name) or worded(name)


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == ENGLISH:
        return NullTranslations()
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def _territories(language: str) -> Mapping[str, str]:
    theirs, ours = Locale(language).territories, Locale(ENGLISH).territories
    return {name: theirs[code] for code, name in ours.items() if code in theirs} | {
        name: theirs[code] for name, code in OUR_NAMES.items()
    }


OUR_NAMES = {"Turkey": "TR", "Bosnia and Herzegovina": "BA", "European Union": "EU", "United Nations": "UN"}
"""Short names of ours that differ from Babel's."""
