"""From the sentences of an article to who is said to have said what.

Frames tell most of it. What they leave over are quotations that stand alone: they go on with the words of
the speaker before them, follow a colon, or are signed with a name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from feeds.model import Span
from feeds.stories.quoting.contents import content_spans
from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.fragments import fragments, is_in_reported_mood, only_says
from feeds.stories.quoting.frames import Frame, characters
from feeds.stories.quoting.grammar import Part, final_mark, is_title, word_count
from feeds.stories.quoting.introductions import introduced_name, named_after, told_after
from feeds.stories.quoting.labels import labelled
from feeds.stories.quoting.reports import find_frames
from feeds.stories.quoting.subjects import subject_before
from feeds.stories.quoting.ties import Attribution, Tie
from feeds.stories.texts.tokens import Paragraph, Sentence, Token

LONGEST_NAME = 4
MOST_PARTS = 60  # of the words of one speaker without a word between
FEWEST_WORDS = 3
LONGEST_HEADING = 5
LONGEST_LINK = 4  # tokens before a quotation, its comma included
FEWEST_WORDS_AFTER_COLON = 5
FEWEST_WORDS_UNATTRIBUTED = 7
DASHES = frozenset({"―", "—", "–", "-", "--"})


def find_attributions(text: str, paragraphs: Iterable[Paragraph], words: CueWords) -> list[Attribution]:
    """Give the attributions of the paragraphs of a text."""
    reader = _Reader(words)
    for number, paragraph in enumerate(paragraphs):
        label = labelled(text, paragraph.span, is_first=number == 0)
        if label is not None:
            reader.take_labelled(label)
        else:
            reader.read_paragraph(paragraph.sentences)
        quotations = paragraph.quotations
        reader.is_open = bool(quotations) and not quotations[-1].closed
    return reader.found


class _Reader:
    """Reads paragraph after paragraph; remembers whose words may go on."""

    def __init__(self, words: CueWords) -> None:
        self.found: list[Attribution] = []
        self.is_open = False  # whether the last paragraph ended inside a quotation
        self._words = words
        self._used: set[int] = set()  # starts of the quotations that have their speaker
        self._quoting: set[int] = set()  # the attributions with words between marks
        self._paragraph = 0  # index of the first attribution of this paragraph
        self._going_on: int | None = None  # the attribution that a lone quotation goes on with
        self._tail: int | None = None  # the last attribution of the paragraph before
        self._last_speaker: Span | None = None
        self._introduced: Span | None = None  # the one whom a paragraph names before its closing colon

    def take_labelled(self, attribution: Attribution) -> None:
        """Keep a paragraph that is all words of one speaker."""
        self.found.append(attribution)
        self._tail = len(self.found) - 1 if attribution.tie is Tie.TRANSCRIPT else None

    def read_paragraph(self, sentences: tuple[Sentence, ...]) -> None:
        """Read the sentences of one paragraph."""
        if not sentences:
            return
        self._paragraph = len(self.found)
        self._going_on = self._last_speaker = None
        if self.is_open and sentences[0][0].quotation is not None and self.found:
            self._go_on(len(self.found) - 1, sentences[0][0])
        for number, sentence in enumerate(sentences):
            if not self._take_told_after(sentence) and not self._read_frames(sentence):
                self._read_lone_quotations(sentence, opens=number == 0, is_alone=len(sentences) == 1)
                self._forget_speaker(sentence)
            self._read_fragments(sentence)
        self._introduced = self._introduced_by(sentences[-1])
        self._tail = self._going_on if len(self.found) == self._paragraph else len(self.found) - 1

    def _go_on(self, index: int, *quotations: Token) -> None:
        """Add quotations to the words of an attribution."""
        spoken = self.found[index]
        if len(spoken.spans) >= MOST_PARTS:
            self._add(
                Attribution(
                    spans=self._use(quotations), mention=spoken.mention, tie=spoken.tie, follows=index
                )
            )
            return
        self.found[index] = replace(spoken, spans=(*spoken.spans, *self._use(quotations)))
        self._going_on = index

    def _use(self, quotations: Sequence[Token]) -> tuple[Span, ...]:
        self._used.update(token.start for token in quotations)
        return tuple(Span(token.start, token.end) for token in quotations)

    def _add(self, attribution: Attribution, *, is_quoted: bool = True) -> None:
        self._going_on = len(self.found)
        self.found.append(attribution)
        if is_quoted:
            self._quoting.add(self._going_on)

    def _take_told_after(self, sentence: Sentence) -> bool:
        """Give words that stand alone to the one whom the next sentence names: "...". Così la ministra."""
        told = told_after(sentence, self._words)
        last = self.found[-1] if len(self.found) > self._paragraph else None
        if told is None or last is None or last.tie is not Tie.UNATTRIBUTED or last.mention is not None:
            return False
        self.found[-1] = replace(last, mention=told, tie=Tie.COLON)
        return True

    def _read_frames(self, sentence: Sentence) -> bool:
        """Keep what the cue frames of a sentence report; tell whether there was any."""
        frames = find_frames(sentence, self._last_speaker, self._words)
        before = len(self.found)
        for frame in frames:
            spans = content_spans(sentence, frame, frames, self._words)
            if spans and not self._is_reported(spans, since=before):
                quoted = self._use([token for token in sentence if _is_quoted_in(token, spans)])
                self._add(_framed(sentence, frame, spans), is_quoted=bool(quoted))
                self._last_speaker = frame.speaker
        if len(self.found) > before:
            self._going_on = self._last_quoting(since=before)
        return len(self.found) > before

    def _forget_speaker(self, sentence: Sentence) -> None:
        """Let nobody go on without a subject once a sentence has brought in somebody else."""
        if self._words.grammar.drops_subjects and any(
            token.is_capital and following.is_capital for token, following in pairwise(sentence)
        ):
            self._last_speaker = None

    def _read_fragments(self, sentence: Sentence) -> None:
        """Keep the quoted words that are left over; with a speaker where the mood shows that he goes on."""
        places = [at for at in fragments(sentence, self._words) if sentence[at].start not in self._used]
        if not places:
            return
        last = len(self.found) - 1
        goes_on = last >= self._paragraph and is_in_reported_mood(sentence, self._words)
        for at in places:
            token, named = sentence[at], named_after(sentence, at, self._words)
            if named is not None:
                self._add(Attribution(spans=self._use([token]), mention=named, tie=Tie.FRAME))
                continue
            mention = self.found[last].mention if goes_on else None
            tie = Tie.CONTINUATION if goes_on else Tie.FRAGMENT
            follows = last if goes_on else None
            self.found.append(
                Attribution(spans=self._use([token]), mention=mention, tie=tie, follows=follows)
            )

    def _last_quoting(self, *, since: int) -> int:
        """Give the attribution that a quotation would go on with: rather "..." than "he said that"."""
        latest = len(self.found) - 1
        return next((index for index in range(latest, since - 1, -1) if index in self._quoting), latest)

    def _is_reported(self, spans: Sequence[Span], *, since: int) -> bool:
        """See whether another frame of the sentence reports the same words."""
        return any(spans == other.spans for other in self.found[since:])

    def _read_lone_quotations(self, sentence: Sentence, *, opens: bool, is_alone: bool) -> None:
        """Find the speaker of quotations in a sentence without a cue."""
        free = [token for token in sentence if token.quotation and token.start not in self._used]
        if not free:
            return
        signed = _signed(sentence)
        if signed is not None:
            self._add(replace(signed, spans=self._use(sentence[:1])))
            self._going_on = None
        elif sum(token.is_word for token in sentence) > 1 and not only_says(sentence, self._words):
            self._read_introduced(sentence, free)
        elif is_alone and _is_heading(sentence):
            return
        elif sum(map(word_count, free)) >= FEWEST_WORDS and not (self._is_heading(free[0]) and opens):
            self._read_standing_alone(free, opens=opens)

    def _is_heading(self, token: Token) -> bool:
        return is_title(token) and self._going_on is None

    def _read_standing_alone(self, free: Sequence[Token], *, opens: bool) -> None:
        """A quotation that is a sentence of its own goes on with the words of the speaker before it."""
        last = len(self.found) - 1
        if self._going_on is not None:
            self._go_on(self._going_on, *free)
        elif last >= self._paragraph:
            self._go_on(last, *free)
        elif self._introduced is not None and opens:
            self._add(Attribution(spans=self._use(free), mention=self._introduced, tie=Tie.COLON))
        elif self._tail is not None and opens and self._ends_quoted(self._tail):
            self._go_on(self._tail, *free)
        elif self._tail is not None and opens:
            mention = self.found[self._tail].mention
            spans = self._use(free)
            self._add(Attribution(spans=spans, mention=mention, tie=Tie.CONTINUATION, follows=self._tail))
        else:
            self._add(Attribution(spans=self._use(free), mention=None, tie=Tie.UNATTRIBUTED))

    def _ends_quoted(self, index: int) -> bool:
        """See whether the last words of an attribution stand between marks, so that more may follow them."""
        return self.found[index].spans[-1].start in self._used

    def _introduced_by(self, sentence: Sentence) -> Span | None:
        """Give the speaker of "On television the minister said:", whose words are the next paragraph."""
        if sentence[-1].text != ":":
            return None
        for cue in range(len(sentence) - 1, 0, -1):
            if sentence[cue].lower in self._words.cues.every:
                subject = subject_before(sentence, cue, self._words)
                if subject is not None:
                    return characters(sentence, subject.part)
        return introduced_name(sentence, len(sentence), self._words)

    def _read_introduced(self, sentence: Sentence, free: Sequence[Token]) -> None:
        """Read 'The minister on television: "..."', and long quotations that no cue explains."""
        for token in free:
            at = sentence.index(token)
            before = sentence[at - 1].text if at else ""
            if word_count(token) >= FEWEST_WORDS_AFTER_COLON and before == ":":
                tie = Tie.COLON
            elif (_is_statement(token) or _is_all_but_link(sentence, at)) and before in {"", ",", ":"}:
                tie = Tie.UNATTRIBUTED
            else:
                continue
            mention = introduced_name(sentence, at, self._words)
            self._add(Attribution(spans=self._use([token]), mention=mention, tie=tie))


def _framed(sentence: Sentence, frame: Frame, spans: tuple[Span, ...]) -> Attribution:
    cue = characters(sentence, Part(frame.cue, frame.cue + 1))
    return Attribution(spans=spans, mention=frame.speaker, tie=Tie.FRAME, cue=cue)


def _is_quoted_in(token: Token, spans: Sequence[Span]) -> bool:
    if token.quotation is None:
        return False
    return any(span.start <= token.start and token.end <= span.end for span in spans)


def _is_heading(sentence: Sentence) -> bool:
    """See a few words in marks that are a line of their own: 'The Last Ferry.'."""
    token = sentence[0]
    if token.quotation is None or len(sentence) > 1 or not token.quotation.closed:
        return False
    return word_count(token) <= LONGEST_HEADING and token.text[0] in "‘'"


def _signed(sentence: Sentence) -> Attribution | None:
    """Read '"..." - Ada Roe'."""
    if len(sentence) < FEWEST_WORDS or sentence[0].quotation is None or sentence[1].text not in DASHES:
        return None
    end = 2
    while end < len(sentence) and sentence[end].is_capital:
        end += 1
    ends_well = end == len(sentence) or not sentence[end].is_word
    if not 0 < end - 2 <= LONGEST_NAME or not ends_well or word_count(sentence[0]) < FEWEST_WORDS:
        return None
    return Attribution(spans=(), mention=characters(sentence, Part(2, end)), tie=Tie.SIGNATURE)


def _is_statement(token: Token) -> bool:
    return word_count(token) >= FEWEST_WORDS_UNATTRIBUTED and final_mark(token) in {".", "!", "?", ","}


def _is_all_but_link(sentence: Sentence, at: int) -> bool:
    """See 'In contrast, "..."': the reporter adds no more than a few words that link."""
    is_long = word_count(sentence[at]) >= FEWEST_WORDS_UNATTRIBUTED
    return is_long and 0 < at <= LONGEST_LINK and not any(token.is_word for token in sentence[at + 1 :])
