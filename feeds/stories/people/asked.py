"""Tells whose words a user asks for: a person in any spelling, an office, a body, a country."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from feeds.model import Speaker
from feeds.stories.people.countries import country_in
from feeds.stories.people.offices import SOMEBODY_ELSE, role_in, role_words
from feeds.stories.people.roster import Actor, actor_with_name, known_until, roster
from feeds.stories.people.spellings import name_keys
from feeds.stories.quoting.cue_words import known_languages
from feeds.stories.texts.phrases import split_words

LONGEST = 200  # characters of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody as a user names him, and all that he may stand for."""

    name: str  # as we know him, or as it was typed
    actors: tuple[str, ...] = ()
    country: str = ""
    speakers: tuple[str, ...] = ()  # names of speakers who are no actors of ours

    def has_said(self, speaker: Speaker) -> bool:
        """Tell whether a speaker is who was asked for."""
        return (
            (bool(speaker.actor) and speaker.actor in self.actors)
            or (bool(self.country) and speaker.country == self.country)
            or (bool(speaker.name) and speaker.name in self.speakers)
        )

    @property
    def is_unknown(self) -> bool:
        """Whether nobody of that name is known, nor quoted."""
        return not (self.actors or self.country or self.speakers)


def who_is_asked(words: str, speakers: Iterable[str]) -> Asked:
    """Find out who is meant; `speakers` are the names of all who are quoted.

    An office stands for all who held it. A country's name may be part of a person's: "Jordan Bardella".
    """
    typed = " ".join(words[:LONGEST].split())
    actor = actor_with_name(name_keys(typed))
    if actor is not None:
        return Asked(name=actor.name, actors=(actor.name,))
    if holders := tuple(_holders(typed)):
        return Asked(name=f"{typed} ({', '.join(holders)})", actors=holders)
    named = tuple(_named(typed, speakers))
    country = "" if named and " " in typed else _country(typed)
    return Asked(name=country or typed, country=country, speakers=named)


def _holders(typed: str) -> Iterator[str]:
    """Give who held the office that is named, in whichever of our languages."""
    for language in sorted(known_languages()):
        role, country = role_in(typed, language), country_in(typed, language)
        if role and country:
            yield from (actor.name for actor in roster() if _held(actor, role, country))
            return


def _held(actor: Actor, role: str, country: str) -> bool:
    return any(office.role == role and office.country == country for office in actor.offices)


def _country(typed: str) -> str:
    named = (country_in(typed, language) for language in sorted(known_languages()))
    return next((country for country in named if country), "")


def _named(typed: str, speakers: Iterable[str]) -> Iterator[str]:
    """Give the speakers whose name has the typed words; by sound only where none has them as they stand."""
    known = tuple(speakers)
    folded = typed.casefold()
    literal = tuple(name for name in known if folded and folded in name.casefold())
    keys = () if literal else name_keys(typed)
    yield from literal or (name for name in known if keys and _has(name_keys(name), keys))


def _has(name: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    return any(name[start : start + len(keys)] == keys for start in range(len(name)))


def office_on(actor: str, day: date) -> str:
    """Name the office that one of our actors held on a day: "foreign minister"; empty when none is known."""
    held = (office for one in roster() if one.name == actor for office in one.offices)
    terms = [office for office in held if office.holds_on(day) and day <= known_until()]
    return max(terms, key=lambda term: term.since or date.min).role.replace("-", " ") if terms else ""


def office_in(mention: str, name: str, language: str) -> str:
    """Give the office in an article's own words for a speaker: "Minister", of "Minister Aino Rand"."""
    title = " ".join(mention.replace(name, " ").split()).strip(" ,;:–—-")
    tokens = tuple(split_words(title))
    roles = {match.meaning for match in role_words(language).find(tokens)}
    return title if roles - {SOMEBODY_ELSE} else ""
