"""People without a name: where an article speaks of "the Estonian defence minister" or "le ministre"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feeds.model import Span
from feeds.stories.people.countries import country_in
from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.names import Gender

WORD = re.compile(r"[^\W\d_][\w’'ʼ\-]*\.?")
OPENS_SENTENCE = re.compile(r"(?:^|[.!?:;»”“\"\n]|[.!?]\s*[—–])\s*\Z")
LEAD = re.compile(r"(?:^|[.!?\n]\s+)[^.!?\n]{1,40},\s*\Z")  # In London, the minister
POSSESSIVE = re.compile(r"(?:[’']s|s[’'])\Z")
MOST_WORDS_LEFT, MOST_WORDS_RIGHT = 5, 6
WORDS_OF_OPENING = 2  # Z kolei minister; am Montag
REACH = 60  # characters before a description that show its place in the sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """One place where somebody is called by an office or by what he does."""

    span: Span
    head: str
    content: frozenset[str]  # its words in small letters, without articles
    gender: Gender | None
    is_subject: bool


def find_descriptions(text: str, words: CueWords) -> tuple[Description, ...]:
    """Give the descriptions of a text in order."""
    return tuple(_read(text, words))


def is_head(word: str, words: CueWords) -> bool:
    """Tell whether a noun is what somebody can be: minister, source, Verteidigungsministerin."""
    plain, people = word.lower().rstrip("."), words.people
    if plain in words.person_heads:
        return True
    return plain.endswith(people.title_endings) and plain not in people.forms_of_address


def nearest_fuller(mention: str, known: Sequence[Description], words: CueWords, text: str) -> str:
    """Give the fullest description of the same person; empty where there are two persons, or none fuller."""
    asked = content_of(mention, words)
    head = next((word for word in asked if is_head(word, words)), "")
    fuller = [one for one in known if head and _covers(one, asked, head)]
    if not fuller:
        return ""
    fullest = max(fuller, key=lambda one: len(one.content))
    agree = all(_agrees(one.content - {one.head}, fullest.content) for one in fuller)
    return fullest.span.of(text) if agree and len(fullest.content) > len(asked) else ""


def _agrees(content: frozenset[str], fullest: frozenset[str]) -> bool:
    return content <= fullest


def _covers(one: Description, asked: frozenset[str], head: str) -> bool:
    return one.head.endswith(head) and asked - {head} <= one.content


def content_of(phrase: str, words: CueWords) -> frozenset[str]:
    """Give the words of a phrase that tell something."""
    small = words.small_in_phrases
    found = (POSSESSIVE.sub("", match.group().lower().rstrip(".")) for match in WORD.finditer(phrase))
    return frozenset(word for word in found if word not in small)


def _read(text: str, words: CueWords) -> Iterator[Description]:
    tokens = list(WORD.finditer(text))
    written = [token.group() for token in tokens]
    heads = {word for word in set(written) if is_head(word, words)}
    for place, head in enumerate(written):
        if head not in heads:
            continue
        first, last = _left(text, tokens, place, words), _right(text, tokens, place, words)
        span = Span(tokens[first].start(), tokens[last].end())
        span = Span(span.start, span.end - span.of(text).endswith("."))
        yield Description(
            span=span,
            head=head.lower(),
            content=content_of(span.of(text), words),
            gender=gender_of(head, words),
            is_subject=_is_subject(text, tokens, first, words),
        )


def gender_of(head: str, words: CueWords) -> Gender | None:
    """Give the gender that a noun shows."""
    plain, people = head.lower(), words.people
    if plain in people.female_titles or plain.endswith(people.female_endings or ("\0",)):
        return Gender.SHE
    if plain in people.male_titles or plain.endswith(people.male_endings or ("\0",)):
        return Gender.HE
    return None


def _left(text: str, tokens: Sequence[re.Match[str]], place: int, words: CueWords) -> int:
    grammar, first = words.grammar, place
    while first > 0 and place - first < MOST_WORDS_LEFT:
        word = tokens[first - 1]
        if text[word.end() : tokens[first].start()].strip(" \xa0") or not _may_stand_before(word, words):
            break
        first -= 1
        if word.group().lower() in grammar.articles:
            break
    while first < place and tokens[first].group().lower() in grammar.openers:
        first += 1
    return first


def _may_stand_before(word: re.Match[str], words: CueWords) -> bool:
    plain = word.group().lower()
    if plain in words.never_before_heads:
        return False
    is_small = plain in words.grammar.determiners or plain in words.people.titles
    return is_small or _belongs(word.group(), words)


def _belongs(word: str, words: CueWords) -> bool:
    """See a word of offices, a nationality, or the one to whose staff somebody belongs."""
    people, plain = words.people, word.lower()
    if plain in people.office_words or plain in people.bodies or is_head(word, words):
        return True
    if country_in(word, words.language):
        return True
    is_name = word[0].isupper() and not people.nouns_are_capital and plain not in people.never_names
    return is_name or POSSESSIVE.search(word) is not None


def _right(text: str, tokens: Sequence[re.Match[str]], place: int, words: CueWords) -> int:
    grammar, last = words.grammar, place
    at = place + 1
    while at < len(tokens) and at - place <= MOST_WORDS_RIGHT:
        word = tokens[at].group()
        if text[tokens[at - 1].end() : tokens[at].start()].strip(" \xa0"):
            break
        if _belongs(word.rstrip("."), words) and not _is_name_after(tokens, at, words):
            last = at
        elif word.lower() not in grammar.noun_links and word.lower() not in grammar.articles:
            break
        at += 1
    return last


def _is_name_after(tokens: Sequence[re.Match[str]], at: int, words: CueWords) -> bool:
    """Tell "minister Ada Roe" from "minister of Freedonia" and «міністр України»."""
    word, before = tokens[at].group(), tokens[at - 1].group().lower()
    if not word[0].isupper() or before in words.grammar.noun_links | words.grammar.articles:
        return False
    plain = word.lower().rstrip(".")
    return plain not in words.people.bodies and not country_in(word, words.language)


def _is_subject(text: str, tokens: Sequence[re.Match[str]], first: int, words: CueWords) -> bool:
    """See a description at the start of its clause, or after a verb of speech."""
    start = tokens[first].start()
    before = text[max(0, start - REACH) : start]
    if OPENS_SENTENCE.search(before) or LEAD.search(before):
        return True
    word = tokens[first - 1].group() if first else ""
    if not word or text[tokens[first - 1].end() : start].strip():
        return False
    if word.lower() in words.cues.closing | words.grammar.openers:
        return True
    opens = first >= WORDS_OF_OPENING and OPENS_SENTENCE.search(
        text[max(0, tokens[first - 2].start() - REACH) : tokens[first - 2].start()]
    )
    return bool(opens) and word.lower() not in words.grammar.prepositions | words.grammar.determiners


class Antecedents:
    """Whom a pronoun, or a verb without a subject, can mean among those described."""

    def __init__(self, descriptions: Sequence[Description]) -> None:
        self._subjects = [one for one in descriptions if one.is_subject]
        self._starts = [one.span.start for one in self._subjects]

    def between(self, start: int, end: int, gender: Gender | None) -> Description | None:
        """Give the last one described in a part of the text."""
        part = self._subjects[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        fitting = [one for one in part if gender is None or one.gender in {None, gender}]
        return fitting[-1] if fitting else None
