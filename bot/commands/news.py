"""The commands that answer questions about the news."""

import re

from bot.cards import (
    all_quotes,
    best_quotes,
    card,
    credit,
    positions_of,
    quotation,
    stand,
    story_buttons,
    story_line,
)
from bot.commands.desk import Command, Desk
from bot.platforms.port import Ask
from bot.replies import Block, Bullet, Excerpt, Heading, Line, Reply, note, paragraph, text
from feeds.model import KeptArticle, Label, Quote, QuoteKind, Story, StoryId, Wall
from feeds.stories.actors import actor_named, country_in
from feeds.stories.quoting.cue_words import known_languages
from feeds.stories.summarise import headline, summarise_story

LATEST = 5
MOST_LATEST = 20
FOUND = 8
QUOTES = 8
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
    """Answer `/story 12`: its card, and every article with its outlet."""
    found = await story_named(desk, ask.words)
    if found is None:
        return no_story(ask.words)
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


async def quotes(desk: Desk, ask: Ask) -> Reply:
    """Answer `/quotes`, `/quotes 12`, `/quotes Macron`, `/quotes France`."""
    words = ask.words.strip()
    if not words or _number(words) is not None:
        found = await story_named(desk, words)
        return no_story(words) if found is None else _quotes_of_story(desk, found)
    actor = actor_named(words, desk.clock().date())
    is_country = actor is not None and actor.kind == "country"
    country = (actor.name if actor and is_country else "") or ("" if actor else _country_in(words))
    articles = await desk.store.articles_quoting(
        actor=actor.name if actor and not is_country else "", country=country, words=words, limit=20
    )
    name = actor.name if actor and not is_country else ""
    said = [pair for pair in all_quotes(articles) if _is_by(pair, name, country, words)]
    said = sorted(said, key=lambda pair: pair[1].kind is not QuoteKind.DIRECT)[:QUOTES]  # own words first
    if not said:
        return note(f"No quote of “{words[:80]}” is stored.")
    shown = [quotation(kept, quote, desk.zone) for kept, quote in said]
    return Reply(blocks=(Heading(text=f"Quotes: {name or country or words[:80]}"), *shown))


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


def _country_in(words: str) -> str:
    """The country that the words name, in whichever of our languages."""
    named = (country_in(words, language) for language in sorted(known_languages()))
    return next((country for country in named if country), "")


def _quotes_of_story(desk: Desk, found: Story) -> Reply:
    said = best_quotes(found, limit=QUOTES)
    if not said:
        return note(f"Story {found.id} quotes nobody by name.")
    title = headline(found.articles).article.title
    shown = [quotation(kept, quote, desk.zone) for kept, quote in said]
    return Reply(blocks=(Heading(text=f"Quotes: {title}"), *shown))


def _is_by(pair: tuple[KeptArticle, Quote], actor: str, country: str, words: str) -> bool:
    speaker = pair[1].speaker
    return (
        bool(actor and speaker.actor == actor)
        or bool(country and speaker.country == country)
        or words.casefold() in speaker.name.casefold()
    )


async def story_named(desk: Desk, words: str) -> Story | None:
    """Give the story of a number; the latest CORE one, else the latest, when none is given."""
    number = _number(words)
    if number is not None:
        return await desk.store.story(number)
    if words.strip():
        return None
    core = await desk.store.latest(limit=1, label=Label.CORE)
    return next(iter(core or await desk.store.latest(limit=1)), None)


def _number(words: str) -> StoryId | None:
    found = re.fullmatch(r"#?([0-9]{1,15})", words.strip())
    return StoryId(int(found[1])) if found else None


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
        argument_help="The story's number; the latest without it",
    ),
    Command(
        name="summary",
        summary="A story in sentences of its sources",
        answer=summary,
        argument="number",
        argument_help="The story's number; the latest without it",
    ),
    Command(
        name="quotes",
        summary="Who said what, in which words",
        answer=quotes,
        argument="who",
        argument_help="A person, a country, a body or a story's number",
    ),
    Command(
        name="search",
        summary="Search the stored articles",
        answer=search,
        argument="words",
        argument_help='Words, or a "whole phrase"',
    ),
)
