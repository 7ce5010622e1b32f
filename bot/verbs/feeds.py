"""feeds list/add/remove/check/import/export: the feed list."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.clock import utc_now
from bot.config import Settings
from bot.outlets import outlet_name
from bot.verbs.checking import check
from feeds.errors import CatalogueError, FeedError
from feeds.model import Feed, FeedSource, Outlet, Ownership
from feeds.polling.catalogue import load_catalogue
from feeds.polling.fetch import Fetcher
from feeds.polling.finder import Finder, FoundFeed
from feeds.polling.opml import read_opml, write_opml
from feeds.polling.robots import Robots
from feeds.polling.standing import in_short, moment, next_visit, rhythm
from feeds.polling.workers import Workers
from storage.store import Store, open_store

IMPORT_SECONDS = 20.0


async def feeds(settings: Settings, given: argparse.Namespace) -> int:
    """Do what was asked of the feed list; give the exit code. Raises FeedError, StorageError."""
    if given.does == "check":
        return await check(settings, given.url)
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


async def _list(store: Store, settings: Settings) -> None:
    known = await store.feeds()
    if not known:
        sys.stdout.write("No feed is polled yet; the catalogue has:\n")
        for source in load_catalogue(settings.feeds):
            sys.stdout.write(f"{_outlet(source)}  {source.url}\n")
    for feed in known:
        sys.stdout.write(f"{_outlet(feed.source)}  {_state(feed, utc_now())}  {feed.source.url}\n")


async def _add(store: Store, settings: Settings, given: argparse.Namespace) -> None:
    """Add a feed that was seen to be one; the address may be that of a page of its site."""
    found = await _find(settings, given.url)
    outlet = Outlet(
        name=given.outlet or outlet_name(found.url, found.parsed.title, await store.feeds()),
        country=given.country,
        language=given.language,
        ownership=_ownership(given.ownership),
    )
    async with store.editing() as edition:
        is_new = await edition.add_feed(FeedSource(url=found.url, outlet=outlet), utc_now())
    done = "added" if is_new else "was known already"
    sys.stdout.write(f"{outlet.name} {done}: {len(found.parsed.entries)} items, {found.url}\n")
    if found.others:
        sys.stdout.write(f"The page names other feeds, too: {', '.join(found.others)}\n")


async def _remove(store: Store, url: str) -> int:
    async with store.editing() as edition:
        removed = await edition.remove_feed(url)
    if not removed:
        sys.stderr.write(f"troopwire: there is no feed {url}\n")
        return 1
    sys.stdout.write(f"{url} is polled no more; its articles stay\n")
    return 0


async def _import(store: Store, file: Path) -> None:
    async with Workers() as workers:
        sources = await workers.run(read_opml, _content(file), seconds=IMPORT_SECONDS)
    async with store.editing() as edition:
        new = [await edition.add_feed(source, utc_now()) for source in sources]
    sys.stdout.write(f"{len(sources)} feeds read, {sum(new)} of them new\n")


async def _export(store: Store, settings: Settings, file: Path) -> None:
    sources: Sequence[FeedSource] = [feed.source for feed in await store.feeds()]
    sources = sources or load_catalogue(settings.feeds)
    _write(file, write_opml(sources))
    sys.stdout.write(f"{len(sources)} feeds written to {file}\n")


async def _find(settings: Settings, url: str) -> FoundFeed:
    fetcher = Fetcher(contact=settings.contact, allow_loopback=settings.allow_loopback)
    async with fetcher, Workers() as workers:
        finder = Finder(fetcher=fetcher, robots=Robots(fetcher), workers=workers, clock=utc_now)
        return await finder.find(url)


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


def _state(feed: Feed, now: datetime) -> str:
    facts = (
        in_short(feed, now),
        feed.fault,
        rhythm(feed, now),
        f"last success {moment(feed.succeeded)}",
        f"next visit {next_visit(feed)}",
        feed.why,
    )
    return "; ".join(fact for fact in facts if fact)
