"""What the rules look at, and what they find: one sentence with its forces, and a Finding."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from feeds.model import Label
from feeds.stories.detection.forces import Force, forces_in
from feeds.stories.detection.lexicon import Hit, Slot

CLOSE = 4  # words between a force and its place that need no movement between them
UKRAINE_SLOTS = frozenset({Slot.INSIDE, Slot.UKRAINE, Slot.WAR, Slot.UKRAINIAN})
WAR_SLOTS = UKRAINE_SLOTS | {Slot.RUSSIAN}


class Context(NamedTuple):
    """What the sentences before have made clear."""

    about_ukraine: bool = False  # "there" is Ukraine
    about_deployment: bool = False  # the sentence before was
    about_envoys: bool = False  # a peace mission is one of diplomats


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Why a sentence is about the subject: the rule that said so, how strongly, and the words."""

    label: Label
    strength: float  # 0..1
    rule: str
    hits: tuple[tuple[str, Hit], ...]  # "who", "what" or "where", with the words


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the rules look at in one sentence."""

    hits: Sequence[Hit]
    forces: tuple[Force, ...]
    slots: frozenset[Slot]
    context: Context

    @property
    def is_about_war(self) -> bool:
        """Tell whether Ukraine or Russia is named, or Ukraine was just before."""
        return self.context.about_ukraine or bool(self.slots & WAR_SLOTS)

    def first(self, *slots: Slot) -> Hit | None:
        """Find the first term of any of these slots."""
        return next((hit for hit in self.hits if hit.slot in slots), None)


def set_scene(hits: Sequence[Hit], context: Context, *, owner_follows: bool) -> Scene:
    """Read the forces among the terms of a sentence."""
    forces = forces_in(hits, owner_follows=owner_follows)
    return Scene(hits, forces, frozenset(hit.slot for hit in hits), context)


def about_force(label: Label, strength: float, rule: str, force: Force) -> Finding:
    """Make a finding of a force: whose it is, what it does and where."""
    named = (("who", force.owned_by), ("who", force.hit), ("what", force.move), ("where", force.where))
    hits = tuple((role, hit) for role, hit in named if hit is not None)
    return Finding(label=label, strength=strength, rule=rule, hits=hits)
