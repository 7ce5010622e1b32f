"""Looks through an article sentence by sentence, with what came before in mind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from feeds.model import Label, Source, Span
from feeds.stories.detection.deployment import TELLING, find_deployment
from feeds.stories.detection.lexicon import Hit, Lexicon, Slot
from feeds.stories.detection.scene import UKRAINE_SLOTS, Context, Finding
from feeds.stories.texts.debris import LONGEST_LINK, Sentence, sentences_of

ENOUGH = 0.5  # a finding that is weaker does not count
OPENING_MARKS = ('"', "“", "„", "«", "»")
CLOSING_MARKS = (".", "!", "…", '"', "“", "”", "»", "«", ")", "'", "’")
UKRAINE_LASTS = 4  # sentences after which "there" no longer means Ukraine


@dataclass(frozen=True, slots=True)
class Sight:
    """A sentence with the terms in it, and what they were found to say."""

    sentence: Sentence
    hits: Sequence[Hit]
    finding: Finding | None
    is_heading: bool = False  # a line without a full stop: it, or a link, only announces
    is_borne_out: bool = False  # the words that it reports are quoted right after it

    @property
    def is_telling(self) -> bool:
        """See whether it speaks of any force at all."""
        return any(hit.slot in TELLING for hit in self.hits)


class Memory(NamedTuple):
    """What is kept in mind from sentence to sentence."""

    sentences_on_ukraine: int = 0  # for how many more "there" means Ukraine
    title_on_ukraine: bool = False
    about_deployment: bool = False
    about_envoys: bool = False

    def before(self, slots: frozenset[Slot], *, in_title: bool) -> "Memory":
        """Take in what the next sentence names."""
        names_ukraine = bool(slots & UKRAINE_SLOTS)
        return Memory(
            sentences_on_ukraine=UKRAINE_LASTS if names_ukraine else max(0, self.sentences_on_ukraine - 1),
            title_on_ukraine=self.title_on_ukraine or (in_title and names_ukraine),
            about_deployment=self.about_deployment,
            about_envoys=self.about_envoys or Slot.ENVOYS in slots,
        )

    @property
    def context(self) -> Context:
        """What the rules may rely on."""
        return Context(
            about_ukraine=self.title_on_ukraine or self.sentences_on_ukraine > 0,
            about_deployment=self.about_deployment,
            about_envoys=self.about_envoys,
        )


def look(title: str, text: str, lexicon: Lexicon) -> Iterator[Sight]:
    """Read the sentences of an article in order; those without a term are left out."""
    memory = Memory()
    sentences = sentences_of(title, text)
    for number, sentence in enumerate(sentences):
        in_title = sentence.source is Source.TITLE
        hits = lexicon.scan(title if in_title else text, sentence.span)
        memory = memory.before(frozenset(hit.slot for hit in hits), in_title=in_title)
        finding = find_deployment(hits, memory.context, owner_follows=lexicon.owner_follows)
        is_core = finding is not None and finding.label is Label.CORE
        if is_core is not memory.about_deployment:
            memory = memory._replace(about_deployment=is_core)
        if finding is not None and finding.strength >= ENOUGH:
            yield _judged(sentence, hits, finding, text, sentences[number + 1 : number + 2])
        elif hits:
            yield Sight(sentence, hits, None)


def _judged(
    sentence: Sentence, hits: Sequence[Hit], finding: Finding, text: str, following: Sequence[Sentence]
) -> Sight:
    if sentence.source is Source.TITLE:
        return Sight(sentence, hits, finding)
    return Sight(
        sentence,
        hits,
        finding,
        is_heading=_is_heading(sentence.span, text),
        is_borne_out=not _holds_quotation(sentence.span.of(text))
        and any(text.startswith(OPENING_MARKS, other.span.start) for other in following),
    )


def _is_heading(span: Span, text: str) -> bool:
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    line = text[start : end if end >= 0 else None].rstrip()
    return len(line) <= LONGEST_LINK and not line.endswith(CLOSING_MARKS)


def _holds_quotation(words: str) -> bool:
    return any(mark in words for mark in OPENING_MARKS)
