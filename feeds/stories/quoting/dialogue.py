"""Speech that a dash opens, as in "– We shall not go, – said the minister. – Not now.".

Many languages print speech so. A paragraph counts as speech only where a cue verb follows a later dash:
otherwise it is an item of a list.
"""

import re
from collections.abc import Iterator, Sequence

from feeds.model import Span
from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.marks import Quotation, find_quotations

OPENING_DASH = re.compile(r"\s*(?:[—–―]\s*|-\s+)(?=\S)")
INNER_DASH = re.compile(r"(?<=[\s.,!?…»”\"])[—–―-](?=\s)|(?<=\s)[—–](?=\w)|(?<=\w)[—–](?=[\s.,])")
COMMA = re.compile(r",\s+(?=[^\W\d_])")
SENTENCE_END = re.compile(r"[.!?](?=\s)")
WORD = re.compile(r"[^\W\d_]+")
INNER_TAG = re.compile(r"(?:(?:,|(?<=[?!…]))\s*(?P<dash>[—–]\s+)?|\s(?P<bare>[—–]\s))(?=[^\W\d_])")
LATER_DASH = re.compile(r"(?<=[.!?…:”»\"])\s+(?=[—–]\s+[^\W\d_])")
TAG_END = re.compile(r"[,.]?\s*[—–][,.]?\s+")
COMMA_END = re.compile(r",\s+|[.]\s+")
REACH_OF_CUE = 3  # words after a dash within which the cue must stand
WORD_AREA = 80  # characters that hold so many words


def quotations_in(text: str, paragraph: Span, words: CueWords) -> tuple[Quotation, ...]:
    """Give the quotations of a paragraph in order, be they between marks or after dashes."""
    spoken = tuple(_dialogue(text, paragraph, words))
    if spoken:
        return spoken
    later = LATER_DASH.search(text, *paragraph) if words.grammar.keeps_fragments else None
    spoken = tuple(_dialogue(text, Span(later.start(), paragraph.end), words)) if later else ()
    end = later.start() if later and spoken else paragraph.end
    marked = (
        piece
        for quotation in find_quotations(text, Span(paragraph.start, end))
        for piece in _without_narration(text, quotation, words)
    )
    return (*marked, *spoken)


def _dialogue(text: str, paragraph: Span, words: CueWords) -> Iterator[Quotation]:
    opening = OPENING_DASH.match(text, *paragraph)
    if opening is None:
        return
    body = Span(opening.end(), paragraph.end)
    pieces = _pieces(text, body)
    narrated = _narrated(text, pieces, words)
    if not any(narrated):
        parts = (part for piece in pieces for part in _pieces_at_comma(text, piece, words))
        pieces = [part for part in parts if part.of(text).strip()] or pieces
        narrated = _narrated(text, pieces, words)
    if narrated[0] or not any(narrated):
        return
    start = pieces[0].start
    for index, piece in enumerate(pieces):
        if narrated[index]:
            start = pieces[index + 1].start if index + 1 < len(pieces) else paragraph.end
        elif index + 1 == len(pieces) or narrated[index + 1]:
            yield from _speech(text, Span(start, piece.end))


def _narrated(text: str, pieces: Sequence[Span], words: CueWords) -> list[bool]:
    """Tell of each piece whether the reporter speaks; also where he goes on about the one whom he named."""
    told: list[bool] = []
    for at, piece in enumerate(pieces):
        told.append(
            _is_narration(text, piece, words, opens=at == 0)
            or (at > 0 and told[-1] and _is_about(text, piece, pieces[at - 1]))
        )
    return told


def _is_about(text: str, piece: Span, before: Span) -> bool:
    """See "Roe is a pilot." behind "said Ada Roe."."""
    opens = WORD.search(text, *piece)
    return opens is not None and opens.group() in WORD.findall(text, *before)


def _pieces(text: str, part: Span) -> list[Span]:
    """Cut a paragraph at its dashes."""
    pieces, start = [], part.start
    for dash in INNER_DASH.finditer(text, *part):
        pieces.append(Span(start, dash.start()))
        start = dash.end()
    return [*pieces, Span(start, part.end)]


def _pieces_at_comma(text: str, body: Span, words: CueWords) -> list[Span]:
    """Cut Swedish dialogue: "– We shall not go, says the minister. Not now.", narration in the middle."""
    for comma in COMMA.finditer(text, *body):
        word = WORD.match(text, comma.end())
        if word is None or not _opens_narration(text, Span(*word.span()), body, words):
            continue
        end = SENTENCE_END.search(text, comma.end(), body.end)
        narration = Span(comma.end(), end.end() if end else body.end)
        return [Span(body.start, comma.start()), narration, Span(narration.end, body.end)]
    return [body]


def _opens_narration(text: str, word: Span, body: Span, words: CueWords) -> bool:
    opening = WORD.findall(text, word.start, min(body.end, word.start + WORD_AREA))[:REACH_OF_CUE]
    return word.of(text) in words.cues.closing or _names_after_verb(opening, words)


def _is_narration(text: str, piece: Span, words: CueWords, *, opens: bool) -> bool:
    """See whether a piece begins with "said she" or, after another piece, with "Ada Roe said"."""
    area = text[piece.start : min(piece.end, piece.start + WORD_AREA)]
    opening = [match.group() for match in WORD.finditer(area)][:REACH_OF_CUE]
    cue = next((place for place, word in enumerate(opening) if word in words.cues.closing), None)
    if cue is None:
        return not opens and _names_after_verb(opening, words)
    return opening[0][0].islower() or (
        cue > 0 and not opens and all(word[0].isupper() for word in opening[:cue])
    )


def _names_after_verb(opening: Sequence[str], words: CueWords) -> bool:
    """See "sighs Ada Roe", a verb that we do not know."""
    if len(opening) < REACH_OF_CUE or not words.grammar.keeps_fragments:
        return False
    verb, first, last = opening
    return verb[0].islower() and first[0].isupper() and last[0].isupper() and verb not in words.never_verbs


def _without_narration(text: str, quotation: Quotation, words: CueWords) -> Iterator[Quotation]:
    """Cut out the narration that guillemets may hold: «We shall not go, — said Ada Roe, — not now»."""
    if text[quotation.span.start] not in '«„“"' or not words.grammar.keeps_fragments:
        yield quotation
        return
    start, inner = quotation.span.start, quotation.inner.start
    for tag in _tags(text, quotation.inner, words):
        if WORD.search(text, inner, tag.start):
            yield Quotation(Span(start, tag.start), Span(inner, tag.start))
        start = inner = tag.end
    if WORD.search(text, inner, quotation.inner.end):
        yield Quotation(Span(start, quotation.span.end), Span(inner, quotation.inner.end), quotation.closed)


def _tags(text: str, inner: Span, words: CueWords) -> Iterator[Span]:
    """Give the narrations inside a quotation, with the commas and dashes around them."""
    at, is_guillemet = inner.start, text[inner.start - 1] == "«"
    for opening in INNER_TAG.finditer(text, *inner):
        dashed = opening["dash"] or opening["bare"]
        if opening.start() < at or not _says(text, opening.end(), words) or not (dashed or is_guillemet):
            continue
        closing = (TAG_END if dashed else COMMA_END).search(text, opening.end(), inner.end)
        at = closing.end() if closing else inner.end
        yield Span(opening.start(), at)


def _says(text: str, at: int, words: CueWords) -> bool:
    """See whether a cue verb comes first, alone or after its auxiliary: "said", "a déclaré"."""
    first, second, *_ = (*WORD.findall(text, at, at + WORD_AREA), "", "")
    return first in words.cues.closing or (first in words.grammar.perfect and second in words.cues.closing)


def _speech(text: str, part: Span) -> Iterator[Quotation]:
    start, end = part
    while start < end and (text[start].isspace() or text[start] in ".,"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Quotation(Span(start, end), Span(start, end))
