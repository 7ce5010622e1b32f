"""feeds list/add/remove/check/import/export: the feed list."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.clock import utc_now
from bot.config import Settings
from bot.gather import PARSE_SECONDS
from feeds.errors import CatalogueError, FeedError, FetchError, ParseError
from feeds.model import Feed, FeedSource, Outlet, Ownership
from feeds.polling.catalogue import load_catalogue
from feeds.polling.diagnose import in_words
from feeds.polling.discovery import find_feeds
from feeds.polling.fetch import Fetched, Fetcher
from feeds.polling.opml import read_opml, write_opml
from feeds.polling.parse import parse_feed
from feeds.polling.parsed import ParsedFeed
from feeds.polling.workers import Workers
from storage.store import Store, open_store

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one visit to an address found."""

    parsed: ParsedFeed
    url: str  # where it is now


async def feeds(settings: Settings, given: argparse.Namespace) -> int:
    """Do what was asked of the feed list; give the exit code. Raises FeedError, StorageError."""
    if given.does == "check":
        return await _check(settings, given.url)
    store = await open_store(settings.database)
    try:
        match given.does:
            case "list":
                await _list(store, settings)
            case "add":
                await _add(store, settings, given)
            case "remove":
                return await _remove(store, given.url)
            case "import":
                await _import(store, given.file)
            case _:
                await _export(store, settings, given.file)
    finally:
        await store.close()
    return 0


async def _check(settings: Settings, url: str) -> int:
    """Visit one feed and say in words how it is."""
    try:
        looked = await _look(settings, url)
    except FeedError as error:
        sys.stderr.write(f"troopwire: {url}: {in_words(error)}\n")
        return 1
    entries = looked.parsed.entries
    dated = [entry.published for entry in entries if entry.published]
    sys.stdout.write(f"{looked.parsed.title or 'A feed without a title'}: {len(entries)} items\n")
    sys.stdout.write(
        f"newest: {max(dated, default=LONG_AGO):%d %b %Y %H:%M} UTC\n" if dated else "no item has a date\n"
    )
    if looked.url != url:
        sys.stdout.write(f"it has moved to {looked.url}\n")
    if not entries:
        sys.stdout.write("it is a feed, and it is empty\n")
    return 0


async def _list(store: Store, settings: Settings) -> None:
    known = await store.feeds()
    if not known:
        sys.stdout.write("No feed is polled yet; the catalogue has:\n")
        for source in load_catalogue(settings.feeds):
            sys.stdout.write(f"{_outlet(source)}  {source.url}\n")
    for feed in known:
        sys.stdout.write(f"{_outlet(feed.source)}  {_state(feed)}  {feed.source.url}\n")


async def _add(store: Store, settings: Settings, given: argparse.Namespace) -> None:
    """Add a feed that was seen to be one."""
    looked = await _look(settings, given.url)
    outlet = Outlet(
        name=given.outlet or looked.parsed.title or given.url,
        country=given.country,
        language=given.language,
        ownership=_ownership(given.ownership),
    )
    async with store.editing() as edition:
        is_new = await edition.add_feed(FeedSource(url=looked.url, outlet=outlet), utc_now())
    done = "added" if is_new else "was known already"
    sys.stdout.write(f"{outlet.name} {done}: {len(looked.parsed.entries)} items, {looked.url}\n")


async def _remove(store: Store, url: str) -> int:
    async with store.editing() as edition:
        removed = await edition.remove_feed(url)
    if not removed:
        sys.stderr.write(f"troopwire: there is no feed {url}\n")
        return 1
    sys.stdout.write(f"{url} is polled no more; its articles stay\n")
    return 0


async def _import(store: Store, file: Path) -> None:
    sources = read_opml(_content(file))
    async with store.editing() as edition:
        new = [await edition.add_feed(source, utc_now()) for source in sources]
    sys.stdout.write(f"{len(sources)} feeds read, {sum(new)} of them new\n")


async def _export(store: Store, settings: Settings, file: Path) -> None:
    sources: Sequence[FeedSource] = [feed.source for feed in await store.feeds()]
    sources = sources or load_catalogue(settings.feeds)
    _write(file, write_opml(sources))
    sys.stdout.write(f"{len(sources)} feeds written to {file}\n")


async def _look(settings: Settings, url: str) -> Looked:
    fetcher = Fetcher(contact=settings.contact, allow_loopback=settings.allow_loopback)
    async with fetcher, Workers() as workers:
        answer = await fetcher.fetch(url)
        if not isinstance(answer, Fetched):
            raise FetchError(url, "gone for good (410)")
        try:
            parsed = await workers.run(
                parse_feed, answer.body, answer.url, answer.content_type, utc_now(), seconds=PARSE_SECONDS
            )
        except ParseError as error:
            named = await workers.run(find_feeds, answer.body, answer.url, seconds=PARSE_SECONDS)
            hint = f"; it names these feeds: {', '.join(named)}" if named else ""
            raise ParseError(f"{error}{hint}") from error
    return Looked(parsed=parsed, url=answer.moved_to or url)


def _ownership(written: str) -> Ownership:
    try:
        return Ownership(written)
    except ValueError as error:
        raise FeedError(f"ownership must be one of {', '.join(Ownership)}, not “{written}”") from error


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CatalogueError(f"{file} can't be read: {error.strerror}") from error


def _write(file: Path, words: str) -> None:
    file.write_text(words, encoding="utf-8")


def _outlet(source: FeedSource) -> str:
    outlet = source.outlet
    return f"{outlet.name} ({outlet.country}, {outlet.language}, {outlet.ownership})"


def _state(feed: Feed) -> str:
    if feed.fault:
        return (
            f"broken since {feed.failing_since:%d %b %H:%M}: {feed.fault}"
            if feed.failing_since
            else feed.fault
        )
    return "well" if feed.succeeded else "not yet visited"
