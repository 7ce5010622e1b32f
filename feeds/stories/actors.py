"""Tells which known person, body or country is meant by a speaker's name and by the words for him.

A full name is enough, a surname where one person bears it, and a role with the day on which it was spoken of.
What stays open is left open: an unknown deputy minister gets the country that the article names with him.
"""

from dataclasses import replace
from datetime import date

from feeds.model import Speaker
from feeds.stories.people.countries import countries_in, country_in, flag
from feeds.stories.people.offices import SOMEBODY_ELSE, holder_of_role_in, role_words
from feeds.stories.people.roster import Actor, Kind, Named, Office, actor_with_name, find_names, roster
from feeds.stories.people.spellings import name_keys
from feeds.stories.texts.phrases import Word, split_words

__all__ = [
    "Actor",
    "Kind",
    "Office",
    "actor_named",
    "countries_in",
    "country_in",
    "flag",
    "identify",
    "roster",
]

LONGEST_MENTION = 400  # characters
GENITIVE_BEFORE_NAMES = frozenset({"ru", "uk", "pl"})
"""Languages in which a title's country stands right before the name, with nothing between them."""


def identify(speaker: Speaker, language: str, day: date | None) -> Speaker:
    """Fill in who a speaker is and for whom he speaks, as far as his name, his role and the day tell.

    `day` is the day of publication; without it a role is nobody's. Of a long mention the beginning is read.
    """
    name, mention = speaker.name[:LONGEST_MENTION], speaker.mention[:LONGEST_MENTION]
    actor = _named_by(name, language, day)
    if actor is None:
        actor = _named_by(mention, language, day) if not name else _named_beside(name, mention, language, day)
    if actor is None and _may_be_role(name, mention, language) and day is not None:
        actor = holder_of_role_in(mention, language, day)
    if actor is None:
        country = speaker.country or country_in(mention, language) or country_in(name, language)
        country = country or _country_beside(mention, language, day)
        return replace(speaker, name=_own_name(speaker, language), country=country)
    return replace(speaker, name=actor.name, actor=actor.name, country=actor.country_on(day))


def _own_name(speaker: Speaker, language: str) -> str:
    """Take off the country or body that a title leaves before a name: "министр Франции Клер Обри"."""
    first, *rest = speaker.name.split() or [""]
    if language not in GENITIVE_BEFORE_NAMES or not country_in(first, language):
        return speaker.name
    if not rest and len(speaker.mention) > len(first):  # no name at all: the office as it stands
        return speaker.mention[:1].upper() + speaker.mention[1:]
    return " ".join(rest) if len(rest) > 1 and all(word[0].isupper() for word in rest) else speaker.name


def actor_named(name: str, day: date | None = None) -> Actor | None:
    """Find an actor by what a user types: any case, spelling or script, with or without the first name.

    On a `day`, a common surname names only who was in office.
    """
    keys = name_keys(name)
    actor = actor_with_name(keys)
    if actor is None or len(keys) > 1 or not actor.has_common_surname:
        return actor
    return actor if actor.is_in_office(day) else None


def _named_by(words: str, language: str, day: date | None) -> Actor | None:
    """Find the one person, else the one body, that some words name beside titles and countries."""
    tokens = tuple(split_words(words))
    named = list(find_names(tokens, language, day))
    people = [one for one in named if one.actor.kind is Kind.PERSON]
    found = people or named
    if len(found) != 1 or _is_owner(found[0], tokens, language):
        return None
    return found[0].actor if _is_all(found[0], tokens, language) else None


def _named_beside(name: str, mention: str, language: str, day: date | None) -> Actor | None:
    """Find the person of whose name the article's reading lost a part: "Leyen", of "Ursula von der Leyen"."""
    actor = _named_by(mention, language, day)
    if actor is None or actor.kind is Kind.BODY or len(name.split()) > 1:
        return None
    return actor if name_keys(name)[-1:] == name_keys(actor.name)[-1:] else None


def _is_owner(named: Named, tokens: tuple[Word, ...], language: str) -> bool:
    """Tell "Macron's spokesman" and "un conseiller de Macron" from the man himself."""
    after = tokens[named.last + 1 : named.last + 2]
    if after and after[0].folded == "s":
        return True
    before = {match.meaning for match in role_words(language).find(tokens[: named.first])}
    return named.first == named.last and before == {SOMEBODY_ELSE}


def _is_all(named: Named, tokens: tuple[Word, ...], language: str) -> bool:
    """A name of several words is enough; a surname or a body allows only words that are no part of a name."""
    if named.actor.kind is Kind.PERSON and named.last > named.first:
        return True
    beside = tokens[: named.first] + tokens[named.last + 1 :]
    titles = {
        place for match in role_words(language).find(beside) for place in range(match.first, match.last + 1)
    }
    names = [
        token for place, token in enumerate(beside) if place not in titles and token.written[0].isupper()
    ]
    unexplained = [token for token in names if not country_in(token.written, language)]
    if named.actor.kind is Kind.BODY:
        return not titles and not unexplained and not _has_noun(beside)
    return not unexplained


def _has_noun(beside: tuple[Word, ...]) -> bool:
    """An article may stand beside a body, a noun makes it another: "a Kremlin official"."""
    return any(len(token.folded) > 3 for token in beside)


def _country_beside(mention: str, language: str, day: date | None) -> str:
    """Give the country of whom a mention names beside the speaker: "Macron's adviser" speaks for France."""
    tokens = tuple(split_words(mention))
    owners = (one for one in find_names(tokens, language, day) if _is_owner(one, tokens, language))
    return next((owner.actor.country_on(day) for owner in owners), "")


def _may_be_role(name: str, mention: str, language: str) -> bool:
    """A role names its holder only where the article does not name somebody else."""
    name, mention = name.casefold(), mention.casefold()
    return not name or name == mention or (name in mention and _is_description(name, language))


def _is_description(name: str, language: str) -> bool:
    """Tell "French foreign minister" from a name: the role is its last word."""
    words = tuple(split_words(name))
    return any(match.last == len(words) - 1 for match in role_words(language).find(words))
