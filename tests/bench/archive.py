"""A store with many articles, invented: years of news to ask questions of."""

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from feeds.model import ArticleId, Chain, Label, Position, Span, Stance
from feeds.stories.actors import roster
from storage.edition import Edition
from storage.store import Store, open_store
from tests.bench.invented import paragraph
from tests.samples import NOON, article, reading

IN_ONE_GO = 500
PER_STORY = 4
MINUTES = 20  # between two articles
PARAGRAPHS = 4


async def open_archive(path: Path, articles: int) -> Store:
    """Make a store with so many articles on the subject, each with one position, four to a story."""
    store = await open_store(path)
    chance = random.Random(7)  # noqa: S311  a sample, no secret
    holders = [(actor.name, actor.country) for actor in roster()]
    for first in range(0, articles, IN_ONE_GO):
        async with store.editing() as edition:
            await _keep(edition, range(first, min(first + IN_ONE_GO, articles)), chance, holders)
    return store


async def _keep(
    edition: Edition, numbers: range, chance: random.Random, holders: list[tuple[str, str]]
) -> None:
    origin: ArticleId | None = None
    for number in numbers:
        if number % PER_STORY == 0 or number == numbers.start:
            story, origin = await edition.begin_story(Label.CORE, NOON), None
        text = "\n".join(paragraph(chance, 2) for _ in range(PARAGRAPHS))
        actor, country = chance.choice(holders)
        said = Position(
            actor=actor,
            country=country,
            stance=chance.choice(list(Stance)),
            span=Span(0, min(60, len(text))),
            chain=chance.choice(list(Chain)),
            is_official=chance.random() < 0.9,
        )
        words = replace(article(number), text=text, published=NOON + timedelta(minutes=MINUTES * number))
        read = replace(reading(), quotes=(), positions=(said,), summary=())
        kept = await edition.keep_article(words, read, story=story, origin=origin, seen=NOON)
        origin = origin or kept
