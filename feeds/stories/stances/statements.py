"""Cuts a sentence into statements: who, and the words of his that tell a stance.

Whoever the sentence shows acting or speaking opens a statement, and so do "we" and "but"; the cues up to the
next one are his.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from feeds.stories.stances.acting import find_acting
from feeds.stories.stances.clause import Clause
from feeds.stories.stances.mentions import Holder, Mention
from feeds.stories.stances.stance import Cue, CueAt

CONDITIONS = frozenset({Cue.IF, Cue.CONDITION, Cue.UNLESS})
OPENERS = ("own", "turn", "impersonal")  # we; but; there are


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who, as the sentence puts it, and his cues."""

    holders: tuple[Holder, ...] = ()  # empty: the speaker, or who was spoken of before
    first: int = 0  # its first word
    last: int = 0
    cues: tuple[CueAt, ...] = ()
    is_own: bool = False  # "we": the speaker
    is_agent: bool = False  # "by Macron"
    is_source: bool = False  # "according to Macron"
    is_hypothetical: bool = False  # "if Poland sent troops"

    def has(self, *kinds: Cue) -> bool:
        """Say whether it has a cue of any of these kinds."""
        return any(cue.cue in kinds for cue in self.cues)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Where a statement begins."""

    first: int
    behind: int = 0  # the first word behind who it is
    holders: tuple[Holder, ...] = ()
    is_own: bool = False
    is_agent: bool = False
    is_source: bool = False
    is_turn: bool = False


def cut_statements(clause: Clause) -> tuple[Statement, ...]:
    """Cut a sentence into its statements, in reading order; the first one may have no holder."""
    openings = _without_repeats(sorted(_openings(clause), key=lambda opening: opening.first))
    ends = [opening.first for opening in openings[1:]] + [len(clause.words)]
    statements: list[Statement] = []
    for opening, end in zip(openings, ends, strict=True):
        before = statements[-1] if statements else None
        statements.append(_statement(clause, opening, end, before))
    return tuple(statements)


def _openings(clause: Clause) -> Iterator[Opening]:
    yield Opening(first=-1)
    inside: set[int] = set()
    for group in find_acting(clause):
        yield _opening(clause, group)
        inside.update(range(group[0].first, group[-1].last + 1))
    for place, part in clause.parts.items():
        if part not in OPENERS or clause.parts.get(place - 1) == part or place in inside:
            continue
        if part != "turn" or not _conditions_follow(clause, place):
            first = _with_negation(clause, place) if part == "own" else place
            yield Opening(first=first, is_own=part == "own", is_turn=part == "turn")


def _conditions_follow(clause: Clause, place: int) -> bool:
    """See that "but only after a ceasefire" goes on with what stands before."""
    return any(clause.cue_at(behind) in CONDITIONS for behind in (place + 1, place + 2))


def _with_negation(clause: Clause, place: int) -> int:
    """Where the verb alone says "we", the "not" before it is part of it."""
    return place - 1 if clause.cue_before(place) is Cue.NOT else place


def _without_repeats(openings: list[Opening]) -> list[Opening]:
    """Keep "We will not send our soldiers" one statement."""
    return [
        opening
        for place, opening in enumerate(openings)
        if not (opening.is_own and place and openings[place - 1].is_own)
    ]


def _opening(clause: Clause, group: tuple[Mention, ...]) -> Opening:
    first = group[0].first
    return Opening(
        first=first,
        behind=group[-1].last + 1,
        holders=tuple(mention.holder for mention in group),
        is_agent=_is_agent(clause, first),
        is_source=_is_source(clause, first),
    )


def _is_agent(clause: Clause, first: int) -> bool:
    while clause.does(first - 1, "article") and first not in clause.breaks:
        first -= 1
    return clause.does(first - 1, "agent") and first not in clause.breaks


def _statement(clause: Clause, opening: Opening, end: int, before: Statement | None) -> Statement:
    goes_on = opening.is_turn and before is not None
    return Statement(
        holders=before.holders if goes_on and before else opening.holders,
        first=opening.first,
        last=end - 1,
        cues=tuple(_cues(clause, opening, end)),
        is_own=before.is_own if goes_on and before else opening.is_own,
        is_agent=opening.is_agent,
        is_source=opening.is_source,
        is_hypothetical=_is_hypothetical(clause, opening.first, before),
    )


def _cues(clause: Clause, opening: Opening, end: int) -> Iterator[CueAt]:
    """Give the cues up to the next opening; "Paris to send troops" is a will, "wants to send" a movement."""
    for cue in clause.cues:
        if not opening.first <= cue.first < end:
            continue
        if cue.cue not in (Cue.INFINITIVE, Cue.WILL_SEND):
            yield cue
            continue
        if cue.cue is Cue.WILL_SEND or (opening.holders and cue.first == opening.behind):
            yield CueAt(Cue.WILL, cue.first, cue.first)
        yield CueAt(Cue.MOVE, cue.last, cue.last)


def _is_hypothetical(clause: Clause, first: int, before: Statement | None) -> bool:
    """What follows "if" is supposed and not said, up to the next comma."""
    if before is None:
        return False
    if before.is_hypothetical and not any(before.first < place <= first for place in clause.breaks):
        return True
    supposed = [cue.last for cue in before.cues if cue.cue is Cue.IF]
    return bool(supposed) and not any(supposed[-1] < place <= first for place in clause.breaks)


def _is_source(clause: Clause, first: int) -> bool:
    """See that nothing but his description follows "according to": "an article by the envoy, Jan Muster"."""
    since = max(
        (place for place, part in clause.parts.items() if part == "source" and place < first), default=-1
    )
    return since >= 0 and not any(since < cue.first < first for cue in clause.cues)
