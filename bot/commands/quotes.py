"""The command that shows who said what: newest first, story by story, in pages that buttons turn."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.commands.asked import GONE, no_such_page, page_buttons, who_is_meant, words_on_button
from bot.commands.desk import Command, Desk
from bot.commands.news import no_story, story_named
from bot.commands.question import NotReadError, Question, read_question
from bot.credits import count, outlet_name
from bot.platforms.port import Ask
from bot.quotations import Utterance, quotation, shown_spans, speaker_with_office, utterances
from bot.replies import Block, Button, Heading, Paragraph, Quotation, Reply, Tone, note, paragraph, text
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


async def quotes(desk: Desk, ask: Ask) -> Reply:
    """Answer `/quotes`, `/quotes 12`, `/quotes Macron`, `/quotes Germany since:2025-01 kind:direct`."""
    try:
        question = await _asked(desk, ask)
    except NotReadError as error:
        return note(str(error), private=True)
    if not question.words:
        latest = await story_named(desk, "")
        if latest is None:
            return no_story("")
        question = replace(question, words=str(latest.id), story=latest.id)
    if question.story is not None and await desk.store.story(question.story) is None:
        return no_story(str(question.story))
    return await _answered(desk, question)


async def _asked(desk: Desk, ask: Ask) -> Question:
    question = read_question(ask.words, desk.zone)
    if not question.again:
        return question
    words = await desk.store.question(question.again)
    if not words:
        raise NotReadError(GONE)
    return replace(read_question(words, desk.zone), page=question.page)


async def _answered(desk: Desk, question: Question) -> Reply:
    asked = await who_is_meant(question.who, desk.store.speakers)
    outlets = await _outlets(desk, question.outlet)
    if outlets == ():
        return note(f"No outlet called “{question.outlet[:80]}” is known; /feeds lists them.", private=True)
    wanted = _wanted(question, asked, outlets)
    articles = await desk.store.articles_quoted(wanted, limit=QUOTES_READ)
    pages = tuple(_pages(sorted(utterances(articles), key=_newest_first)))
    if not pages:
        return _nothing(question, asked)
    is_cut = sum(len(kept.reading.quotes) for kept in articles) == QUOTES_READ
    return await _page(desk, question, asked, pages, is_cut=is_cut)


async def _outlets(desk: Desk, name: str) -> tuple[str, ...] | None:
    if not name:
        return None
    return tuple(outlet for outlet in await desk.store.outlets() if name.casefold() in outlet.casefold())


def _wanted(question: Question, asked: Asked, outlets: tuple[str, ...] | None) -> QuotesWanted:
    return QuotesWanted(
        names_somebody=bool(question.who),
        actors=asked.actors,
        country=asked.country,
        speakers=asked.speakers,
        story=question.story,
        since=question.since,
        before=question.before,
        language=question.language,
        outlets=outlets,
        kinds=question.kinds,
    )


def _nothing(question: Question, asked: Asked) -> Reply:
    if not question.who and question.story is not None and not question.has_filters:
        return note(f"Story {question.story} quotes nobody by name.")
    of = f" of “{asked.name[:80]}”" if question.who else ""
    fewer = " with these filters; fewer may find some" if question.has_filters or question.story else ""
    return note(f"No quote{of} is stored{fewer}.")


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
    desk: Desk, question: Question, asked: Asked, pages: Sequence[tuple[Utterance, ...]], *, is_cut: bool
) -> Reply:
    number = min(question.page, len(pages))
    total = sum(map(len, pages))
    size = f"{'The newest ' if is_cut else ''}{count(total, 'quote')}, newest first"
    blocks: list[Block] = [Heading(text=f"Quotes: {_title(question, asked)}")]
    blocks += no_such_page(question.page, len(pages))
    blocks.append(paragraph(text(f"{size} · page {number} of {len(pages)}", tone=Tone.FAINT)))
    blocks += await _told(desk, pages[number - 1])
    if is_cut and number == len(pages):
        oldest = pages[-1][-1].said[0].article.published.astimezone(desk.zone)
        blocks.append(paragraph(f"Older ones: ask with until:{oldest:%Y-%m-%d}"))
    return Reply(blocks=tuple(blocks), buttons=await _buttons(desk, question, number, len(pages)))


def _title(question: Question, asked: Asked) -> str:
    who = asked.name if question.who else ""
    return " ".join(filter(None, (who, question.filters))) or f"story {question.story}"


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
    head = text(f"Story {number}: ", tone=Tone.STRONG)
    if story is None:
        return paragraph(head)
    best = headline(story.articles)
    return paragraph(head, text(best.article.title, link=best.article.url), f" ({outlet_name(best)})")


def _shown(utterance: Utterance, zone: ZoneInfo) -> Quotation:
    kept, quote = utterance.said
    shown = quotation(kept, quote, zone, others=len(utterance.outlets) - 1)
    runs = tuple(_shortened(shown.runs))
    cut = (text(" · shortened"),) if runs != shown.runs else ()
    return replace(shown, speaker=speaker_with_office(kept, quote), runs=runs, credit=(*shown.credit, *cut))


def _shortened(runs: Sequence[str]) -> Iterator[str]:
    """Cut what is too long for a page between two words; what is left is verbatim."""
    room = LONGEST_SHOWN
    for run in runs:
        if room > 0:
            yield run if len(run) <= room else run[:room].rpartition(" ")[0] or run[:room]
        room -= len(run)


async def _buttons(desk: Desk, question: Question, page: int, pages: int) -> tuple[Button, ...]:
    if pages == 1:
        return ()
    words = await words_on_button(desk, "quotes", question.words)
    return page_buttons(f"quotes {words}", page, pages=pages)


COMMANDS = (
    Command(
        name="quotes",
        summary="Who said what, in which words; newest first",
        answer=quotes,
        argument="who",
        argument_help="A person, country, body or story's number; since: until: lang: outlet: kind:",
    ),
)
