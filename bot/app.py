"""The composition root: opens, wires, runs one TaskGroup, shuts down in order."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from bot.backups import Backups
from bot.clock import utc_now
from bot.commands.answer import COMMANDS, answer
from bot.commands.completing import complete
from bot.commands.desk import Desk
from bot.config import Settings
from bot.deliver import Deliverer
from bot.empty import tell_of_nothing
from bot.fairness import Allowance, Turns
from bot.gather import Gatherer
from bot.night import Night
from bot.outward import Outward
from bot.page import Pages
from bot.platforms import console
from bot.platforms.menu import CommandHelp
from bot.platforms.port import ChatNews, Completion, Platform
from bot.platforms.webhook import POST_SECONDS, WebhookPlatform
from bot.poll import Poller, Visited
from bot.pulse import Pulse
from bot.push import Subscriber
from bot.reread import reread_outdated
from bot.web import Route, serve_web
from bot.whereabouts import learn
from feeds.model import FeedSource, Label, WatchFilter
from feeds.polling.fetch import Fetcher
from feeds.polling.finder import Finder
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers
from storage.lock import only_one
from storage.model import WatchWanted
from storage.store import Store, open_store

log = logging.getLogger(__name__)

DRAIN_SECONDS = 8.0
"""How long alerts in flight may take to settle after SIGTERM."""

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0
"""Seconds before a platform that failed is connected again: doubling between these."""

HEALTHY_AFTER = 600.0
"""Seconds of connection after which a failure counts as the first again."""

Aside = Callable[[Store, Deliverer, asyncio.Event], Coroutine[Any, Any, None]]
"""Something that runs beside the bot; may set the event, which stops it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """What polls, reads and stores: all of the bot but its chats."""

    store: Store
    poller: Poller
    subscriber: Subscriber
    pages: Pages
    finder: Finder
    workers: Workers


LOADED_AFTER = (10.0, 60.0, 600.0)
"""Seconds after the start at which what is loaded by then (word lists, recent stories) is taken for good.

To look through it for rubbish held up all answers for 60 ms each time (measured over 100,000 articles).
"""


@asynccontextmanager
async def open_newsroom(
    settings: Settings,
    sources: Sequence[FeedSource],
    *,
    visited: Callable[[Visited], None] = lambda visited: None,  # noqa: ARG005
) -> AsyncIterator[Newsroom]:
    """Open the store and wire the poller to it. Raises StorageError."""
    async with AsyncExitStack() as stack:
        stack.enter_context(only_one(settings.database))
        store = await open_store(settings.database, zone=settings.timezone.key)
        stack.push_async_callback(store.close)
        await offer_feeds(store, sources)
        fetcher = await stack.enter_async_context(
            Fetcher(contact=settings.contact, allow_loopback=settings.allow_loopback)
        )
        workers = await stack.enter_async_context(Workers())
        robots = Robots(fetcher)
        gatherer = Gatherer(store=store, fetcher=fetcher, robots=robots, workers=workers, clock=utc_now)
        poller = Poller(
            store=store,
            fetcher=fetcher,
            gatherer=gatherer,
            interval=timedelta(seconds=settings.poll_seconds),
            admins=settings.admins,
            visited=visited,
        )
        subscriber = Subscriber(
            store=store, hubs=fetcher, public_url=settings.public_url, receive=poller.receive
        )
        pages = Pages(fetcher=fetcher, robots=robots, workers=workers, clock=utc_now)
        finder = Finder(fetcher=fetcher, robots=robots, workers=workers, clock=utc_now)
        gc.freeze()
        for seconds in LOADED_AFTER:
            later = asyncio.get_running_loop().call_later(seconds, gc.freeze)
            stack.callback(later.cancel)
        yield Newsroom(
            store=store, poller=poller, subscriber=subscriber, pages=pages, finder=finder, workers=workers
        )


async def serve(
    settings: Settings,
    sources: Sequence[FeedSource],
    platforms: Sequence[Platform],
    *,
    aside: Aside | None = None,
    routes: Sequence[Route] = (),
) -> None:
    """Run the bot until SIGTERM, SIGINT, or until its console ends. Raises StorageError.

    `routes`: what a platform answers over HTTP.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with (
        open_newsroom(settings, sources) as newsroom,
        Fetcher(
            contact=settings.contact, allow_loopback=settings.allow_loopback, total_seconds=POST_SECONDS
        ) as poster,
    ):
        store = newsroom.store
        webhooks = WebhookPlatform(poster=poster, secret_of=store.webhook_secret, clock=utc_now)
        platforms = (*platforms, webhooks)
        pulse = Pulse()
        night = _night(settings, store)
        desk = replace(_desk(settings, newsroom, pulse), night=night)
        outward = Outward(desk=desk, public_url=settings.public_url)
        deliverer = Deliverer(
            store=store,
            platforms={platform.name: platform for platform in platforms},
            zone=settings.timezone,
            language=settings.language,
        )
        async with asyncio.TaskGroup() as tasks:
            delivering = tasks.create_task(deliverer.run(stop), name="deliver")
            working = [
                tasks.create_task(pulse.run(), name="pulse"),
                tasks.create_task(newsroom.poller.run(), name="poll"),
                tasks.create_task(night.run(), name="night"),
                tasks.create_task(tell_of_nothing(store, utc_now), name="empty digests"),
                tasks.create_task(reread_outdated(store, newsroom.workers), name="reread"),
            ]
            if settings.web_listen and settings.public_url:
                working.append(
                    tasks.create_task(
                        _listen(settings.web_listen, newsroom.subscriber, (*outward.routes(), *routes)),
                        name="web",
                    )
                )
            if aside is not None:
                working.append(tasks.create_task(aside(store, deliverer, stop), name="aside"))
            connected = [
                tasks.create_task(supervise(platform, desk, stop), name=platform.name)
                for platform in platforms
            ]
            await stop.wait()
            _cancel(working)
            await asyncio.wait([delivering], timeout=DRAIN_SECONDS)  # over platforms that are still there
            _cancel([delivering, *connected])


def _desk(settings: Settings, newsroom: Newsroom, pulse: Pulse) -> Desk:
    """Lay out what the commands work with; who sits at the console runs the bot."""
    return Desk(
        store=newsroom.store,
        zone=settings.timezone,
        language=settings.language,
        clock=utc_now,
        pulse=pulse,
        admins=settings.admins | {f"{console.NAME}:{console.USER}"},
        pages=newsroom.pages,
        finder=newsroom.finder,
        allowance=Allowance(utc_now),
    )


def _night(settings: Settings, store: Store) -> Night:
    backups = Backups(folder=settings.backups, name=settings.database.name) if settings.backups else None
    return Night(
        store=store,
        zone=settings.timezone,
        clock=utc_now,
        admins=settings.admins,
        keep_days=settings.keep_days,
        backups=backups,
    )


async def _listen(address: tuple[str, int], subscriber: Subscriber, others: Sequence[Route]) -> None:
    """Let hubs tell us of news, and readers have it. Without it all feeds are polled, which ends no bot."""
    try:
        async with serve_web(*address, (*subscriber.routes(), *others)):
            await subscriber.run()
    except OSError as error:
        log.error("nobody can reach us at %s:%d: %s", *address, error)  # noqa: TRY400  said in full


async def offer_feeds(store: Store, sources: Sequence[FeedSource]) -> None:
    """Make the feeds of the catalogue known; those that the operator removed stay removed."""
    async with store.editing() as edition:
        for source in sources:
            await edition.offer_feed(source, utc_now())


async def watch_everything(store: Store, platform: str, address: str) -> None:
    """Tell a chat of all stories: what the console wants without being asked."""
    labels = (Label.CORE, Label.RELATED)
    everything = WatchWanted(words="core related", filter=WatchFilter(labels=labels))
    turns = WatchWanted(words="reversals", filter=WatchFilter(is_of_turns=True))
    async with store.editing() as edition:
        chat = await edition.meet_chat(platform, address, "the console")
        for wanted in (everything, turns):
            await edition.add_watch(chat.id, wanted, utc_now())


def menu() -> tuple[CommandHelp, ...]:
    """Give the commands as a platform's menu shows them."""
    return tuple(
        CommandHelp(
            name=command.name,
            summary=command.summary,
            argument=command.argument,
            argument_help=command.argument_help,
            completes=bool(command.completes),
            administers=command.administers,
            for_admins=command.for_admins,
            takes_place=command.takes_place,
        )
        for command in COMMANDS
    )


async def supervise(platform: Platform, desk: Desk, stop: asyncio.Event) -> None:
    """Keep a platform connected. Only the console ever ends by itself, and the bot with it."""
    turns = Turns(partial(answer, desk), desk.language)

    async def completed(command: str, typed: str) -> Sequence[Completion]:
        return await complete(desk, command, typed)

    async def learned(news: ChatNews) -> None:
        await learn(desk.store, platform.name, news)

    pause = FIRST_PAUSE
    while True:
        connected = asyncio.get_running_loop().time()
        try:
            await platform.run(turns.answer, completed, learned)
        except ConnectionError as error:
            log.error("%s; again in %.0f s", error, pause)  # noqa: TRY400  said in full, by the platform
        except Exception:
            log.exception("%s: the connection failed, again in %.0f s", platform.name, pause)
        else:
            stop.set()
            return
        if asyncio.get_running_loop().time() - connected > HEALTHY_AFTER:
            pause = FIRST_PAUSE
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


def _cancel(tasks: Sequence["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
