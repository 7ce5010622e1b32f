"""Tells what an outlet's edit did to the quotes of an article: which were changed, and which are gone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feeds.model import Quote, QuoteKind, Version
from feeds.stories.places import Voice, voice_at
from feeds.stories.verify import Likeness, compare, compared_words

SHORTEST = 3
"""Words of a quote that is followed; fewer stand anywhere."""

MOST_QUOTES = 60
"""Quotes of one version that are followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteChange:
    """A quote of an earlier version, and what stands in its place now."""

    quote: Quote  # its spans are in the earlier text
    likeness: Likeness | None = None  # where much the same stands now, and what differs; None: nowhere
    now: Quote | None = None  # the quote that has it now, where it is another speaker's

    @property
    def is_gone(self) -> bool:
        """Whether nothing like it stands there now."""
        return self.likeness is None


def changed_quotes(before: Version, text: str, quotes: Sequence[Quote]) -> tuple[QuoteChange, ...]:
    """Compare the quotes of an earlier version with a later text and its quotes, in reading order."""
    followed = [quote for quote in before.quotes if quote.kind is not QuoteKind.INDIRECT and quote.quoted]
    return tuple(_changes(before, followed[:MOST_QUOTES], text, quotes))


def _changes(
    before: Version, followed: Sequence[Quote], text: str, quotes: Sequence[Quote]
) -> Iterator[QuoteChange]:
    for quote in followed:
        words = compared_words(" ".join(run.of(before.text) for run in quote.quoted))
        if len(words) < SHORTEST:
            continue
        likeness = compare(words, text, quotes)
        if likeness is None or likeness.distance:
            yield QuoteChange(quote=quote, likeness=likeness)
        elif (now := _quote_at(likeness, quotes)) is not None and _is_anothers(quote, now):
            yield QuoteChange(quote=quote, likeness=likeness, now=now)


def _quote_at(likeness: Likeness, quotes: Sequence[Quote]) -> Quote | None:
    voice, now = voice_at(likeness.spans, quotes)
    return now if voice is Voice.QUOTED else None


def _is_anothers(before: Quote, now: Quote) -> bool:
    """Tell whether words were given to somebody else: "Roe" and "Ada Roe" are one."""
    old, new = before.speaker, now.speaker
    if not old.name or not new.name:
        return False
    if old.actor and new.actor:
        return old.actor != new.actor
    return old.name.split()[-1].casefold() != new.name.split()[-1].casefold()
