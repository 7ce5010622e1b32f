"""Tells whose word counts: what was said in the past, was not said or is staged is no word of today."""

from collections.abc import Iterator
from dataclasses import replace

from feeds.stories.stances.clause import Clause
from feeds.stories.stances.stance import SPOKEN_CUES, Cue, Voice, stance_words
from feeds.stories.texts.phrases import Match, split_words

OPENING = 3  # words before "in February 2024" where it opens a sentence
BESIDE_SPEECH = 3  # words from "said" to "in 2023"
REACH = 3  # words from "after" to "last year"
YEAR = 4  # digits
FIRST_YEAR = 1990  # what is below is a number of soldiers


def keep_audible(clause: Clause) -> Clause:
    """Take out the cues of what nobody says today, and those in a word such as "opposition"."""
    if not clause.voices and not any(_is_past_year(clause, place) for place in range(len(clause.words))):
        return clause
    muted = frozenset(place for part in _muted(clause) for place in part)
    return replace(clause, cues=tuple(cue for cue in clause.cues if cue.first not in muted))


def is_hidden(clause: Clause, first: int, last: int) -> bool:
    """Say whether words name somebody who does not speak for his country: "opposition lawmaker"."""
    return any(first <= match.first and match.last <= last for match in _voices(clause, Voice.HIDDEN))


def describes_hidden(words: str, language: str) -> bool:
    """Say the same of the words in which a quote names its speaker."""
    known = stance_words(language)
    matches = known.voices.find(tuple(split_words(words))) if known is not None else ()
    return any(match.meaning == Voice.HIDDEN for match in matches)


def _muted(clause: Clause) -> Iterator[range]:
    for match in _voices(clause, Voice.HIDDEN):
        yield range(match.first, match.last + 1)
    if any(_voices(clause, Voice.STAGED)):
        yield range(len(clause.words))
    for match in _voices(clause, Voice.UNSAID):
        yield range(match.first, _next_turn(clause, match.last))
    if any(_voices(clause, Voice.NOW)):
        return
    for first, last in _past_times(clause):
        start = _start_of_past(clause, first, last)
        if start is not None:
            yield range(start, _next_turn(clause, last))


def _past_times(clause: Clause) -> Iterator[tuple[int, int]]:
    yield from ((match.first, match.last) for match in _voices(clause, Voice.THEN))
    yield from ((place, place) for place in range(len(clause.words)) if _is_past_year(clause, place))


def _is_past_year(clause: Clause, place: int) -> bool:
    word = clause.words[place].written
    is_year = len(word) == YEAR and word.isascii() and word.isdigit()
    return is_year and clause.day is not None and FIRST_YEAR <= int(word) < clause.day.year


def _start_of_past(clause: Clause, first: int, last: int) -> int | None:
    """Find from where a time of the past is that of the saying; None for "after last year's refusal"."""
    if clause.does(last + 1, "possessive") or _is_counted_from(clause, first):
        return None
    spoken = [cue for cue in clause.cues if cue.cue in SPOKEN_CUES and cue.first <= last]
    is_beside = bool(spoken) and first - spoken[-1].last <= BESIDE_SPEECH
    if last == len(clause.words) - 1 and (is_beside or _is_told_as_event(clause)):
        return 0
    is_before = not any(cue.first < first for cue in clause.cues)
    follows = next((cue.cue for cue in clause.cues if cue.first > last), None)
    if is_beside or (is_before and (first <= OPENING or follows in SPOKEN_CUES)):
        return min(first, spoken[-1].first) if is_beside else first
    return None


def _is_told_as_event(clause: Clause) -> bool:
    """See that "Tusk ruled it out in 2023" has one clause, and in it no word of speech that may be newer."""
    has_speech = any(cue.cue in (*SPOKEN_CUES, Cue.DENY) for cue in clause.cues)
    return not has_speech and not clause.breaks and "relative" not in clause.parts.values()


def _is_counted_from(clause: Clause, first: int) -> bool:
    since = range(first - REACH, first)
    return clause.does(first - 1, "article") or any(
        match.last in since for match in _voices(clause, Voice.SINCE)
    )


def _next_turn(clause: Clause, place: int) -> int:
    """Find where a "but" ends what was said then."""
    end = len(clause.words)
    return next((at for at in range(place + 1, end) if clause.does(at, "turn")), end)


def _voices(clause: Clause, voice: Voice) -> Iterator[Match]:
    return (match for match in clause.voices if match.meaning == voice)
