"""Judges one sentence: does it speak of sending a third state's forces to Ukraine, or of its neighbourhood?

Each rule goes from what the sentence names to findings; the strongest counts. CORE is judged here, by how
closely a force, its owner, its movement and its place belong together; RELATED in neighbourhood.py.
A strength is near the share of such headlines that were right, of some 1,700 real ones.
"""

from collections.abc import Iterator, Sequence

from feeds.model import Label
from feeds.stories.detection.forces import FORCES, Force, Owner
from feeds.stories.detection.lexicon import Hit, Slot
from feeds.stories.detection.neighbourhood import find_neighbours
from feeds.stories.detection.scene import (
    CLOSE,
    UKRAINE_SLOTS,
    Context,
    Finding,
    Scene,
    about_force,
    set_scene,
)

NEAR = 6  # words between a force and "there"
SIDES = frozenset({Slot.RUSSIAN, Slot.UKRAINIAN, Slot.KOREAN, Slot.BELARUSIAN, Slot.ARMS})
SENDING_SLOTS = frozenset({Slot.MOVE, Slot.REFUSE})
INTENT_SLOTS = SENDING_SLOTS | {Slot.ASK, Slot.WARN}
TELLING = FORCES | frozenset(  # a sentence without any of these is about something else
    {Slot.DRAWDOWN, Slot.JOIN_WAR, Slot.KOREAN, Slot.COALITION, Slot.READINESS, Slot.PLANNING}
)
VETOES = frozenset({Slot.ELSEWHERE, Slot.OUTSIDERS, Slot.OCCASION, Slot.ENVOYS, Slot.PAST})
RUSSIAN_OR_OBJECT = frozenset({Slot.RUSSIAN, Slot.TRAIN, Slot.FIGHT})


def find_deployment(hits: Sequence[Hit], context: Context, *, owner_follows: bool) -> Finding | None:
    """Give the strongest reason why a sentence is CORE, else RELATED; None when it is neither."""
    if not context.about_deployment and not any(hit.slot in TELLING for hit in hits):
        return None
    return find_in_scene(set_scene(hits, context, owner_follows=owner_follows))


def find_in_scene(scene: Scene) -> Finding | None:
    """Give the strongest reason why a sentence is CORE, else RELATED; nothing of another war is."""
    if Slot.PAST in scene.slots:
        return None
    core = [*_sent(scene), *_sequel(scene)] if scene.context.about_deployment else [*_sent(scene)]
    return max(core or find_neighbours(scene), key=lambda finding: finding.strength, default=None)


def is_vetoed(hits: Sequence[Hit]) -> bool:
    """Tell whether a sentence names another place or time, volunteers or a prince: another subject."""
    return any(hit.slot in VETOES for hit in hits)


def _sent(scene: Scene) -> Iterator[Finding]:
    for force in scene.forces:
        if _may_be_sent(scene, force):
            strength, rule = _core_strength(scene, force)
            if strength:
                yield about_force(Label.CORE, strength, rule, force)


def _may_be_sent(scene: Scene, force: Force) -> bool:
    if force.owner not in (Owner.FOREIGN, Owner.UNKNOWN) or force.hit.slot is Slot.JETS:
        return False
    envoys = scene.context.about_envoys or Slot.ENVOYS in scene.slots
    return not (force.hit.slot is Slot.MISSION and envoys)


def _core_strength(scene: Scene, force: Force) -> tuple[float, str]:
    if _is_in_ukraine(force, scene.context):
        return _strength_inside(scene, force), "a foreign force and Ukraine as its place"
    if force.where is not None and force.where.slot is not Slot.THERE:
        return 0.0, ""
    return _strength_without_place(scene, force)


def _is_in_ukraine(force: Force, context: Context) -> bool:
    if force.where is None:
        return False
    is_there = force.where.slot is Slot.THERE and force.gap <= NEAR and context.about_ukraine
    return force.where.slot is Slot.INSIDE or is_there


def _strength_inside(scene: Scene, force: Force) -> float:
    if _is_russian_between(scene, force):
        return 0.0
    if force.sure:
        return 0.95 if force.move is not None or force.gap <= CLOSE else 0.75
    if Slot.OUTSIDERS in scene.slots:
        return 0.0
    if force.owner is Owner.UNKNOWN:
        expected = force.gap <= CLOSE or scene.context.about_deployment
        return 0.6 if expected and scene.slots & SENDING_SLOTS and Slot.CASUALTY not in scene.slots else 0.0
    if not scene.slots & INTENT_SLOTS:
        return 0.6 if _opens_clause(scene, force) and force.gap == 0 else 0.0
    return (0.9 if force.move is not None else 0.7) - (0.0 if force.gap <= CLOSE else 0.2)


def _opens_clause(scene: Scene, force: Force) -> bool:
    """See that nothing stands before it: "Troops in Ukraine: Paris and London sign"."""
    before = force.hit.first - 1
    return before < 0 or any(hit.slot is Slot.PAUSE and hit.last == before for hit in scene.hits)


def _is_russian_between(scene: Scene, force: Force) -> bool:
    """In "allied forces recruited by Russia to fight in Ukraine" the place is Russia's."""
    if force.where is None:
        return False
    between = (hit.slot for hit in scene.hits if force.hit.last < hit.first < force.where.first)
    return next((slot for slot in between if slot in RUSSIAN_OR_OBJECT), None) is Slot.RUSSIAN


def _strength_without_place(scene: Scene, force: Force) -> tuple[float, str]:
    if Slot.ELSEWHERE in scene.slots:
        return 0.0, ""
    if force.hit.slot is Slot.MISSION and scene.slots & (UKRAINE_SLOTS | {Slot.COALITION}):
        return 0.8, "a peace force, and Ukraine is named"
    if force.hit.slot is Slot.MISSION and scene.context.about_ukraine:
        return 0.6, "a peace force, where Ukraine is the subject"
    if force.hit.slot is Slot.FORCE and force.move is not None and Slot.COALITION in scene.slots:
        return 0.7, "the coalition of the willing moves a force"
    if force.hit.slot is not Slot.FORCE or not force.sure or not scene.slots & INTENT_SLOTS:
        return 0.0, ""
    return _strength_of_intent(scene, force)


def _strength_of_intent(scene: Scene, force: Force) -> tuple[float, str]:
    asks = scene.slots >= {Slot.UKRAINIAN, Slot.ASK}
    if asks or any(hit.slot is Slot.UKRAINE and _is_close(hit, force.hit) for hit in scene.hits):
        return 0.65, "a foreign force beside Ukraine"
    if scene.slots >= {Slot.UKRAINE, Slot.GUARANTEE}:
        return 0.6, "a foreign force as a security guarantee of Ukraine"
    if scene.context.about_ukraine and scene.slots >= {Slot.FIGHT, Slot.RUSSIAN}:
        return 0.6, "a foreign force that would fight Russia's, where Ukraine is the subject"
    if force.move is not None and scene.context.about_deployment:
        return 0.5, "a foreign force moves, where the sentence before was about Ukraine"
    return 0.0, ""


def _is_close(one: Hit, other: Hit) -> bool:
    return max(one.first - other.last, other.first - one.last) - 1 <= CLOSE


def _sequel(scene: Scene) -> Iterator[Finding]:
    """After "no troops to Ukraine": "We will not fight a third world war in Ukraine"."""
    what, where = scene.first(Slot.FIGHT, Slot.MOVE), scene.first(Slot.INSIDE)
    if what is not None and where is not None and not scene.slots & SIDES:
        hits = (("what", what), ("where", where))
        yield Finding(label=Label.CORE, strength=0.5, rule="goes on about the force", hits=hits)
