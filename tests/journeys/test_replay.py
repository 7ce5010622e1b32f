"""The same history gives the same stories, to the byte, however often the program is killed on the way."""

import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from tests.journeys.replay import history

ROOT = Path(__file__).parents[2]
SECONDS = 120
TOLD_APART_BY_CHANCE = {"recent_change"}  # its marks are random on purpose


def replay(path: Path, *, kill_after: int | None = None) -> int:
    """Replay into a database; kill the program, without a warning, when it has kept so many items."""
    command = [sys.executable, "-m", "tests.journeys.replay", str(path)]
    kept = 0
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for kept, _ in enumerate(running.stdout, start=1):
            if kept == kill_after:
                running.kill()
                break
        status = running.wait(SECONDS)
    assert kill_after is not None or status == 0
    return kept


def content(path: Path) -> dict[str, str]:
    """Give a hash of all rows of each table, in their order."""
    with closing(sqlite3.connect(path)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            name: sha256(repr(database.execute(f"SELECT * FROM {name}").fetchall()).encode()).hexdigest()  # noqa: S608
            for name in names
            if name not in TOLD_APART_BY_CHANCE
        }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("replay") / "undisturbed.db"
    replay(path)
    return path


def test_a_history_replayed_twice_gives_the_same_stories_to_the_byte(
    undisturbed: Path, tmp_path: Path
) -> None:
    replay(tmp_path / "again.db")
    assert content(tmp_path / "again.db") == content(undisturbed)


def test_a_replay_over_what_is_kept_changes_nothing(undisturbed: Path) -> None:
    before = content(undisturbed)
    assert replay(undisturbed) == 0
    assert content(undisturbed) == before


def test_a_history_that_is_killed_again_and_again_gives_the_same_stories(
    undisturbed: Path, tmp_path: Path
) -> None:
    dice = random.Random(7)  # noqa: S311  the same kills in every run, no secret
    path = tmp_path / "killed.db"
    for _ in range(4):
        replay(path, kill_after=dice.randint(1, len(history()) // 4))
    replay(path)
    with closing(sqlite3.connect(path)) as database:
        (stories,) = database.execute("SELECT count(*) FROM story").fetchone()
        (versions,) = database.execute("SELECT count(*) FROM article_version").fetchone()
    assert stories > 1
    assert versions > 0
    assert content(path) == content(undisturbed)
