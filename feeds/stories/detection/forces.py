"""Reads the forces that a sentence speaks of: whose they are, what they do and where they go.

The words beside a force tell whose it is ("French troops", "troops from France"); else the nearest actor that
the sentence names. The place is the next one named after the force, else the last one before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from feeds.stories.detection.lexicon import Hit, Slot

BESIDE = 2  # words that may stand between an owner and its force
NEAR_OUTSIDERS = 3  # words between a force and "volunteers", "veteran"
PLACE_AFTER = 14  # words between a force and its place
PLACE_BEFORE = 9
MOVE_NEAR = 8  # words between a force and its movement


class Owner(StrEnum):
    """Whose force it is, as far as the subject goes."""

    FOREIGN = "foreign"  # of a state other than Ukraine, Russia and those that help Russia
    RUSSIAN = "Russian"
    UKRAINIAN = "Ukrainian"
    KOREAN = "North Korean"
    BELARUSIAN = "of a third state on Russia's side"
    OUTSIDERS = "of no state"
    UNKNOWN = "unknown"


OWNERS = {
    Slot.FOREIGN: Owner.FOREIGN,
    Slot.RUSSIAN: Owner.RUSSIAN,
    Slot.UKRAINIAN: Owner.UKRAINIAN,
    Slot.UKRAINE: Owner.UKRAINIAN,
    Slot.KOREAN: Owner.KOREAN,
    Slot.BELARUSIAN: Owner.BELARUSIAN,
    Slot.OUTSIDERS: Owner.OUTSIDERS,
}
ACTORS = OWNERS.keys() - {Slot.UKRAINE, Slot.OUTSIDERS}
FORCES = frozenset({Slot.FORCE, Slot.MISSION, Slot.PRESENCE, Slot.JETS})
PLACES = frozenset({Slot.INSIDE, Slot.THERE, Slot.FLANK, Slot.REAR, Slot.BORDER, Slot.ELSEWHERE})
MOVES = frozenset({Slot.MOVE, Slot.CUT, Slot.TRAIN, Slot.FIGHT})
BOUNDARIES = FORCES | PLACES | MOVES | {Slot.PAUSE}
NEEDS_OWNER = frozenset({Slot.PRESENCE, Slot.JETS})  # "the army" alone says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """A force as a sentence speaks of it."""

    hit: Hit
    owner: Owner
    owned_by: Hit | None = None  # the words that name the owner
    sure: bool = False  # the owner stands beside the force
    move: Hit | None = None
    where: Hit | None = None

    @property
    def gap(self) -> int:
        """How many words stand between the force and its place."""
        if self.where is None:
            return 0
        return max(self.where.first - self.hit.last, self.hit.first - self.where.last) - 1


def forces_in(hits: Sequence[Hit], *, owner_follows: bool) -> tuple[Force, ...]:
    """Read every force of a sentence from the terms found in it."""
    found = (
        _read_force(hits, place, owner_follows=owner_follows)
        for place, hit in enumerate(hits)
        if hit.slot in FORCES
    )
    return tuple(force for force in found if _counts(force))


def _counts(force: Force) -> bool:
    """Tell whether it is a force at all: "the army" alone is one only if it is moved to the eastern flank."""
    if force.sure or force.hit.slot not in NEEDS_OWNER:
        return True
    return force.move is not None and force.where is not None and force.where.slot is Slot.FLANK


def _read_force(hits: Sequence[Hit], place: int, *, owner_follows: bool) -> Force:
    beside = _owner_beside(hits, place, owner_follows=owner_follows)
    owned_by = beside or _acting(hits, place)
    owner = OWNERS[owned_by.slot] if owned_by else Owner.UNKNOWN
    is_mission = hits[place].slot is Slot.MISSION
    if is_mission:
        owner = _owner_of_mission(hits, owner, named=beside is not None)
    elif beside is None:
        owner = _guess(hits, owner)
    return Force(
        hit=hits[place],
        owner=owner,
        owned_by=owned_by,
        sure=is_mission or beside is not None,
        move=_movement(hits, place),
        where=_place_after(hits, place) or _place_before(hits, place),
    )


def _owner_of_mission(hits: Sequence[Hit], owner: Owner, *, named: bool) -> Owner:
    """Peacekeepers are a third state's, unless they are named or can only be Russia's."""
    if owner is Owner.UKRAINIAN:
        return Owner.FOREIGN
    is_warned_of = any(hit.slot in (Slot.WARN, Slot.REFUSE) for hit in hits)
    sent_by_russia = owner is Owner.RUSSIAN and not is_warned_of
    return owner if named or sent_by_russia else Owner.FOREIGN


def _guess(hits: Sequence[Hit], owner: Owner) -> Owner:
    """Whose an unnamed force is, when Russia warns of it or Ukraine asks for it: a third state's."""
    slots = {hit.slot for hit in hits}
    if owner is Owner.RUSSIAN and slots >= {Slot.WARN, Slot.FOREIGN}:
        return Owner.FOREIGN
    if owner is Owner.UKRAINIAN and slots >= {Slot.ASK, Slot.FOREIGN}:
        return Owner.FOREIGN
    return owner


def _owner_beside(hits: Sequence[Hit], place: int, *, owner_follows: bool) -> Hit | None:
    outsiders = _outsiders_near(hits, place)
    if outsiders is not None:
        return outsiders
    after = _owner_after(hits, place, linked=owner_follows)
    before = _owner_before(hits, place)
    touches = before is not None and _words_between(hits[place], before) == 0
    return (after or before) if owner_follows and not touches else (before or after)


def _outsiders_near(hits: Sequence[Hit], place: int) -> Hit | None:
    force = hits[place]
    for hit in hits:
        if hit.slot is Slot.OUTSIDERS and _words_between(force, hit) <= NEAR_OUTSIDERS:
            return hit
    return None


def _owner_before(hits: Sequence[Hit], place: int) -> Hit | None:
    for hit in reversed(hits[:place]):
        if _words_between(hits[place], hit) > BESIDE or hit.slot in BOUNDARIES:
            return None
        if hit.slot in OWNERS:
            return hit
    return None


def _owner_after(hits: Sequence[Hit], place: int, *, linked: bool) -> Hit | None:
    reached = hits[place].last
    for hit in hits[place + 1 :]:
        if hit.first > reached + 1:
            return None
        if hit.slot is not Slot.OWNED_BY:
            return hit if hit.slot in ACTORS and linked else None
        reached, linked = hit.last, True
    return None


def _acting(hits: Sequence[Hit], place: int) -> Hit | None:
    """Find who acts on a force without an owner: the nearest actor before it, else the first one after it."""
    before = [hit for hit in hits[:place] if hit.slot in ACTORS]
    after = [hit for hit in hits[place + 1 :] if hit.slot in (Slot.FOREIGN, Slot.RUSSIAN)]
    return before[-1] if before else after[0] if after else None


def _movement(hits: Sequence[Hit], place: int) -> Hit | None:
    near = [hit for hit in hits if hit.slot in MOVES and _words_between(hits[place], hit) <= MOVE_NEAR]
    return min(near, key=lambda hit: _words_between(hits[place], hit), default=None)


def _place_after(hits: Sequence[Hit], place: int) -> Hit | None:
    """Find the next place named, but not beyond another force, unless this one trains or fights it."""
    has_object = False
    for hit in hits[place + 1 :]:
        has_object = has_object or hit.slot in (Slot.TRAIN, Slot.FIGHT)
        if _words_between(hits[place], hit) > PLACE_AFTER or (hit.slot in FORCES and not has_object):
            return None
        if hit.slot in PLACES:
            return hit
    return None


def _place_before(hits: Sequence[Hit], place: int) -> Hit | None:
    """Find the last place named, but not one that belongs to an earlier force."""
    for at, hit in enumerate(reversed(hits[:place]), start=1):
        if _words_between(hits[place], hit) > PLACE_BEFORE:
            return None
        if hit.slot in PLACES:
            is_taken = any(earlier.slot in FORCES for earlier in hits[: place - at])
            return None if is_taken else hit
    return None


def _words_between(one: Hit, other: Hit) -> int:
    return max(one.first - other.last, other.first - one.last) - 1
