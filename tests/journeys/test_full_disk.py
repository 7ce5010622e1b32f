"""SQLite itself finds no room: nothing untrue is kept meanwhile, and all is told when there is room again."""

import asyncio
import logging
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from feeds.model import Label
from tests.bot.commands.asking import asked
from tests.journeys.outlet import SUBJECT
from tests.journeys.test_failing_disk import Program, programs
from tests.samples import NOON, article, reading
from tests.servers.listening import eventually

SPARE = 2
"""Pages beyond those that a calm life took: times and ports differ in length."""

PLENTY = 1_000_000
"""Pages of a disk that has room."""

LONG = tuple(
    f"Paragraph {number} of the minister's speech names port {number * 7919}." for number in range(120)
)
"""What does not fit into the pages that an empty table has."""


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Many failures are foreseen here, and each is logged."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


async def test_however_little_room_is_left_nothing_untrue_is_kept_and_all_is_told_in_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "calm").mkdir()
    needed = await pages_of_a_calm_life(tmp_path / "calm")
    async with long_news(tmp_path, needed + SPARE) as prepared:
        states = await asyncio.gather(
            *(live_on_a_full_disk(program, left) for left, program in enumerate(prepared))
        )
        failed = [bool(program.writer.failures) for program in prepared]
        with capsys.disabled():
            sys.stdout.write(f"\n{needed} pages; full with {failed.count(True)} of {len(failed)}: {states}\n")
        assert failed[0]
        assert not failed[-1]
        assert {"", "sending", "sent"} <= set(states), "not full in turn while keeping, while settling, never"
        assert [program.shown() for program in prepared] == [[1, 1]] * len(prepared)


async def test_while_the_disk_is_full_nothing_new_is_kept_and_questions_are_answered(tmp_path: Path) -> None:
    async with long_news(tmp_path, 1) as (program,):
        await keep_old_story(program)
        before = remembered(program)
        await limit(program, await pages(program))
        living = asyncio.create_task(program.live())
        await eventually(lambda: program.writer.failures > 1)
        assert remembered(program) == before
        assert program.shown() == [0, 0]
        assert "Estonia could send troops" in await asked(program.store, "/latest")
        await limit(program, PLENTY)
        await living
        assert program.shown() == [1, 1]
        assert "Estonia ready to send troops" in await asked(program.store, "/latest")


@asynccontextmanager
async def long_news(folder: Path, count: int) -> AsyncIterator[Sequence[Program]]:
    """Prepare programs whose feed has brought a long article."""
    async with programs(folder, count) as prepared:
        prepared[0].outlet.paragraphs = (*SUBJECT, *LONG)
        yield prepared


async def fill_cards(program: Program) -> None:
    """Add cards of old stories as long as they need no new page: the next one does."""
    driver, grown = program.writer.driver, False
    while not grown:
        async with program.store.editing() as edition:
            story = await edition.begin_story(Label.CORE, NOON)
        before = await pages(program)
        await driver.execute("BEGIN")
        await driver.execute(
            "INSERT INTO card (chat, story, message, shown, sent) SELECT max(id), ?, '', x'', ? FROM chat",
            (story, NOON.isoformat()),
        )
        grown = await pages(program) > before
        await driver.execute("ROLLBACK" if grown else "COMMIT")


async def pages_of_a_calm_life(folder: Path) -> int:
    async with long_news(folder, 1) as (program,):
        await fill_cards(program)
        before = await pages(program)
        await program.live()
        return await pages(program) - before


async def live_on_a_full_disk(program: Program, left: int) -> str:
    """Live with so many pages left until they are too few, then with enough; give how far it came before."""
    await fill_cards(program)
    await limit(program, await pages(program) + left)
    living = asyncio.create_task(program.live())
    await eventually(
        lambda: program.writer.failures > 0 or program.count("state = 'sent'") == len(program.platforms)
    )
    check_marks(program)
    state = least_settled(program)
    await limit(program, PLENTY)
    await living
    check_marks(program)
    return state


def least_settled(program: Program) -> str:
    """Give the state of the alert that has come least far; empty where none is owed."""
    with closing(sqlite3.connect(program.path)) as driver:
        states = {row[0] for row in driver.execute("SELECT state FROM alert")}
    return next((state for state in ("due", "sending", "sent") if state in states), "")


async def keep_old_story(program: Program) -> None:
    async with program.store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        await edition.keep_article(article(), reading(), story=story, origin=None, seen=NOON)


async def pages(program: Program) -> int:
    (row,) = await program.writer.driver.execute_fetchall("PRAGMA page_count")
    return int(row[0])


async def limit(program: Program, most: int) -> None:
    """Let the file have so many pages and no more, as a disk does."""
    await program.writer.driver.execute(f"PRAGMA max_page_count = {most}")


def check_marks(program: Program) -> None:
    """Each item that is remembered beside the first, silent one has its article."""
    _, items, document, articles, _ = remembered(program)
    assert max(items, document) - 1 <= articles, "an item is remembered, and its article was not kept"


def remembered(program: Program) -> tuple[str, int, int, int, int]:
    """Give the feed's validator, its items, those of its last document, all articles and alerts."""
    with closing(sqlite3.connect(program.path)) as driver:
        row: tuple[str, int, int, int, int] = driver.execute(
            """
            SELECT etag, (SELECT count(*) FROM entry), (SELECT sum(length(items)) / 16 FROM feed_document),
                   (SELECT count(*) FROM article), (SELECT count(*) FROM alert) FROM feed
            """
        ).fetchone()
        return row
