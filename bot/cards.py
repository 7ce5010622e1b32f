"""How a story, its quotes and its positions are told: replies made of spans of stored articles.

Nothing here is in our own voice but labels, counts and dates.
"""

from collections import Counter
from zoneinfo import ZoneInfo

from bot.credits import credit, local_time, outlet_name
from bot.quotations import Said, all_quotes, quotation
from bot.render.text import brief
from bot.replies import (
    Block,
    Bullet,
    Button,
    Excerpt,
    Heading,
    Paragraph,
    Reply,
    Stand,
    Subject,
    Tone,
    Words,
    paragraph,
    text,
)
from bot.speech import counted, country_name, worded
from feeds.model import (
    Chain,
    KeptArticle,
    Label,
    Matter,
    Position,
    Quote,
    QuoteKind,
    Stance,
    Story,
    StoryId,
)
from feeds.stories.origins import name_origins
from feeds.stories.positions import is_outweighed
from feeds.stories.summarise import headline, summarise_story

QUOTES_ON_CARD = 2
STANDS_ON_CARD = 4
OUTLETS_ON_CARD = 8
ORIGINS_ON_CARD = 3
LONGEST_ORIGIN = 40  # UTF-16 units of a name
STORIES_IN_DIGEST = 15

LONGEST_RUN = 600
"""Characters of one quote on a card; a longer one is for /quotes."""

OPENING_MARKS = frozenset('"“„«')
CLOSING_MARKS = frozenset('"”“»')

Stood = tuple[KeptArticle, Position]


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
                text(f"{_size_of(story)}: {_origins_of(story)}", tone=Tone.STRONG),
                text(
                    " · "
                    + worded(
                        "first seen {time} · headline: {outlet}",
                        time=local_time(story.first_seen, zone),
                        outlet=outlet_name(best),
                    )
                ),
            )
        ),
    ]
    if story.follows is not None:
        blocks.append(
            paragraph(text(worded("It follows story {number}", number=story.follows), tone=Tone.FAINT))
        )
    blocks += [Excerpt(text=span.of(kept.article.text), credit=credit(kept, zone)) for kept, span in happened]
    blocks += [quotation(kept, quote, zone) for kept, quote in said]
    blocks += [stand(kept, position, zone) for kept, position in held]
    blocks += _edited(story)
    blocks.append(_outlets(story))
    return Reply(
        blocks=tuple(blocks),
        buttons=story_buttons(story),
        silent=story.label is not Label.CORE,
        stance=held[0][1].stance if held else None,
        lead=best.article.url,
        subject=_subject(story),
    )


def _subject(story: Story) -> Subject:
    return Subject(story=story.id, label=story.label, changed=story.last_changed)


def _edited(story: Story) -> list[Block]:
    """Say where outlets changed or took out what they had quoted."""
    edited = [kept for kept in story.articles if kept.altered]
    if not edited:
        return []
    said = counted(
        "Edited since: {number} quote changed or taken out by {outlets}; /story {story} changes shows them",
        "Edited since: {number} quotes changed or taken out by {outlets}; /story {story} changes shows them",
        sum(kept.altered for kept in edited),
        outlets=", ".join(dict.fromkeys(kept.article.outlet.name for kept in edited)),
        story=story.id,
    )
    return [paragraph(text(brief(said, LONGEST_RUN), tone=Tone.FAINT))]


def _withdrawn(story: Story) -> Reply:
    best = headline(story.articles)
    return Reply(
        blocks=(
            Heading(text=best.article.title, link=best.article.url),
            paragraph(
                worded(
                    "Withdrawn: whoever runs this bot judged that "
                    "this is not about foreign troops in Ukraine."
                )
            ),
            _outlets(story),
        ),
        silent=True,
        subject=_subject(story),
    )


def merged(gone: StoryId, into: Story) -> Reply:
    """Make what the card of a story says that was found to be another one."""
    title = headline(into.articles).article.title
    return Reply(
        blocks=(
            Heading(text=title),
            paragraph(
                worded(
                    "Story {gone} turned out to be story {into}, and is told there.", gone=gone, into=into.id
                )
            ),
        ),
        buttons=story_buttons(into),
        silent=True,
        subject=_subject(into),
    )


def story_buttons(story: Story) -> tuple[Button, ...]:
    """Make the buttons under a story."""
    return (
        Button(label=worded("Summary"), command=f"summary {story.id}"),
        Button(label=worded("Quotes"), command=f"quotes {story.id}"),
        Button(label=worded("Sources"), command=f"story {story.id}"),
        Button(label=worded("Why"), command=f"why {story.id}"),
        Button(label=worded("Mute"), command=f"mute {story.id}"),
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


def positions_of(story: Story) -> tuple[Stood, ...]:
    """Give the positions of a story, the headline's language and the newest first, each holder's stance once.

    A yes with a condition outweighs the same holder's yes without it: a shorter report left it out.
    """
    seen: dict[tuple[str, Matter, Stance], Stood] = {}
    language = headline(story.articles).reading.language
    newest_first = story.articles[::-1]
    for kept in sorted(newest_first, key=lambda kept: kept.reading.language != language):
        for position in kept.reading.positions:
            holder = position.actor or position.country
            seen.setdefault((holder, position.matter, position.stance), (kept, position))
    return tuple(held for key, held in seen.items() if not is_outweighed(key, seen))


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
                f" ({outlet_name(best)}; {_size_of(story)}, {local_time(story.published, zone)})",
                tone=Tone.FAINT,
            ),
        )
    )


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


def _length(quote: Quote) -> int:
    return sum(span.end - span.start for span in quote.spans)


def holder_of(position: Position) -> str:
    """Name who holds a position, and for whom he speaks."""
    if not position.actor or position.actor == position.country:
        return country_name(position.country) or position.actor
    return f"{position.actor} ({country_name(position.country)})" if position.country else position.actor


def chain_of(position: Position) -> str:
    """Say on whose word it is his, and where it is about the troops of others."""
    others = worded(", of the troops of others") if position.matter is Matter.OTHERS else ""
    if position.reporter and position.chain is Chain.REPORTED:
        return worded("reported by {who}", who=position.reporter) + others
    if position.reporter and position.chain is Chain.ATTRIBUTED:
        return worded("attributed by {who}", who=position.reporter) + others
    return worded(position.chain.value) + others


def _without_stray_mark(words: str) -> str:
    """Leave out an opening mark whose closing one stands in a later sentence; the rest is still verbatim."""
    is_stray = words[:1] in OPENING_MARKS and not any(mark in words[1:] for mark in CLOSING_MARKS)
    return words[1:] if is_stray else words


def _outlets(story: Story) -> Paragraph:
    firsts = {kept.article.outlet.name: kept for kept in reversed(story.articles)}
    shown = list(reversed(firsts.values()))[:OUTLETS_ON_CARD]
    parts: list[Words | str] = [worded("Reported by") + " "]
    for number, kept in enumerate(shown):
        parts += [", "] if number else []
        parts.append(text(outlet_name(kept), link=kept.article.url))
    more = len(firsts) - len(shown)
    return paragraph(*parts, " " + worded("and {number} more", number=more) if more else "")


def _origins_of(story: Story) -> str:
    """Name a story's origins, each name once: "AFP (2), Politico and 3 more"."""
    names = Counter(name_origins(story.articles).values())
    shown = [
        brief(name, LONGEST_ORIGIN) + (f" ({times})" if times > 1 else "")
        for name, times in names.most_common(ORIGINS_ON_CARD)
    ]
    more = len(names) - len(shown)
    return ", ".join(shown) + (" " + worded("and {number} more", number=more) if more else "")


def _size_of(story: Story) -> str:
    label = story.label if story.label is not Label.NO else worded("no longer on the subject")
    outlets = counted("{number} outlet", "{number} outlets", len(story.outlets))
    return f"{label} · {outlets}, {counted('{number} origin', '{number} origins', story.origins)}"
