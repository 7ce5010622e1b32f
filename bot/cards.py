"""How a story, its quotes and its positions are told: replies made of spans of stored articles.

Nothing here is in our own voice but labels, counts and dates.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.replies import (
    Block,
    Bullet,
    Button,
    Excerpt,
    Heading,
    Line,
    Paragraph,
    Quotation,
    Reply,
    Stand,
    Tone,
    Words,
    paragraph,
    text,
)
from feeds.model import (
    Chain,
    KeptArticle,
    Label,
    Ownership,
    Position,
    Quote,
    QuoteKind,
    Span,
    Stance,
    Story,
)
from feeds.stories.positions import is_outweighed
from feeds.stories.summarise import headline, summarise_story

QUOTES_ON_CARD = 2
STANDS_ON_CARD = 4
OUTLETS_ON_CARD = 8
STORIES_IN_DIGEST = 15

LONGEST_RUN = 600
"""Characters of one quote on a card; a longer one is for /quotes."""

LABELLED = {Ownership.STATE_CONTROLLED, Ownership.GOVERNMENT}

OPENING_MARKS = frozenset('"“„«')
CLOSING_MARKS = frozenset('"”“»')

Said = tuple[KeptArticle, Quote]
Held = tuple[KeptArticle, Position]


def card(story: Story, zone: ZoneInfo) -> Reply:
    """Make the one message about a story, which is edited as the story grows."""
    if story.label is Label.NO:
        return _withdrawn(story)
    best = headline(story.articles)
    said = best_quotes(story, limit=QUOTES_ON_CARD)
    held = positions_of(story)[:STANDS_ON_CARD]
    happened = summarise_story(story.articles, length=1)
    blocks: list[Block] = [
        Heading(text=best.article.title, link=best.article.url),
        Paragraph(
            line=(
                text(_size_of(story), tone=Tone.STRONG),
                text(f" · first seen {_time(story.first_seen, zone)} · headline: {_outlet_name(best)}"),
            )
        ),
    ]
    blocks += [Excerpt(text=span.of(kept.article.text), credit=credit(kept, zone)) for kept, span in happened]
    blocks += [quotation(kept, quote, zone) for kept, quote in said]
    blocks += [stand(kept, position, zone) for kept, position in held]
    blocks.append(_outlets(story))
    return Reply(
        blocks=tuple(blocks),
        buttons=story_buttons(story),
        silent=story.label is not Label.CORE,
        stance=held[0][1].stance if held else None,
    )


def _withdrawn(story: Story) -> Reply:
    best = headline(story.articles)
    return Reply(
        blocks=(
            Heading(text=best.article.title, link=best.article.url),
            paragraph(
                "Withdrawn: whoever runs this bot judged that this is not about foreign troops in Ukraine."
            ),
            _outlets(story),
        ),
        silent=True,
    )


def digest(stories: Sequence[Story], zone: ZoneInfo) -> Reply:
    """Make one message of many stories: what a burst, or a long absence, becomes."""
    lines = [story_line(story, zone) for story in stories[:STORIES_IN_DIGEST]]
    more = len(stories) - len(lines)
    tail = [paragraph(f"and {count(more, 'more story', 'more stories')}; /latest lists them")] if more else []
    return Reply(blocks=(Heading(text=f"{len(stories)} stories"), *lines, *tail), silent=True)


def story_buttons(story: Story) -> tuple[Button, ...]:
    """Make the buttons under a story."""
    return (
        Button(label="Summary", command=f"summary {story.id}"),
        Button(label="Quotes", command=f"quotes {story.id}"),
        Button(label="Sources", command=f"story {story.id}"),
        Button(label="Why", command=f"why {story.id}"),
    )


def best_quotes(story: Story, *, limit: int) -> tuple[Said, ...]:
    """Choose the quotes that a reader should see first: direct, on the subject, of different speakers.

    In the language of the headline where there are any: the others are often the same words, translated.
    """
    chosen: dict[str, Said] = {}
    language = headline(story.articles).reading.language
    for kept, quote in sorted(
        all_quotes(story.articles), key=lambda said: _weight(said, language), reverse=True
    ):
        if len(chosen) < limit and _length(quote) <= LONGEST_RUN:
            chosen.setdefault(quote.speaker.name, (kept, quote))
    return tuple(chosen.values())


def all_quotes(articles: Iterable[KeptArticle]) -> tuple[Said, ...]:
    """Give every quote that names its speaker; the same words of a speaker once, from who had them first."""
    seen: dict[tuple[str, str], Said] = {}
    for kept in articles:
        for quote in kept.reading.quotes:
            key = (quote.speaker.name, _words(kept, quote).casefold())
            is_first = key not in seen or kept.article.published < seen[key][0].article.published
            if quote.speaker.name and is_first:
                seen[key] = (kept, quote)
    return tuple(seen.values())


def positions_of(story: Story) -> tuple[Held, ...]:
    """Give the positions of a story, the headline's language and the newest first, each holder's stance once.

    A yes with a condition outweighs the same holder's yes without it: a shorter report left it out.
    """
    seen: dict[tuple[str, Stance], Held] = {}
    language = headline(story.articles).reading.language
    newest_first = story.articles[::-1]
    for kept in sorted(newest_first, key=lambda kept: kept.reading.language != language):
        for position in kept.reading.positions:
            seen.setdefault((position.actor or position.country, position.stance), (kept, position))
    return tuple(held for key, held in seen.items() if not is_outweighed(key, seen))


def shown_spans(quote: Quote) -> tuple[Span, ...]:
    """Give what is shown of a quote: the words between the marks, or the outlet's whole paraphrase."""
    return quote.quoted if quote.kind is QuoteKind.DIRECT else quote.spans


def quotation(kept: KeptArticle, quote: Quote, zone: ZoneInfo) -> Quotation:
    """Show a quote with its speaker, outlet, date and link."""
    words = kept.article.text
    return Quotation(
        speaker=_speaker(quote),
        runs=tuple(span.of(words).strip() for span in shown_spans(quote)),
        paraphrase=quote.kind is not QuoteKind.DIRECT,
        credit=credit(kept, zone),
    )


def stand(kept: KeptArticle, position: Position, zone: ZoneInfo) -> Stand:
    """Show a position: whose it is, who says so, and the words that show it."""
    return Stand(
        who=holder_of(position),
        stance=position.stance,
        chain=chain_of(position),
        evidence=_without_stray_mark(position.span.of(kept.article.text)),
        credit=credit(kept, zone),
    )


def story_line(story: Story, zone: ZoneInfo) -> Bullet:
    """Show a story as one line of a list: a headline is its outlet's, and so it is named."""
    best = headline(story.articles)
    return Bullet(
        line=(
            text(f"{story.id} ", tone=Tone.STRONG),
            text(best.article.title, link=best.article.url),
            text(
                f" ({_outlet_name(best)}; {_size_of(story)}, {_time(story.published, zone)})", tone=Tone.FAINT
            ),
        )
    )


def credit(kept: KeptArticle, zone: ZoneInfo) -> Line:
    """Name the outlet with its ownership where that matters, the date and the link."""
    article = kept.article
    return (text(_outlet_name(kept), link=article.url), text(f", {_time(article.published, zone)}"))


def _weight(said: Said, language: str) -> tuple[bool, bool, bool, bool, int]:
    """Order quotes for a reader: somebody's own words first, then those on the subject, then known people."""
    kept, quote = said
    on_subject = any(
        position.span.start < span.end and span.start < position.span.end
        for position in kept.reading.positions
        for span in quote.spans
    )
    return (
        quote.kind is QuoteKind.DIRECT,
        kept.reading.language == language,
        on_subject,
        bool(quote.speaker.actor),
        -quote.spans[0].start,
    )


def _words(kept: KeptArticle, quote: Quote) -> str:
    return " ".join(span.of(kept.article.text) for span in shown_spans(quote))


def _length(quote: Quote) -> int:
    return sum(span.end - span.start for span in quote.spans)


def _speaker(quote: Quote) -> str:
    country = quote.speaker.country
    return (
        quote.speaker.name
        if not country or country in quote.speaker.name
        else f"{quote.speaker.name} ({country})"
    )


def holder_of(position: Position) -> str:
    """Name who holds a position, and for whom he speaks."""
    if not position.actor or position.actor == position.country:
        return position.country or position.actor
    return f"{position.actor} ({position.country})" if position.country else position.actor


def chain_of(position: Position) -> str:
    """Say on whose word it is his."""
    if position.reporter and position.chain is Chain.REPORTED:
        return f"reported by {position.reporter}"
    if position.reporter and position.chain is Chain.ATTRIBUTED:
        return f"attributed by {position.reporter}"
    return position.chain.value


def _without_stray_mark(words: str) -> str:
    """Leave out an opening mark whose closing one stands in a later sentence; the rest is still verbatim."""
    is_stray = words[:1] in OPENING_MARKS and not any(mark in words[1:] for mark in CLOSING_MARKS)
    return words[1:] if is_stray else words


def _outlets(story: Story) -> Paragraph:
    firsts = {kept.article.outlet.name: kept for kept in reversed(story.articles)}
    shown = list(reversed(firsts.values()))[:OUTLETS_ON_CARD]
    parts: list[Words | str] = ["Reported by "]
    for number, kept in enumerate(shown):
        parts += [", "] if number else []
        parts.append(text(_outlet_name(kept), link=kept.article.url))
    more = len(firsts) - len(shown)
    return paragraph(*parts, f" and {more} more" if more else "")


def _outlet_name(kept: KeptArticle) -> str:
    outlet = kept.article.outlet
    return (
        f"{outlet.name} ({outlet.country}, {outlet.ownership})"
        if outlet.ownership in LABELLED
        else outlet.name
    )


def _size_of(story: Story) -> str:
    label = story.label if story.label is not Label.NO else "no longer on the subject"
    return f"{label} · {count(len(story.outlets), 'outlet')}, {count(story.origins, 'origin')}"


def count(number: int, noun: str, plural: str = "") -> str:
    """Say how many there are of something."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def _time(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M} {local.tzname()}"
