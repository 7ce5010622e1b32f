"""The people and bodies that we know by name, and where a text names them."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from feeds.stories import DATA
from feeds.stories.people.first_names import first_names
from feeds.stories.people.spellings import base_forms, name_key, name_keys
from feeds.stories.texts.phrases import Word

FOLDER = DATA
NameKeys = tuple[str, ...]


class Kind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    BODY = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A role that somebody held for a country or a body, between two days; None: open on that side."""

    role: str
    country: str
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether the day lies within the term; the last day counts for both who goes and who comes."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person or a body whose words on the subject matter."""

    name: str
    kind: Kind
    country: str
    aliases: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    has_common_surname: bool = False  # "Austin": names him only while he is in office
    is_known_by_surname: bool = True

    def is_in_office(self, day: date | None) -> bool:
        """Say whether any of his terms covers the day; without a day any term will do."""
        return day is None or any(office.holds_on(day) for office in self.offices)

    def country_on(self, day: date | None) -> str:
        """Name the country or body that he spoke for on a day; without a day, that of his latest office."""
        terms = [office for office in self.offices if day is None or office.holds_on(day)]
        latest = max(terms, key=lambda office: office.since or date.min, default=None)
        return latest.country if latest is not None else self.country


class Named(NamedTuple):
    """An actor named in some words, with the first and the last of them, counted from 0."""

    actor: Actor
    first: int
    last: int


@cache
def roster() -> tuple[Actor, ...]:
    """Give everybody in the file: people first, then bodies."""
    content = tomllib.loads((FOLDER / "actors.toml").read_text(encoding="utf-8"))
    people = (_actor(row, Kind.PERSON) for row in content["people"])
    return (*people, *(_actor(row, Kind.BODY) for row in content["bodies"]))


@cache
def known_until() -> date:
    """Give the last day on which the file's terms are known to be right."""
    content = tomllib.loads((FOLDER / "actors.toml").read_text(encoding="utf-8"))
    day: date = content["known_until"]
    return day


def find_names(words: Sequence[Word], language: str, day: date | None) -> Iterator[Named]:
    """Find who is named in the words of a sentence, in reading order."""
    position = 0
    while position < len(words):
        named = _named_at(words, position, language, day)
        if named is not None:
            yield named
        position = position + 1 if named is None else named.last + 1


def actor_with_name(keys: NameKeys) -> Actor | None:
    """Find who bears exactly this name or alias (see spellings.py); None where nobody or several do."""
    return next((actor for name, actor in _names().get(keys[0], ()) if name == keys), None) if keys else None


def is_first_name(word: Word) -> bool:
    """Tell whether a word is a common first name."""
    return any(word.folded in names for names in first_names().values())


def _actor(row: Mapping[str, Any], kind: Kind) -> Actor:
    return Actor(
        name=row["name"],
        kind=kind,
        country=row["country"],
        aliases=tuple(row.get("aliases", ())),
        offices=tuple(_office(term, row["country"]) for term in row.get("offices", ())),
        has_common_surname=row.get("common", False),
        is_known_by_surname=row.get("surname", kind is Kind.PERSON),
    )


def _office(term: Mapping[str, Any], country: str) -> Office:
    return Office(
        role=term["role"],
        country=term.get("country", country),
        since=term.get("from"),
        until=term.get("until"),
    )


def _named_at(words: Sequence[Word], position: int, language: str, day: date | None) -> Named | None:
    if not words[position].written[0].isupper():
        return None
    first_keys = base_forms(name_key(words[position].written), language)
    candidates = [candidate for key in first_keys for candidate in _names().get(key, ())]
    for name, actor in sorted(candidates, key=lambda candidate: -len(candidate[0])):
        if _follows(name, words, position, language) and _may_be_meant(actor, name, words, position, day):
            return Named(actor, position, position + len(name) - 1)
    return None


def _follows(name: NameKeys, words: Sequence[Word], position: int, language: str) -> bool:
    if position + len(name) > len(words):
        return False
    return all(
        part in base_forms(name_key(words[position + offset].written), language)
        for offset, part in enumerate(name[1:], start=1)
    )


def _may_be_meant(
    actor: Actor, name: NameKeys, words: Sequence[Word], position: int, day: date | None
) -> bool:
    """A surname alone means nobody after another first name, and a common one only somebody in office."""
    if actor.kind is Kind.BODY or len(name) > 1:
        return True
    if position and is_first_name(words[position - 1]):
        return False
    return not actor.has_common_surname or actor.is_in_office(day)


@cache
def _names() -> Mapping[str, tuple[tuple[NameKeys, Actor], ...]]:
    """Arrange all names and aliases by their first word; what two people bear, nobody is found by."""
    bearers: dict[NameKeys, list[Actor]] = {}
    for actor in roster():
        for keys in set(_all_names(actor)):
            bearers.setdefault(keys, []).append(actor)
    index: dict[str, list[tuple[NameKeys, Actor]]] = {}
    for keys, actors in bearers.items():
        if len(actors) == 1:
            index.setdefault(keys[0], []).append((keys, actors[0]))
    return {first: tuple(entries) for first, entries in index.items()}


def _all_names(actor: Actor) -> Iterator[NameKeys]:
    yield name_keys(actor.name)
    yield from map(name_keys, actor.aliases)
    if actor.is_known_by_surname:
        yield name_keys(actor.name.split()[-1])
