"""The command about what is polled: its state for everybody, its changes for whoever runs the bot."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.commands.desk import Command, Desk
from bot.outlets import outlet_name
from bot.platforms.port import Ask
from bot.replies import Block, Bullet, Heading, Reply, Table, Tone, note, paragraph, text
from feeds.errors import FeedError
from feeds.model import Feed, FeedSource, Outlet, Ownership
from feeds.polling.diagnose import in_words
from feeds.polling.examine import language_of
from feeds.polling.finder import FoundFeed
from feeds.polling.standing import (
    Standing,
    in_short,
    moment,
    next_visit,
    rhythm,
    standing,
    why_then,
    worst_first,
)

FEEDS_SHOWN = 15
LONGEST_NAME = 200
DETAILED = 3
"""So many feeds of one name are told in full."""


async def feeds(desk: Desk, ask: Ask) -> Reply:
    """Answer `/feeds`, `/feeds Herald`, `/feeds add https://... [name]` and `/feeds remove https://...`."""
    words = ask.words.strip()
    does, _, rest = words.partition(" ")
    if does.casefold() in {"add", "remove"}:
        return await _change(desk, ask, does.casefold(), rest.strip())
    known = await desk.store.feeds()
    if not known:
        return note("No feed is polled yet.")
    named = [feed for feed in known if _is_named(feed, words)]
    if not named:
        return note(f"No outlet with a feed is called {words[:100]}; /feeds shows them all.", private=True)
    return _shown(named, desk.clock(), in_full=bool(words) and len(named) <= DETAILED)


def _is_named(feed: Feed, words: str) -> bool:
    return words.casefold() in f"{feed.source.outlet.name} {feed.source.url}".casefold()


def _shown(feeds: Sequence[Feed], now: datetime, *, in_full: bool) -> Reply:
    ordered = worst_first(feeds, now)
    if in_full:
        return Reply(blocks=tuple(block for feed in ordered for block in _in_full(feed, now)), private=True)
    rows = tuple(_row(feed, now) for feed in ordered[:FEEDS_SHOWN])
    blocks: list[Block] = [
        Heading(text="Feeds"),
        paragraph(f"{_counts(ordered, now)}."),
        Table(columns=("Outlet", "State", "News", "Last success", "Next visit", "Why then"), rows=rows),
    ]
    if len(ordered) > FEEDS_SHOWN:
        blocks.append(
            paragraph(f"And {len(ordered) - FEEDS_SHOWN} more; /feeds with a name shows those of an outlet.")
        )
    return Reply(blocks=tuple(blocks), private=True)


def _counts(feeds: Sequence[Feed], now: datetime) -> str:
    counts = Counter(standing(feed, now) for feed in feeds)
    return ", ".join(f"{counts[how]} {how}" for how in Standing if counts[how])


def _row(feed: Feed, now: datetime) -> tuple[str, ...]:
    name = feed.source.outlet.name
    last = moment(feed.succeeded)
    return (name, in_short(feed, now), rhythm(feed, now), last, next_visit(feed), why_then(feed))


def _in_full(feed: Feed, now: datetime) -> tuple[Heading | Bullet, ...]:
    facts = (
        ("Address", feed.source.url),
        ("State", in_short(feed, now)),
        ("Fault", feed.fault),
        ("News", rhythm(feed, now)),
        ("Last success", moment(feed.succeeded)),
        ("Next visit", next_visit(feed)),
        ("Why then", why_then(feed)),
    )
    bullets = (Bullet(line=(text(f"{name}: ", tone=Tone.STRONG), text(fact))) for name, fact in facts if fact)
    return (Heading(text=feed.source.outlet.name), *bullets)


async def _change(desk: Desk, ask: Ask, does: str, words: str) -> Reply:
    if not desk.is_run_by(ask):
        return note(f"/feeds {does} is for those who run this bot.", private=True)
    url, _, name = words.partition(" ")
    if not re.match(r"https?://", url):
        return note(
            f"Which feed? /feeds {does} takes its address, or for add that of a page of its site.",
            private=True,
        )
    return await _remove(desk, url) if does == "remove" else await _add(desk, url, name.strip())


async def _remove(desk: Desk, url: str) -> Reply:
    async with desk.store.editing() as edition:
        removed = await edition.remove_feed(url)
    if not removed:
        return note(f"No feed has that address: {url[:200]}", private=True)
    return note(f"{url} is polled no more; its articles stay.")


async def _add(desk: Desk, url: str, name: str) -> Reply:
    if desk.finder is None:
        return note("That address must be visited, and only the running bot does that.", private=True)
    try:
        found = await desk.finder.find(url)
    except FeedError as error:
        return note(f"{url[:200]} was not added: {in_words(error)}", private=True)
    known = await desk.store.feeds()
    outlet = _outlet(found, name[:LONGEST_NAME], known)
    async with desk.store.editing() as edition:
        is_new = await edition.add_feed(FeedSource(url=found.url, outlet=outlet), desk.clock())
    added = next(feed.source for feed in await desk.store.feeds() if feed.source.url == found.url)
    done = "added" if is_new else "is polled already"
    others = f" The page names other feeds, too: {', '.join(found.others)}" if found.others else ""
    counts_as = _counts_as(added.outlet, known) if is_new else ""
    return note(
        f"{added.outlet.name} {done}: {len(found.parsed.entries)} items, {found.url}.{counts_as}{others}"
    )


def _outlet(found: FoundFeed, name: str, known: Sequence[Feed]) -> Outlet:
    """The outlet as far as its feed tells; `troopwire feeds add` takes its country and ownership, too."""
    return Outlet(
        name=name or outlet_name(found.url, found.parsed.title, known),
        country="",
        language=language_of(found.parsed.entries),
        ownership=Ownership.PRIVATE,
    )


def _counts_as(outlet: Outlet, known: Sequence[Feed]) -> str:
    if any(feed.source.outlet.name == outlet.name for feed in known):
        return f" It counts as {outlet.name}, which has other feeds."
    return " It is an outlet of its own."


COMMANDS = (
    Command(
        name="feeds",
        summary="How the feeds are; add and remove are for those who run the bot",
        answer=feeds,
        argument="outlet",
        argument_help="An outlet's name; or add or remove, and an address",
    ),
)
