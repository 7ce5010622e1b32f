"""The commands that answer questions about the news."""

from bot.cards import card
from bot.commands.changes import changes_of
from bot.commands.desk import Command, Desk, Suggested
from bot.commands.query import story_number
from bot.credits import credit
from bot.platforms.port import Ask
from bot.replies import Bullet, Heading, Line, Reply, note, text
from bot.speech import phrase, worded
from feeds.model import KeptArticle, Label, Story, Wall
from feeds.stories.clusters.reliance import is_same_outlet
from feeds.stories.origins import name_origins

NOTHING_YET = phrase("No story yet. The first visit to each feed is silent; /health shows how the feeds are.")


async def story(desk: Desk, ask: Ask) -> Reply:
    """Answer `/story 12`: its card and every article; `/story 12 changes`: what its outlets edited."""
    words = ask.words.strip().removesuffix("changes").rstrip()
    found = await story_named(desk, words)
    if found is None:
        return no_story(ask.words)
    if words != ask.words.strip():
        return await changes_of(desk, found)
    told = card(found, desk.zone)
    origins = name_origins(found.articles)
    sources = [
        Bullet(
            line=(
                text(kept.article.title, link=kept.article.url),
                text(" — "),
                *credit(kept, desk.zone),
                *_taken_from(kept, origins[kept.origin]),
                *_read_from_feed(kept),
            )
        )
        for kept in found.articles
    ]
    return Reply(
        blocks=(*told.blocks[:-1], Heading(text=worded("Sources")), *sources), buttons=told.buttons[:2]
    )


def _taken_from(kept: KeptArticle, origin: str) -> Line:
    """Say whose report an article is, where it is not its outlet's own."""
    return (
        ()
        if is_same_outlet(origin, kept.article.outlet.name)
        else (text(worded(" · origin: {origin}", origin=origin)),)
    )


def _read_from_feed(kept: KeptArticle) -> Line:
    """Say where a wall kept us from the page."""
    wall = kept.article.wall
    return () if wall is Wall.NONE else (text(worded(" ({wall}: read from the feed only)", wall=wall)),)


async def story_named(desk: Desk, words: str) -> Story | None:
    """Give the story of a number; the latest CORE one, else the latest, when none is given."""
    number = story_number(words)
    if number is not None:
        return await desk.store.story(number)
    if words.strip():
        return None
    core = await desk.store.latest(limit=1, label=Label.CORE)
    return next(iter(core or await desk.store.latest(limit=1)), None)


def no_story(words: str) -> Reply:
    """Say that there is no such story."""
    if not words.strip():
        return note(NOTHING_YET)
    return note(
        worded("There is no story “{strip}”. /latest lists them by number.", strip=words.strip()[:80]),
        private=True,
    )


COMMANDS = (
    Command(
        name="story",
        summary=phrase("One story with its sources"),
        answer=story,
        argument="number",
        argument_help=phrase(
            "The story's number; the latest without it; changes behind it: what outlets edited"
        ),
        completes=(Suggested.STORIES,),
    ),
)
