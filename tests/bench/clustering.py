"""Joining an article to its story among 100,000 live ones, beside comparing it with each of them."""

import random
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from feeds.model import ArticleId, Member, Signature, StoryId
from feeds.stories.cluster import WINDOW, find_place
from feeds.stories.clusters.likeness import JUST_ENOUGH, Newcomer, Scale
from feeds.stories.clusters.shelf import Shelf
from feeds.stories.clusters.sketch import sketch
from tests.bench.figure import Figure
from tests.bench.reckoning import percentile
from tests.samples import NOON

LIVE, NEWCOMERS, COMPARED = 100_000, 500, 3
OUTLETS_OF_A_STORY = 5
VOCABULARY = 30_000
WORDS_OF_AN_OPENING = 45
KEYS = frozenset({"language:en", "name:france", "act:deny"})
SUBJECT = ("NATO", "troops", "soldiers", "peacekeepers", "Ukraine", "Kyiv", "Moscow", "France", "Germany")


def measure() -> tuple[Figure, ...]:
    """Measure the joining alone; the shelf is filled before."""
    articles = _articles()
    members = tuple(islice(articles, LIVE))
    shelf = Shelf(members)
    newcomers = [member.signature for member in islice(articles, NEWCOMERS)]
    ours = [_seconds_to_join(newcomer, shelf) for newcomer in newcomers]
    linear = [_seconds_to_compare(newcomer, members) for newcomer in newcomers[:COMPARED]]
    ratio = (sum(linear) / len(linear)) / (sum(ours) / len(ours))
    return (
        Figure(
            what="join an article to its story, 100,000 live, p99",
            value=1000 * percentile(ours, 99),
            unit="ms",
            must="at most 20",
            aim="at most 5",
            note=f"middle {1000 * percentile(ours, 50):.1f} ms",
        ),
        Figure(
            what="the same, against comparing with each",
            value=ratio,
            unit="times as fast",
            must="",
            aim="",
            note=f"of {COMPARED} articles",
        ),
    )


def _seconds_to_join(newcomer: Signature, shelf: Shelf) -> float:
    started = time.perf_counter()
    find_place(newcomer, NOON, shelf)
    return time.perf_counter() - started


def _seconds_to_compare(newcomer: Signature, members: tuple[Member, ...]) -> float:
    """Compare with every article, the least that the linear way has to do."""
    started = time.perf_counter()
    searcher = Newcomer(newcomer, Scale.of(newcomer, len(members), lambda _: 1))
    [member for member in members if searcher.likeness_to(member.signature) >= JUST_ENOUGH]
    return time.perf_counter() - started


def _articles() -> Iterator[Member]:
    """Invent articles without end, some on each event; words are as unevenly common as in a language."""
    dice = random.Random(7)  # noqa: S311 -- the same articles in every run, no secret
    number = 0
    while True:
        event = _words(dice, WORDS_OF_AN_OPENING)
        for _ in range(OUTLETS_OF_A_STORY):
            number += 1
            told = dice.sample(event, len(event) // 2) + _words(dice, WORDS_OF_AN_OPENING // 2)
            yield Member(
                story=StoryId(1 + number // OUTLETS_OF_A_STORY),
                article=ArticleId(number),
                origin=ArticleId(number),
                signature=Signature(words=frozenset(told), entities=KEYS, shingles=sketch(told)),
                published=NOON - WINDOW * dice.random() * 0.9 - timedelta(seconds=1),
            )


def _words(dice: random.Random, count: int) -> list[str]:
    rare = [f"w{int(VOCABULARY ** dice.random())}x" for _ in range(count)]
    return [*rare, *dice.sample(SUBJECT, 4), str(dice.randrange(10, 900))]
