"""The whole program as its user types it, in a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECONDS = 90


def troopwire(
    *words: str, given: str = "", folder: Path, settings: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TROOPWIRE_")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | (settings or {})
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        input=given,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=environment,
        timeout=SECONDS,
        check=False,
    )


def test_a_piped_demo_shows_cards_answers_and_ends(tmp_path: Path) -> None:
    done = troopwire("demo", given="/latest\n/quotes\n/health\n", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    before, _, answers = done.stdout.partition("> /latest")
    assert "CORE ·" in before
    assert "Latest stories" in answers
    assert "“" in answers.partition("> /quotes")[2]
    assert "Feeds: 10" in answers.partition("> /health")[2]
    assert "Traceback" not in done.stderr


def test_a_demo_stops_after_the_first_cards_when_asked_to(tmp_path: Path) -> None:
    done = troopwire("demo", "--once", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "CORE ·" in done.stdout


def test_a_bot_ends_within_seconds_of_sigterm(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("feed = []\n")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TROOPWIRE_FEEDS": str(tmp_path / "feeds.toml")}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "console"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment,
    ) as bot:
        while not (tmp_path / "troopwire.db").exists():
            assert bot.poll() is None, bot.stderr and bot.stderr.read()
            time.sleep(0.1)
        time.sleep(1)
        bot.send_signal(signal.SIGTERM)
        assert bot.wait(timeout=15) == 0
        assert bot.stderr is not None
        assert b"Traceback" not in bot.stderr.read()


def test_read_answers_each_line_and_survives_malformed_ones(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "text": "France could send troops to Ukraine, its president said."}),
        "not json",
        json.dumps({"id": "b"}),
        json.dumps(["a", "list"]),
        json.dumps({"id": 7, "text": "", "title": None, "published": "someday"}),
        "[" * 100_000,
        json.dumps({"id": "d", "text": "a", "published": "0001-01-01T00:00:00+14:00"}),
        json.dumps({"id": "c", "text": "\ud800 \x00"}),
    ]
    done = troopwire("read", given="\n".join(lines), folder=tmp_path)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [row["id"] for row in rows] == ["a", None, "b", None, 7, None, "d", "c"]
    assert ["error" in row for row in rows] == [False, True, True, True, False, True, False, False]
    assert "Traceback" not in done.stderr


def test_read_gives_spans_of_the_given_text(tmp_path: Path) -> None:
    text = (
        '"We will not send troops to Ukraine," the foreign minister of Italy, Carla Monti, said on Monday. '
        '"Not a single soldier."'
    )
    row = json.loads(troopwire("read", given=json.dumps({"id": 1, "text": text}), folder=tmp_path).stdout)
    (quote,) = row["quotes"]
    assert "Carla Monti" in quote["speaker"]
    assert [text[start:end] for start, end in quote["quoted"]] == [
        "We will not send troops to Ukraine,",
        "Not a single soldier.",
    ]
    assert all(sentence in text for sentence in row["summary"])
    assert all(text[position["start"] : position["end"]] == position["text"] for position in row["positions"])


def test_stories_places_each_article_in_order_of_arrival(tmp_path: Path) -> None:
    text = "The president of France would not rule out sending French troops to Ukraine, AFP reported."
    title = "Macron does not rule out sending troops to Ukraine"
    rows = [
        {"id": "first", "title": title, "text": text, "published": "2024-02-26"},
        {"id": "copy", "title": title, "text": text, "published": "2024-02-26"},
        {"id": "other", "title": "Rain over Lisbon", "text": "It rains there.", "published": "2024-02-26"},
    ]
    done = troopwire("stories", given="\n".join(map(json.dumps, rows)), folder=tmp_path)
    first, copy, other = [json.loads(line) for line in done.stdout.splitlines()]
    assert (copy["story"], copy["origin"]) == (first["story"], "first")
    assert other["story"] != first["story"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["fly"], 2, "invalid choice"),
        ([], 2, "required"),
        (["ask", "/latest"], 0, "No story yet"),
        (["ask", "/nonsense"], 2, "There is no command"),
        (["feeds", "remove", "http://nowhere.example/feed"], 1, "there is no feed"),
        (["feeds", "check", "http://127.0.0.1:9/feed"], 1, "not on the public internet"),
        (["feeds", "check", "file:///etc/passwd"], 1, "not an http or https address"),
        (["restore", "absent.db"], 1, "there is no file"),
        (["backup", "copy.db"], 1, "there is no file"),
        (["feeds", "import", "absent.opml"], 2, "can't be read"),
        (["check"], 0, "All is well"),
        (["check"], 0, "Charts: "),
        (["feeds", "list"], 0, "http"),
    ],
)
def test_each_verb_says_in_a_line_what_came_of_it(
    tmp_path: Path, words: list[str], code: int, said: str
) -> None:
    done = troopwire(*words, folder=tmp_path)
    assert done.returncode == code
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_check_names_every_fault_at_once(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("feed = nonsense")
    (tmp_path / "news.db").write_text("no database, whatever its name says " * 40)
    faulty = {
        "TROOPWIRE_TELEGRAM_TOKEN": "hello",
        "TROOPWIRE_TIMEZONE": "Mars/Olympus",
        "TROOPWIRE_FEEDS": "feeds.toml",
        "TROOPWIRE_DATABASE": "news.db",
    }
    done = troopwire("check", folder=tmp_path, settings=faulty)
    assert done.returncode == 2
    for named in ("TROOPWIRE_TELEGRAM_TOKEN", "TROOPWIRE_TIMEZONE", "feeds.toml", "database"):
        assert named in done.stderr


def test_a_copy_can_be_made_and_put_back(tmp_path: Path) -> None:
    assert troopwire("ask", "/latest", folder=tmp_path).returncode == 0
    assert troopwire("backup", "copy.db", folder=tmp_path).returncode == 0
    assert "nothing is overwritten" in troopwire("restore", "copy.db", folder=tmp_path).stderr
    for left in tmp_path.glob("troopwire.db*"):
        left.unlink()
    (tmp_path / "troopwire.db-wal").write_bytes(b"left behind by a crash")
    assert "nothing is overwritten" in troopwire("restore", "copy.db", folder=tmp_path).stderr
    (tmp_path / "troopwire.db-wal").unlink()
    assert troopwire("restore", "copy.db", folder=tmp_path).returncode == 0
    assert troopwire("ask", "/latest", folder=tmp_path).returncode == 0


def test_feeds_go_out_as_opml_and_come_back(tmp_path: Path) -> None:
    assert troopwire("feeds", "export", "feeds.opml", folder=tmp_path).returncode == 0
    done = troopwire("feeds", "import", "feeds.opml", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "feeds read" in done.stdout
