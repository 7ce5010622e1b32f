"""Finds who acts in a sentence: people, bodies and countries, with their titles, in lists where they do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from feeds.stories.clause import Clause
from feeds.stories.countries import country_words
from feeds.stories.offices import holder_of_role_in
from feeds.stories.phrases import Word
from feeds.stories.roster import Kind, find_names
from feeds.stories.stance import Cue

LONGEST_TITLE = 9  # words of "Chief of the General Staff of the Armed Forces General ..."
SPOKEN = frozenset({Cue.SAY, Cue.TELL})
LONGEST_NAME = 4
LEANINGS = frozenset({Cue.FAVOUR, Cue.SUGGEST, Cue.PLAN, Cue.CONSIDER, Cue.REJECT, Cue.REFUSE})
GOVERNING = frozenset({Cue.TELL, Cue.FAVOUR, Cue.REJECT, Cue.EXCLUDE, Cue.MOVE, Cue.THREAT, Cue.REFUSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who may hold a position, or ascribe one to others."""

    actor: str  # a person, a body, or the country itself
    country: str
    is_named: bool = True  # not "a senior official"
    is_country: bool = False


class Mention(NamedTuple):
    """A holder as the sentence names him, titles included: first and last word."""

    holder: Holder
    first: int
    last: int


def find_acting(clause: Clause) -> tuple[tuple[Mention, ...], ...]:
    """Find those who act or speak, in reading order; members of a list come together."""
    groups = _lists(clause, _mentions(clause))
    return tuple(group for group in groups if _acts(clause, group))


def _mentions(clause: Clause) -> tuple[Mention, ...]:
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
    return tuple(found)


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
    """See that a US ambassador to the United Nations speaks for the first of the two."""
    between = range(one.last + 1, other.first)
    has_title = clause.does(one.last, "title") and one.holder.is_country
    return (
        has_title and bool(between) and all(clause.does(place, "preposition", "article") for place in between)
    )


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
    if clause.does(place, "title", "body", "unnamed", "possessive", "past"):
        return True
    return clause.words[place].written[0].isupper() and clause.cue_at(place) is None


def _titled(clause: Clause, mention: Mention, title: Sequence[Word], last: int) -> Holder:
    country = mention.holder.country
    name = _name_at_end(clause, title, last)
    if " " in name:
        return Holder(actor=name, country=country)
    if name or clause.does(mention.first - 1, "past"):
        return Holder(actor=country, country=country, is_named=False)
    words = " ".join(token.written for token in clause.words[mention.first : last + 1])
    holder = holder_of_role_in(words, clause.language, clause.day) if clause.day else None
    if holder is not None:
        return Holder(actor=holder.name, country=country)
    places = range(mention.last + 1, last + 1)
    is_named = all(clause.does(place, "body", "possessive") for place in places)
    return Holder(actor=country, country=country, is_named=is_named, is_country=is_named)


def _name_at_end(clause: Clause, title: Sequence[Word], last: int) -> str:
    """Give the capitalised words at the end that are no title."""
    length = 0
    while length < len(title) and not clause.does(last - length, "title", "body", "unnamed", "possessive"):
        length += 1
    return " ".join(token.written for token in title[-length:]) if length else ""


def _lists(clause: Clause, mentions: Sequence[Mention]) -> tuple[tuple[Mention, ...], ...]:
    groups: list[list[Mention]] = []
    for mention in mentions:
        if groups and _are_linked(clause, groups[-1][-1], mention):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return tuple(part for group in groups for part in _parts_of(clause, group))


def _parts_of(clause: Clause, group: Sequence[Mention]) -> Iterator[tuple[Mention, ...]]:
    """A list has an "and" somewhere; "in Ukraine, Macron said" has none."""
    places = range(group[0].last + 1, group[-1].first)
    if any(clause.does(place, "link") for place in places):
        yield tuple(group)
    else:
        yield from ((mention,) for mention in group)


def _are_linked(clause: Clause, one: Mention, other: Mention) -> bool:
    between = range(one.last + 1, other.first)
    is_parted = bool(between) or other.first in clause.breaks
    return is_parted and all(clause.does(place, "link", "article") for place in between)


def _acts(clause: Clause, group: Sequence[Mention]) -> bool:
    first, last = group[0].first, group[-1].last
    if _owns_force(clause, group):
        return False
    if clause.does(last + 1, "relative") or _speaks(clause, last + 1):
        return True
    while clause.does(first - 1, "article") and first not in clause.breaks:
        first -= 1
    if clause.does(first - 1, "preposition") and first not in clause.breaks:
        return False
    leans = clause.cue_at(_after_possessive(clause, last + 1)) in LEANINGS
    if clause.cue_before(first) is Cue.BLAME:
        return True
    if clause.cue_before(first) in GOVERNING:
        return leans
    if clause.does(last + 1, "possessive"):
        return leans
    return _is_followed_as_subject(clause, group[-1], is_list=len(group) > 1)


def _speaks(clause: Clause, place: int) -> bool:
    return place not in clause.breaks and clause.cue_at(place) in SPOKEN


def _owns_force(clause: Clause, group: Sequence[Mention]) -> bool:
    """See that "French and British troops" and "troupes françaises" name no speaker."""
    beyond = _after_possessive(clause, group[-1].last + 1)
    is_before = beyond in clause.forces or (beyond + 1 in clause.forces and clause.cue_at(beyond) is None)
    is_before = is_before and beyond not in clause.breaks
    is_behind = group[0].first - 1 in clause.forces and group[0].first not in clause.breaks
    return is_before or (is_behind and group[0].holder.is_country)


def _after_possessive(clause: Clause, place: int) -> int:
    return place + 1 if clause.does(place, "possessive") else place


def _is_followed_as_subject(clause: Clause, mention: Mention, *, is_list: bool) -> bool:
    """Ask for a verb, a comma or the end behind a country: "French weapons" is no actor."""
    place = mention.last + 1
    if not clause.names_verbs or not mention.holder.is_country or place >= len(clause.words):
        return True
    if clause.cue_at(place) is not None and (place not in clause.breaks or is_list):
        return True
    word = clause.words[place].folded
    return clause.does(place, "follows", "link", "turn", "agent", "same", "relative") or word.endswith("ly")
