"""The command that tells who said some words first, in what is stored."""

import asyncio
from collections.abc import Iterable, Iterator

from bot.commands.desk import Command, Desk
from bot.commands.found import Place, told
from bot.commands.verify import Claim, place_of, read_claim
from bot.credits import local_day
from bot.platforms.port import Ask
from bot.replies import Block, Heading, Reply, Tone, note, paragraph, text
from bot.speech import phrase, worded
from feeds.model import KeptArticle
from feeds.stories.places import Voice

ARTICLES_COMPARED = 40
"""The oldest articles that have the words; in the first of them somebody says them, or nobody known does."""

SAID = frozenset({Voice.QUOTED, Voice.PARTLY, Voice.REPORTED})

HOW = phrase('Who said what first? For instance: /first "boots on the ground"')


async def first(desk: Desk, ask: Ask) -> Reply:
    """Answer `/first "boots on the ground"`: the oldest stored article with the words, and who says them."""
    claim = read_claim(ask.words, ())
    if not claim.words:
        return note(worded(HOW), private=True)
    articles = await desk.store.oldest_with_phrase(" ".join(claim.words), limit=ARTICLES_COMPARED)
    places = await asyncio.to_thread(lambda: tuple(_worth_telling(_exact(claim, articles))))
    extent = await desk.store.extent()
    if not places or extent.since is None:
        return note(worded("“{words}” stands in no stored article.", words=" ".join(claim.words)[:80]))
    since = local_day(extent.since, desk.zone)
    searched = worded("Of what is stored, which begins on {since}; others may have been first.", since=since)
    blocks: list[Block] = [Heading(text=worded("First: {words}", words=" ".join(claim.words)[:80]))]
    for place in places:
        blocks += told(place, desk.zone)
    return Reply(blocks=(*blocks, paragraph(text(searched, tone=Tone.FAINT))))


def _exact(claim: Claim, articles: Iterable[KeptArticle]) -> Iterator[Place]:
    places = (place_of(claim, kept) for kept in articles)
    return (place for place in places if place is not None and place.is_exact)


def _worth_telling(exact: Iterator[Place]) -> Iterator[Place]:
    """Give the oldest place; and where nobody by name says the words there, the oldest where one does."""
    oldest = next(exact, None)
    if oldest is None:
        return
    yield oldest
    said = None if _is_said(oldest) else next(filter(_is_said, exact), None)
    if said is not None:
        yield said


def _is_said(place: Place) -> bool:
    return place.voice in SAID and place.quote is not None and bool(place.quote.speaker.name)


COMMANDS = (
    Command(
        name="first",
        summary=phrase("Who said some words first, in what is stored"),
        answer=first,
        argument="words",
        argument_help=phrase('The words: "boots on the ground"'),
    ),
)
