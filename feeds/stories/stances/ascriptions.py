"""Says who holds a stance and on whose word: his own, somebody else's, or that of nobody named."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from feeds.model import Chain, Stance
from feeds.stories.stances.mentions import Holder
from feeds.stories.stances.stance import SPOKEN_CUES, TURNING_CUES, Cue
from feeds.stories.stances.statements import Statement

PERFORMED = (*SPOKEN_CUES, *TURNING_CUES, Cue.DENY, Cue.FAVOUR)  # words that report what he said or did
ADVERSARIES = frozenset({"Russia", "Belarus", "North Korea"})
"""Their threats are a stance on others' troops, and what they say of others is an opponent's word."""

ABOUT_FACTS = frozenset({Stance.CLAIMS_PRESENT, Stance.DENIES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ascription:
    """Who holds a stance, and who says so."""

    holder: Holder
    chain: Chain
    reporter: str = ""


def ascribe(statement: Statement, sayer: Holder | None, stance: Stance) -> Iterator[Ascription]:
    """Name the holders of a stance; `sayer` is whose words the statement is, as far as that is known."""
    if not statement.holders:
        if sayer is not None:
            yield _self_stated(sayer)
        return
    if sayer is not None and stance in ABOUT_FACTS:
        yield _self_stated(sayer)
        return
    if sayer is not None and sayer.is_hidden and any(_is_of(sayer, holder) for holder in statement.holders):
        yield Ascription(holder=sayer, chain=Chain.ANONYMOUS)
        return
    is_theirs = sayer is not None and _speak_themselves(statement, sayer)
    for holder in statement.holders:
        yield _self_stated(holder) if is_theirs else _of_holder(statement, holder, sayer)


def _is_of(sayer: Holder, holder: Holder) -> bool:
    """See that somebody who does not speak for his country speaks of it."""
    return holder.country == sayer.country and (holder.is_country or holder.is_hidden)


def _speak_themselves(statement: Statement, sayer: Holder) -> bool:
    """See that the holders are the speakers, as when a quote is ascribed to "other allies, notably" them."""
    if not sayer.is_named and statement.cues and statement.cues[0].cue in SPOKEN_CUES:
        return True
    return any(holder.actor == sayer.actor for holder in statement.holders)


def _self_stated(holder: Holder) -> Ascription:
    return Ascription(holder=holder, chain=Chain.SELF_STATED if _shows_himself(holder) else Chain.ANONYMOUS)


def _of_holder(statement: Statement, holder: Holder, sayer: Holder | None) -> Ascription:
    if sayer is None:
        is_performed = statement.has(*PERFORMED)
        chain = Chain.SELF_STATED if is_performed else Chain.REPORTED
        return Ascription(holder=holder, chain=chain if _shows_himself(holder) else Chain.ANONYMOUS)
    if holder.is_country and _speaks_for(sayer, holder):
        speaker = replace(sayer, country=holder.country) if sayer.is_named else holder
        return Ascription(holder=speaker, chain=Chain.SELF_STATED)
    if holder.country == sayer.country and not holder.is_country and not sayer.is_named:
        return _self_stated(holder)
    if holder.actor == sayer.actor or (holder.is_country and holder.country == sayer.country):
        return _self_stated(sayer)
    chain = Chain.REPORTED if _shows_himself(sayer) and sayer.actor else Chain.ANONYMOUS
    chain = Chain.ATTRIBUTED if _are_opponents(sayer, holder) else chain
    return Ascription(holder=holder, chain=chain, reporter=sayer.actor)


def _are_opponents(sayer: Holder, holder: Holder) -> bool:
    """See that Moscow tells what Paris wants, or Kyiv what Minsk does."""
    return (sayer.country in ADVERSARIES) is not (holder.country in ADVERSARIES)


def _speaks_for(sayer: Holder, country: Holder) -> bool:
    """See that "the defence minister" of nobody's in particular is that of the country he speaks of."""
    if sayer.is_named:
        return sayer.is_office and not sayer.country
    return sayer.is_office and sayer.country in ("", country.country)


def _shows_himself(holder: Holder) -> bool:
    """Tell who gives his name or his office from a source that hides."""
    return holder.is_named or holder.is_office
