"""The table of the ledger: positions by stance, false reversals, cells without words, and the speed."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from time import process_time
from typing import Any

from feeds.model import ArticleId, Chain, Held, Label, Position, Reading, Stance
from feeds.stories.ledger import find_reversals
from feeds.stories.positions import find_positions
from feeds.stories.read import read_text
from feeds.stories.texts.tokens import sentences
from tests.gold.detector import Line
from tests.gold.labelled import SHARED

ARTICLES = SHARED / "data" / "articles"
ROUNDS = 5
WITHOUT_DAY = datetime(2024, 1, 1, tzinfo=UTC)

SEED = (
    ("France", Stance.SUPPORTS, "Thierry Burkhard", Chain.REPORTED, "Ivo Daalder"),
    ("France", Stance.OPEN, "Emmanuel Macron", None, ""),
    *((country, Stance.OPPOSES, "", None, "") for country in ("United States", "United Kingdom")),
    *((country, Stance.OPPOSES, "", None, "") for country in ("Spain", "Italy", "Germany", "NATO")),
    ("Russia", Stance.CLAIMS_PRESENT, "Sergey Lavrov", None, ""),
)
"""What the first article must give: country, stance, and where it is asked, actor, chain and reporter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An article with what we read in it, and the positions that people marked in it."""

    id: str
    text: str
    day: date | None
    reading: Reading
    marked: frozenset[tuple[str, str]]  # country and stance


def lines(*, with_errors: bool) -> Iterator[str]:
    """Give the table line by line; with errors, what was missed and what was found beside."""
    if not ARTICLES.is_dir():
        return
    read = tuple(_read())
    yield from map(str, _by_stance(read))
    if with_errors:
        yield from _wrong(read)
    yield str(_seed(next(one for one in read if one.id == "seed")))
    lacking = sum(not p.span.of(one.text).strip() for one in read for p in one.reading.positions)
    yield str(Line(data="ledger", what="cells without a stored span", value=str(lacking), must="0", aim="0"))
    reversals = tuple(_reversals(read))
    yield str(Line(data="ledger", what="reversals, told below", value=str(len(reversals))))
    yield from reversals
    yield str(_speed([one for one in read if one.reading.assessment.label is Label.CORE]))


def _read() -> Iterator[Read]:
    marked = {row["id"]: row.get("positions", ()) for row in _rows("gold.jsonl")}
    for row in _rows("articles.jsonl"):
        day = _day(row["published"])
        yield Read(
            id=row["id"],
            text=row["text"],
            day=day,
            reading=read_text(row["title"], row["text"], hint="en", day=day),
            marked=frozenset((each["country"], each["stance"]) for each in marked[row["id"]]),
        )


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ARTICLES / name).read_text(encoding="utf-8").splitlines()]


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written if len(written) > len("2024-03") else f"{written}-01")
    except ValueError:
        return None


def _by_stance(read: Sequence[Read]) -> Iterator[Line]:
    hits: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for one in read:
        found = _found(one.reading)
        hits.update(stance for _, stance in found & one.marked)
        missed.update(stance for _, stance in one.marked - found)
        extra.update(stance for _, stance in found - one.marked)
    for stance in Stance:
        right = hits[stance]
        share = 2 * right / max(1, 2 * right + missed[stance] + extra[stance])
        note = f"right {right}, missed {missed[stance]}, found beside {extra[stance]}"
        yield Line(data="positions", what=f"country and {stance}, F1", value=f"{share:.3f}", note=note)


def _found(reading: Reading) -> frozenset[tuple[str, str]]:
    return frozenset((position.country, position.stance.value) for position in reading.positions)


def _wrong(read: Sequence[Read]) -> Iterator[str]:
    for one in read:
        found = _found(one.reading)
        yield from (f"    missed {one.id}: {' '.join(each)}" for each in sorted(one.marked - found))
        yield from (f"    beside {one.id}: {' '.join(each)}" for each in sorted(found - one.marked))


def _seed(seed: Read) -> Line:
    missing = [each for each in SEED if not any(_is(position, each) for position in seed.reading.positions)]
    note = "; ".join(f"{country} {stance}" for country, stance, *_ in missing)
    value = f"{len(SEED) - len(missing)}/{len(SEED)}"
    return Line(
        data="the seed article", what="positions asked for", value=value, must="9/9", aim="9/9", note=note
    )


def _is(position: Position, asked: tuple[str, Stance, str, Chain | None, str]) -> bool:
    country, stance, actor, chain, reporter = asked
    return (
        (position.country, position.stance) == (country, stance)
        and actor in ("", position.actor)
        and chain in (None, position.chain)
        and reporter in ("", position.reporter)
    )


def _reversals(read: Sequence[Read]) -> Iterator[str]:
    """Show each reversal over the articles that have a day, with its words, for a reader to judge."""
    held: dict[str, list[Held]] = {}
    for number, one in enumerate(read):
        for position in one.reading.positions if one.day else ():
            said = datetime.combine(one.day or date.min, datetime.min.time(), UTC)
            held.setdefault(position.actor, []).append(
                Held(position=position, article=ArticleId(number), said=said)
            )
    for actor, stands in sorted(held.items()):
        for reversal in find_reversals(stands):
            sides = (reversal.before, reversal.after)
            told = " | ".join(
                f"{read[side.article].id} {side.said:%Y-%m-%d} {side.position.stance}: "
                f"{side.position.span.of(read[side.article].text)[:200]}"
                for side in sides
            )
            yield f"    {actor}, {reversal.days(UTC)} days: {told}"


def _speed(core: Sequence[Read]) -> Line:
    cut = [sentences(one.text, one.reading.language) for one in core]
    started = process_time()
    for _ in range(ROUNDS):
        for one, told in zip(core, cut, strict=True):
            find_positions(one.text, told, one.reading.quotes, one.reading.language, one.day)
    each = ROUNDS * len(core) / (process_time() - started)
    return Line(
        data="speed, one core",
        what=f"positions, CORE articles a second ({len(core)})",
        value=f"{each:,.0f}",
        must="1,000",
        aim="3,000",
    )
