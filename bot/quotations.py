"""How a quote is shown: its words, its speaker with his office, its outlet; the same words once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.credits import credit
from bot.replies import Quotation, text
from bot.speech import counted, country_name
from feeds.model import KeptArticle, Quote, QuoteKind, Span
from feeds.stories.people.asked import office_in, office_on

Said = tuple[KeptArticle, Quote]

SHORTEST_PART = 4
"""Words that a quote must have to be taken for a part of a longer one."""

LONGEST_OFFICE = 80

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """The same words of one speaker, by whoever carries them."""

    said: Said  # all of them, in the article that had them first
    outlets: frozenset[str]


def all_quotes(articles: Iterable[KeptArticle]) -> tuple[Said, ...]:
    """Give every quote that names its speaker; the same words of a speaker once, from who had them first."""
    return tuple(utterance.said for utterance in utterances(articles))


def utterances(articles: Iterable[KeptArticle]) -> tuple[Utterance, ...]:
    """Join what is the same words of one speaker, or a part of them, in whichever articles."""
    found: dict[tuple[str, bool], dict[str, Utterance]] = {}
    for kept in articles:
        for quote in kept.reading.quotes:
            if quote.speaker.name:
                heard = found.setdefault((quote.speaker.name, quote.kind is QuoteKind.DIRECT), {})
                _hear(heard, (kept, quote))
    return tuple(utterance for heard in found.values() for utterance in heard.values())


def _hear(heard: dict[str, Utterance], said: Said) -> None:
    words = _folded(said)
    known = words if words in heard else next((other for other in heard if _is_part(words, other)), "")
    outlets = frozenset({said[0].article.outlet.name})
    if not known:
        heard[words] = Utterance(said=said, outlets=outlets)
        return
    old = heard.pop(known)
    is_better = len(words) > len(known) or (words == known and _day(said) < _day(old.said))
    heard[max(words, known, key=len)] = Utterance(
        said=said if is_better else old.said, outlets=old.outlets | outlets
    )


def _day(said: Said) -> float:
    return said[0].article.published.timestamp()


def _folded(said: Said) -> str:
    """Write the words of a quote so that they compare equal whatever their marks, spaces and capitals."""
    words = (word for span in shown_spans(said[1]) for word in _WORD.findall(span.of(said[0].article.text)))
    return f" {' '.join(words).casefold()} "


def _is_part(words: str, other: str) -> bool:
    is_part = words in other or other in words
    return is_part and min(words.count(" "), other.count(" ")) > SHORTEST_PART


def shown_spans(quote: Quote) -> tuple[Span, ...]:
    """Give what is shown of a quote: the words between the marks, or the outlet's whole paraphrase."""
    return quote.quoted if quote.kind is QuoteKind.DIRECT else quote.spans


def quotation(kept: KeptArticle, quote: Quote, zone: ZoneInfo, *, others: int = 0) -> Quotation:
    """Show a quote with its speaker, outlet, date and link, and how many other outlets carry it."""
    words = kept.article.text
    more = (text(" +" + counted("{number} outlet", "{number} outlets", others)),) if others else ()
    return Quotation(
        speaker=speaker_label(quote),
        runs=tuple(span.of(words).strip() for span in shown_spans(quote)),
        paraphrase=quote.kind is not QuoteKind.DIRECT,
        credit=(*credit(kept, zone), *more),
    )


def speaker_label(quote: Quote) -> str:
    """Name a speaker with the country or body that he speaks for."""
    speaker = quote.speaker
    has_country = not speaker.country or speaker.country in speaker.name
    return speaker.name if has_country else f"{speaker.name} ({country_name(speaker.country)})"


def speaker_with_office(kept: KeptArticle, quote: Quote) -> str:
    """Name a speaker with the office that he held that day, or that the article gives him."""
    speaker = quote.speaker
    office = office_on(speaker.actor, kept.article.published.date()) or office_in(
        speaker.mention, speaker.name, kept.reading.language
    )
    if not office or office.casefold() in speaker.name.casefold():
        return speaker_label(quote)
    has_country = not speaker.country or speaker.country in f"{speaker.name} {office}"
    return f"{speaker.name}, {office[:LONGEST_OFFICE]}" + (
        "" if has_country else f" ({country_name(speaker.country)})"
    )
