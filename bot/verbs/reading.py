"""read and stories: articles as JSON lines on stdin, what was read in them as JSON lines on stdout.

The formats are DESIGN.md's, section 4. Nothing that a line holds can stop the rest: it gets {"id", "error"}.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TextIO

from feeds.model import ArticleId, Member, Position, Quote, Reading, Span, StoryId
from feeds.stories.clusters.shelf import Shelf
from feeds.stories.read import place, read_text

LONGEST_TEXT = 400_000
"""Characters; a longer text is no article."""


UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""The day of an article that has none: all of them are near each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An article as a line gives it."""

    id: Any  # whatever JSON value the line has; given back as it came
    title: str
    text: str
    language: str
    published: datetime | None

    @property
    def day(self) -> date | None:
        """The day of publication, where the line gives one."""
        return self.published.date() if self.published else None


class LineError(ValueError):
    """A line can't be read; `id` is its id where it has one."""

    def __init__(self, reason: str, id_: Any = None) -> None:
        super().__init__(reason)
        self.id = id_


def read(source: TextIO, target: TextIO) -> int:
    """Write what each article says. Gives the number of lines that could not be read."""
    return _each(source, target, lambda given: _as_json(given, _read(given)))


def stories(source: TextIO, target: TextIO) -> int:
    """Write to which story and origin each article belongs, in order of arrival."""
    return _each(source, target, _Stories().put)


class _Stories:
    """The articles that came so far."""

    def __init__(self) -> None:
        self._shelf = Shelf()
        self._ids: list[Any] = []
        self._stories = 0

    def put(self, given: Given) -> dict[str, Any]:
        reading = _read(given)
        published = given.published or UNDATED
        found = place(reading, published, self._shelf)
        story = found.story
        if story is None:
            self._stories += 1
            story = StoryId(self._stories)
        article = ArticleId(len(self._ids))
        origin = article if found.origin is None else found.origin
        self._ids.append(given.id)
        self._shelf.add(
            Member(
                story=story,
                article=article,
                origin=origin,
                signature=reading.signature,
                published=published,
                credit=reading.credit,
            )
        )
        return {"id": given.id, "story": story, "origin": self._ids[origin]}


def _each(source: TextIO, target: TextIO, work: Callable[[Given], dict[str, Any]]) -> int:
    faults = 0
    for number, line in _lines(source):
        try:
            written = work(_given(line))
        except LineError as error:
            faults += 1
            sys.stderr.write(f"line {number}: {error}\n")
            written = {"id": error.id, "error": str(error)}
        target.write(json.dumps(written, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n")
        target.flush()
    return faults


def _lines(source: Iterable[str]) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(source, start=1) if line.strip())


def _given(line: str) -> Given:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineError(f"is not JSON: {error}") from error
    if not isinstance(row, dict):
        raise LineError("is not a JSON object")
    if "id" not in row or not isinstance(row.get("text"), str):
        raise LineError('needs "id" and "text"', row.get("id"))
    if len(row["text"]) > LONGEST_TEXT:
        raise LineError(f'"text" is longer than {LONGEST_TEXT} characters', row["id"])
    return Given(
        id=row["id"],
        title=_string(row.get("title")),
        text=row["text"],
        language=_string(row.get("language"))[:2].lower(),
        published=_moment(_string(row.get("published"))),
    )


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _moment(written: str) -> datetime | None:
    """A date, a time, or a month; None where it is none of them."""
    for candidate in (written, f"{written}-01"):
        try:
            found = datetime.fromisoformat(candidate)
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _read(given: Given) -> Reading:
    return read_text(given.title, given.text, hint=given.language, day=given.day)


def _as_json(given: Given, reading: Reading) -> dict[str, Any]:
    assessment = reading.assessment
    return {
        "id": given.id,
        "label": assessment.label,
        "score": round(assessment.score, 4),
        "reasons": [
            {"start": reason.span.start, "end": reason.span.end, "why": reason.why, "in": reason.source}
            for reason in assessment.reasons
        ],
        "language": reading.language,
        "quotes": [_quote_as_json(quote, given.text) for quote in reading.quotes],
        "positions": [_position_as_json(position, given.text) for position in reading.positions],
        "summary": [span.of(given.text) for span in reading.summary],
    }


def _quote_as_json(quote: Quote, text: str) -> dict[str, Any]:
    return {
        "kind": quote.kind,
        "spans": _pairs(quote.spans),
        "quoted": _pairs(quote.quoted),
        "text": " … ".join(span.of(text) for span in quote.spans),
        "speaker": quote.speaker.name,
        "mention": quote.speaker.mention,
        "actor": quote.speaker.actor,
        "country": quote.speaker.country,
    }


def _position_as_json(position: Position, text: str) -> dict[str, Any]:
    return {
        "actor": position.actor,
        "country": position.country,
        "stance": position.stance,
        "start": position.span.start,
        "end": position.span.end,
        "text": position.span.of(text),
        "chain": position.chain,
        "reporter": position.reporter,
        "condition": None if position.condition is None else position.condition.of(text),
        "troops": position.troops,
        "official": position.is_official,
    }


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
