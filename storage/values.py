"""How values of the domain stand in columns."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import TypeVar

from feeds.model import ArticleId, Matter, Signature, Span, Turn

Item = TypeVar("Item")


def instant(moment: datetime) -> str:
    """Write a time, in UTC and all of one width, so that it sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment(written: str) -> datetime:
    """Read a time written by `instant`."""
    return datetime.fromisoformat(written)


def maybe_instant(when: datetime | None) -> str | None:
    """Write a time that may be missing."""
    return None if when is None else instant(when)


def maybe_moment(written: str | None) -> datetime | None:
    """Read a time that may be missing."""
    return None if written is None else moment(written)


def written_spans(spans: Iterable[Span]) -> str:
    """Write spans as JSON: [[start, end], ...]."""
    return json.dumps([[span.start, span.end] for span in spans])


def read_spans(written: str) -> tuple[Span, ...]:
    """Read what `written_spans` wrote."""
    return tuple(Span(start, end) for start, end in json.loads(written))


def written_signature(signature: Signature) -> str:
    """Write a signature as JSON, in a fixed order."""
    words, entities = sorted(signature.words), sorted(signature.entities)
    shingles, anchors = sorted(signature.shingles), sorted(signature.anchors)
    return json.dumps([words, entities, shingles, anchors, signature.rests_on], ensure_ascii=False)


def read_signature(written: str) -> Signature:
    """Read what `written_signature` wrote; older files hold neither anchors nor what a text rests on."""
    words, entities, shingles, *more = json.loads(written)
    anchors, rests_on = more or ((), "")
    return Signature(
        words=frozenset(words),
        entities=frozenset(entities),
        shingles=frozenset(shingles),
        anchors=frozenset(anchors),
        rests_on=rests_on,
    )


def written_turn(turn: Turn) -> str:
    """Write what tells a reversal from others as JSON."""
    told = {"actor": turn.actor, "matter": turn.matter.value, "before": turn.before, "day": f"{turn.day}"}
    return json.dumps(told, ensure_ascii=False)


def read_turn(written: str) -> Turn:
    """Read what `written_turn` wrote."""
    told = json.loads(written)
    return Turn(
        actor=told["actor"],
        matter=Matter(told["matter"]),
        before=ArticleId(told["before"]),
        day=date.fromisoformat(told["day"]),
    )


def batched(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Give items in tuples of some size, the last shorter (itertools has it from Python 3.12 on)."""
    rest = iter(items)
    while some := tuple(islice(rest, size)):
        yield some
