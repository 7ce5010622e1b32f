"""Finds the sentences of an article that can stand alone: whole, and told by the article, not its page."""

import re
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from feeds.model import Source, Span
from feeds.stories.texts.debris import sentences_of
from feeds.stories.texts.words import FOLDER, content_words, words_of_sentence

FEWEST_WORDS, MOST_WORDS = 5, 60
LONGEST_TITLE = 400
LONGEST_ITEM = 1_000  # characters of an item as feeds have it, which may lack its full stops
LONGEST_CREDIT = 90  # characters of a line that does nothing but credit a picture
LONGEST_CAPTION = 400
REPEATED = 0.8  # share of the words of title and sentence that both have: the headline again
WHOLE = re.compile(r"[.!…][\"'»”’“)\]]{0,3}$")
TRUNCATED = re.compile(r"(?:…|\.\.\.|[\[(](?:…|\.\.\.)[\])])[\"'»”’)]{0,3}$")
QUESTION = re.compile(r"\?[\"'»”’)\]]{0,3}$")
FIRST_WORD = re.compile(r"[^\W\d_]+")


def find_prose(text: str, sentences: Sequence[Span], title: str, language: str) -> tuple[Span, ...]:
    """Give the sentences of the article proper that can be shown, in reading order.

    A feed's short item whose only sentences have no full stop (some feeds cut it off) gives these.
    """
    title = title[:LONGEST_TITLE]
    headline = frozenset(content_words(title, language))
    told = Ranges.of(part.span for part in sentences_of(title, text) if part.source is Source.TEXT)
    captions = Ranges.of(_captions(text))
    fit = tuple(
        span
        for span in map(told.clip, sentences)
        if told.have(span.start)
        and not captions.have(span.start)
        and _is_fit(span.of(text), headline, language)
    )
    whole = tuple(span for span in fit if WHOLE.search(span.of(text)))
    return whole or (fit if len(text) <= LONGEST_ITEM else ())


def leans_back(sentence: str, language: str) -> bool:
    """See whether a sentence begins with a word that only the sentence before it explains."""
    first = FIRST_WORD.search(sentence[:40])
    return first is not None and first.group().casefold() in _page_words().leaning.get(language, ())


def is_teaser(title: str) -> bool:
    """See whether a title promises instead of telling, asks, or is cut off."""
    if "?" in title or TRUNCATED.search(title) or _page_words().teasing.search(title):
        return True
    return _page_words().teasing_openings.match(title.lstrip()) is not None


@dataclass(frozen=True, slots=True)
class Ranges:
    """Parts of a text that do not overlap, to be asked about offsets."""

    spans: tuple[Span, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "Ranges":
        """Take the parts in any order."""
        ordered = tuple(sorted(spans))
        return cls(ordered, tuple(span.start for span in ordered))

    def have(self, offset: int) -> bool:
        """See whether an offset lies in one of the parts."""
        place = bisect_right(self.starts, offset) - 1
        return place >= 0 and offset < self.spans[place].end

    def clip(self, span: Span) -> Span:
        """Cut off what of a span stands after the last part that it touches."""
        place = bisect_right(self.starts, span.end - 1) - 1
        return Span(span.start, min(span.end, self.spans[place].end)) if place >= 0 else span


def _captions(text: str) -> Iterator[Span]:
    """Give the lines that credit a picture, and those that stand over one that does nothing else."""
    above = Span(0, 0)
    for line in _lines(text):
        length = line.end - line.start
        if length <= LONGEST_CAPTION and _page_words().picture_credits.search(text, *line):
            yield line
            does_nothing_else = length <= LONGEST_CREDIT and ". " not in line.of(text)
            if does_nothing_else and above.end - above.start <= LONGEST_CAPTION:
                yield above
        above = line


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        if not line.isspace():
            yield Span(start, start + len(line))
        start += len(line)


def _is_fit(sentence: str, headline: frozenset[str], language: str) -> bool:
    is_debris = any(
        pattern.search(sentence)
        for pattern in (TRUNCATED, QUESTION, _page_words().furniture, _page_words().picture_credits)
    )
    return (
        not is_debris
        and FEWEST_WORDS <= len(sentence.split()) <= MOST_WORDS
        and not sentence.isupper()
        and _closes_what_it_opens(sentence)
        and not _repeats(sentence, headline, language)
    )


def _closes_what_it_opens(sentence: str) -> bool:
    """See whether no quotation or bracket of a sentence stays open; „so“, „so” and “so” are all closed."""
    marks = Counter(sentence)
    low, high, closing = marks["„"], marks["“"], marks["”"]
    curly = low <= high + closing if low else high <= closing
    return curly and marks['"'] % 2 == 0 and marks["("] <= marks[")"] and marks["«"] <= marks["»"]


def _repeats(sentence: str, headline: frozenset[str], language: str) -> bool:
    """See whether a sentence is the headline again, with hardly a word more or less."""
    words = words_of_sentence(sentence, language)
    both = len(words & headline)
    return both > 0 and both >= REPEATED * len(words | headline)


@dataclass(frozen=True, slots=True)
class PageWords:
    """The phrases of page.toml."""

    furniture: re.Pattern[str]
    picture_credits: re.Pattern[str]
    teasing_openings: re.Pattern[str]
    teasing: re.Pattern[str]
    leaning: Mapping[str, frozenset[str]]  # by language


@cache
def _page_words() -> PageWords:
    content = tomllib.loads((FOLDER / "page.toml").read_text(encoding="utf-8"))
    leaning: Mapping[str, list[str]] = content["leaning"]
    return PageWords(
        furniture=_any_of(content["furniture"]),
        picture_credits=_any_of(content["picture_credits"]),
        teasing_openings=_any_of(content["teasing_openings"], whole_words=True),
        teasing=_any_of(content["teasing"]),
        leaning={language: frozenset(words) for language, words in leaning.items()},
    )


def _any_of(phrases: Iterable[str], *, whole_words: bool = False) -> re.Pattern[str]:
    end = r"(?!\w)" if whole_words else ""
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, phrases)) + ")" + end, re.IGNORECASE)
