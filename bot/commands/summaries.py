"""The command that summarises: a story, a page, a day, a week, or what somebody holds."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cards import story_buttons, story_line
from bot.commands.asked import page_buttons, read_wanted, whom
from bot.commands.desk import Command, Desk, Suggested
from bot.commands.news import no_story, story_named
from bot.commands.people import articles_of, unknown
from bot.credits import credit
from bot.fairness import PAGES
from bot.held import stand
from bot.platforms.port import Ask
from bot.replies import Block, Button, Excerpt, Heading, Reply, Tone, note, paragraph, text
from bot.speech import phrase, worded
from feeds.errors import FeedError
from feeds.model import ArticleId, KeptArticle, StoryId
from feeds.polling.diagnose import fault
from feeds.stories.ledger import stretches
from feeds.stories.outline import Part, Told, outline
from feeds.stories.summarise import headline

SENTENCES = {"line": 1, "card": 4, "long": 10}
LABELS = {"line": phrase("Line"), "card": phrase("Card"), "long": phrase("Long")}
DAYS = {"today": 1, "week": 7}
MOST_POSITIONS = 100
LONGEST_ADDRESS = 2_000
LONGEST_IN_BUTTON = 38  # bytes: Telegram takes 64 with the command, its length and its page
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be summarised, how long, and which page of the answer."""

    what: str
    length: str = "card"
    page: int = 1

    @property
    def sentences(self) -> int:
        """How many sentences that is at most."""
        return SENTENCES[self.length]

    @property
    def lengths(self) -> tuple[Button, ...]:
        """The buttons to the other lengths; none where Telegram could not carry what is asked."""
        if len(self.what.encode()) > LONGEST_IN_BUTTON:
            return ()
        return tuple(
            Button(label=worded(LABELS[name]), command=f"summary {self.what} {name}".strip(), turns_page=True)
            for name in SENTENCES
            if name != self.length
        )


async def summary(desk: Desk, ask: Ask) -> Reply:
    """Answer `/summary 12 long`, `/summary today`, `/summary Macron` and `/summary https://...`."""
    asked = read_asked(ask.words)
    if ADDRESS.fullmatch(asked.what):
        return await _of_address(desk, ask, asked)
    if asked.what.casefold() in DAYS:
        return await _of_days(desk, asked)
    if asked.what and not asked.what.isdecimal():
        return await _of_somebody(desk, asked)
    found = await story_named(desk, asked.what)
    if found is None:
        return no_story(asked.what)
    told = await _told(desk, found.articles, Asked(what=str(found.id), length=asked.length))
    return Reply(blocks=told.blocks, buttons=(*told.buttons, *story_buttons(found)[1:3]))


def read_asked(typed: str) -> Asked:
    """Read what somebody typed: the length stands last."""
    words = typed.strip()[:LONGEST_ADDRESS]
    if ADDRESS.match(words):
        what, page = words, 1
    else:
        wanted = read_wanted(words)
        what, page = wanted.words, wanted.page
    before, _, last = what.rpartition(" ")
    if last.casefold() in SENTENCES:
        return Asked(what=before.strip(), length=last.casefold(), page=page)
    return Asked(what=what, page=page)


async def _of_address(desk: Desk, ask: Ask, asked: Asked) -> Reply:
    """Summarise what is stored from an address; else read the page, which is not kept."""
    async with desk.store.editing() as edition:
        known = await edition.article_at(asked.what)
    if known is not None:
        return await _told(desk, (known,), asked)
    if desk.pages is None:
        return note(worded("That page must be fetched, and only the running bot does that."), private=True)
    if desk.allowance and not desk.is_run_by(ask) and not desk.allowance.take(f"{ask.platform}:{ask.user}"):
        return note(
            worded("You have had {number} pages read in an hour; ask again later.", number=PAGES),
            private=True,
        )
    try:
        page = await desk.pages.read(asked.what, await desk.store.feeds())
    except FeedError as error:
        return note(
            worded("{what} could not be read: {fault}.", what=asked.what[:200], fault=fault(error)),
            private=True,
        )
    unkept = KeptArticle(
        id=ArticleId(0),
        story=StoryId(0),
        origin=ArticleId(0),
        article=page.article,
        reading=page.reading,
        seen=desk.clock(),
    )
    return await _told(desk, (unkept,), asked)


async def _told(desk: Desk, articles: Sequence[KeptArticle], asked: Asked) -> Reply:
    told = await asyncio.to_thread(outline, articles, asked.sentences)
    best = headline(articles).article
    blocks: list[Block] = [Heading(text=best.title, link=best.url)]
    blocks += _shown(desk, told, asked)
    blocks += [] if told else [paragraph(worded("There is no more text than the headline."))]
    return Reply(blocks=tuple(blocks), buttons=asked.lengths)


def _shown(desk: Desk, told: Sequence[Told], asked: Asked) -> Iterator[Block]:
    part: Part | None = None
    for one in told:
        if asked.length == "long" and one.part is not part:
            part = one.part
            yield paragraph(text(worded(part.value), tone=Tone.STRONG))
        yield Excerpt(text=one.words, credit=credit(one.kept, desk.zone))


async def _of_days(desk: Desk, asked: Asked) -> Reply:
    """Tell each story of today, or of seven days, in one sentence; the newest come first."""
    since = _midnight(desk, DAYS[asked.what.casefold()])
    stories = await desk.store.stories_since(since)
    if not stories:
        is_today = asked.what.casefold() == "today"
        return note(worded("No story of today.") if is_today else worded("No story of this week."))
    size = asked.sentences
    shown = stories[(asked.page - 1) * size : asked.page * size]
    blocks: list[Block] = [
        Heading(text=worded("Today") if asked.what.casefold() == "today" else worded("The last 7 days"))
    ]
    for story in await desk.store.stories(shown):
        blocks.append(story_line(story, desk.zone))
        blocks += _shown(desk, outline(story.articles, 1), Asked(what="", length="line"))
    return Reply(blocks=tuple(blocks), buttons=(*_turning(asked, len(stories)), *asked.lengths))


def _midnight(desk: Desk, days: int) -> datetime:
    now = desk.clock().astimezone(desk.zone)
    return (now - timedelta(days=days - 1)).replace(hour=0, minute=0, second=0, microsecond=0)


async def _of_somebody(desk: Desk, asked: Asked) -> Reply:
    """Tell what somebody, or a country, holds, with the words that show it; the newest come first.

    A position names whose it is: its words alone may be a quotation without its speaker.
    """
    named = await whom(desk, asked.what)
    held = await desk.store.positions_of(named.holder, limit=MOST_POSITIONS)
    if not held:
        return unknown(asked.what)
    line = stretches(held)
    shown = line[(asked.page - 1) * asked.sentences : asked.page * asked.sentences]
    articles = await articles_of(desk, [stretch.last for stretch in shown])
    stands = [stand(articles[one.last.article], one.last.position, desk.zone) for one in shown]
    return Reply(
        blocks=(Heading(text=worded("{name}: what is said, newest first", name=named.name)), *stands),
        buttons=(*_turning(asked, len(line)), *asked.lengths),
    )


def _turning(asked: Asked, lines: int) -> tuple[Button, ...]:
    if len(asked.what.encode()) > LONGEST_IN_BUTTON:
        return ()
    command = f"summary {asked.what} {asked.length}"
    return page_buttons(command, asked.page, pages=-(-lines // asked.sentences))


COMMANDS = (
    Command(
        name="summary",
        summary=phrase("A story, page, day or person in the sources' sentences"),
        answer=summary,
        argument="what",
        argument_help=phrase("A number, today, week, a name or an address; behind it line, card or long"),
        completes=(Suggested.STORIES, Suggested.NAMES),
    ),
)
