"""`make gold`: scores the reading on the annotated data of ../shared, in one table.

The data is third-party and stays outside the project; the scripts that score are beside it. The rules-only
prototype that the project started from is run on the same articles, in the same run, for comparison.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from feeds.stories.quotes import find_quotes
from feeds.stories.texts.tokens import sentences
from tests.gold import abroad, clustering, detector, german, origins, quoting, standing, summaries

SHARED = Path(__file__).parents[3] / "shared"
EVAL = SHARED / "eval"
ARTICLES = SHARED / "data" / "articles"
STORIES = SHARED / "data" / "stories"
POLNEAR = SHARED / "data" / "quotes" / "polnear_dev.jsonl"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table."""

    data: str
    what: str
    value: float
    compared: str = ""


def main() -> int:
    """Print the table; 0, also when there is no data to score on."""
    if not EVAL.is_dir():
        sys.stdout.write(f"No {SHARED}: there is nothing to score on.\n")
        return 0
    for line in _tables(frozenset(sys.argv[1:])):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write("\n")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        figures = [*_articles(work), *_clusters(work), *_quotes(work), *_speed()]
    width = max(len(f"{figure.data}  {figure.what}") for figure in figures)
    for figure in figures:
        name = f"{figure.data}  {figure.what}".ljust(width)
        sys.stdout.write(f"{name}  {figure.value:9.3f}  {figure.compared}\n")
    return 0


def _tables(asked: frozenset[str]) -> Iterator[str]:
    """Give the tables of each part, with its errors where they are asked for."""
    yield from detector.lines(with_errors="--errors" in asked)
    yield from standing.lines(with_errors="--positions-errors" in asked)
    for score in (quoting, german, abroad):
        yield from score.lines(with_errors="--quotes-errors" in asked)
    yield from clustering.lines()
    yield from origins.lines(with_errors="--origins-errors" in asked)
    yield from summaries.lines()


def _articles(work: Path) -> list[Figure]:
    rows = _rows(ARTICLES / "articles.jsonl")
    predictions = _adapted(work, rows, "articles")
    scores = work / "articles.json"
    _run("score_articles.py", "--gold", ARTICLES / "gold.jsonl", "--texts", ARTICLES / "texts",
         "--pred", predictions, "--json", scores)  # fmt: skip
    results = json.loads(scores.read_text())["results"]
    direct, positions = results["direct_quotes"], results["positions"]
    data = f"articles ({len(rows)})"
    return [
        Figure(data=data, what="direct quotes F1", value=direct["F1"]),
        Figure(data=data, what="speaker accuracy", value=results["speaker_accuracy_on_matched"]),
        Figure(data=data, what="indirect quotes recall", value=results["indirect_quotes"]["recall"]),
        Figure(data=data, what="positions F1", value=positions["F1"]),
        Figure(data=data, what="summary sentences verbatim", value=results["summary"]["verbatim_share"] or 0),
    ]


def _clusters(work: Path) -> list[Figure]:
    rows = [_headline(row) for row in _rows(STORIES / "domain_events_dev.jsonl")]
    placed = _rows(_read(work, rows, "stories"))
    predictions = _write(
        work / "clusters.jsonl", ({"id": row["id"], "cluster": row["story"]} for row in placed)
    )
    alone = _write(work / "alone.jsonl", ({"id": row["id"], "cluster": row["id"]} for row in placed))
    gold = STORIES / "domain_events_dev.jsonl"
    ours, singletons = _run("score_clusters.py", gold, predictions), _run("score_clusters.py", gold, alone)
    return [
        Figure(
            data=f"events ({len(rows)})",
            what=what,
            value=_named(ours, name),
            compared=f"singletons {_named(singletons, name):.3f}",
        )
        for name, what in (
            ("bcubed_f1", "B-cubed F1"),
            ("bcubed_p", "B-cubed precision"),
            ("pair_f1", "pair F1"),
        )
    ]


def _quotes(work: Path) -> list[Figure]:
    rows = _rows(POLNEAR)
    predictions = _adapted(work, rows, "quotes", texts=POLNEAR)
    ours = json.loads(_run("score_quotes.py", POLNEAR, predictions, "--json"))
    before = work / "prototype.jsonl"
    subprocess.run(
        [sys.executable, SHARED / "prototype" / "quotes.py", POLNEAR, before], check=True, capture_output=True
    )
    prototype = json.loads(_run("score_quotes.py", POLNEAR, before, "--json"))
    wanted: tuple[tuple[str, Callable[[Row], float]], ...] = (
        ("quotes ov80 F1", lambda scores: scores["spans"]["ov80"]["ALL"]["F1"]),
        ("direct quotes ov80 F1", lambda scores: scores["spans"]["ov80"]["direct"]["F1"]),
        ("direct pieces ov80 F1", lambda scores: scores["spans"]["seg-ov80"]["direct"]["F1"]),
        ("joint with surname F1", lambda scores: scores["joint"]["surname"]["ALL"]["F1"]),
    )
    return [
        Figure(
            data=f"PolNeAR dev ({len(rows)})",
            what=what,
            value=pick(ours) / 100,
            compared=f"prototype {pick(prototype) / 100:.3f}",
        )
        for what, pick in wanted
    ] + [
        Figure(
            data=f"PolNeAR dev ({len(rows)})",
            what="direct quotes by a full name inside gold",
            value=quoting.verbatim_share(rows),
        )
    ]


def _speed() -> list[Figure]:
    texts = [row["text"] for row in _rows(POLNEAR)]
    count = sum(len(sentences(text, "en")) for text in texts)
    started = time.process_time()
    for text in texts:
        find_quotes(text, "en", date(2016, 10, 1))
    seconds = time.process_time() - started
    return [Figure(data="speed", what="sentences/s, quotes and speakers", value=count / seconds)]


def _headline(row: Row) -> Row:
    published = row.get("date") or row.get("ts")
    return {
        "id": row["id"],
        "title": row["title"],
        "text": row.get("summary", ""),
        "language": row.get("lang", ""),
        "published": published,
    }


def _adapted(
    work: Path, rows: Iterable[Row], form: str, *, texts: Path = ARTICLES / "articles.jsonl"
) -> Path:
    shown = _run("adapt.py", form, "--texts", texts, stdin=_read(work, rows, "read"))
    target = work / f"{form}.jsonl"
    target.write_text(shown, encoding="utf-8")
    return target


def _read(work: Path, rows: Iterable[Row], verb: str) -> Path:
    """Run `troopwire read` or `stories` on articles, as a user would."""
    source = _write(work / "given.jsonl", rows)
    target = work / f"{verb}.jsonl"
    with source.open() as given, target.open("w") as written:
        subprocess.run([sys.executable, "-m", "bot", verb], stdin=given, stdout=written, check=True)
    return target


def _run(script: str, *words: str | Path, stdin: Path | None = None) -> str:
    given = stdin.read_text(encoding="utf-8") if stdin else None
    done = subprocess.run(
        [sys.executable, EVAL / script, *words], input=given, capture_output=True, text=True, check=True
    )
    return done.stdout


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _write(path: Path, rows: Iterable[Row]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _named(shown: str, name: str) -> float:
    found = re.search(rf"^{name}\s+([\d.]+)", shown, re.MULTILINE)
    return float(found[1]) if found else 0.0


if __name__ == "__main__":
    sys.exit(main())
