"""How long `/search` takes over many invented articles: 50,000 of them, or as many as are asked for.

`make bench ARGS="search"`, `make bench ARGS="search=1000000"`. The words are invented and as unevenly
spread as those of a language: the n-th is n times as rare as the first, which stands in nearly all articles.
"""

import asyncio
import itertools
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.platforms.console import parse_ask
from bot.pulse import Pulse
from feeds.model import (
    Assessment,
    Chain,
    Label,
    Position,
    Quote,
    QuoteKind,
    Reading,
    Span,
    Speaker,
    Stance,
)
from storage.facts import named
from storage.store import open_store
from storage.values import instant
from tests.bench.figure import Figure
from tests.bench.reckoning import percentile

ARTICLES = 50_000
TIMES = 40
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
APART = timedelta(minutes=5)
VOCABULARY = 50_000
SYLLABLES = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
    "tro",
    "kra",
    "sol",
    "mar",
    "den",
)
TITLE, TEXT = 8, 37  # words
SPREAD = 1_000_000  # words in a row, of which every article has some
LANGUAGES = ("en", "de", "fr", "pl", "uk", "ru", "es", "it", "sv")
COUNTRIES = ("Estonia", "France", "Germany", "Poland", "Ukraine", "Italy")
OUTLETS = 300
COMMON, RARE = 30, 5_000  # the first so many words; the words after so many

ARTICLE = """
    INSERT INTO article (id, story, outlet, url, title, text, text_hash, basis, published, seen, language,
        label, score, salience, reasons, summary, credit, signature, named)
    VALUES (:id, :story, :outlet, 'https://a.example/' || :id, :title, :text, x'', 'full text', :published,
        :published, :language, :label, 1, 'main', '[]', '[]', '', :signature, :named)
"""
SIGNATURE = "[[], [], []]"


def measure(size: str = "") -> Iterable[Figure]:
    """Give a figure for each kind of search."""
    return asyncio.run(_measure(int(size or ARTICLES)))


async def _measure(articles: int) -> list[Figure]:
    words = _vocabulary(random.Random(1))  # noqa: S311  the same words in every run
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.db"
        await (await open_store(path)).close()
        _fill(path, articles, words)
        store = await open_store(path)
        try:
            desk = Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: NOW, pulse=Pulse())
            taken = await _times(desk, words)
        finally:
            await store.close()
    return [_figure(what, times, articles) for what, times in taken.items()]


def _questions(dice: random.Random, words: list[str]) -> Mapping[str, str]:
    common, other, rare = dice.choice(words[:COMMON]), dice.choice(words[:COMMON]), dice.choice(words[RARE:])
    outlet, year, month = dice.randrange(OUTLETS), dice.randrange(2017, 2026), dice.randrange(1, 13)
    return {
        "a common word": common,
        "a rare word": rare,
        "a common and a rare word": f"{common} {rare}",
        "a phrase": f'"{common} {other}"',
        "a beginning of three letters": common[:3],
        "one OR the other, and one not": f"{common} OR {rare} -{other}",
        "a common word and filters": f'{common} lang:fr from:Estonia outlet:"Outlet {outlet}" since:2020',
        "a common word, a month long ago": f"{common} since:{year}-{month} until:{year}-{month}",
        "a common word, who and where he stands": f"{common} actor:Macron stance:opposes",
        "filters alone": f"lang:de country:France outlet:{outlet}",
        "page 20": f"{common} page:20",
    }


async def _times(desk: Desk, words: list[str]) -> dict[str, list[float]]:
    dice = random.Random(2)  # noqa: S311  the same questions in every run
    taken: dict[str, list[float]] = {}
    for _ in range(TIMES):
        for what, question in _questions(dice, words).items():
            before = time.perf_counter()
            await answer(desk, parse_ask(f"/search {question}"))
            taken.setdefault(what, []).append(1_000 * (time.perf_counter() - before))
    return taken


def _figure(what: str, taken: list[float], articles: int) -> Figure:
    note = f"median {percentile(taken, 50):.0f}, {articles:,} articles"
    return Figure(
        what=f"/search, {what}: p95",
        value=percentile(taken, 95),
        unit="ms",
        must="at most 300",
        aim="at most 50",
        note=note,
    )


def _vocabulary(dice: random.Random) -> list[str]:
    """Invent words, the commonest first."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(dice.choice(SYLLABLES) for _ in range(dice.choice((2, 3, 3, 4))))] = None
    return list(words)


def _fill(path: Path, articles: int, words: list[str]) -> None:
    """Write the articles past the store, which would take hours, and index them all at once."""
    with closing(sqlite3.connect(path, isolation_level=None)) as driver:
        driver.execute("PRAGMA synchronous = OFF")
        driver.execute("PRAGMA cache_size = -64000")
        driver.execute("DROP TRIGGER article_kept")
        driver.execute("BEGIN")
        driver.executemany(
            "INSERT INTO outlet (name, country, language, ownership) VALUES (?, ?, 'en', 'private')",
            [(f"Outlet {number}", COUNTRIES[number % len(COUNTRIES)]) for number in range(OUTLETS)],
        )
        driver.executemany(
            "INSERT INTO story (id, label, published, first_seen, last_changed) VALUES (?, 'CORE', ?, ?, ?)",
            ((number, *[instant(NOW)] * 3) for number in range(1, articles // 5 + 2)),
        )
        driver.executemany(ARTICLE, _articles(articles, words))
        driver.execute("INSERT INTO article_words (article_words) VALUES ('rebuild')")
        driver.execute("COMMIT")


def _articles(articles: int, words: list[str]) -> Iterator[Mapping[str, object]]:
    dice = random.Random(3)  # noqa: S311  the same articles in every run
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    spread = dice.choices(words, cum_weights=weights, k=SPREAD)
    people = [named(_reading(dice)) for _ in range(500)]
    for number in range(1, articles + 1):
        start = dice.randrange(SPREAD - TITLE - TEXT)
        yield {
            "id": number,
            "story": number // 5 + 1,
            "outlet": dice.randrange(OUTLETS) + 1,
            "title": " ".join(spread[start : start + TITLE]),
            "text": " ".join(spread[start + TITLE : start + TITLE + TEXT]),
            "published": instant(NOW - APART * (articles - number)),
            "language": dice.choice(LANGUAGES),
            "label": dice.choice(("CORE", "RELATED", "RELATED", "NO")),
            "signature": SIGNATURE,
            "named": dice.choice(people),
        }


def _reading(dice: random.Random) -> Reading:
    """Let somebody speak, and one in ten times Macron."""
    name = "Emmanuel Macron" if dice.random() < 0.1 else f"Aino Rand{dice.randrange(400)}"
    who = Speaker(name=name, mention="", actor=name, country=dice.choice(COUNTRIES))
    position = Position(
        actor=who.actor,
        country=who.country,
        stance=dice.choice(list(Stance)),
        span=Span(0, 5),
        chain=Chain.SELF_STATED,
    )
    quote = Quote(kind=QuoteKind.DIRECT, speaker=who, spans=(Span(0, 5),), quoted=(Span(0, 5),))
    assessment = Assessment(label=Label.CORE, score=1)
    return Reading(language="en", assessment=assessment, quotes=(quote,), positions=(position,))
