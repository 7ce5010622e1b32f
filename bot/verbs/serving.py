"""run, console, demo, poll: the verbs that go on until somebody stops them."""

import asyncio
import logging
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app import menu, open_newsroom, serve, watch_everything
from bot.charts.studio import Studio
from bot.clock import utc_now
from bot.config import Settings
from bot.deliver import Deliverer
from bot.demo.newsroom import open_newsroom as open_sample_newsroom
from bot.output import say
from bot.platforms.console import ADDRESS, NAME, ConsolePlatform
from bot.platforms.port import Platform
from bot.poll import Visited
from feeds.errors import FeedError
from feeds.model import FeedSource
from feeds.polling.catalogue import load_catalogue
from storage.store import Store, open_store

if TYPE_CHECKING:  # its library is imported only for those who use it
    from bot.platforms.telegram_webhook import Webhook

DEMO_POLL_SECONDS = 1.5
FIRST_CARDS_WITHIN = 60.0


async def run(settings: Settings) -> None:
    """Run the bot on every platform that has a token; with none, in the console."""
    studio = Studio()
    webhook = _telegram_webhook(settings)
    platforms = _chat_platforms(settings, studio, webhook)
    if not platforms and not await _has_webhooks(settings):
        sys.stderr.write(
            "No TROOPWIRE_TELEGRAM_TOKEN and no TROOPWIRE_DISCORD_TOKEN: the console is the chat.\n"
        )
        logging.getLogger().setLevel(logging.WARNING)  # its lines would break into what one types
        await console(settings)
        return
    async with studio:
        routes = webhook.routes() if webhook else ()
        await serve(settings, load_catalogue(settings.feeds), platforms, routes=routes)


async def console(settings: Settings) -> None:
    """Poll, and chat in the terminal."""
    await serve(settings, load_catalogue(settings.feeds), [ConsolePlatform(menu())], aside=_watch_here)


async def demo(settings: Settings, *, once: bool) -> None:
    """Run the bot over the sample newsroom on loopback, in a database that is thrown away."""
    ready = asyncio.Event()
    chat = ConsolePlatform(menu(), ready=ready, takes_commands=not once)

    async def show_first_cards(store: Store, deliverer: Deliverer, stop: asyncio.Event) -> None:
        await watch_everything(store, NAME, ADDRESS)
        await _first_cards(store, deliverer)
        ready.set()
        if once:
            stop.set()

    with tempfile.TemporaryDirectory(prefix="troopwire-demo-", ignore_cleanup_errors=True) as folder:
        sample = replace(
            settings,
            database=Path(folder) / "demo.db",
            poll_seconds=DEMO_POLL_SECONDS,
            allow_loopback=True,
        )
        async with open_sample_newsroom(utc_now()) as newsroom:
            say(
                f"A sample newsroom on this machine: {len(newsroom.sources)} invented outlets. "
                "The first visit to each feed is silent; then news comes in."
            )
            await serve(sample, newsroom.sources, [chat], aside=show_first_cards)


async def poll(settings: Settings, *, once: bool) -> None:
    """Only poll and store; print a line for each feed and each story found."""
    sources: Sequence[FeedSource] = load_catalogue(settings.feeds)
    async with open_newsroom(settings, sources, visited=_print_visit) as newsroom:
        await (newsroom.poller.run_once() if once else newsroom.poller.run())


async def _first_cards(store: Store, deliverer: Deliverer) -> None:
    """Wait until each feed was visited, a card was shown and no other is owed.

    Raises FeedError when none comes.
    """
    try:
        async with asyncio.timeout(FIRST_CARDS_WITHIN):
            while not deliverer.sent or await store.next_alert_due({NAME}):  # noqa: ASYNC110  as the deliverer looks
                await asyncio.sleep(0.1)
            while not all(feed.polled for feed in await store.feeds()):  # noqa: ASYNC110  likewise
                await asyncio.sleep(0.1)
    except TimeoutError as error:
        raise FeedError(f"no card came within {FIRST_CARDS_WITHIN:.0f} s; the log says why") from error


async def _watch_here(store: Store, deliverer: Deliverer, stop: asyncio.Event) -> None:
    del deliverer, stop
    await watch_everything(store, NAME, ADDRESS)


async def _has_webhooks(settings: Settings) -> bool:
    store = await open_store(settings.database)
    try:
        return bool(await store.webhooks())
    finally:
        await store.close()


def _telegram_webhook(settings: Settings) -> "Webhook | None":
    if not (settings.telegram_token and settings.telegram_webhook):
        return None
    from bot.platforms.telegram_webhook import Webhook  # noqa: PLC0415

    return Webhook(settings.public_url)


def _chat_platforms(settings: Settings, studio: Studio, webhook: "Webhook | None") -> list[Platform]:
    """Make the platforms that have a token; their libraries are imported only then, to stay small."""
    platforms: list[Platform] = []
    if settings.telegram_token:
        from bot.platforms.telegram import TelegramPlatform  # noqa: PLC0415

        platforms.append(
            TelegramPlatform(
                token=settings.telegram_token,
                api=settings.telegram_api,
                commands=menu(),
                admins=settings.admins,
                draw=studio.draw,
                webhook=webhook,
            )
        )
    if settings.discord_token:
        from bot.platforms.discord import DiscordPlatform  # noqa: PLC0415

        platforms.append(
            DiscordPlatform(
                token=settings.discord_token,
                api=settings.discord_api,
                commands=menu(),
                draw=studio.draw,
            )
        )
    return platforms


def _print_visit(visited: Visited) -> None:
    feed = visited.feed
    outcome = feed.fault or f"{len(visited.found)} new items"
    say(f"{feed.source.outlet.name}: {outcome} ({feed.source.url})")
    for kept in visited.kept:
        verb = "begins" if kept.begins_story else "joins"
        say(f"  {kept.label} {verb} story {kept.story}: {kept.article.title}")
