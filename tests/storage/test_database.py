"""One writer, read-only readers, and files that are not ours."""

import asyncio
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.model import FeedSource, Label, Span, WatchFilter
from storage import migrate
from storage.database import check_copy
from storage.errors import DatabaseTooNew, NoRoom, NotOurDatabase, StorageError
from storage.lock import only_one
from storage.store import Store, open_store
from storage.values import instant
from tests.samples import HERALD, NOON, TEXT, article, reading
from tests.storage.older import older_database


async def test_a_change_that_fails_leaves_nothing(store: Store) -> None:
    async def change_and_regret() -> None:
        async with store.editing() as edition:
            await edition.begin_story(Label.CORE, NOON)
            raise RuntimeError("second thoughts")

    with pytest.raises(RuntimeError, match="second thoughts"):
        await change_and_regret()
    assert await store.latest(limit=5) == ()


async def test_a_cancelled_caller_leaves_nothing_and_blocks_nobody(store: Store) -> None:
    begun = asyncio.Event()

    async def dawdle() -> None:
        async with store.editing() as edition:
            await edition.begin_story(Label.CORE, NOON)
            begun.set()
            await asyncio.sleep(60)

    dawdling = asyncio.create_task(dawdle())
    await begun.wait()
    waiting = asyncio.create_task(dawdle())
    await asyncio.sleep(0)
    waiting.cancel()
    dawdling.cancel()
    await asyncio.gather(dawdling, waiting, return_exceptions=True)
    async with store.editing() as edition:
        await edition.begin_story(Label.RELATED, NOON)
    assert [story.label for story in await store.latest(limit=5)] == [Label.RELATED]


async def test_what_was_acknowledged_is_kept_however_many_callers_are_cancelled(store: Store) -> None:
    acknowledged = 0

    async def write() -> None:
        nonlocal acknowledged
        async with store.editing() as edition:
            await edition.begin_story(Label.CORE, NOON)
        acknowledged += 1

    callers = [asyncio.create_task(write()) for _ in range(200)]
    for turn, caller in enumerate(callers):
        await asyncio.sleep(0)
        if turn % 3 == 0:
            caller.cancel()
    await asyncio.gather(*callers, return_exceptions=True)
    stored = (await store.counts()).stories
    assert acknowledged <= stored <= 200
    assert acknowledged >= 100


async def test_readers_see_no_half_done_change(store: Store) -> None:
    async with store.editing() as edition:
        await edition.begin_story(Label.CORE, NOON)
        assert (await store.counts()).stories == 0
    assert (await store.counts()).stories == 1


async def test_a_reader_never_mixes_two_versions_of_an_article(store: Store) -> None:
    """The spans of one version are never cut out of the other's text."""
    shifted = replace(article(), text=f"Correction. {TEXT}")
    moved = replace(
        reading(), quotes=(replace(reading().quotes[0], quoted=(_later(reading().quotes[0].quoted[0]),)),)
    )
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        await edition.keep_article(article(), reading(), story=story, origin=None, seen=NOON)

    async def revise() -> None:
        for version in range(60):
            async with store.editing() as edition:
                kept = await edition.article_at(article().url)
                assert kept is not None
                new = (shifted, moved) if version % 2 == 0 else (article(), reading())
                await edition.revise_article(kept, *new, NOON)

    revising = asyncio.create_task(revise())
    while not revising.done():
        found = await store.story(story)
        assert found is not None
        (kept,) = found.articles
        assert kept.reading.quotes[0].quoted[0].of(kept.article.text).startswith("We would go")
    await revising


def _later(span: Span) -> Span:
    return Span(span.start + len("Correction. "), span.end + len("Correction. "))


async def test_a_database_from_the_future_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    await (await open_store(path)).close()
    with sqlite3.connect(path) as driver:
        driver.execute("PRAGMA user_version = 99")
    driver.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseTooNew, match="later version"):
        await open_store(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [
        b"not a database at all, but long enough to look like a file " * 20,
        b"SQLite format 3\x00" + b"\xff" * 200,
    ],
)
async def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "news.db"
    path.write_bytes(content)
    with pytest.raises(NotOurDatabase):
        await open_store(path)
    assert path.read_bytes() == content


async def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with sqlite3.connect(path) as driver:
        driver.execute("CREATE TABLE customers (name TEXT)")
    driver.close()
    with pytest.raises(NotOurDatabase, match="another program"):
        await open_store(path)


async def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NoRoom, match="can't be used"):
        await open_store(tmp_path / "file" / "news.db")


async def test_an_older_database_is_copied_before_it_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, scripts = tmp_path / "news.db", tmp_path / "migrations"
    scripts.mkdir()
    (scripts / "0001_first.sql").write_text("CREATE TABLE story (id INTEGER PRIMARY KEY);")
    monkeypatch.setattr(migrate, "MIGRATIONS", scripts)
    driver = sqlite3.connect(path, isolation_level=None)
    migrate.migrate(driver, path)
    (scripts / "0002_second.sql").write_text("ALTER TABLE story ADD COLUMN label TEXT;")
    migrate.migrate(driver, path)
    driver.close()
    copy = sqlite3.connect(tmp_path / "news.db.bak-1")
    assert [row[1] for row in copy.execute("PRAGMA table_info(story)")] == ["id"]
    copy.close()


async def test_feeds_of_an_older_database_are_known_by_their_hosts_and_may_move(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "news.db"
    driver = older_database(path, 4, monkeypatch)
    driver.execute("INSERT INTO outlet VALUES (1, 'The Harbour Herald', 'Estonia', 'en', 'private')")
    driver.execute(
        "INSERT INTO feed (url, outlet, due, moved_to, moved_times) VALUES (?, 1, ?, 'https://b.example', 2)",
        ("https://Herald.example:443?feed", instant(NOON)),
    )
    driver.close()
    store = await open_store(path)
    assert await store.due_feeds(NOON, limit=9, busy_hosts={"herald.example"}) == ()
    async with store.editing() as edition:
        assert not await edition.offer_feed(
            FeedSource(url="https://Herald.example:443?feed", outlet=HERALD), NOON
        )
    (feed,) = await store.feeds()
    await store.close()
    assert (feed.moved_to, feed.moved_times, feed.moved_since) == ("", 0, None)


async def test_what_a_chat_of_an_older_database_watches_it_watches_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "news.db"
    driver = older_database(path, 8, monkeypatch)
    driver.execute("INSERT INTO chat (id, platform, address) VALUES (1, 'telegram', '7')")
    for label in ("CORE", "RELATED", "REVERSALS"):
        driver.execute("INSERT INTO watch VALUES (1, ?, ?)", (label, instant(NOON)))
    driver.execute(
        """
        INSERT INTO story (id, label, published, first_seen, last_changed)
        VALUES (1, 'CORE', :at, :at, :at)
        """,
        {"at": instant(NOON)},
    )
    driver.execute(
        """
        INSERT INTO alert (chat, story, kind, notice, why, owed, due)
        VALUES (1, 1, 'reversal', 'Ada Roe', 'it watches', :at, :at)
        """,
        {"at": instant(NOON)},
    )
    driver.close()
    store = await open_store(path)
    kept = await store.watches_of("telegram", "7")
    async with store.editing() as edition:
        alert = await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[])
    await store.close()
    assert [(each.wanted.words, each.wanted.filter) for each in kept] == [
        ("label:core", WatchFilter()),
        ("label:related", WatchFilter(labels=(Label.RELATED,))),
        ("reversals", WatchFilter(is_of_turns=True)),
    ]
    assert alert is not None
    assert alert.turn is not None
    assert (alert.turn.actor, alert.turn.day) == ("Ada Roe", NOON.date())


def test_a_failed_migration_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, scripts = tmp_path / "news.db", tmp_path / "migrations"
    scripts.mkdir()
    (scripts / "0001_first.sql").write_text("CREATE TABLE story (id INTEGER PRIMARY KEY); CREATE nonsense;")
    monkeypatch.setattr(migrate, "MIGRATIONS", scripts)
    driver = sqlite3.connect(path, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        migrate.migrate(driver, path)
    assert driver.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    assert driver.execute("PRAGMA user_version").fetchone() == (0,)
    driver.close()


async def test_a_full_disk_is_said_in_words_and_loses_nothing(store: Store) -> None:
    async with store.editing() as edition:
        await edition.begin_story(Label.CORE, NOON)
        await edition._connection.execute("PRAGMA max_page_count = 1")  # noqa: SLF001  a disk without room

    async def meet_thousands() -> None:
        async with store.editing() as edition:
            for number in range(5_000):
                await edition.meet_chat("telegram", str(number), "x" * 500)

    with pytest.raises(NoRoom, match="can't be written"):
        await meet_thousands()
    assert (await store.counts()).stories == 1


async def test_a_backup_is_a_sound_copy_while_the_bot_writes(store: Store, tmp_path: Path) -> None:
    async with store.editing() as edition:
        await edition.begin_story(Label.CORE, NOON)
    copy = tmp_path / "copy.db"
    async with store.editing() as edition:
        await edition.begin_story(Label.CORE, NOON)
        await store.backup(copy)
    check_copy(copy)
    restored = await open_store(copy)
    assert (await restored.counts()).stories == 1
    await restored.close()


def test_a_second_bot_on_the_same_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with only_one(path), pytest.raises(StorageError, match="another Troopwire"), only_one(path):
        pass
    with only_one(path):
        pass


async def test_an_article_that_was_kept_before_walls_were_told_is_read(store: Store, tmp_path: Path) -> None:
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        await edition.keep_article(article(), reading(), story=story, origin=None, seen=NOON)
    with sqlite3.connect(tmp_path / "news.db") as driver:
        driver.execute("UPDATE article SET wall = ''")
    driver.close()
    found = await store.story(story)
    assert found is not None
    assert [kept.article for kept in found.articles] == [article()]
