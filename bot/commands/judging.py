"""The commands by which whoever runs the bot corrects the detector."""

import re

from bot.commands.desk import Command, Desk, Suggested
from bot.keep import grow, keep_article
from bot.platforms.port import Ask
from bot.replies import Reply, note
from bot.shelves import living_around
from bot.turns import owe_turns
from feeds.errors import FeedError
from feeds.model import KeptArticle, Label, StoryId
from feeds.polling.diagnose import fault
from storage.edition import Edition


async def reject(desk: Desk, ask: Ask) -> Reply:
    """Answer `/reject 12` and `/reject https://...`: a story, or one article of it, is not about this."""
    words = ask.words.strip().removeprefix("#")
    now = desk.clock()
    async with desk.store.editing() as edition:
        wrong = await _named(edition, words)
        for kept in wrong:
            await edition.correct(kept.id, Label.NO, now)
        for story in {kept.story for kept in wrong}:
            if await grow(edition, story, now, is_news=False) is Label.NO:
                await edition.cancel_cards(story)
        await owe_turns(edition, (stand for kept in wrong for stand in kept.reading.positions), now)
    if not wrong:
        return note("Which story, or which article of one? Give its number or its address.", private=True)
    count = "1 article is" if len(wrong) == 1 else f"{len(wrong)} articles are"
    return note(f"{count} marked as not about this; the cards follow. /report with the address undoes it.")


async def report(desk: Desk, ask: Ask) -> Reply:
    """Answer `/report https://... [related]`: this should have been reported."""
    url, _, rest = ask.words.strip().partition(" ")
    if not re.match(r"https?://", url) or rest.strip().casefold() not in {"", "core", "related"}:
        return note(
            "Which article? Give its address, and “related” if it is no more than that.", private=True
        )
    label = Label.RELATED if rest.strip().casefold() == "related" else Label.CORE
    async with desk.store.editing() as edition:
        known = await edition.article_at(url)
        if known:
            return await _promote(edition, known, label, desk)
    if desk.pages is None:
        return note("That page must be fetched, and only the running bot does that.", private=True)
    try:
        page = await desk.pages.read(url, await desk.store.feeds())
    except FeedError as error:
        return note(f"{url[:200]} could not be read: {fault(error)}.", private=True)
    now = desk.clock()
    async with desk.store.editing() as edition:
        if known := await edition.article_at(page.article.url):
            return await _promote(edition, known, label, desk)
        shelf = await living_around(edition, page.article.published, page.reading.signature)
        _, kept = await keep_article(
            edition, shelf, page.article, page.reading, now, is_news=True, judged=label
        )
        story = await edition.story(kept.story)
    so_far = "" if story is None or story.label is label else f", in a story that is {story.label}"
    return note(f"Kept as story {kept.story}, {label}{so_far}: {page.article.title[:200]}")


async def _promote(edition: Edition, known: KeptArticle, label: Label, desk: Desk) -> Reply:
    if known.reading.assessment.label is label:
        return note(f"That is in story {known.story} already, as {label}.")
    await edition.correct(known.id, label, desk.clock())
    story = await grow(edition, known.story, desk.clock(), is_news=True)
    await owe_turns(edition, known.reading.positions, desk.clock())
    if story is label:
        return note(f"Story {known.story} is {label} now; the cards follow.")
    return note(f"That is {label} now; story {known.story} stays {story} for its other articles.")


async def _named(edition: Edition, words: str) -> tuple[KeptArticle, ...]:
    """The articles of a story by its number, or the one at an address."""
    if re.fullmatch(r"[0-9]{1,15}", words):
        story = await edition.story(StoryId(int(words)))
        return story.articles if story else ()
    known = await edition.article_at(words)
    return (known,) if known else ()


COMMANDS = (
    Command(
        name="reject",
        summary="Not about this: take a story or an article back",
        answer=reject,
        argument="what",
        argument_help="A story's number, or an article's address",
        completes=(Suggested.STORIES,),
        for_admins=True,
    ),
    Command(
        name="report",
        summary="This should have been reported: keep an article",
        answer=report,
        argument="address",
        argument_help="An article's address; related behind it if it is no more than that",
        for_admins=True,
    ),
)
