"""Finds who is named in a sentence: people, bodies and countries, with their titles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from feeds.stories.people.countries import country_words
from feeds.stories.people.offices import holder_of_role_in, role_in
from feeds.stories.people.roster import Kind, actor_with_name, find_names
from feeds.stories.people.spellings import name_keys
from feeds.stories.stances.clause import Clause
from feeds.stories.stances.stance import Cue
from feeds.stories.stances.voices import is_hidden
from feeds.stories.texts.phrases import Word

LONGEST_TITLE = 9  # words of "Chief of the General Staff of the Armed Forces General ..."
LONGEST_NAME = 4
REACH_OF_NOUN = 4  # words on either side that describe somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who may hold a position, or ascribe one to others."""

    actor: str  # a person, a body, or the country itself
    country: str
    is_named: bool = True  # not "a senior official"
    is_country: bool = False
    is_hidden: bool = False  # "a French official", "a former general": not his country's word
    is_office: bool = False  # named with his office, or by it alone: "the defence minister" does not hide


class Mention(NamedTuple):
    """A holder as the sentence names him, titles included: first and last word."""

    holder: Holder
    first: int
    last: int


def find_mentions(clause: Clause) -> tuple[Mention, ...]:
    """Find everybody who is named; a country with a title and a name behind it is one mention."""
    raw = sorted([*_actors(clause), *_countries(clause)], key=lambda mention: (mention.first, -mention.last))
    starts = frozenset(mention.first for mention in raw)
    found: list[Mention] = []
    for mention in raw:
        if found and mention.first <= found[-1].last:
            continue
        titled = _with_title(clause, mention, starts) if mention.holder.is_country else mention
        if found and _is_post(clause, found[-1], titled):
            before = found.pop()
            titled = Mention(_at_post(before.holder, titled.holder), before.first, titled.last)
        elif found and _is_apposition(clause, found[-1], titled):
            before = found.pop()
            titled = Mention(_better_known(before, titled), before.first, titled.last)
        found.append(titled)
    return tuple(_unmasked(clause, mention, starts) for mention in found)


def _unmasked(clause: Clause, mention: Mention, others: frozenset[int]) -> Mention:
    """See that a country or a body only describes somebody: "a French newspaper", "un député français"."""
    if not clause.voices or not is_hidden(clause, *_described_by(clause, mention, others)):
        return mention
    holder = mention.holder
    if not (holder.is_country or is_body(holder.actor) or holder.actor == holder.country):
        is_new = actor_with_name(name_keys(holder.actor)) is None
        return mention._replace(holder=replace(holder, is_office=False)) if is_new else mention
    hidden = replace(holder, is_named=False, is_country=False, is_office=False, is_hidden=True)
    return mention._replace(holder=hidden)


def _described_by(clause: Clause, mention: Mention, others: frozenset[int]) -> tuple[int, int]:
    """Give the first and the last word of the phrase around a mention."""
    first, last = mention.first, mention.last
    while first > 0 and mention.first - first < REACH_OF_NOUN and _describes(clause, first):
        first -= 1
    if first < mention.first and clause.cue_before(_before_articles(clause, first)) is Cue.TELL:
        first = mention.first
    while last + 1 < len(clause.words) and last - mention.last < REACH_OF_NOUN:
        if last + 1 in others or last + 1 in clause.breaks or clause.cue_at(last + 1) is not None:
            break
        if clause.does(last + 1, "link", "turn", "relative"):
            break
        last += 1
    return first, last


def _describes(clause: Clause, place: int) -> bool:
    """See that the word before a place belongs to the same phrase."""
    if place in clause.breaks or clause.cue_before(place) is not None:
        return False
    described = ("article", "preposition", "title", "body", "post", "unnamed", "past")
    return clause.does(place - 1, *described) or is_hidden(clause, place - 1, place - 1)


def _before_articles(clause: Clause, first: int) -> int:
    while clause.does(first - 1, "article"):
        first -= 1
    return first


def is_body(name: str) -> bool:
    """Tell a ministry or an alliance from a person."""
    actor = actor_with_name(name_keys(name))
    return actor is not None and actor.kind is Kind.BODY


def _is_apposition(clause: Clause, one: Mention, other: Mention) -> bool:
    """See that "the former NATO chief, Jan Muster" and "member state Italy" name one each."""
    between = range(one.last + 1, other.first)
    if not all(clause.does(place, "article", "title", "body", "past") for place in between):
        return False
    is_parted = any(place in clause.breaks for place in (*between, other.first))
    if not is_parted:
        return not between and (clause.does(one.last, "title", "body") or _is_adjective(one, other))
    titles = [clause.does(mention.last, "title", "unnamed") for mention in (one, other)]
    is_person = [not mention.holder.is_country for mention in (one, other)]
    return (titles[0] and is_person[1]) or (titles[1] and is_person[0])


def _is_adjective(one: Mention, other: Mention) -> bool:
    """See that the country right before a person is his, as in "France's Macron"."""
    return one.holder.is_country and not other.holder.is_country


def _better_known(one: Mention, other: Mention) -> Holder:
    """Of a title and a name take the name: "former prime minister Jan Muster" is not who is in office."""
    if other.first == one.last + 1 and not other.holder.is_country:
        return other.holder
    return other.holder if one.holder.is_country or not one.holder.is_named else one.holder


def _is_post(clause: Clause, one: Mention, other: Mention) -> bool:
    """See that a US ambassador to the United Nations and a French embassy in Kyiv speak for the first."""
    between = range(one.last + 1, other.first)
    if one.holder.country == other.holder.country or not between:
        return False
    has_title = clause.does(one.last, "title", "post") and bool(one.holder.country)
    return has_title and all(clause.does(place, "preposition", "article") for place in between)


def _at_post(sender: Holder, there: Holder) -> Holder:
    return sender if there.is_country else Holder(actor=there.actor, country=sender.country)


def _actors(clause: Clause) -> Iterator[Mention]:
    for named in find_names(clause.words, clause.language, clause.day):
        country = named.actor.country_on(clause.day)
        is_country = named.actor.kind is Kind.BODY and named.actor.name == country
        yield Mention(
            Holder(actor=named.actor.name, country=country, is_country=is_country), named.first, named.last
        )


def _countries(clause: Clause) -> Iterator[Mention]:
    for match in country_words(clause.language).find(clause.words):
        yield Mention(
            Holder(actor=match.meaning, country=match.meaning, is_country=True), match.first, match.last
        )


def _with_title(clause: Clause, mention: Mention, others: frozenset[int]) -> Mention:
    """Take in what follows a country as the title of somebody: "French army chief Jan Muster"."""
    last = mention.last
    end = min(len(clause.words), mention.first + LONGEST_TITLE)
    while last + 1 < end and last + 1 not in others and _is_title(clause, last + 1):
        last += 1
    last = _end_of_name_behind_comma(clause, last) if last > mention.last else last
    if clause.does(last, "possessive") or last == mention.last:
        return mention
    title = clause.words[mention.last + 1 : last + 1]
    return Mention(_titled(clause, mention, title, last), mention.first, last)


def _end_of_name_behind_comma(clause: Clause, last: int) -> int:
    """Take in two or more capitalised words between commas: "the former army chief, Jan Muster, said"."""
    end = last + 1
    while end < len(clause.words) and clause.words[end].written[0].isupper() and end - last <= LONGEST_NAME:
        end += 1
        if end in clause.breaks or end == len(clause.words):
            break
    is_name = (
        end - last > 2 and last + 1 in clause.breaks and (end in clause.breaks or end == len(clause.words))
    )
    return end - 1 if is_name else last


def _is_title(clause: Clause, place: int) -> bool:
    if place in clause.breaks or place in clause.forces:
        return False
    if clause.does(place, "title", "body", "post", "unnamed", "possessive", "past"):
        return True
    return clause.words[place].written[0].isupper() and clause.cue_at(place) is None


def _titled(clause: Clause, mention: Mention, title: Sequence[Word], last: int) -> Holder:
    country = mention.holder.country
    name = _name_at_end(clause, title, last)
    words = " ".join(token.written for token in clause.words[mention.first : last + 1])
    if " " in name:
        return Holder(actor=name, country=country, is_office=bool(role_in(words, clause.language)))
    if name or clause.does(mention.first - 1, "past"):
        return Holder(actor=country, country=country, is_named=False)
    is_office = not any(clause.does(place, "unnamed") for place in range(mention.first, last + 1))
    holder = holder_of_role_in(words, clause.language, clause.day) if clause.day else None
    if holder is not None:
        return Holder(actor=holder.name, country=country)
    places = range(mention.last + 1, last + 1)
    is_named = all(clause.does(place, "body", "post", "possessive") for place in places)
    return Holder(actor=country, country=country, is_named=is_named, is_country=is_named, is_office=is_office)


def _name_at_end(clause: Clause, title: Sequence[Word], last: int) -> str:
    """Give the capitalised words at the end that are no title."""
    length = 0
    while length < len(title) and not clause.does(
        last - length, "title", "body", "post", "unnamed", "possessive"
    ):
        length += 1
    return " ".join(token.written for token in title[-length:]) if length else ""
