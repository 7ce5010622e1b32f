"""How a story, its quotes and its positions are told: replies made of spans of stored articles.

Nothing here is in our own voice but labels, counts and dates.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from bot.credits import credit, local_time, outlet_name
from bot.held import Stood, positions_of, stand
from bot.quotations import Said, all_quotes, quotation
from bot.render.plain import render
from bot.render.text import brief
from bot.replies import (
    Block,
    Bullet,
    Button,
    Excerpt,
    Heading,
    Paragraph,
    Reply,
    Subject,
    Tone,
    Words,
    paragraph,
    text,
)
from bot.speech import counted, worded
from feeds.model import (
    Label,
    Quote,
    QuoteKind,
    Story,
    StoryId,
)
from feeds.stories.origins import name_origins
from feeds.stories.outline import outline
from feeds.stories.summarise import headline, summarise_story
from storage.model import Length

QUOTES_ON_CARD = 2
STANDS_ON_CARD = 4
OUTLETS_ON_CARD = 8
ORIGINS_ON_CARD = 3
LONGEST_ORIGIN = 40  # UTF-16 units of a name
STORIES_IN_DIGEST = 15

SENTENCES_AT_LENGTH = 3  # as many as are stored with each article
QUOTES_AT_LENGTH = 4
STANDS_AT_LENGTH = 8
ROOM_AT_LENGTH = 3_500
"""Characters of a long card, addresses included: it is one message, and the platforms take 4,096."""

LONGEST_RUN = 600
"""Characters of one quote on a card; a longer one is for /quotes."""


def card(story: Story, zone: ZoneInfo, length: Length = Length.CARD) -> Reply:
    """Make the one message about a story, which is edited as the story grows."""
    if story.label is Label.NO:
        return _withdrawn(story)
    held = positions_of(story)
    return Reply(
        blocks=(story_line(story, zone),) if length is Length.LINE else _told(story, held, zone, length),
        buttons=story_buttons(story),
        silent=story.label is not Label.CORE,
        stance=held[0][1].stance if held else None,
        lead="" if length is Length.LINE else headline(story.articles).article.url,
        subject=_subject(story),
    )


def _told(story: Story, held: Sequence[Stood], zone: ZoneInfo, length: Length) -> tuple[Block, ...]:
    best = headline(story.articles)
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
    end = (*_edited(story), _outlets(story))
    if length is Length.LONG:
        room = ROOM_AT_LENGTH - _size(*blocks, *end)
        return (*blocks, *_fitting(_at_length(story, held, zone), room), *end)
    return (*blocks, *_in_short(story, held, zone), *end)


def _in_short(story: Story, held: Sequence[Stood], zone: ZoneInfo) -> Iterator[Block]:
    for kept, span in summarise_story(story.articles, length=1):
        yield Excerpt(text=span.of(kept.article.text), credit=credit(kept, zone))
    for kept, quote in best_quotes(story, limit=QUOTES_ON_CARD):
        yield quotation(kept, quote, zone)
    for kept, position in held[:STANDS_ON_CARD]:
        yield stand(kept, position, zone)


def _at_length(story: Story, held: Sequence[Stood], zone: ZoneInfo) -> Iterator[Block]:
    for told in outline(story.articles, SENTENCES_AT_LENGTH):
        yield Excerpt(text=told.words, credit=credit(told.kept, zone))
    for kept, quote in best_quotes(story, limit=QUOTES_AT_LENGTH):
        yield quotation(kept, quote, zone)
    for kept, position in held[:STANDS_AT_LENGTH]:
        yield stand(kept, position, zone)


def _fitting(blocks: Iterable[Block], room: int) -> Iterator[Block]:
    """Leave out what one message would not hold; nothing is cut."""
    for block in blocks:
        if (size := _size(block)) <= room:
            room -= size
            yield block


def _size(*blocks: Block) -> int:
    return len(render(Reply(blocks=blocks)))


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
