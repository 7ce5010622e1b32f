"""What an earlier version read is read again by itself; what changed meanwhile is left alone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.reread import reread_outdated
from feeds.errors import ParserKilled
from feeds.model import ArticleId, Label, Reading
from feeds.polling.workers import Workers
from storage.store import Store, open_store
from tests.bot.commands.asking import asked
from tests.samples import NOON, REFUSAL, TEXT, article, reading
from tests.storage.older import older_database

SAYS = (
    "Emmanuel Macron, the president of France, said on Tuesday that France could send troops to Ukraine. "
    '"We will send our soldiers to Ukraine," Macron said.'
)


async def kept(store: Store, read: Reading, text: str = TEXT) -> None:
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        await edition.keep_article(replace(article(), text=text), read, story=story, origin=None, seen=NOON)


async def test_words_that_changed_meanwhile_keep_their_own_reading(store: Store) -> None:
    await kept(store, reading())
    (before,) = await store.articles_after(ArticleId(0), limit=5)
    revised = replace(reading(), positions=(REFUSAL,))
    async with store.editing() as edition:
        await edition.revise_article(before, replace(article(), text=f"Now. {TEXT}"), revised, NOON)
    async with store.editing() as edition:
        assert not await edition.reread_article(before, reading())
    (after,) = (await store.articles([before.id])).values()
    assert after.reading.positions == (REFUSAL,)


async def fill_older_database(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a database as the version before the ledger left it: with an article, and a position in it."""
    driver = older_database(path, 7, monkeypatch)
    driver.execute("INSERT INTO outlet VALUES (1, 'The Harbour Herald', 'Estonia', 'en', 'private')")
    driver.execute(
        """
        INSERT INTO story (id, label, published, first_seen, last_changed)
        VALUES (1, 'CORE', :at, :at, :at)
        """,
        {"at": "2026-03-04T12:00:00.000000+00:00"},
    )
    driver.execute(
        """
        INSERT INTO article (id, story, outlet, url, title, text, text_hash, basis, wall, published, seen,
            language, label, score, salience, reasons, summary, credit, signature)
        VALUES (1, 1, 1, 'https://herald.example/1', 'France could send troops to Ukraine', :text, x'00',
            'full text', 'no wall', :at, :at, 'en', 'CORE', 0.9, 'main', '[]', '[]', '', :signature)
        """,
        {"text": SAYS, "at": "2026-03-04T12:00:00.000000+00:00", "signature": "[[], [], []]"},
    )
    driver.execute(
        "INSERT INTO position VALUES (1, 0, 'Emmanuel Macron', 'France', 'open', 0, 40, 'self-stated', '')"
    )
    driver.close()


async def test_after_an_upgrade_the_ledger_fills_by_itself_and_nobody_is_alerted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill_older_database(tmp_path / "news.db", monkeypatch)
    store = await open_store(tmp_path / "news.db")
    assert "No position" in await asked(store, "/who")
    assert "To be read again: 1 article" in await asked(store, "/health")
    async with Workers() as workers:
        await reread_outdated(store, workers)
    shown, counts = await asked(store, "/who"), await store.counts()
    assert "France (Emmanuel Macron, self-stated)" in shown
    assert "To be read again" not in await asked(store, "/health")
    assert (counts.outdated, counts.alerts_due) == (0, 0)
    await store.close()


class Deadly(Workers):
    """A worker whom every article kills."""

    async def run(
        self,
        function: Callable[..., Any],  # noqa: ARG002  whatever it is
        *arguments: object,  # noqa: ARG002  likewise
        seconds: float,
    ) -> Any:
        """Be killed."""
        raise ParserKilled(f"stalled its parser for {seconds} seconds")


async def test_an_article_that_kills_its_reader_stays_as_it_was_and_is_tried_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill_older_database(tmp_path / "news.db", monkeypatch)
    store = await open_store(tmp_path / "news.db")
    await reread_outdated(store, Deadly())
    (position,) = (await store.articles_after(ArticleId(0), limit=5))[0].reading.positions
    assert position.actor == "Emmanuel Macron"
    assert (await store.counts()).outdated == 0
    await store.close()
