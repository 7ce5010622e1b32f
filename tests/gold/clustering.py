"""Scores stories on invented events in six languages, and on real headlines about the Olympics in nine.

The invented ones are in `invented/stories.txt`: look-alikes, later developments, the same words months later.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from feeds.model import ArticleId, Member, Signature, StoryId
from feeds.stories.cluster import find_place, sign
from feeds.stories.clusters.shelf import Shelf
from feeds.stories.read import read_text

INVENTED = Path(__file__).with_name("invented") / "stories.txt"
OLYMPICS = Path(__file__).parents[3] / "shared" / "data" / "stories" / "og2021_dev.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article, and the event that it is about."""

    event: str
    follows: str
    published: datetime
    language: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The story that an article was given, and which one that story follows."""

    story: int
    follows: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How well stories and events agree (B-cubed), and how many of the links to earlier events are found."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Give the harmonic mean of the two."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def lines() -> Iterator[str]:
    """Give the table's lines; those on real headlines only where these are."""
    told = invented()
    yield _line(f"stories, invented ({len(told)})", told, place(told, [_signature(one) for one in told]))
    if OLYMPICS.is_file():
        headlines = olympics()
        english = [one for one in headlines if one.language == "en"]
        for name, part in (("all languages", headlines), ("English", english)):
            signatures = [sign(one.title, "", one.language, (), ()) for one in part]
            yield _line(f"stories, Olympics, {name} ({len(part)})", part, place(part, signatures))


def invented() -> tuple[Told, ...]:
    """Give the invented articles in order of their publication."""
    told: list[Told] = []
    event = follows = ""
    for line in INVENTED.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            event, _, follows = line.removeprefix("= ").partition(" < ")
        elif line and not line.startswith("#"):
            told.append(_told(line, event, follows))
    return tuple(sorted(told, key=lambda one: (one.published, one.language, one.title)))


def olympics() -> list[Told]:
    """Give the real headlines."""
    rows = [json.loads(line) for line in OLYMPICS.read_text(encoding="utf-8").splitlines()]
    return [
        Told(
            event=row["cluster"],
            follows="",
            published=datetime.fromisoformat(row["ts"]).replace(tzinfo=UTC),
            language=row["lang"],
            title=row["title"],
            text="",
        )
        for row in rows
    ]


def place(told: Sequence[Told], signatures: Sequence[Signature]) -> tuple[Placed, ...]:
    """Give each article a story, one after the other."""
    shelf = Shelf()
    placed: list[Placed] = []
    begun = 0
    for number, (one, signature) in enumerate(zip(told, signatures, strict=True), 1):
        found = find_place(signature, one.published, shelf)
        story = found.company.story if found.company else StoryId(begun := begun + 1)
        article = ArticleId(number)
        shelf.add(
            Member(story=story, article=article, origin=article, signature=signature, published=one.published)
        )
        placed.append(Placed(story=story, follows=found.follows))
    return tuple(placed)


def score(told: Sequence[Told], placed: Sequence[Placed]) -> Scores:
    """Compare stories with events (Bagga and Baldwin 1998)."""
    pairs = [(one.event, where.story) for one, where in zip(told, placed, strict=True)]
    both = Counter(pairs)
    events, stories = Counter(event for event, _ in pairs), Counter(story for _, story in pairs)
    return Scores(
        precision=sum(both[pair] / stories[pair[1]] for pair in pairs) / len(pairs),
        recall=sum(both[pair] / events[pair[0]] for pair in pairs) / len(pairs),
    )


def follow_ups(told: Sequence[Told], placed: Sequence[Placed]) -> tuple[int, int, int]:
    """Count the links from a story to an older one: right, given, wanted."""
    event_of: dict[int, str] = {}
    for one, where in zip(told, placed, strict=True):
        event_of.setdefault(where.story, one.event)
    wanted = {(one.event, one.follows) for one in told if one.follows}
    given = [
        (one.event, event_of[where.follows])
        for one, where in zip(told, placed, strict=True)
        if where.follows is not None
    ]
    return len(wanted.intersection(given)), len(given), len(wanted)


def _line(name: str, told: Sequence[Told], placed: Sequence[Placed]) -> str:
    scores = score(told, placed)
    right, given, wanted = follow_ups(told, placed)
    links = f"; follows: {right} of {wanted}, {given} given" if wanted else ""
    return (
        f"{name}: B-cubed F1 {scores.f1:.3f} (precision {scores.precision:.3f}, "
        f"recall {scores.recall:.3f}){links}"
    )


def _told(line: str, event: str, follows: str) -> Told:
    when, language, title, text = (part.strip() for part in line.split("|"))
    published = datetime.strptime(f"2025-{when}+0000", "%Y-%m-%d %H:%M%z")
    return Told(event=event, follows=follows, published=published, language=language, title=title, text=text)


def _signature(one: Told) -> Signature:
    return read_text(one.title, one.text, hint=one.language, day=one.published.date()).signature
