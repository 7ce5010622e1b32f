"""A sentence as the rules for positions read it: its words, the cues among them, what each word may do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from feeds.model import Span
from feeds.stories.stances.stance import Cue, CueAt, StanceWords
from feeds.stories.texts.phrases import Match, Word, split_words

PARTING = frozenset(",;:–—()[]…|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The words of a sentence with what each of them does."""

    words: Sequence[Word]
    breaks: frozenset[int]  # words with punctuation in front
    forces: frozenset[int]  # words of a force
    parts: Mapping[int, str]  # what a word may do around a subject: "preposition", "title" ...
    cues: tuple[CueAt, ...]
    voices: tuple[Match, ...]
    language: str
    day: date | None
    names_verbs: bool
    negation_follows: bool

    def does(self, place: int, *parts: str) -> bool:
        """Say whether the word at a place does any of this; False beyond both ends."""
        return self.parts.get(place, "") in parts

    def cue_at(self, place: int) -> Cue | None:
        """Give the cue that begins at a word."""
        return next((cue.cue for cue in self.cues if cue.first == place), None)

    def cue_before(self, place: int) -> Cue | None:
        """Give the cue that ends right before a word, with no punctuation between."""
        if place in self.breaks:
            return None
        return next((cue.cue for cue in self.cues if cue.last == place - 1), None)


def read_clause(
    text: str, span: Span, forces: Sequence[Span], words: StanceWords, language: str, day: date | None
) -> Clause:
    """Read a sentence; `forces` are the words for foreign forces in it."""
    tokens = tuple(split_words(text, span))
    parts = _parts(tokens, words)
    force_cues = tuple(cue for cue in _force_cues(tokens, forces) if parts.get(cue.first) != "title")
    force_words = frozenset(place for cue in force_cues for place in range(cue.first, cue.last + 1))
    return Clause(
        words=tokens,
        breaks=frozenset(_breaks(text, tokens)),
        forces=force_words,
        parts=parts,
        cues=tuple(sorted((*force_cues, *_cues(tokens, force_words, words)), key=lambda cue: cue.first)),
        voices=words.voices.find(tokens),
        language=language,
        day=day,
        names_verbs=words.names_verbs,
        negation_follows=words.negation_follows,
    )


def _breaks(text: str, tokens: Sequence[Word]) -> Iterator[int]:
    for place in range(1, len(tokens)):
        between = text[tokens[place - 1].end : tokens[place].start]
        if not PARTING.isdisjoint(between):
            yield place


def _parts(tokens: Sequence[Word], words: StanceWords) -> Mapping[int, str]:
    return {
        place: match.meaning
        for match in words.subjects.find(tokens)
        for place in range(match.first, match.last + 1)
    }


def _force_cues(tokens: Sequence[Word], forces: Sequence[Span]) -> Iterator[CueAt]:
    for force in forces:
        places = [place for place, word in enumerate(tokens) if force.start <= word.start < force.end]
        if places:
            yield CueAt(Cue.FORCE, places[0], places[-1])


def _cues(tokens: Sequence[Word], force_words: frozenset[int], words: StanceWords) -> Iterator[CueAt]:
    for match in words.cues.find(tokens):
        cue = Cue(match.meaning)
        if match.first not in force_words and cue is not Cue.ONLY:
            yield CueAt(cue, match.first, match.last)
