"""Finds whose words a statement is: a quote's speaker's, or those of whom the sentence shows speaking."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from feeds.model import Quote, Speaker
from feeds.stories.people.offices import role_in
from feeds.stories.stances.clause import Clause
from feeds.stories.stances.mentions import Holder, is_body
from feeds.stories.stances.stance import SPOKEN_CUES, Cue
from feeds.stories.stances.statements import Statement
from feeds.stories.stances.voices import describes_hidden

SHORTLY = 400  # characters
LONGEST_MENTION = 200  # characters


@dataclass(frozen=True, slots=True)
class SaidBy:
    """The parts of a text that are somebody's words, in order."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    speakers: tuple[Speaker, ...]

    @classmethod
    def from_quotes(cls, quotes: Sequence[Quote]) -> "SaidBy":
        """Arrange the spans of quotes by their place."""
        parts = sorted((span.start, span.end, at) for at, quote in enumerate(quotes) for span in quote.spans)
        return cls(
            starts=tuple(start for start, _, _ in parts),
            ends=tuple(end for _, end, _ in parts),
            speakers=tuple(quotes[at].speaker for _, _, at in parts),
        )

    def speaker_at(self, place: int) -> Speaker | None:
        """Give whose words a place in the text is in."""
        at = bisect_right(self.starts, place) - 1
        return self.speakers[at] if at >= 0 and place < self.ends[at] else None

    def last_before(self, place: int) -> Speaker | None:
        """Give who spoke last before a place, if that is not far."""
        at = bisect_right(self.starts, place) - 1
        return self.speakers[at] if at >= 0 and place - self.ends[at] <= SHORTLY else None


def find_sayer(clause: Clause, statements: Sequence[Statement], place: int, said: SaidBy) -> Holder | None:
    """Find whose words a statement is: of a quote's speaker, else of who speaks before or after it.

    Who speaks inside of a quote comes first: "Lavrov claimed that Macron had said there were plans".
    """
    before = _speaking_before(clause, statements, place)
    speaker = _speaker_of_quote(clause, statements[place], said)
    if speaker is not None:
        is_inside = before is not None and said.speaker_at(clause.words[before.first].start) is speaker
        if before is not None and is_inside:
            return before.holders[0]
        hidden = _hidden_speaker(statements)
        is_he = hidden is not None and not speaker.actor and speaker.country in ("", hidden.country)
        return hidden if is_he else _as_holder(speaker, clause.language)
    if before is not None:
        return before.holders[0]
    named = _named_after(clause, statements, place) or _hidden_speaker(statements)
    return named or _meant_by_pronoun(clause, statements[place], said)


def _speaker_of_quote(clause: Clause, statement: Statement, said: SaidBy) -> Speaker | None:
    decisive = next((cue for cue in statement.cues if cue.cue not in SPOKEN_CUES), None)
    return said.speaker_at(clause.words[decisive.first].start) if decisive is not None else None


def _as_holder(speaker: Speaker, language: str) -> Holder | None:
    actor = speaker.actor or speaker.name
    if not actor and not speaker.country:
        return None
    is_named = bool(speaker.actor) or (actor.istitle() and " " in actor)
    described = f"{speaker.mention[:LONGEST_MENTION]}; {speaker.name[:LONGEST_MENTION]}"
    is_hidden = describes_hidden(described, language)
    if is_hidden and (not is_named or is_body(actor) or actor == speaker.country):
        return Holder(actor=speaker.country, country=speaker.country, is_named=False, is_hidden=True)
    return Holder(
        actor=actor if is_named else speaker.country,
        country=speaker.country,
        is_named=is_named,
        is_office=not is_hidden and bool(role_in(described, language)),
    )


def _speaking_before(clause: Clause, statements: Sequence[Statement], place: int) -> Statement | None:
    """Find who speaks with no comma between: "Lukashenko said Ukraine wants ..."."""
    first = statements[place].first
    for earlier in reversed(statements[:place]):
        if any(earlier.first < comma <= first for comma in clause.breaks):
            return None
        if earlier.has(*SPOKEN_CUES, Cue.BLAME) and len(earlier.holders) == 1:
            return earlier
    return None


def _named_after(clause: Clause, statements: Sequence[Statement], place: int) -> Holder | None:
    """Find who ends the sentence with nothing but a verb of speech: "..., Lukashenko said"."""
    last = statements[-1]
    if place == len(statements) - 1 or len(last.holders) != 1:
        return None
    is_speaking = bool(last.cues) and all(cue.cue in (*SPOKEN_CUES, Cue.THREAT) for cue in last.cues)
    return last.holders[0] if last.is_source or is_speaking or _is_inverted(clause, last) else None


def _hidden_speaker(statements: Sequence[Statement]) -> Holder | None:
    """Find "a French official, who asked not to be named, said" wherever the sentence has him."""
    for statement in statements:
        if len(statement.holders) == 1 and statement.holders[0].is_hidden and statement.has(*SPOKEN_CUES):
            return statement.holders[0]
    return None


def _is_inverted(clause: Clause, statement: Statement) -> bool:
    first = statement.first
    while clause.does(first - 1, "article", "title") and first not in clause.breaks:
        first -= 1
    return not statement.cues and clause.cue_before(first) in SPOKEN_CUES


def _meant_by_pronoun(clause: Clause, statement: Statement, said: SaidBy) -> Holder | None:
    """A sentence that opens with "he" goes on about whoever spoke shortly before."""
    if statement.holders or statement.is_own or not any(clause.does(place, "person") for place in (0, 1)):
        return None
    speaker = said.last_before(clause.words[0].start)
    holder = _as_holder(speaker, clause.language) if speaker is not None else None
    return holder if holder is not None and holder.is_named and not holder.is_country else None
