"""Judges what is beside the subject (RELATED): NATO's eastern flank, and third states on Russia's side."""

from collections.abc import Iterator

from feeds.model import Label
from feeds.stories.detection.forces import Force, Owner
from feeds.stories.detection.lexicon import Hit, Slot
from feeds.stories.detection.scene import CLOSE, UKRAINE_SLOTS, WAR_SLOTS, Finding, Scene, about_force

ALLIES = 2  # one that moves its forces, one that it concerns


def find_neighbours(scene: Scene) -> tuple[Finding, ...]:
    """Apply every rule of the neighbourhood to a sentence."""
    return tuple(finding for finding in _findings(scene) if finding is not None)


def _findings(scene: Scene) -> Iterator[Finding | None]:
    for force in scene.forces:
        yield _flank(scene, force) or _rear(force) or _taken_from_allies(scene, force)
        yield _beside_russia(scene, force)
    yield _drawdown(scene)
    yield _joins_war(scene)
    yield _korean_losses(scene)
    yield _coalition(scene)
    yield _on_alert(scene)
    yield _planned_guarantees(scene)


def _flank(scene: Scene, force: Force) -> Finding | None:
    if force.owner is not Owner.FOREIGN or not _is_on_flank(scene, force.where):
        return None
    if force.hit.slot is Slot.MISSION or Slot.OCCASION in scene.slots:
        return None
    if force.move is None and not (force.sure and force.gap <= CLOSE):
        return None
    strength = 0.85 if force.move is not None else 0.6
    return about_force(Label.RELATED, strength, "a foreign force on NATO's eastern flank", force)


def _is_on_flank(scene: Scene, where: Hit | None) -> bool:
    if where is None:
        return False
    faces_russia = bool(scene.slots & {Slot.RUSSIAN, Slot.BELARUSIAN}) and Slot.ELSEWHERE not in scene.slots
    return where.slot is Slot.FLANK or (where.slot is Slot.BORDER and faces_russia)


def _rear(force: Force) -> Finding | None:
    if force.owner is not Owner.FOREIGN or force.where is None or force.where.slot is not Slot.REAR:
        return None
    stands_there = force.gap == 0  # "American troops in Germany"
    if not (force.move or stands_there) or force.hit.slot not in (Slot.FORCE, Slot.PRESENCE):
        return None
    return about_force(Label.RELATED, 0.75, "forces of an ally moved to or from Europe", force)


def _taken_from_allies(scene: Scene, force: Force) -> Finding | None:
    """Name no place, but the ones who lose them: "Trump may punish NATO allies by removing US troops"."""
    if force.move is None or force.move.slot is not Slot.CUT or force.where is not None or not force.sure:
        return None
    if force.owner is not Owner.FOREIGN or scene.slots & {Slot.ELSEWHERE, Slot.UKRAINE, Slot.UKRAINIAN}:
        return None
    others = [hit for hit in scene.hits if hit.slot is Slot.FOREIGN and hit != force.owned_by]
    return (
        about_force(Label.RELATED, 0.6, "fewer forces among the allies", force)
        if len(others) >= ALLIES
        else None
    )


def _beside_russia(scene: Scene, force: Force) -> Finding | None:
    """North Korean troops in the war; those of Belarus or Iran only if they move to it."""
    if not scene.is_about_war or Slot.ARMS in scene.slots:
        return None
    if force.owner is Owner.KOREAN and (force.sure or force.move is not None):
        return about_force(Label.RELATED, 0.85, "North Korean troops in the war", force)
    if force.owner is Owner.BELARUSIAN and force.where is not None and force.where.slot is Slot.INSIDE:
        return about_force(Label.RELATED, 0.65, "troops of a third state on Russia's side", force)
    return None


def _drawdown(scene: Scene) -> Finding | None:
    """Fewer American troops among the allies, often with no place named: "NATO uneasy over US troop cuts"."""
    what = scene.first(Slot.DRAWDOWN)
    allies = [hit for hit in scene.hits if hit.slot in (Slot.FOREIGN, Slot.REAR, Slot.FLANK)]
    if what is None or len(allies) < ALLIES or scene.slots & {Slot.ELSEWHERE, Slot.UKRAINE, Slot.UKRAINIAN}:
        return None
    return _named(0.6, "fewer forces among the allies", ("who", allies[0]), ("what", what))


def _joins_war(scene: Scene) -> Finding | None:
    who, what = scene.first(Slot.BELARUSIAN), scene.first(Slot.JOIN_WAR)
    if who is None or what is None:
        return None
    return _named(0.65, "a third state joins the war", ("who", who), ("what", what))


def _korean_losses(scene: Scene) -> Finding | None:
    who, what = scene.first(Slot.KOREAN), scene.first(Slot.CASUALTY, Slot.FIGHT)
    if who is None or what is None or not scene.slots & WAR_SLOTS or Slot.ARMS in scene.slots:
        return None
    return _named(0.65, "North Koreans fight in the war", ("who", who), ("what", what))


def _coalition(scene: Scene) -> Finding | None:
    who = scene.first(Slot.COALITION)
    if who is None:
        return None
    return _named(0.65, "the coalition of the willing", ("who", who))


def _on_alert(scene: Scene) -> Finding | None:
    who, what = scene.first(Slot.FOREIGN), scene.first(Slot.READINESS)
    if who is None or what is None or not scene.is_about_war:
        return None
    return _named(0.6, "allied forces made ready", ("who", who), ("what", what))


def _planned_guarantees(scene: Scene) -> Finding | None:
    what, how = scene.first(Slot.GUARANTEE, Slot.UKRAINE), scene.first(Slot.PLANNING)
    if what is None or how is None or not scene.slots & UKRAINE_SLOTS or Slot.RUSSIAN in scene.slots:
        return None
    return _named(0.6, "security guarantees with a military hint", ("what", what), ("what", how))


def _named(strength: float, rule: str, *hits: tuple[str, Hit]) -> Finding:
    return Finding(label=Label.RELATED, strength=strength, rule=rule, hits=hits)
