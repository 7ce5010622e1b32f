"""The command that shows who said what: newest first, story by story, in pages that buttons turn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.commands.asked import no_such_page, who_is_meant
from bot.commands.desk import Command, Desk, Suggested
from bot.commands.kept import asked_query, period, turning
from bot.commands.meaning import outlets_meant
from bot.commands.news import no_story, story_named
from bot.commands.query import NotReadError, Query, story_number, written
from bot.credits import outlet_name
from bot.platforms.port import Ask
from bot.quotations import Utterance, quotation, shown_spans, speaker_with_office, utterances
from bot.replies import Block, Heading, Paragraph, Quotation, Reply, Tone, note, paragraph, text
from bot.speech import counted, phrase, worded
from feeds.model import QuoteKind, StoryId
from feeds.stories.people.asked import Asked
from feeds.stories.summarise import headline
from storage.model import QuotesWanted

QUOTES_READ = 200
"""The newest of them are arranged in pages; older ones are for until:."""

QUOTES_ON_PAGE = 6
ROOM_ON_PAGE = 3_000
"""Characters, addresses included: a page is one message on every platform, so that it can be turned."""

LONGEST_SHOWN = 1_000
AROUND = 120
"""Characters that a quote takes beside its words, its names and its address."""

KEYS = frozenset({"since", "until", "lang", "outlet", "kind", "story"})

KINDS: Mapping[str, tuple[QuoteKind, ...]] = {
    "direct": (QuoteKind.DIRECT,),
    "indirect": (QuoteKind.INDIRECT, QuoteKind.MIXED),  # both are shown as the outlet's words
}


async def quotes(desk: Desk, ask: Ask) -> Reply:
    """Answer `/quotes`, `/quotes 12`, `/quotes Macron`, `/quotes Germany since:2025-01 kind:direct`."""
    try:
        query = _named(await asked_query(desk, ask, KEYS))
        if query == Query(page=query.page):
            latest = await story_named(desk, "")
            if latest is None:
                return no_story("")
            query = replace(query, story=latest.id)
        if query.story is not None and await desk.store.story(query.story) is None:
            return no_story(str(query.story))
        return await _answered(desk, query)
    except NotReadError as error:
        return note(str(error), private=True)


def _named(query: Query) -> Query:
    """Take a number that stands alone for a story, not for a name."""
    if query.without:
        raise NotReadError(
            worded("/quotes takes a name and filters; with a minus, words are left out of /search.")
        )
    number = story_number(query.words)
    return query if number is None else replace(query, terms=(), story=number)


async def _answered(desk: Desk, query: Query) -> Reply:
    asked = await who_is_meant(query.words, desk.store.speakers)
    wanted = _wanted(query, asked, await outlets_meant(desk, query), desk.zone)
    articles = await desk.store.articles_quoted(wanted, limit=QUOTES_READ)
    pages = tuple(_pages(sorted(utterances(articles), key=_newest_first)))
    if not pages:
        return _nothing(query, asked)
    is_cut = sum(len(kept.reading.quotes) for kept in articles) == QUOTES_READ
    return await _page(desk, query, asked, pages, is_cut=is_cut)


def _wanted(query: Query, asked: Asked, outlets: tuple[str, ...] | None, zone: ZoneInfo) -> QuotesWanted:
    since, before = period(query, zone)
    return QuotesWanted(
        names_somebody=bool(query.words),
        actors=asked.actors,
        country=asked.country,
        speakers=asked.speakers,
        story=query.story,
        since=since,
        before=before,
        languages=query.language,
        outlets=outlets,
        kinds=tuple(kind for name in query.kind for kind in KINDS[name]),
    )


def _nothing(query: Query, asked: Asked) -> Reply:
    if not query.words and query.story is not None and not query.is_filtered:
        return note(worded("Story {story} quotes nobody by name.", story=query.story))
    none = worded("No quote is stored.")
    if query.words:
        none = worded("No quote of “{name}” is stored.", name=asked.name[:80])
    filtered = query.is_filtered or query.story
    return note(f"{none} {worded('Fewer filters may find some.')}" if filtered else none)


def _newest_first(utterance: Utterance) -> tuple[float, int, bool, int]:
    """Order by the day; within an article somebody's own words first."""
    kept, quote = utterance.said
    start = min((span.start for span in quote.spans), default=0)
    return -kept.article.published.timestamp(), -kept.id, quote.kind is not QuoteKind.DIRECT, start


def _pages(said: Sequence[Utterance]) -> Iterator[tuple[Utterance, ...]]:
    page: list[Utterance] = []
    room = ROOM_ON_PAGE
    for utterance in _story_by_story(said):
        taken = _room_of(utterance)
        if page and (taken > room or len(page) == QUOTES_ON_PAGE):
            yield tuple(page)
            page, room = [], ROOM_ON_PAGE
        page.append(utterance)
        room -= taken
    if page:
        yield tuple(page)


def _story_by_story(said: Sequence[Utterance]) -> Iterator[Utterance]:
    stories: dict[StoryId, list[Utterance]] = {}
    for utterance in said:
        stories.setdefault(utterance.said[0].story, []).append(utterance)
    for utterances_of_story in stories.values():
        yield from utterances_of_story


def _room_of(utterance: Utterance) -> int:
    kept, quote = utterance.said
    words = sum(span.end - span.start for span in shown_spans(quote))
    names = len(kept.article.url) + len(kept.article.outlet.name) + len(quote.speaker.name)
    return min(words, LONGEST_SHOWN) + names + AROUND


async def _page(
    desk: Desk, query: Query, asked: Asked, pages: Sequence[tuple[Utterance, ...]], *, is_cut: bool
) -> Reply:
    number = min(query.page, len(pages))
    total = sum(map(len, pages))
    size = counted("{number} quote, newest first", "{number} quotes, newest first", total)
    if is_cut:
        size = counted("The newest quote", "The newest {number} quotes, newest first", total)
    blocks: list[Block] = [Heading(text=worded("Quotes: {title}", title=_title(query, asked)))]
    blocks += no_such_page(query.page, len(pages))
    blocks.append(
        paragraph(
            text(
                worded("{size} · page {number} of {pages}", size=size, number=number, pages=len(pages)),
                tone=Tone.FAINT,
            )
        )
    )
    blocks += await _told(desk, pages[number - 1])
    if is_cut and number == len(pages):
        oldest = pages[-1][-1].said[0].article.published.astimezone(desk.zone)
        blocks.append(paragraph(worded("Older ones: ask with until:{day}", day=f"{oldest:%Y-%m-%d}")))
    return Reply(blocks=tuple(blocks), buttons=await turning(desk, "quotes", query, pages=len(pages)))


def _title(query: Query, asked: Asked) -> str:
    filters = written(replace(query, terms=(), page=1))
    if filters == f"story:{query.story}":
        filters = worded("story {number}", number=query.story)
    return " ".join(filter(None, (asked.name if query.words else "", filters)))


async def _told(desk: Desk, page: tuple[Utterance, ...]) -> list[Block]:
    blocks: list[Block] = []
    told: StoryId | None = None
    for utterance in page:
        story = utterance.said[0].story
        if story != told:
            blocks.append(await _story_title(desk, story))
            told = story
        blocks.append(_shown(utterance, desk.zone))
    return blocks


async def _story_title(desk: Desk, number: StoryId) -> Paragraph:
    """Name a story by its headline, which is its outlet's."""
    story = await desk.store.story(number)
    head = text(worded("Story {number}:", number=number) + " ", tone=Tone.STRONG)
    if story is None:
        return paragraph(head)
    best = headline(story.articles)
    return paragraph(head, text(best.article.title, link=best.article.url), f" ({outlet_name(best)})")


def _shown(utterance: Utterance, zone: ZoneInfo) -> Quotation:
    kept, quote = utterance.said
    shown = quotation(kept, quote, zone, others=len(utterance.outlets) - 1)
    runs = tuple(_shortened(shown.runs))
    cut = (text(" · " + worded("shortened")),) if runs != shown.runs else ()
    return replace(shown, speaker=speaker_with_office(kept, quote), runs=runs, credit=(*shown.credit, *cut))


def _shortened(runs: Sequence[str]) -> Iterator[str]:
    """Cut what is too long for a page between two words; what is left is verbatim."""
    room = LONGEST_SHOWN
    for run in runs:
        if room > 0:
            yield run if len(run) <= room else run[:room].rpartition(" ")[0] or run[:room]
        room -= len(run)


COMMANDS = (
    Command(
        name="quotes",
        summary=phrase("Who said what, in which words; newest first"),
        answer=quotes,
        argument="who",
        argument_help=phrase("A person, country, body or story's number; since: until: lang: outlet: kind:"),
        completes=(Suggested.NAMES, Suggested.STORIES),
    ),
)
