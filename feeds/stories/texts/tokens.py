"""Tokens and sentences, with every quotation kept in one piece.

A quotation is one token, so that its full stops do not end the sentence of the one who is quoted, and
whoever looks for a subject or a verb does not find them in the words of somebody else.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from feeds.model import Span
from feeds.stories.quoting.cue_words import CueWords, cue_words_for
from feeds.stories.quoting.dialogue import quotations_in
from feeds.stories.quoting.marks import Quotation
from feeds.stories.quoting.page import told_paragraphs
from feeds.stories.texts.debris import LONGEST_TEXT

INITIALS = r"(?:[^\W\d_]\.){2,}"
CLITIC = r"[’'](?:s|re|ve|d|ll|m)\b"
STEM = r"[\w$€£@#%]\w*"
HYPHENATED = r"[-/&‑][^\W_]+"
DOTTED = r"\.(?=[\da-zа-яєіїґ]|[A-Z]\.)[^\W_]+"  # example.com, 3.5, R-S.C; not the end.Of glued sentences
APOSTROPHE = r"(?:[’'ʼ](?!(?:s|re|ve|d|ll|m)\b)[^\W\d_]+)?"  # O'Neil, п'ять
WORD = rf"{STEM}(?:{HYPHENATED}|{DOTTED})*{APOSTROPHE}(?:{HYPHENATED})*"
INVERTED_PRONOUN = r"-(?:t-)?(?:ils?|elles?|on)\b"  # French: dit-il, a-t-elle
WORD_BEFORE_PRONOUN = rf"{STEM}(?:(?!{INVERTED_PRONOUN}){HYPHENATED}|{DOTTED})*{APOSTROPHE}"
OTHER = r"--|\.\.\.|[^\w\s]"
ELISION = r"[^\W\d_]{1,6}[’'](?=\w)"  # French and Italian: l', d', qu', dell'
NEGATIONS = ("n't", "n’t")
LENGTH_OF_NEGATION = 3
CLOSING_MARKS = re.compile(r"[\"”“»«’'\s]+\Z")
TERMINAL = frozenset({".", "?", "!", "...", "…"})
OPENING = frozenset({"(", "—", "-", "–", "‘", "'", "“", "[", "«", "„"})
CLOSING = frozenset({")", "]"})
MOST_TOKENS = 250  # of a sentence; what is longer is no prose
REACH_OF_ATTRIBUTION = 8  # tokens after a quotation within which its cue must follow


class Token(NamedTuple):
    """A word, a punctuation mark, or a whole quotation."""

    text: str
    start: int
    end: int
    lower: str
    is_word: bool
    is_capital: bool  # a word with a capital letter in front
    quotation: Quotation | None = None


Sentence = tuple[Token, ...]


def sentences(text: str, language: str) -> tuple[Span, ...]:
    """Give the sentences of a text in order; a newline ends one, a quotation stays with its attribution.

    A dateline belongs to none. Of a text beyond LONGEST_TEXT only the beginning is read.
    """
    return sentences_in(read_paragraphs(text[:LONGEST_TEXT], language))


@dataclass(frozen=True, kw_only=True, eq=False)
class Paragraph:
    """A paragraph without its dateline; whoever asks first for a part of it has it read, once for all."""

    text: str  # the whole text in which it stands
    span: Span
    words: CueWords

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """What stands between marks, or behind dashes, in order."""
        return quotations_in(self.text, self.span, self.words)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The tokens of its sentences."""
        tokens = tokenise(self.text, self.span, self.quotations, self.words)
        return tuple(cut_sentences(tokens, self.words))


def read_paragraphs(text: str, language: str) -> tuple[Paragraph, ...]:
    """Give the paragraphs of a text that tell something, for all who look at its sentences."""
    words = cue_words_for(language)
    return tuple(Paragraph(text=text, span=span, words=words) for span in told_paragraphs(text))


def sentences_in(paragraphs: Iterable[Paragraph]) -> tuple[Span, ...]:
    """Give the sentences of some paragraphs in order."""
    return tuple(
        Span(sentence[0].start, sentence[-1].end)
        for paragraph in paragraphs
        for sentence in paragraph.sentences
    )


def tokenise(
    text: str, paragraph: Span, quotations: Sequence[Quotation], words: CueWords
) -> tuple[Token, ...]:
    """Cut a paragraph into words, punctuation marks and quotations."""
    pattern = _pattern(elides=bool(words.grammar.elided))
    tokens: list[Token] = []
    at = paragraph.start
    for quotation in quotations:
        _add_words(tokens, pattern.finditer(text, at, quotation.span.start), words)
        tokens.append(_quotation_token(text, quotation))
        at = quotation.span.end
    _add_words(tokens, pattern.finditer(text, at, paragraph.end), words)
    return tuple(tokens)


@cache
def _pattern(*, elides: bool) -> re.Pattern[str]:
    if elides:
        return re.compile(f"{INITIALS}|{ELISION}|{CLITIC}|{INVERTED_PRONOUN}|{WORD_BEFORE_PRONOUN}|{OTHER}")
    return re.compile(f"{INITIALS}|{CLITIC}|{WORD}|{OTHER}")


def _add_words(tokens: list[Token], matches: Iterator[re.Match[str]], words: CueWords) -> None:
    for match in matches:
        word = match.group()
        start, end = match.span()
        if word == "." and tokens and tokens[-1].end == start and _takes_stop(tokens[-1], words):
            held = tokens[-1]
            tokens[-1] = held._replace(text=held.text + ".", end=end, lower=held.lower + ".")
        elif word[0] == "-" and word[-1].isalpha():
            cut = word.rindex("-") + 1
            tokens.append(_token(word[cut:], start + cut, end))
        elif word.endswith(NEGATIONS) and len(word) > LENGTH_OF_NEGATION:
            cut = end - LENGTH_OF_NEGATION
            tokens.append(_token(word[:-LENGTH_OF_NEGATION], start, cut))
            tokens.append(Token("n't", cut, end, "n't", is_word=True, is_capital=False))
        else:
            tokens.append(_token(word, start, end))


def _token(word: str, start: int, end: int) -> Token:
    first = word[0]
    is_word = first.isalnum() or (end - start > 1 and first in "’'$€£@#%_")
    lower = word.lower()
    return Token(
        word, start, end, lower.replace("’", "'") if "’" in lower else lower, is_word, first.isupper()
    )


def _quotation_token(text: str, quotation: Quotation) -> Token:
    words = quotation.span.of(text)
    return Token(words, *quotation.span, "", is_word=False, is_capital=False, quotation=quotation)


def _takes_stop(token: Token, words: CueWords) -> bool:
    """See whether a full stop belongs to the word before it: an abbreviation or an initial."""
    is_initial = len(token.text) == 1 and token.is_capital
    return token.is_word and (token.lower in words.grammar.abbreviations or is_initial)


def cut_sentences(tokens: Sequence[Token], words: CueWords) -> Iterator[Sentence]:
    """Cut the tokens of a paragraph into sentences."""
    start = 0
    for index in range(len(tokens)):
        if index + 1 - start >= MOST_TOKENS or _ends_sentence(tokens, index, words):
            yield tuple(tokens[start : index + 1])
            start = index + 1
    if start < len(tokens):
        yield tuple(tokens[start:])


def _ends_sentence(tokens: Sequence[Token], index: int, words: CueWords) -> bool:
    if index + 1 == len(tokens):
        return True
    token, following = tokens[index], tokens[index + 1]
    if token.quotation is not None:
        return _quotation_ends_sentence(tokens, index, words)
    if token.is_word:
        return token.text[-1] == "." and _abbreviation_ends_sentence(token, following, words)
    if token.text in CLOSING and index and tokens[index - 1].text in TERMINAL:
        return following.is_capital or following.quotation is not None
    return token.text in TERMINAL and _opens_sentence(following) and not _is_ordinal(tokens, index, words)


def _opens_sentence(token: Token) -> bool:
    return (
        token.quotation is not None
        or token.is_capital
        or (token.is_word and token.text[0].isdigit())
        or token.text in OPENING
    )


def _is_ordinal(tokens: Sequence[Token], index: int, words: CueWords) -> bool:
    """Tell the stop of "am 3. März" from that of a sentence."""
    number = tokens[index - 1] if index else None
    if number is None or not number.text.isdigit() or number.end != tokens[index].start:
        return False
    return tokens[index + 1].lower in words.grammar.days


def _abbreviation_ends_sentence(token: Token, following: Token, words: CueWords) -> bool:
    grammar = words.grammar
    if token.lower.rstrip(".") not in grammar.closing_abbreviations:
        return False
    opens = grammar.determiners | grammar.pronouns | grammar.sentence_openers
    return following.is_capital and following.lower in opens


def _quotation_ends_sentence(tokens: Sequence[Token], index: int, words: CueWords) -> bool:
    """A quotation with a full stop inside ends its sentence, unless an attribution follows."""
    last, following = last_mark(tokens[index]), tokens[index + 1]
    if last not in TERMINAL:
        return False
    if following.quotation is not None:
        return True
    if not following.is_capital:
        return False
    return not _attribution_follows(tokens[index + 1 : index + 2 + REACH_OF_ATTRIBUTION], last, words)


def _attribution_follows(tokens: Sequence[Token], last: str, words: CueWords) -> bool:
    """See whether `"No!" the minister replied.` goes on: a cue that closes what was said."""
    for index, token in enumerate(tokens):
        if not token.is_word and token.text != ",":
            return False
        if token.lower in words.cues.closing:
            closes = index + 1 >= len(tokens) or tokens[index + 1].text == "."
            return last != "." or closes
    return False


def last_mark(token: Token) -> str:
    """Give the last character of a quotation, before its closing mark."""
    return CLOSING_MARKS.sub("", token.text[-12:])[-1:]
