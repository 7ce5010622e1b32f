"""The commands that list stories: the latest, and those that a search finds."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.cards import story_buttons, story_line
from bot.commands.desk import Command, Desk
from bot.commands.kept import asked_query, turning
from bot.commands.languages import is_language, language_named
from bot.commands.meaning import meant, somebody
from bot.commands.news import NOTHING_YET
from bot.commands.query import NotReadError, Query, written
from bot.digests import digest
from bot.platforms.port import Ask
from bot.replies import Block, Heading, Reply, Tone, note, paragraph, text
from bot.speech import counted, phrase, worded
from feeds.model import Label, Story
from storage.model import ArticlesWanted, Found

PERIODS = {"": timedelta(days=1), "day": timedelta(days=1), "week": timedelta(days=7)}

LATEST = 5
MOST_LATEST = 20
ON_PAGE = 8
LONGEST_TITLE = 80

KEYS = frozenset({"since", "until", "lang", "outlet", "from", "country", "actor", "stance", "label", "story"})

SEARCH_FOR_WHAT = phrase(
    'Search for what? For instance: /search "special forces" OR instructors -Kursk from:Estonia '
    "since:2025-01 lang:fr; there are also until: outlet: country: actor: stance: label: and story:"
)


async def latest(desk: Desk, ask: Ask) -> Reply:
    """Answer `/latest`, `/latest 10 core`, `/latest France`, `/latest Macron lang:de`."""
    try:
        query, limit = _counted(await asked_query(desk, ask, KEYS))
        wanted = await _latest_wanted(desk, query)
    except NotReadError as error:
        return note(str(error), private=True)
    stories = await _latest(desk, wanted, limit)
    if not stories:
        return note(
            worded(NOTHING_YET) if wanted == ArticlesWanted() else worded("No story like that is stored.")
        )
    lines: list[Block] = [story_line(story, desk.zone) for story in stories]
    return Reply(blocks=(Heading(text=worded("Latest stories")), *lines), buttons=story_buttons(stories[0]))


async def search(desk: Desk, ask: Ask) -> Reply:
    """Answer `/search "special forces" from:Estonia since:2025-01 -Kursk`."""
    try:
        query = await asked_query(desk, ask, KEYS)
        if query == Query(page=query.page):
            return note(worded(SEARCH_FOR_WHAT), private=True)
        found = await desk.store.search(await meant(desk, query))
    except NotReadError as error:
        return note(str(error), private=True)
    if not found.stories:
        none = worded("Nothing found for “{title}”.", title=_title(query))
        return note(f"{none} {worded('Fewer filters may find some.')}" if query.is_filtered else none)
    return await _page(desk, query, found)


def _counted(query: Query) -> tuple[Query, int]:
    """Take the number of stories, the labels and the languages out of the words of a question."""
    limit, rest = LATEST, []
    for group in query.terms:
        word = group[0].words.casefold()
        if re.fullmatch("[0-9]{1,5}", word):
            limit = int(word)
        elif word in {"core", "related"}:
            query = replace(query, label=(*query.label, Label(word.upper())))
        elif is_language(word):
            query = replace(query, language=(*query.language, language_named(word)))
        else:
            rest.append(group)
    return replace(query, terms=tuple(rest)), max(1, min(limit, MOST_LATEST))


async def _latest_wanted(desk: Desk, query: Query) -> ArticlesWanted:
    """Take the words that are left for a name."""
    wanted = await meant(desk, replace(query, terms=()))
    if not query.words:
        return wanted
    try:
        return replace(wanted, who=(*wanted.who, await somebody(desk, query.words)))
    except NotReadError as error:
        raise NotReadError(
            worded(
                "/latest takes a number, “core” or “related”, a country, a name or a language like fr. "
                "{error}",
                error=error,
            )
        ) from None


async def _latest(desk: Desk, wanted: ArticlesWanted, limit: int) -> tuple[Story, ...]:
    if wanted == ArticlesWanted(labels=wanted.labels) and len(wanted.labels) < 2:
        return await desk.store.latest(limit=limit, label=next(iter(wanted.labels), None))
    found = await desk.store.search(wanted)
    return await desk.store.stories(found.stories[:limit])


async def _page(desk: Desk, query: Query, found: Found) -> Reply:
    pages = -(-len(found.stories) // ON_PAGE)
    number = min(query.page, pages)
    total = len(found.stories)
    size = counted("{number} story, newest day first", "{number} stories, newest day first", total)
    if found.read_to:
        size = counted("The newest story", "The newest {number} stories, newest day first", total)
    blocks: list[Block] = [
        Heading(text=worded("Found: {title}", title=_title(query))),
        paragraph(
            text(
                worded("{size} · page {number} of {pages}", size=size, number=number, pages=pages),
                tone=Tone.FAINT,
            )
        ),
    ]
    shown = found.stories[(number - 1) * ON_PAGE : number * ON_PAGE]
    blocks += [story_line(story, desk.zone) for story in await desk.store.stories(shown)]
    if found.read_to and number == pages:
        blocks.append(
            paragraph(
                worded(
                    "Older ones: ask with until:{day}", day=f"{found.read_to.astimezone(desk.zone):%Y-%m-%d}"
                )
            )
        )
    return Reply(blocks=tuple(blocks), buttons=await turning(desk, "search", query, pages=pages))


def _title(query: Query) -> str:
    return written(replace(query, page=1))[:LONGEST_TITLE]


async def digest_of(desk: Desk, ask: Ask) -> Reply:
    """Answer `/digest` and `/digest week`: the stories of the last day or week, and what is new in them."""
    word = ask.words.strip().casefold()
    if word not in PERIODS:
        return note(worded("/digest takes day or week, not “{word}”.", word=word[:40]), private=True)
    since = desk.clock() - PERIODS[word]
    found = await desk.store.search(ArticlesWanted(since=since))
    stories = await desk.store.stories(found.stories)
    if not stories:
        return note(
            worded("No story in the last week.") if word == "week" else worded("No story in the last day.")
        )
    return await digest(desk.store, stories, since, desk.zone)


COMMANDS = (
    Command(
        name="digest",
        summary=phrase("The last day or week in one message: stories, positions, who turned around"),
        answer=digest_of,
        argument="period",
        argument_help=phrase("day or week"),
    ),
    Command(
        name="latest",
        summary=phrase("The latest stories"),
        answer=latest,
        argument="filter",
        argument_help=phrase(
            "How many; core or related; a country, a name, a language; filters as for search"
        ),
    ),
    Command(
        name="search",
        summary=phrase("Search the stored articles"),
        answer=search,
        argument="words",
        argument_help=phrase(
            'Words, "a phrase", -without, OR; from: country: actor: stance: lang: since: until:'
        ),
    ),
)
