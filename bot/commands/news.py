"""The commands that answer questions about the news."""

import re

from bot.cards import card, positions_of, stand, story_buttons, story_line
from bot.commands.changes import changes_of
from bot.commands.desk import Command, Desk
from bot.commands.question import story_number
from bot.credits import credit
from bot.platforms.port import Ask
from bot.replies import Block, Bullet, Excerpt, Heading, Line, Reply, note, paragraph, text
from feeds.model import KeptArticle, Label, Story, Wall
from feeds.stories.summarise import headline, summarise_story

LATEST = 5
MOST_LATEST = 20
FOUND = 8
SENTENCES = 6

NOTHING_YET = "No story yet. The first visit to each feed is silent; /health shows how the feeds are."


async def latest(desk: Desk, ask: Ask) -> Reply:
    """Answer `/latest [n] [core|related]`."""
    words = ask.words.casefold().split()
    strange = [
        word for word in words if word not in {"core", "related"} and not re.fullmatch("[0-9]{1,5}", word)
    ]
    if strange:
        return note(f"/latest takes a number, “core” or “related”, not “{strange[0][:40]}”.", private=True)
    label = next((Label(word.upper()) for word in words if word in {"core", "related"}), None)
    asked = next((int(word) for word in words if word.isdecimal()), LATEST)
    stories = await desk.store.latest(limit=max(1, min(asked, MOST_LATEST)), label=label)
    if not stories:
        return note(NOTHING_YET)
    lines: list[Block] = [story_line(story, desk.zone) for story in stories]
    return Reply(blocks=(Heading(text="Latest stories"), *lines), buttons=story_buttons(stories[0]))


async def story(desk: Desk, ask: Ask) -> Reply:
    """Answer `/story 12`: its card and every article; `/story 12 changes`: what its outlets edited."""
    words = ask.words.strip().removesuffix("changes").rstrip()
    found = await story_named(desk, words)
    if found is None:
        return no_story(ask.words)
    if words != ask.words.strip():
        return await changes_of(desk, found)
    told = card(found, desk.zone)
    sources = [
        Bullet(
            line=(
                text(kept.article.title, link=kept.article.url),
                text(" — "),
                *credit(kept, desk.zone),
                *_read_from_feed(kept),
            )
        )
        for kept in found.articles
    ]
    return Reply(blocks=(*told.blocks[:-1], Heading(text="Sources"), *sources), buttons=told.buttons[:2])


async def summary(desk: Desk, ask: Ask) -> Reply:
    """Answer `/summary 12`, or `/summary` for the latest story."""
    found = await story_named(desk, ask.words)
    if found is None:
        return no_story(ask.words)
    sentences = summarise_story(found.articles, length=SENTENCES)
    blocks: list[Block] = [Heading(text=headline(found.articles).article.title)]
    blocks += [
        Excerpt(text=span.of(kept.article.text), credit=credit(kept, desk.zone)) for kept, span in sentences
    ]
    blocks += [stand(kept, position, desk.zone) for kept, position in positions_of(found)]
    blocks += [] if sentences else [paragraph("There is no more text than the headline.")]
    return Reply(blocks=tuple(blocks), buttons=story_buttons(found)[1:])


async def search(desk: Desk, ask: Ask) -> Reply:
    """Answer `/search "special forces" Kyiv`."""
    if not ask.words.strip():
        return note('Search for what? For instance: /search "special forces"', private=True)
    stories = await desk.store.search(ask.words, limit=FOUND)
    if not stories:
        return note(f"Nothing found for “{ask.words[:80]}”.")
    return Reply(
        blocks=(
            Heading(text=f"Found: {ask.words[:80]}"),
            *(story_line(found, desk.zone) for found in stories),
        )
    )


def _read_from_feed(kept: KeptArticle) -> Line:
    """Say where a wall kept us from the page."""
    wall = kept.article.wall
    return () if wall is Wall.NONE else (text(f" ({wall}: read from the feed only)"),)


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
    return note(f"There is no story “{words.strip()[:80]}”. /latest lists them by number.", private=True)


COMMANDS = (
    Command(
        name="latest",
        summary="The latest stories",
        answer=latest,
        argument="filter",
        argument_help="How many; core or related",
    ),
    Command(
        name="story",
        summary="One story with its sources",
        answer=story,
        argument="number",
        argument_help="The story's number; the latest without it; changes behind it: what outlets edited",
    ),
    Command(
        name="summary",
        summary="A story in sentences of its sources",
        answer=summary,
        argument="number",
        argument_help="The story's number; the latest without it",
    ),
    Command(
        name="search",
        summary="Search the stored articles",
        answer=search,
        argument="words",
        argument_help='Words, or a "whole phrase"',
    ),
)
