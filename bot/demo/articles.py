"""The sample newsroom's outlets and articles, and which of them are out at a given moment.

Every outlet, person and statement is invented: the head of each data file says so.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from feeds.model import Label, Outlet, Ownership


class FeedFormat(StrEnum):
    """How an outlet writes its feed."""

    RSS = "rss"
    ATOM = "atom"


class Layout(StrEnum):
    """How an outlet builds its pages."""

    ARTICLE = "article"  # an <article> element around the text
    DIVISIONS = "divisions"  # plain <div>s, as older sites do


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOutlet:
    """An invented outlet with the habits of its feed."""

    key: str  # its part of an address: "wexcombe"
    publisher: Outlet
    format: FeedFormat
    layout: Layout
    encoding: str = "utf-8"
    full_text: bool = False  # its feed carries whole articles
    captions: bool = False  # its feed puts picture captions before the article
    rebuilds: bool = False  # its feed gets a new build date at every request
    fails_every: int = 0  # every so many requests for its feed are answered with 503; 0: none


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What an article says: at first, or after it was corrected."""

    title: str
    text: str  # paragraphs with an empty line between them
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The later wording of an article, and when it takes the place of the first."""

    wording: Wording
    after: float  # seconds after the newsroom opened


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleArticle:
    """An invented article; out at the start when it has `minutes_ago`, later when it has `after`."""

    slug: str
    label: Label  # what it is meant to be; read by tests only
    wording: Wording
    byline: str = ""
    caption: str = ""  # of its picture; it has none when empty
    event: str = ""  # articles about one event share it; read by tests only
    minutes_ago: float | None = None  # before the newsroom opened
    after: float = 0  # seconds after the newsroom opened
    correction: Correction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """When the newsroom opened, and how fast its later articles follow: a pace of 0 is all at once."""

    started: datetime
    pace: float = 1.0

    def moment(self, seconds: float) -> datetime:
        """When something happens that is due so many seconds after the start."""
        return self.started + timedelta(seconds=seconds * self.pace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An article as it stands at one moment."""

    article: SampleArticle
    wording: Wording
    published: datetime
    updated: datetime

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text, cut at its empty lines."""
        return tuple(part.strip("\n") for part in self.wording.text.split("\n\n"))


def editions_out(outlet: SampleOutlet, timetable: Timetable, *, now: datetime) -> tuple[Edition, ...]:
    """Give what an outlet has published by `now`, newest first."""
    editions = (edition_at(article, timetable, now=now) for article in load_articles(outlet.key))
    out = [edition for edition in editions if edition.published <= now]
    return tuple(sorted(out, key=lambda edition: edition.published, reverse=True))


def edition_at(article: SampleArticle, timetable: Timetable, *, now: datetime) -> Edition:
    """Give an article in the wording that it has, or will first have, at `now`."""
    published = _published(article, timetable)
    correction = article.correction
    if correction and timetable.moment(correction.after) <= now:
        updated = max(published, timetable.moment(correction.after))
        return Edition(article=article, wording=correction.wording, published=published, updated=updated)
    return Edition(article=article, wording=article.wording, published=published, updated=published)


def _published(article: SampleArticle, timetable: Timetable) -> datetime:
    if article.minutes_ago is None:
        return timetable.moment(article.after)
    return timetable.started - timedelta(minutes=article.minutes_ago)


@cache
def load_outlets() -> tuple[SampleOutlet, ...]:
    """Read data/outlets.toml, in its order."""
    return tuple(_sample_outlet(row) for row in _read("outlets.toml")["outlet"])


def _sample_outlet(row: dict[str, Any]) -> SampleOutlet:
    publisher = Outlet(
        name=row.pop("name"),
        country=row.pop("country"),
        language=row.pop("language"),
        ownership=Ownership(row.pop("ownership")),
    )
    return SampleOutlet(
        publisher=publisher, format=FeedFormat(row.pop("format")), layout=Layout(row.pop("layout")), **row
    )


@cache
def load_articles(key: str) -> tuple[SampleArticle, ...]:
    """Read data/articles/KEY.toml: all that the outlet will ever publish."""
    return tuple(_sample_article(row) for row in _read("articles", f"{key}.toml")["article"])


def _sample_article(row: dict[str, Any]) -> SampleArticle:
    correction = row.pop("correction", None)
    return SampleArticle(
        label=Label(row.pop("label")),
        wording=_take_wording(row),
        correction=Correction(wording=_take_wording(correction), **correction) if correction else None,
        **row,
    )


def _take_wording(row: dict[str, Any]) -> Wording:
    return Wording(title=row.pop("title"), text=row.pop("text"), summary=row.pop("summary", ""))


def _read(*path: str) -> dict[str, Any]:
    file = resources.files("bot.demo").joinpath("data", *path)
    return tomllib.loads(file.read_text(encoding="utf-8"))
