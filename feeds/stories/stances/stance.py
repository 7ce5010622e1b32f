"""Reads modality and negation: what stance the words of one statement about foreign troops express.

The words are data, `data/stance/<language>.toml`; the rules that weigh them are the same for all languages.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from feeds.model import Stance
from feeds.stories import DATA
from feeds.stories.texts.phrases import Phrasebook, make_phrasebook

FOLDER = DATA / "stance"
REACH = 4  # words between a negation and what it negates


class Cue(StrEnum):
    """What a phrase does for the stance. The comments name an English example."""

    NOT = "not"
    ABSENT = "absent"  # there are no
    ONLY = "only"  # not only: looks like a negation and is none
    REFUSE = "refuse"  # refuse to: turns around what follows
    EXCLUDE = "exclude"  # rule out
    REJECT = "reject"  # oppose, premature, legitimate targets
    DENY = "deny"  # false, there are no plans
    PLAN = "plan"  # plans, intentions
    FAVOUR = "favour"  # propose, ready to, welcome
    SUGGEST = "suggest"  # to suggest sending is to favour, to suggest that they are there is to say
    CONSIDER = "consider"  # may, weigh, option
    WILL = "will"
    WILL_SEND = "will_send"  # both in one word, as other languages have it
    MOVE = "move"  # send
    INFINITIVE = "infinitive"  # to send: right behind a name, as headlines have it, it is a will
    PRESENT = "present"  # are already in
    THREAT = "threat"  # warn of consequences
    SAY = "say"
    TELL = "tell"  # told: the next name is the listener's
    BLAME = "blame"  # accuse: the next name acts
    IF = "if"  # what follows is supposed
    CONDITION = "condition"  # only after
    UNLESS = "unless"  # with it a refusal is a condition
    WHETHER = "whether"  # undecided
    AWAY = "away"  # pull out: it is not about sending
    ANAPHOR = "anaphor"  # such a step
    ORIGIN = "origin"  # the idea came from: the next name had it
    THIS = "this"  # "this threatens ..."
    AIR = "air"  # from the air: help that is no troops
    FORCE = "force"  # the troops themselves: found by the detector's lexicon, not listed


class Voice(StrEnum):
    """What a phrase tells of a saying: whose it is, and whether it counts today."""

    HIDDEN = "hidden"  # official, opposition, former: no word of his country
    THEN = "then"  # last year
    NOW = "now"  # again, reiterated: it counts today, whenever it was said first
    SINCE = "since"  # after last year's refusal
    UNSAID = "unsaid"  # did not say
    STAGED = "staged"  # deepfake


NEGATIONS = frozenset({Cue.NOT, Cue.ABSENT})
TRANSPARENT = frozenset({Cue.WILL, Cue.NOT, Cue.IF, Cue.CONDITION, Cue.THIS})  # negation passes through
REFUSALS = (Cue.EXCLUDE, Cue.REJECT)
SPOKEN_CUES = (Cue.SAY, Cue.TELL, Cue.SUGGEST)
TURNING_CUES = (Cue.EXCLUDE, Cue.REJECT, Cue.REFUSE)
OBJECTS = frozenset({Cue.MOVE, Cue.FORCE, Cue.ANAPHOR})
POSITIVE = frozenset({Stance.SUPPORTS, Stance.OPEN})


class CueAt(NamedTuple):
    """A cue, with its first and its last word, counted from the start of the sentence."""

    cue: Cue
    first: int
    last: int


class ReadCue(NamedTuple):
    """A cue with what the negations around it make of it."""

    cue: Cue
    negated_by: Cue | None = None


@dataclass(frozen=True, slots=True)
class StanceWords:
    """The words of one language that tell a stance, and those that tell who holds it."""

    cues: Phrasebook
    subjects: Phrasebook
    voices: Phrasebook
    negation_follows: bool  # "schließt ... nicht aus": what is negated may stand before its negation
    names_verbs: bool  # the language lists what may follow a subject


@cache
def stance_words(language: str) -> StanceWords | None:
    """Read the words of a language (ISO 639-1); None when there is no file for it."""
    if language not in _languages():
        return None
    content = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return StanceWords(
        cues=make_phrasebook((Cue(cue), lines) for cue, lines in content["cues"].items()),
        subjects=make_phrasebook(content["subjects"].items()),
        voices=make_phrasebook((Voice(voice), lines) for voice, lines in content["voices"].items()),
        negation_follows=content["negation_follows"],
        names_verbs="follows" in content["subjects"],
    )


def judge(cues: Sequence[CueAt], *, negation_follows: bool, is_spoken: bool) -> Stance | None:
    """Weigh the cues of one statement; None where they show no stance.

    `is_spoken`: somebody says it, so that it may be his claim that foreign troops are there.
    """
    scene = Scene(_with_negations(cues, negation_follows=negation_follows))
    if scene.has(Cue.WHETHER, Cue.AWAY) and not scene.has(Cue.EXCLUDE):
        return None
    stance = _against(scene) or _denied(scene) or _without(scene, is_spoken=is_spoken) or _for(scene)
    if stance is None and is_spoken and scene.has(Cue.PRESENT) and not scene.has(Cue.WILL):
        return Stance.CLAIMS_PRESENT
    return _under_condition(stance, scene)


def is_threat(cues: Sequence[CueAt]) -> bool:
    """Say whether the words warn or threaten, which is a stance in the mouth of an adversary."""
    return any(cue.cue is Cue.THREAT for cue in cues)


@dataclass(frozen=True, slots=True)
class Scene:
    """The cues of a statement in order, negations worked in."""

    cues: tuple[ReadCue, ...]

    def has(self, *kinds: Cue) -> bool:
        """Say whether any of these stands there without a negation."""
        return any(read.cue in kinds and read.negated_by is None for read in self.cues)

    def lacks(self, *kinds: Cue) -> bool:
        """Say whether any of these is negated."""
        return any(read.cue in kinds and read.negated_by is not None for read in self.cues)


@cache
def _languages() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.toml"))


def _with_negations(cues: Sequence[CueAt], *, negation_follows: bool) -> tuple[ReadCue, ...]:
    negated: dict[int, Cue] = {}
    turned: set[int] = set()
    for place, cue in enumerate(cues):
        if cue.cue in NEGATIONS or cue.cue is Cue.REFUSE:
            target = _target(cues, place, negation_follows=negation_follows)
            if target is not None and _applies(cue.cue, cues[target].cue):
                negated[target] = cue.cue
                turned.add(place)
    return tuple(_read(cues, negated, turned))


def _target(cues: Sequence[CueAt], place: int, *, negation_follows: bool) -> int | None:
    """Find what a negation negates: the next cue within reach, or one before where the language has it so."""
    if negation_follows and cues[place].cue is Cue.NOT:
        before = [index for index in range(place) if cues[index].cue in REFUSALS]
        if before:
            return before[-1]
    for index in range(place + 1, len(cues)):
        if cues[index].first - cues[place].last > REACH:
            return None
        if cues[index].cue not in TRANSPARENT:
            return index
    return None


def _applies(negation: Cue, target: Cue) -> bool:
    """To refuse to exclude is no refusal; to refuse to send is one by itself."""
    return negation is not Cue.REFUSE or target in (*REFUSALS, Cue.DENY, Cue.SAY, Cue.TELL)


def _read(cues: Sequence[CueAt], negated: dict[int, Cue], turned: set[int]) -> Iterator[ReadCue]:
    for place, cue in enumerate(cues):
        if cue.cue is Cue.REFUSE:
            if place not in turned:
                yield ReadCue(Cue.REJECT, negated.get(place))
        elif cue.cue is not Cue.NOT and place not in turned:
            yield ReadCue(cue.cue, negated.get(place))


def _against(scene: Scene) -> Stance | None:
    if scene.lacks(*REFUSALS):
        return Stance.OPEN
    if not scene.has(*REFUSALS):
        return None
    is_claim = scene.has(Cue.PRESENT) and not scene.has(Cue.MOVE)
    return Stance.DENIES if is_claim else Stance.OPPOSES


def _denied(scene: Scene) -> Stance | None:
    return Stance.DENIES if scene.has(Cue.DENY) or scene.lacks(Cue.PRESENT) else None


def _without(scene: Scene, *, is_spoken: bool) -> Stance | None:
    if scene.lacks(Cue.PLAN, Cue.FAVOUR, Cue.SUGGEST, Cue.CONSIDER, Cue.MOVE, Cue.ANAPHOR):
        return Stance.OPPOSES
    if not scene.lacks(Cue.FORCE):
        return None
    if scene.has(Cue.WILL, Cue.MOVE, Cue.PLAN):
        return Stance.OPPOSES
    if not is_spoken:
        return None
    is_absent = any(read == ReadCue(Cue.FORCE, Cue.ABSENT) for read in scene.cues)
    return Stance.DENIES if is_absent or scene.has(Cue.ABSENT, Cue.PRESENT) else Stance.OPPOSES


def _for(scene: Scene) -> Stance | None:
    """The last word before what is spoken of decides: "offers to consider sending" is open."""
    if scene.has(Cue.AIR):
        return None
    is_there = scene.has(Cue.PRESENT) and not scene.has(Cue.MOVE)
    decisive = None
    for read in scene.cues:
        if read.cue in OBJECTS and decisive is not None:
            break
        decisive = _leaning(read.cue, is_there=is_there) or decisive
    if decisive is None and scene.has(Cue.WILL) and scene.has(Cue.MOVE):
        return Stance.SUPPORTS
    return decisive


def _leaning(cue: Cue, *, is_there: bool) -> Stance | None:
    if cue is Cue.FAVOUR or (cue in (Cue.PLAN, Cue.SUGGEST) and not is_there):
        return Stance.SUPPORTS
    return Stance.OPEN if cue is Cue.CONSIDER and not is_there else None


def _under_condition(stance: Stance | None, scene: Scene) -> Stance | None:
    if stance in POSITIVE and scene.has(Cue.IF, Cue.CONDITION, Cue.UNLESS):
        return Stance.CONDITIONAL
    if stance is Stance.OPPOSES and scene.has(Cue.UNLESS):
        return Stance.CONDITIONAL
    return stance
