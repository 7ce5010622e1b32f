"""What a position says beside its stance: on which condition, of whose troops, and if for a state."""

from datetime import date

from feeds.model import Span, Troops
from feeds.stories.people.roster import Kind, actor_with_name
from feeds.stories.people.spellings import name_keys
from feeds.stories.stances.acting import owners_of_forces
from feeds.stories.stances.clause import Clause
from feeds.stories.stances.mentions import Holder
from feeds.stories.stances.statements import CONDITIONS, Statement

BLOCS = frozenset({"NATO", "European Union", "Europe", "the West"})
"""Whose troops are those of their members: "European soldiers", in the mouth of Paris, are its own too."""

NO_SENDERS = frozenset({"Ukraine", "Russia", "Belarus", "North Korea", "China"})
"""All foreign troops are others' to them, so it tells nothing to say so."""


def condition_in(clause: Clause, statement: Statement) -> Span | None:
    """Give the words of a condition, "only after a ceasefire", up to the next comma."""
    first = next((cue for cue in statement.cues if cue.cue in CONDITIONS), None)
    if first is None:
        return None
    end = next((place for place in sorted(clause.breaks) if place > first.last + 1), len(clause.words))
    return Span(clause.words[first.first].start, clause.words[end - 1].end)


def troops_meant(clause: Clause, statement: Statement, holder: Holder) -> Troops:
    """Tell a state's own troops from those of others; ANY where the sentence does not."""
    if holder.country in NO_SENDERS:
        return Troops.ANY
    owners = owners_of_forces(clause, range(statement.first, statement.last + 1))
    if holder.country in owners:
        return Troops.OWN
    if owners and not owners & BLOCS:
        return Troops.OTHERS
    return Troops.ANY


def is_official(holder: Holder, day: date | None) -> bool:
    """Tell who speaks for a country or a body: itself, its bodies, and who holds an office of it that day."""
    if holder.is_country:
        return True
    actor = actor_with_name(name_keys(holder.actor))
    if actor is None:
        return holder.is_office
    return actor.kind is Kind.BODY or (bool(actor.offices) and actor.is_in_office(day))
