"""Whom "he" or "she" means: the person named before who stands nearest, in a subject's place."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from math import log

from feeds.model import Span
from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.descriptions import is_head
from feeds.stories.quoting.marks import Quotation, is_inside
from feeds.stories.quoting.names import Gender, Name, People

SENTENCE_END = re.compile(r"[.?!][”\"’')»]*\s")
NEXT_WORD = re.compile(r"(?:,[^,.\n]{1,80},)?(?:\s+\([^)\n]{0,80}\))?\s+(\w+)")
POSSESSIVE_AFTER = re.compile(r"[’']s?\s")
BEFORE_SUBJECT = '."”“«»,—–?!:'
QUOTES_AND_COMMAS = '"”“«»„‘’(,'
REACH_BEFORE = 60  # characters
REACH_OF_PRONOUN = 1800  # characters
MOST_CANDIDATES = 30
FRESH = 700  # characters since the last quote within which its speaker goes on

# Weights of an antecedent, taken over from the prototype; how they were found there is not recorded.
PER_SENTENCE, PER_NEW_PARAGRAPH, PER_MORE_PARAGRAPHS = -0.55, -0.25, -0.25
SUBJECT_WITH_VERB, SUBJECT_OR_VERB, POSSESSIVE, GENDER_SHOWN = 1.4, 0.5, -0.7, 0.5
PER_MENTION, LAST_SPEAKER, STALE_SPEAKER = 0.3, 1.6, 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A name that a later pronoun can mean."""

    name: Name
    gender: Gender | None
    is_subject: bool
    has_verb: bool
    is_possessive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSpeaker:
    """Who spoke last, and where the words ended."""

    name: str = ""
    end: int = 0


class Pronouns:
    """Resolves the pronouns of one article."""

    def __init__(self, text: str, people: People, quotations: list[Quotation], words: CueWords) -> None:
        self._people = people
        self._words = words
        reader = _CandidateReader(text, people, quotations, words)
        self._candidates = reader.candidates()
        self._starts = [candidate.name.span.start for candidate in self._candidates]
        self._sentence_ends = [match.start() for match in SENTENCE_END.finditer(text)]
        self._newlines = [match.start() for match in re.finditer(r"\n", text)]

    def person(self, pronoun: str, at: int, last: LastSpeaker) -> str:
        """Give the full name of the one meant by a pronoun at a place; the last speaker if nobody fits."""
        gender = self._gender(pronoun)
        place = bisect_left(self._starts, at)
        near = self._candidates[max(0, place - MOST_CANDIDATES) : place]
        fitting = [one for one in reversed(near) if self._fits(one, gender, at)]
        if not fitting:
            return last.name or self._nearest_full_name(gender, at)
        if self._goes_on(fitting[0], at, last):
            return last.name
        best = max(fitting, key=lambda one: self._score(one, gender, at, last))
        return self._people.full_name(best.name.words)

    def _nearest_full_name(self, gender: Gender | None, at: int) -> str:
        """Give the last person named in full, for want of anybody who shows to be one."""
        before = self._people.within(Span(max(0, at - REACH_OF_PRONOUN), at))[-MOST_CANDIDATES:]
        for name in reversed(before):
            agrees = gender is None or self._people.gender(name) in {None, gender}
            if len(name.words) > 1 and agrees:
                return self._people.full_name(name.words)
        return ""

    def _goes_on(self, nearest: Candidate, at: int, last: LastSpeaker) -> bool:
        """See whether an unnamed speaker goes on: the official ... he said."""
        is_unnamed = last.name[:1].islower() or is_head(last.name.rpartition(" ")[2], self._words)
        return is_unnamed and at - last.end < FRESH // 2 and nearest.name.span.start < last.end

    def _gender(self, pronoun: str) -> Gender | None:
        if pronoun in self._words.people.she:
            return Gender.SHE
        return Gender.HE if pronoun in self._words.people.he else None

    def _fits(self, one: Candidate, gender: Gender | None, at: int) -> bool:
        agrees = gender is None or one.gender is None or one.gender is gender
        return agrees and at - one.name.span.start <= REACH_OF_PRONOUN

    def _score(self, one: Candidate, gender: Gender | None, at: int, last: LastSpeaker) -> float:
        start = one.name.span.start
        paragraphs = _count(self._newlines, start, at)
        score = PER_SENTENCE * _count(self._sentence_ends, start, at)
        score += PER_NEW_PARAGRAPH * (paragraphs > 0) + PER_MORE_PARAGRAPHS * max(0, paragraphs // 2 - 1)
        score += SUBJECT_WITH_VERB * (one.is_subject and one.has_verb)
        score += SUBJECT_OR_VERB * (one.is_subject or one.has_verb)
        score += POSSESSIVE * one.is_possessive + GENDER_SHOWN * (one.gender is gender)
        score += PER_MENTION * log(1 + self._people.mentions[one.name.surname])
        if last.name and one.name.surname in last.name.split():
            score += LAST_SPEAKER if at - last.end < FRESH else STALE_SPEAKER
        return score


def _count(places: list[int], start: int, end: int) -> int:
    return bisect_left(places, end) - bisect_right(places, start)


class _CandidateReader:
    """Finds the names outside quotations and headline that show to be people."""

    def __init__(self, text: str, people: People, quotations: list[Quotation], words: CueWords) -> None:
        self._text = text
        self._people = people
        self._quotations = quotations
        self._words = words
        self._speech = words.cues.closing - words.cues.reading
        self._first_line = text.find("\n")

    def candidates(self) -> list[Candidate]:
        """Give the candidates in order."""
        shown = {name.surname for name in self._people.names if self._shows_person(name)}
        return [
            self._candidate(name)
            for name in self._people.names
            if name.surname in shown and not self._is_barred(name)
        ]

    def _shows_person(self, name: Name) -> bool:
        """See a title, a first name or a verb of speech beside a name."""
        parts = name.span.of(self._text).split()
        if len(parts) > 1 and parts[0].rstrip(".").lower() in self._words.people.titles:
            return True
        if self._words.people.nouns_are_capital and len(name.words) == 1:
            return False
        if name.gender is not None:
            return True
        if self._next_word(name).lower() in self._words.cues.closing and not name.words[-1].isupper():
            return True
        return self._word_before(name.span.start).lower() in self._speech

    def _is_barred(self, name: Name) -> bool:
        start = name.span.start
        is_place = name.surname.lower() in self._words.people.places
        return is_place or start < self._first_line or is_inside(start, self._quotations)

    def _candidate(self, name: Name) -> Candidate:
        verb = self._next_word(name)
        return Candidate(
            name=name,
            gender=self._people.gender(name),
            is_subject=self._is_subject(name.span.start),
            has_verb=self._is_verb(verb),
            is_possessive=self._is_possessive(name),
        )

    def _next_word(self, name: Name) -> str:
        following = NEXT_WORD.match(self._text, name.span.end)
        return following.group(1) if following else ""

    def _word_before(self, at: int) -> str:
        before = self._text[max(0, at - REACH_BEFORE) : at].split()
        return before[-1].strip(QUOTES_AND_COMMAS) if before else ""

    def _is_subject(self, at: int) -> bool:
        """See whether only openers and titles stand between the start of a clause and a name."""
        line = self._text[max(0, at - REACH_BEFORE) : at].rpartition("\n")[2]
        for word in reversed(line.split()):
            plain = word.strip(QUOTES_AND_COMMAS)
            if not plain or not self._may_precede_subject(plain):
                return word[-1] in BEFORE_SUBJECT
            if word[0] in QUOTES_AND_COMMAS:
                return True
        return True

    def _may_precede_subject(self, word: str) -> bool:
        return word[0].isupper() or word.lower().rstrip(".") in self._words.before_subjects

    def _is_verb(self, word: str) -> bool:
        if word in self._words.verbs_after_names:
            return True
        return word.islower() and word.endswith((*self._words.grammar.finite_endings, "s"))

    def _is_possessive(self, name: Name) -> bool:
        follows = POSSESSIVE_AFTER.match(self._text, name.span.end)
        return bool(follows) or name.span.of(self._text).endswith(("'s", "’s", "'", "’"))
