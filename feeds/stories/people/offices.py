"""Tells who is meant by an office on a day: "the French leader", "Russia's foreign minister"."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from feeds.stories import DATA
from feeds.stories.people.countries import country_in
from feeds.stories.people.roster import Actor, known_until, roster
from feeds.stories.texts.phrases import Phrasebook, make_phrasebook, split_words

FILE = DATA / "offices.toml"
LEADER = "leader"
SOMEBODY_ELSE = "not the holder"


def holder_of_role_in(mention: str, language: str, day: date) -> Actor | None:
    """Find the one person whose office on that day the mention names; None where it may be anybody else."""
    role = role_in(mention, language)
    country = country_in(mention, language) or _countries().get(role, "")
    if not role or not country:
        return None
    return holder(_leading_role(country) if role == LEADER else role, country, day)


def role_in(mention: str, language: str) -> str:
    """Name the role in a mention; empty without one, and for those beside it: deputy, former, adviser."""
    meanings = {match.meaning for match in role_words(language).find(tuple(split_words(mention)))}
    return meanings.pop() if len(meanings) == 1 and SOMEBODY_ELSE not in meanings else ""


def holder(role: str, country: str, day: date) -> Actor | None:
    """Find who held an office on a day; None where that is not known, or on the day when two did."""
    if day > known_until():
        return None
    holders = [actor for actor in _bearers().get((role, country), ()) if _held(actor, role, country, day)]
    return holders[0] if len(holders) == 1 else None


@cache
def role_words(language: str) -> Phrasebook:
    """Give the phrases of a language for roles, and for what keeps a role from being its holder's."""
    return make_phrasebook(_phrases(language))


@cache
def _bearers() -> Mapping[tuple[str, str], tuple[Actor, ...]]:
    """Arrange those who ever held an office by its role and country."""
    bearers: dict[tuple[str, str], dict[str, Actor]] = {}
    for actor in roster():
        for office in actor.offices:
            bearers.setdefault((office.role, office.country), {})[actor.name] = actor
    return {office: tuple(actors.values()) for office, actors in bearers.items()}


def _held(actor: Actor, role: str, country: str, day: date) -> bool:
    return any(
        office.role == role and office.country == country and office.holds_on(day) for office in actor.offices
    )


def _phrases(language: str) -> Iterator[tuple[str, list[str]]]:
    for role, row in _content()["roles"].items():
        yield role, row.get(language, [])
    yield SOMEBODY_ELSE, _content()["not_the_holder"].get(language, [])


def _leading_role(country: str) -> str:
    return next((role for role, countries in _content()["leaders"].items() if country in countries), "")


@cache
def _countries() -> Mapping[str, str]:
    return {role: row["country"] for role, row in _content()["roles"].items()}


@cache
def _content() -> dict[str, Any]:
    """Read the file; its rows do not leave this module."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
