"""Finds the sentences of a text that speak of foreign forces in or to Ukraine, and the forces in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feeds.model import Label, Span
from feeds.stories.detection.deployment import TELLING, find_in_scene
from feeds.stories.detection.forces import Force, Owner
from feeds.stories.detection.lexicon import Hit, Lexicon, Slot, load_lexicon
from feeds.stories.detection.scene import UKRAINE_SLOTS, Context, set_scene

ENOUGH = 0.5  # a weaker finding of the detector does not count
FOLLOWING = 2  # sentences after one on the subject in which "the idea" or "troops" still mean the same
ABOUT_UKRAINE = 3  # sentences after one on Ukraine in which "there" is Ukraine
SHORTEST = 12  # characters of a sentence
LONGEST = 1_500  # what is longer is no sentence
OWNER_REACH = 3  # words behind a force in which "from France" stands
COUNTED = frozenset({Owner.FOREIGN, Owner.UNKNOWN})
NEAR = frozenset({Slot.INSIDE, Slot.UKRAINE})
OTHER_PLACES = frozenset({Slot.FLANK, Slot.REAR, Slot.ELSEWHERE})
INNER_END = re.compile(
    r"[^\W_]{3}[.!?…][\"”’»]*\s(?=[\s\"“„«‘]*[^\W\d_])"
)  # where a quotation of several sentences is cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A sentence on the subject; `follows`: only because the one before was."""

    span: Span
    forces: tuple[Span, ...]
    follows: bool


def find_topics(text: str, sentences: Sequence[Span], language: str) -> Iterator[Topic]:
    """Find the sentences on the subject, in reading order; none in a language without a lexicon."""
    lexicon = load_lexicon(language)
    if lexicon is None:
        return
    about_ukraine = about_deployment = 0
    for span in _pieces(text, sentences):
        hits = lexicon.scan(text, span)
        if any(hit.slot in UKRAINE_SLOTS for hit in hits):
            about_ukraine = ABOUT_UKRAINE
        context = Context(about_ukraine=about_ukraine > 0, about_deployment=about_deployment > 0)
        topic = _topic(span, hits, context, lexicon) if hits or about_deployment > 0 else None
        about_deployment = FOLLOWING + 1 if topic is not None and not topic.follows else about_deployment
        about_ukraine -= 1
        about_deployment -= 1
        if topic is not None:
            yield topic


def _pieces(text: str, sentences: Sequence[Span]) -> Iterator[Span]:
    """Give the sentences, and those inside of a quotation one by one; no questions, no lines in capitals."""
    for sentence in sentences:
        start = sentence.start
        for match in INNER_END.finditer(text, *sentence):
            if match.end() - start >= SHORTEST:
                yield from _if_statement(text, Span(start, match.end()))
                start = match.end()
        yield from _if_statement(text, Span(start, sentence.end))


def _if_statement(text: str, span: Span) -> Iterator[Span]:
    words = span.of(text)
    kept = words.rstrip()
    if SHORTEST <= len(kept) <= LONGEST and not kept.rstrip("\"”’»'").endswith("?") and not kept.isupper():
        yield Span(span.start + len(words) - len(words.lstrip()), span.start + len(kept))


def _topic(span: Span, hits: Sequence[Hit], context: Context, lexicon: Lexicon) -> Topic | None:
    scene = set_scene(hits, context, owner_follows=lexicon.owner_follows)
    counted = [force for force in scene.forces if _counts(force, hits)]
    forces = tuple(force.hit.span for force in counted)
    is_elsewhere = bool(scene.slots & OTHER_PLACES)
    is_foreign = any(force.owner is not Owner.UNKNOWN for force in counted)
    is_near = is_foreign and bool(scene.slots & NEAR)
    finding = find_in_scene(scene) if context.about_deployment or scene.slots & TELLING else None
    is_core = finding is not None and finding.label is Label.CORE and finding.strength >= ENOUGH
    if is_core or (is_near and not is_elsewhere):
        return Topic(span=span, forces=forces, follows=False)
    if context.about_deployment and not is_elsewhere:
        return Topic(span=span, forces=forces, follows=True)
    return None


def _counts(force: Force, hits: Sequence[Hit]) -> bool:
    """Tell whether a force may be a third state's."""
    if force.hit.slot is Slot.JETS:
        return False
    return force.owner in COUNTED or _is_from_abroad(force, hits)


def _is_from_abroad(force: Force, hits: Sequence[Hit]) -> bool:
    """See "military personnel from France", whoever is named before."""
    behind = [hit.slot for hit in hits if 0 < hit.first - force.hit.last <= OWNER_REACH]
    return behind[:2] == [Slot.OWNED_BY, Slot.FOREIGN]
