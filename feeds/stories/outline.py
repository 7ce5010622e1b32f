"""Tells a story in parts, in the sources' own sentences: what happened, who says what, what is disputed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from feeds.model import KeptArticle, Matter, Position, Span, Stance
from feeds.stories.summarise import summarise, summarise_story
from feeds.stories.texts.sentences import candidate_of, says_the_same
from feeds.stories.texts.tokens import sentences

FOR = frozenset({Stance.SUPPORTS, Stance.OPEN, Stance.CONDITIONAL, Stance.CLAIMS_PRESENT})
MARKS = 2  # characters that may stand on either side of quoted words: a mark and a full stop
ARTICLES_READ = 12  # of a story; those after them hardly add a sentence


class Part(StrEnum):
    """What a sentence is there for."""

    HAPPENED = "What happened"
    SAID = "Who says what"
    DISPUTED = "What is disputed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence of an article, as it stands there."""

    part: Part
    kept: KeptArticle
    span: Span

    @property
    def words(self) -> str:
        """The sentence itself."""
        return self.span.of(self.kept.article.text)


def outline(articles: Sequence[KeptArticle], length: int) -> tuple[Told, ...]:
    """Choose up to `length` sentences, part by part; nothing twice in other words.

    One sentence only tells what happened.
    """
    if length == 1:
        return tuple(_told(summarise_story(articles, length=1)))
    read = [_read_at_length(kept, length) for kept in articles[:ARTICLES_READ]]
    disputed = _disputed(read)
    happened = tuple(_told(summarise_story(read, length=length + len(disputed))))
    chosen = without_repeats((*happened[:1], *disputed, *happened[1:]))[:length]
    return tuple(sorted(chosen, key=lambda told: list(Part).index(told.part)))


def without_repeats(told: Iterable[Told]) -> tuple[Told, ...]:
    """Leave out what an earlier sentence says, be it in other words or in another language."""
    seen: list[Told] = []
    for one in told:
        if not any(_is_same(one, other) for other in seen):
            seen.append(one)
    return tuple(seen)


def _is_same(one: Told, other: Told) -> bool:
    return says_the_same(
        *(candidate_of(t.kept.article.text, t.span, t.kept.reading.language) for t in (one, other))
    )


def _read_at_length(kept: KeptArticle, length: int) -> KeptArticle:
    """Choose more sentences of an article than are stored with it."""
    article, reading = kept.article, kept.reading
    if length <= len(reading.summary):
        return kept
    spans = summarise(
        article.text,
        sentences(article.text, reading.language),
        article.title,
        reading.language,
        reading.quotes,
        reading.assessment.reasons,
        length,
    )
    return replace(kept, reading=replace(reading, summary=spans))


def _told(chosen: Iterable[tuple[KeptArticle, Span]]) -> Iterator[Told]:
    for number, (kept, span) in enumerate(chosen):
        if _is_only_quoted(kept, span):
            continue
        speaks = number > 0 and any(
            part.start < span.end and span.start < part.end
            for quote in kept.reading.quotes
            for part in quote.spans
        )
        yield Told(part=Part.SAID if speaks else Part.HAPPENED, kept=kept, span=span)


def _is_only_quoted(kept: KeptArticle, span: Span) -> bool:
    """See whether a sentence is nothing but somebody's words: alone it does not say whose they are."""
    return any(
        run.start - MARKS <= span.start and span.end <= run.end + MARKS
        for quote in kept.reading.quotes
        for run in quote.quoted
    )


def _disputed(articles: Sequence[KeptArticle]) -> tuple[Told, ...]:
    """Give the first sentence of either side, of two holders, on the first matter on which there are two."""
    held = [(kept, position) for kept in articles for position in kept.reading.positions]
    for matter in Matter:
        sides: dict[bool, tuple[KeptArticle, Position]] = {}
        for kept, position in held:
            others = {_holder(said) for _, said in sides.values()}
            if position.matter is matter and _holder(position) not in others:
                sides.setdefault(position.stance in FOR, (kept, position))
        if len(sides) > 1:
            return tuple(
                Told(part=Part.DISPUTED, kept=kept, span=_sentence_at(kept, position.span))
                for kept, position in sides.values()
            )
    return ()


def _holder(position: Position) -> str:
    return position.actor or position.country


def _sentence_at(kept: KeptArticle, evidence: Span) -> Span:
    """Give the whole sentence of some evidence; the evidence itself where it is longer than one."""
    around = sentences(kept.article.text, kept.reading.language)
    whole = (one for one in around if one.start <= evidence.start and evidence.end <= one.end)
    return next(whole, evidence)
