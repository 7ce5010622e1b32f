"""Reads who stands where on foreign troops in Ukraine, who says so, and in which words.

A wrong stance in somebody's mouth is the worst error that we can make: where a sentence leaves it open who is
meant or what is said, there is no position.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from feeds.model import Chain, Matter, Position, Quote, Span, Stance
from feeds.stories.stances.acting import comes_after_preposition
from feeds.stories.stances.ascriptions import ADVERSARIES, Ascription, ascribe
from feeds.stories.stances.clause import Clause, read_clause
from feeds.stories.stances.mentions import Holder
from feeds.stories.stances.particulars import condition_in, is_official, troops_meant
from feeds.stories.stances.sayers import SaidBy, find_sayer
from feeds.stories.stances.stance import (
    SPOKEN_CUES,
    TURNING_CUES,
    Cue,
    CueAt,
    StanceWords,
    is_threat,
    judge,
    stance_words,
)
from feeds.stories.stances.statements import Statement, cut_statements
from feeds.stories.stances.topics import Topic, find_topics

HOST = "Ukraine"  # named in every sentence, so it takes more to be the one who speaks
DONE_BY = (*TURNING_CUES, Cue.FAVOUR, Cue.CONSIDER)  # what "by" may follow
YES = frozenset({Stance.SUPPORTS, Stance.OPEN})
POSITIVE = YES | {Stance.CONDITIONAL}


def find_positions(
    text: str,
    sentences: Sequence[Span],
    quotes: tuple[Quote, ...],
    language: str,
    day: date | None = None,
) -> tuple[Position, ...]:
    """Read the positions of an article, cut into its sentences (see texts/tokens.py).

    Its quotes come with identified speakers (see actors.identify).

    One for each actor and stance, with the first evidence; what he says himself goes before what others say.
    """
    words = stance_words(language)
    if words is None:
        return ()
    said = SaidBy.from_quotes(quotes)
    found = [
        position
        for topic in find_topics(text, sentences, language)
        for position in _positions_in(text, topic, said, words, language, day)
    ]
    return _once_each(found)


def _positions_in(
    text: str, topic: Topic, said: SaidBy, words: StanceWords, language: str, day: date | None
) -> Iterator[Position]:
    clause = read_clause(text, topic.span, topic.forces, words, language, day)
    statements = _with_origins(clause, _in_active_voice(clause, cut_statements(clause)))
    for place, statement in enumerate(statements):
        if not _is_on_subject(statements, place, topic):
            continue
        sayer = find_sayer(clause, statements, place, said)
        whole = replace(statement, cues=statement.cues + _claims_rejected(statements, place))
        stance = _stance(clause, whole, sayer)
        if stance is None or (stance is Stance.CLAIMS_PRESENT and _is_place(whole, sayer)):
            continue
        for ascription in ascribe(statement, sayer, stance):
            if _is_plausible(ascription, stance):
                yield _position(ascription, stance, topic, clause, whole)


def _in_active_voice(clause: Clause, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Give "was rejected by Madrid" to Madrid, and "was rejected by everybody" to nobody."""
    return tuple(_active(clause, statements, place) for place in range(len(statements)))


def _active(clause: Clause, statements: Sequence[Statement], place: int) -> Statement:
    statement = statements[place]
    done_by = [cue for cue in statement.cues if cue.cue in DONE_BY and clause.does(cue.last + 1, "agent")]
    if not done_by:
        return statement
    following = statements[place + 1] if place + 1 < len(statements) else None
    if following is None or not following.is_agent:
        return replace(statement, cues=())
    return replace(statement, holders=following.holders)


def _with_origins(clause: Clause, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Give "the idea came from Macron" to Macron, who favours it."""
    found = list(statements)
    for place, (statement, following) in enumerate(pairwise(statements)):
        idea = next((cue for cue in statement.cues if cue.cue is Cue.ANAPHOR), None)
        origin = next((cue for cue in statement.cues if cue.cue is Cue.ORIGIN), None)
        if idea and origin and idea.last < origin.first and comes_after_preposition(clause, following.first):
            favours = CueAt(Cue.FAVOUR, origin.first, origin.last)
            found[place] = replace(statement, cues=statement.cues[: statement.cues.index(idea)])
            found[place + 1] = replace(following, cues=(favours, idea))
    return tuple(found)


def _is_on_subject(statements: Sequence[Statement], place: int, topic: Topic) -> bool:
    statement = statements[place]
    if statement.is_hypothetical:
        return False
    if statement.has(Cue.THIS) and statement.has(Cue.THREAT):
        return True
    if statement.has(Cue.ANAPHOR) or (statement.has(Cue.FORCE) and not topic.follows):
        return True
    if statement.has(Cue.FORCE):
        return statement.has(Cue.MOVE, Cue.PRESENT, Cue.FAVOUR)
    following = statements[place + 1] if place + 1 < len(statements) else None
    return statement.has(*TURNING_CUES) and following is not None and following.has(Cue.FORCE)


def _claims_rejected(statements: Sequence[Statement], place: int) -> tuple[CueAt, ...]:
    """Give what the rejected words claim: to reject that troops are there is to deny it."""
    if statements[place].has(Cue.FORCE) or place + 1 == len(statements):
        return ()
    return tuple(cue for cue in statements[place + 1].cues if cue.cue in (Cue.PRESENT, Cue.MOVE))


def _stance(clause: Clause, statement: Statement, sayer: Holder | None) -> Stance | None:
    is_spoken = sayer is not None or statement.has(*SPOKEN_CUES)
    stance = judge(statement.cues, negation_follows=clause.negation_follows, is_spoken=is_spoken)
    if stance is None and is_threat(statement.cues) and _speaks_as_adversary(statement, sayer):
        return Stance.OPPOSES
    return stance


def _is_place(statement: Statement, sayer: Holder | None) -> bool:
    """See that nobody known claims it: in "Ukraine hosts troops, a source said" Ukraine does not."""
    return sayer is None and not (statement.cues and statement.cues[0].cue in SPOKEN_CUES)


def _speaks_as_adversary(statement: Statement, sayer: Holder | None) -> bool:
    holder = statement.holders[0] if statement.holders else sayer
    return holder is not None and holder.country in ADVERSARIES


def _is_plausible(ascription: Ascription, stance: Stance) -> bool:
    """Drop what is likely misread: nobody known, Russia in favour, what nobody says of Ukraine."""
    holder = ascription.holder
    if holder.country in ADVERSARIES:
        return stance not in POSITIVE
    is_narrated = ascription.chain is Chain.REPORTED and not ascription.reporter
    return bool(holder.country) and not (holder.country == HOST and is_narrated)


def _position(
    ascription: Ascription, stance: Stance, topic: Topic, clause: Clause, statement: Statement
) -> Position:
    holder = ascription.holder
    return Position(
        actor=holder.actor,
        country=holder.country,
        stance=stance,
        span=topic.span,
        chain=ascription.chain,
        reporter=ascription.reporter,
        condition=condition_in(clause, statement) if stance is Stance.CONDITIONAL else None,
        troops=troops_meant(clause, statement, holder),
        is_official=is_official(holder, clause.day),
    )


def _once_each(found: Sequence[Position]) -> tuple[Position, ...]:
    """Keep one position for each actor, matter and stance: the first, unless a later one is in his own words.

    A yes with a condition outweighs the same actor's yes without it: a sentence may leave the condition out.
    """
    kept: dict[tuple[str, Matter, Stance], Position] = {}
    for position in found:
        key = position.actor, position.matter, position.stance
        known = kept.get(key)
        is_better = known is not None and known.chain is not Chain.SELF_STATED is position.chain
        if known is None or is_better:
            kept[key] = position
    told = (position for held, position in kept.items() if not is_outweighed(held, kept))
    return tuple(sorted(told, key=lambda position: position.span))


def is_outweighed(held: tuple[str, Matter, Stance], beside: Container[tuple[str, Matter, Stance]]) -> bool:
    """Tell whether a holder's yes stands beside the same holder's yes with a condition, on one matter."""
    holder, matter, stance = held
    return stance in YES and (holder, matter, Stance.CONDITIONAL) in beside
