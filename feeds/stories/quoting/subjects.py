"""Whose words they are: the noun phrase beside a cue verb."""

from dataclasses import dataclass
from enum import StrEnum

from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.grammar import (
    SEPARATORS,
    Part,
    final_mark,
    has_title_case,
    is_adverb,
    is_manner,
    is_modal,
    is_verb,
    opens_adjunct,
)
from feeds.stories.quoting.joined_nouns import with_joined_noun
from feeds.stories.texts.tokens import Sentence, Token

LONGEST_PHRASE = 14
LONGEST_APPOSITION = 16
POSSESSIVE = "'s"


class SubjectKind(StrEnum):
    """How a subject stands before its cue."""

    NOUN_PHRASE = "noun phrase"
    PRONOUN = "pronoun"
    RELATIVE = "relative"  # the minister, who said
    APPOSITION = "apposition"  # the minister, a former general, said
    SHARED = "shared"  # the subject of another verb: and added, saying


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The tokens of a subject."""

    part: Part
    kind: SubjectKind = SubjectKind.NOUN_PHRASE


def subject_before(sentence: Sentence, cue: int, words: CueWords) -> Subject | None:
    """Find the subject that ends before a cue: "the minister, a former general, also" said."""
    last = cue - 1
    while last >= 0 and is_adverb(sentence[last], words):
        last -= 1
    if last < 0:
        return None
    token = sentence[last]
    if token.lower in words.grammar.relative - words.grammar.that:
        return _before_relative(sentence, last, words)
    if token.lower in words.grammar.pronouns | words.grammar.subjects_alone:
        return Subject(part=Part(last, last + 1), kind=SubjectKind.PRONOUN)
    if token.text == ")":
        return _before_bracket(sentence, last, words)
    if token.text in SEPARATORS:
        return _before_apposition(sentence, last, words)
    if token.quotation is not None:
        return _before_apposition(sentence, cue, words) if _is_name_in_marks(token) else None
    return _plain_subject(sentence, last, words)


def _before_relative(sentence: Sentence, relative: int, words: CueWords) -> Subject | None:
    last = relative - 1
    if last >= 0 and sentence[last].text == ",":
        last -= 1
    part = noun_phrase(sentence, last, words) if last >= 0 else None
    if part is None:
        return None
    return Subject(part=_with_name_before(sentence, part), kind=SubjectKind.RELATIVE)


def _with_name_before(sentence: Sentence, part: Part) -> Part:
    """Take in the name of "Ada Roe, a former envoy, who"."""
    first = part.start - 1
    if first < 1 or sentence[first].text != "," or not sentence[first - 1].is_capital:
        return part
    while first > 0 and sentence[first - 1].is_capital:
        first -= 1
    return Part(first, part.end)


def _named(part: Part | None, kind: SubjectKind) -> Subject | None:
    return None if part is None else Subject(part=part, kind=kind)


def _before_bracket(sentence: Sentence, bracket: int, words: CueWords) -> Subject | None:
    opening = bracket
    while opening >= 0 and sentence[opening].text != "(":
        opening -= 1
    part = noun_phrase(sentence, opening - 1, words) if opening > 0 else None
    return None if part is None else Subject(part=Part(part.start, bracket + 1), kind=SubjectKind.APPOSITION)


def _plain_subject(sentence: Sentence, last: int, words: CueWords) -> Subject | None:
    grammar = words.grammar
    while last > 0 and sentence[last].lower in grammar.days - grammar.names_too:
        last -= 1
    if last > 1 and sentence[last].lower in grammar.day_lead and sentence[last + 1].lower in grammar.days:
        last -= 1
    if sentence[last].lower in grammar.conjunctions | grammar.prepositions:
        return None
    part = noun_phrase(sentence, last, words)
    is_object = part is not None and sentence[part.start].lower in grammar.oblique
    joined = part and with_joined_noun(sentence, part, words)
    return None if is_object else _named(joined, SubjectKind.NOUN_PHRASE)


def noun_phrase(sentence: Sentence, last: int, words: CueWords) -> Part | None:
    """Give the noun phrase that ends with a token: "the spokesman for the ministry"."""
    if not sentence[last].is_word:
        return None
    first = last
    while first > 0 and last - first < LONGEST_PHRASE and _joins_phrase(sentence, first - 1, words):
        first -= 1
        if _opens_phrase(sentence, first, words):
            break
    while first < last and _only_opens_sentence(sentence[first], words):
        first += 1
    return Part(first, last + 1)


def _joins_phrase(sentence: Sentence, at: int, words: CueWords) -> bool:
    token, following, grammar = sentence[at], sentence[at + 1], words.grammar
    if not token.is_word:
        return token.text == "&"
    if token.lower == POSSESSIVE:
        return True
    if is_modal(token, words) or is_verb(token, words):
        return False
    if _links_nouns(sentence, at, words):
        return token.lower in grammar.noun_links or not sentence[at - 1].is_capital
    if token.lower in grammar.joining and following.is_capital and at > 0 and sentence[at - 1].is_capital:
        return True
    barred = grammar.conjunctions | grammar.prepositions | grammar.pronouns
    return token.lower not in barred and not is_manner(token, words)


def _links_nouns(sentence: Sentence, at: int, words: CueWords) -> bool:
    """Tell "spokesman for the ministry" from "left for the ministry"."""
    grammar = words.grammar
    if at == 0 or sentence[at].lower not in grammar.noun_links | grammar.loose_links:
        return False
    head = sentence[at - 1]
    if not head.is_word or is_modal(head, words) or is_verb(head, words) or head.lower in grammar.days:
        return False
    return sentence[at + 1].lower not in grammar.pronouns


def _opens_phrase(sentence: Sentence, at: int, words: CueWords) -> bool:
    grammar = words.grammar
    if sentence[at].lower not in grammar.articles:
        return False
    before = sentence[at - 1].lower if at else ""
    return before not in grammar.noun_links | grammar.quantities


def _only_opens_sentence(token: Token, words: CueWords) -> bool:
    grammar = words.grammar
    return token.lower in grammar.openers or token.lower in grammar.days - grammar.ambiguous_days


def _before_apposition(sentence: Sentence, separator: int, words: CueWords) -> Subject | None:
    """Find the head of "the minister, a former general from the south, said"."""
    groups = _comma_groups(sentence, separator)
    for index, group in enumerate(groups[:-1]):
        opened = _without_openers(sentence, group, words)
        if not _can_head(sentence, opened, words):
            continue
        is_place = len(group) <= 3 and sentence[group[-1]].lower in words.people.places
        if index and is_place and len(groups) - index > 2:
            continue
        if all(_is_apposition(sentence, later, words) for later in groups[index + 1 :]):
            end = _end_of_description(sentence, groups[index:], words)
            return Subject(part=Part(opened[0], end), kind=SubjectKind.APPOSITION)
    return None


def _end_of_description(sentence: Sentence, groups: list[list[int]], words: CueWords) -> int:
    """Give the end of "the minister, a former general" before ", speaking in Paris"."""
    end = groups[0][-1] + 1
    for group in groups[1:]:
        first = sentence[group[0]]
        if first.lower in words.grammar.relative or opens_adjunct(first, words):
            break
        end = group[-1] + 1
    return end


def _is_name_in_marks(token: Token) -> bool:
    """See the end of: the minister, head of the “Northern League,” said."""
    return final_mark(token) == "," and has_title_case(token)


def _comma_groups(sentence: Sentence, end: int) -> list[list[int]]:
    """Give the runs of tokens between commas and dashes, back to the last quotation or semicolon."""
    first = end
    while first > 0 and sentence[first - 1].text not in ";:":
        token = sentence[first - 1]
        if token.quotation is not None and not _is_name_in_marks(token):
            break
        first -= 1
    groups: list[list[int]] = [[]]
    depth = 0
    for index in range(first, end):
        depth += sentence[index].text == "("
        if depth == 0 and sentence[index].text in SEPARATORS:
            groups.append([])
        else:
            groups[-1].append(index)
        depth -= sentence[index].text == ")"
    return [group for group in groups if group]


def _without_openers(sentence: Sentence, group: list[int], words: CueWords) -> list[int]:
    while group and (not sentence[group[0]].is_word or sentence[group[0]].lower in words.grammar.openers):
        group = group[1:]
    return group


def _can_head(sentence: Sentence, group: list[int], words: CueWords) -> bool:
    tokens = [sentence[index] for index in group if sentence[index].is_word]
    if not tokens or len(tokens) > LONGEST_APPOSITION or opens_adjunct(tokens[0], words):
        return False
    has_verb = any(
        (is_modal(token, words) and token.lower != POSSESSIVE) or is_verb(token, words)
        for token in tokens[:-1]
    )
    if has_verb and not any(token.lower in words.grammar.relative for token in tokens):
        return False
    return tokens[0].lower in words.grammar.determiners or any(token.is_capital for token in tokens)


def _is_apposition(sentence: Sentence, group: list[int], words: CueWords) -> bool:
    tokens = [sentence[index] for index in group if sentence[index].is_word]
    if not tokens or tokens[0].lower in words.grammar.relative or tokens[0].lower in words.grammar.joining:
        return True
    for token in tokens:
        if token.lower in words.grammar.relative:
            return True
        if is_modal(token, words) and token.lower != POSSESSIVE:
            return False
    return True


def subject_after(sentence: Sentence, first: int, words: CueWords) -> Part | None:
    """Find the subject that follows a cue: said "Ada Roe, the spokeswoman"."""
    grammar = words.grammar
    barred = grammar.prepositions | grammar.conjunctions | (grammar.never_subjects - {"that"})
    if first >= len(sentence) or not sentence[first].is_word or sentence[first].lower in barred:
        return None
    if sentence[first].lower in grammar.pronouns:
        return Part(first, first + 1)
    if sentence[first].is_capital and sentence[first].lower in grammar.days:
        return None
    last = first + 1
    while (
        last < len(sentence) and last - first <= LONGEST_PHRASE and not _ends_subject(sentence, last, words)
    ):
        last += 1
    return Part(first, last)


def _ends_subject(sentence: Sentence, at: int, words: CueWords) -> bool:
    token, grammar = sentence[at], words.grammar
    if not token.is_word or is_manner(token, words):
        return True
    if is_modal(token, words) or is_verb(token, words):
        return token.lower != POSSESSIVE
    if token.lower in grammar.joining:
        return not (at + 1 < len(sentence) and sentence[at + 1].is_capital and sentence[at - 1].is_capital)
    if token.lower in grammar.noun_links | grammar.loose_links:
        return not _link_goes_on(sentence, at, words)
    if token.lower in grammar.conjunctions | grammar.prepositions | _relative_only(words):
        return True
    return token.lower in grammar.days and (token.is_capital or token.lower in grammar.loose_days)


def _relative_only(words: CueWords) -> frozenset[str]:
    """Give the words that open a relative clause and are nothing else: not der, which is an article, too."""
    grammar = words.grammar
    return grammar.relative - grammar.that - grammar.articles - grammar.determiners


def _link_goes_on(sentence: Sentence, at: int, words: CueWords) -> bool:
    """Tell "said the head of the party" from "said Ada Roe in a speech"."""
    grammar = words.grammar
    link, head = sentence[at].lower, sentence[at - 1]
    following = sentence[at + 1] if at + 1 < len(sentence) else None
    if following is None or not following.is_word or following.lower in grammar.days:
        return False
    if link not in grammar.place_links:
        return True
    after_name = head.is_capital and head.lower not in words.people.titles
    return not after_name and following.lower not in grammar.indefinite
