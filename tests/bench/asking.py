"""How long the answers about quotes and positions take over a store of 100,000 invented articles.

Times, not ratios: who asks waits for seconds. Questions take turns, as they do in a chat.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.platforms.console import parse_ask
from bot.pulse import Pulse
from feeds.model import (
    Article,
    Assessment,
    Basis,
    Chain,
    Label,
    Outlet,
    Ownership,
    Position,
    Quote,
    QuoteKind,
    Reading,
    Span,
    Speaker,
    Stance,
)
from feeds.stories.people.roster import roster
from storage.store import Store, open_store
from tests.bench.figure import Figure
from tests.bench.reckoning import percentile

ARTICLES = 100_000
AT_ONCE = 1_000
TIMES = 40
PARAGRAPHS = 12
SPEAKERS = 4_000
EVIDENCE = 60  # characters
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
BOUNDS = ("at most 300", "at most 150")
BOUNDS_OF: Mapping[str, tuple[str, str]] = {
    "/who": ("at most 150", "at most 30"),
    **dict.fromkeys(("/who, a country", "/position, an actor", "/timeline, a country"), ("", "")),
}

PLACES = ("Kyiv", "Lviv", "Tallinn", "Paris", "Warsaw", "Odesa", "Berlin", "Vilnius")
DID = ("would send", "would not send", "could send", "will never send", "had offered", "did not rule out")
WHAT = ("troops to Ukraine", "instructors to Lviv", "a company of soldiers", "peacekeepers", "a brigade")
WHEN = ("after a ceasefire", "before the summer", "if the allies agree", "whatever happens", "this year")
"""Of so few words that every one of them stands in nearly every article, as in real news on one subject."""

QUESTIONS: Mapping[str, Callable[[random.Random], str]] = {
    "/quotes, an actor": lambda _: "/quotes Macron",
    "/quotes, a country and filters": lambda _: "/quotes France since:2025-06 kind:direct outlet:17",
    "/quotes, a rare speaker": lambda dice: f"/quotes Aino Rand{dice.randrange(SPEAKERS)}",
    "/quotes, page 20": lambda _: "/quotes France page:20",
    "/verify, exact": lambda dice: f"/verify {_stored(dice)}",
    "/verify, near": lambda dice: f"/verify {_sentence(dice).replace('we ', 'they surely ')}",
    "/verify, not there": lambda dice: (
        f"/verify the company of this ceasefire {dice.random()} to troops never"
    ),
    "/who": lambda _: "/who",
    "/who, a country": lambda _: "/who France",
    "/position, an actor": lambda _: "/position Macron",
    "/timeline, a country": lambda _: "/timeline Russia",
    "/verify, long and near": lambda dice: f"/verify {' '.join(_sentence(dice) for _ in range(5))} by:Macron",
}


def measure() -> Iterable[Figure]:
    """Give a figure for each kind of question."""
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(Path(folder) / "news.db")
        try:
            await fill(store)
            desk = Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: NOW, pulse=Pulse())
            return [_figure(what, taken) for what, taken in (await _times(desk)).items()]
        finally:
            await store.close()


async def _times(desk: Desk) -> dict[str, list[float]]:
    dice = random.Random(2)  # noqa: S311  the same questions in every run
    taken: dict[str, list[float]] = {what: [] for what in QUESTIONS}
    for _ in range(TIMES):
        for what, question in QUESTIONS.items():
            line = question(dice)
            before = time.perf_counter()
            await answer(desk, parse_ask(line))
            taken[what].append(1_000 * (time.perf_counter() - before))
    return taken


def _figure(what: str, taken: list[float]) -> Figure:
    note = f"median {percentile(taken, 50):.0f}, {ARTICLES:,} articles"
    must, aim = BOUNDS_OF.get(what, BOUNDS)
    return Figure(what=f"{what}: p95", value=percentile(taken, 95), unit="ms", must=must, aim=aim, note=note)


async def fill(store: Store) -> None:
    """Keep the invented articles."""
    dice = random.Random(1)  # noqa: S311  the same articles in every run
    for start in range(0, ARTICLES, AT_ONCE):
        async with store.editing() as edition:
            for number in range(start, start + AT_ONCE):
                if number % 5 == 0:
                    story = await edition.begin_story(Label.CORE, NOW)
                article, reading = _article(dice, number)
                await edition.keep_article(article, reading, story=story, origin=None, seen=NOW)


def _article(dice: random.Random, number: int) -> tuple[Article, Reading]:
    texts = [_paragraph(dice, number) for _ in range(PARAGRAPHS)]
    text = "\n".join(words for words, _ in texts)
    starts = [text.index(said) for _, said in texts[:3]]
    quotes = tuple(
        _quote(dice, Span(start, start + len(said)))
        for start, (_, said) in zip(starts, texts[:3], strict=True)
    )
    outlet = Outlet(
        name=f"Outlet {number % 300}", country="Estonia", language="en", ownership=Ownership.PRIVATE
    )
    article = Article(
        title=f"{_sentence(dice)} ({number})",
        text=text,
        url=f"https://outlet{number % 300}.example/{number}",
        outlet=outlet,
        published=NOW - timedelta(minutes=10 * (ARTICLES - number)),
        basis=Basis.FULL_TEXT,
    )
    return article, replace(READING, quotes=quotes, positions=(_position(dice, starts[0]),))


def _position(dice: random.Random, start: int) -> Position:
    actor = dice.choice(roster())
    return Position(
        actor=actor.name,
        country=actor.country,
        stance=dice.choice(list(Stance)),
        span=Span(start, start + EVIDENCE),
        chain=dice.choice(list(Chain)),
        is_official=dice.random() < 0.9,
    )


READING = Reading(language="en", assessment=Assessment(label=Label.CORE, score=0.9))


def _paragraph(dice: random.Random, number: int) -> tuple[str, str]:
    """Give a paragraph and the words in it that are a quotation."""
    said = _sentence(dice)
    told = f"“{said},” the minister said in {dice.choice(PLACES)} on day {number % 31}."
    return f"In {dice.choice(PLACES)} it is said that {_sentence(dice)}. {told} {_sentence(dice)}.", said


def _sentence(dice: random.Random) -> str:
    return (
        f"In {dice.choice(PLACES)} we {dice.choice(DID)} {dice.randrange(2, 900)} {dice.choice(WHAT)} "
        f"{dice.choice(WHEN)} but only as far as {dice.choice(PLACES)} and {dice.choice(PLACES)}"
    )


def _stored(dice: random.Random) -> str:
    """Give a quotation of the first article, from some word on."""
    said = _article(random.Random(1), 0)[0].text.split("“")[1].split(",”")[0]  # noqa: S311  as it was kept
    return " ".join(said.split()[dice.randrange(4) :])


def _quote(dice: random.Random, span: Span) -> Quote:
    speaker = Speaker(name=f"Aino Rand{dice.randrange(SPEAKERS)}", mention="the minister", country="Estonia")
    if dice.random() < 0.2:
        speaker = Speaker(name="Emmanuel Macron", mention="he", actor="Emmanuel Macron", country="France")
    return Quote(kind=QuoteKind.DIRECT, speaker=speaker, spans=(span,), quoted=(span,))
