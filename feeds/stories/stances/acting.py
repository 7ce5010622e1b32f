"""Tells who of those whom a sentence names acts or speaks in it, in lists where they stand so.

A name does not act that owns a force ("French troops"), follows a preposition ("in Ukraine") or is the object
of a verb ("told Macron").
"""

from collections.abc import Container, Iterator, Sequence

from feeds.stories.stances.clause import Clause
from feeds.stories.stances.mentions import Mention, find_mentions
from feeds.stories.stances.stance import Cue

OFFICES = ("title", "body", "post", "unnamed")  # words for those who speak for a country
SPEAKING = frozenset({Cue.SAY, Cue.TELL, Cue.DENY})
SEATED = frozenset({Cue.SAY, Cue.DENY, Cue.REJECT, Cue.EXCLUDE})
LEANINGS = frozenset({Cue.FAVOUR, Cue.SUGGEST, Cue.PLAN, Cue.CONSIDER, Cue.REJECT, Cue.REFUSE})
REACH_OF_ORIGIN = 6  # words between "came" and from whom
GOVERNING = frozenset({Cue.TELL, Cue.FAVOUR, Cue.REJECT, Cue.EXCLUDE, Cue.MOVE, Cue.THREAT, Cue.REFUSE})


def find_acting(clause: Clause) -> tuple[tuple[Mention, ...], ...]:
    """Find those who act or speak, in reading order; members of a list come together."""
    groups = _lists(clause, find_mentions(clause))
    return tuple(group for group in groups if _acts(clause, group))


def owners_of_forces(clause: Clause, within: Container[int]) -> frozenset[str]:
    """Name the countries and bodies whose forces some words of a sentence speak of: "French troops"."""
    owning = (group for group in _lists(clause, find_mentions(clause)) if group[0].first in within)
    return frozenset(
        mention.holder.country for group in owning if _owns_force(clause, group) for mention in group
    )


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
    if clause.does(first, "seat"):
        return _speaks_from_seat(clause, first)
    if _owns_force(clause, group) or _is_adjective(clause, group):
        return False
    if _is_origin(clause, first):
        return True
    if _speaks(clause, last + 1):
        return not _is_place(clause, group)
    return clause.does(last + 1, "relative") or _is_subject(clause, group)


def _is_subject(clause: Clause, group: Sequence[Mention]) -> bool:
    first, last = group[0].first, group[-1].last
    if _has_view(clause, _after_possessive(clause, last + 1)):
        return not comes_after_preposition(clause, first) or clause.does(last + 1, "possessive")
    if comes_after_preposition(clause, first) or clause.does(last + 1, "possessive"):
        return False
    before = clause.cue_before(_before_article(clause, first))
    if before is Cue.BLAME or before in GOVERNING:
        return before is Cue.BLAME
    return _is_followed_as_subject(clause, group[-1], is_list=len(group) > 1)


def _is_origin(clause: Clause, first: int) -> bool:
    """See that "the idea came some weeks ago from" stands right before a mention."""
    since = [cue.last for cue in clause.cues if cue.cue is Cue.ORIGIN and cue.last < first]
    if not since or not comes_after_preposition(clause, first):
        return False
    between = range(since[-1] + 1, first)
    return len(between) <= REACH_OF_ORIGIN and clause.breaks.isdisjoint(between)


def _is_adjective(clause: Clause, group: Sequence[Mention]) -> bool:
    """See that a country in small letters, as in "le soutien américain", describes what is no office."""
    mention = group[-1]
    is_word = len(group) == 1 and mention.holder.is_country and mention.first == mention.last
    if not is_word or not clause.words[mention.first].written[0].islower():
        return False
    return not clause.does(mention.first - 1, *OFFICES, "article", "possessive")


def _speaks_from_seat(clause: Clause, first: int) -> bool:
    """Take "В Киеве отрицают" for the government, and "В Киеве министр отрицает" for the minister."""
    has_speaker = any(part in ("title", "unnamed") for part in clause.parts.values())
    return first <= 1 and not has_speaker and any(cue.cue in SEATED for cue in clause.cues)


def _is_place(clause: Clause, group: Sequence[Mention]) -> bool:
    """Tell "at a meeting in London" from "a spokesman for London" and "officials in London"."""
    start = _before_article(clause, group[0].first)
    if not group[0].holder.is_country or not comes_after_preposition(clause, start):
        return False
    return not clause.does(start - 2, *OFFICES)


def comes_after_preposition(clause: Clause, first: int) -> bool:
    """See that a preposition stands right before a mention, or before its article."""
    start = _before_article(clause, first)
    return clause.does(start - 1, "preposition") and start not in clause.breaks


def _before_article(clause: Clause, first: int) -> int:
    while clause.does(first - 1, "article") and first not in clause.breaks:
        first -= 1
    return first


def _has_view(clause: Clause, place: int) -> bool:
    """See that a proposal, a refusal or "longtime policy" follows, which is the owner's."""
    return clause.cue_at(place) in LEANINGS or any(clause.does(at, "view") for at in (place, place + 1))


def _speaks(clause: Clause, place: int) -> bool:
    return place not in clause.breaks and clause.cue_at(place) in SPEAKING


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
