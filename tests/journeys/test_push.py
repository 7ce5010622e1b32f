"""From a feed that names its hub to an alert: subscribed, confirmed, pushed, read and owed."""

import asyncio
import socket
from pathlib import Path

from bot.app import open_newsroom
from bot.clock import utc_now
from bot.config import Settings
from bot.web import serve_web
from storage.model import WatchWanted
from tests.journeys.outlet import SUBJECT, open_outlet
from tests.servers.hub import hub_on_loopback
from tests.servers.listening import eventually

FEED = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>The Harbour Herald</title><atom:link rel="hub" href="{hub}"/><atom:link rel="self" href="{topic}"/>
{items}</channel></rss>"""
ITEM = "<item><guid>{guid}</guid><title>{title}</title><description>{words}</description></item>"


async def test_what_a_hub_pushes_is_read_and_alerted_and_the_feed_is_seldom_polled(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = Settings(
        database=tmp_path / "news.db",
        allow_loopback=True,
        public_url=f"http://127.0.0.1:{port}",
        web_listen=("127.0.0.1", port),
    )
    async with open_outlet() as outlet, hub_on_loopback() as hub:
        source = outlet.source("hub.xml")

        def feed(*items: tuple[str, str]) -> bytes:
            written = (ITEM.format(guid=guid, title=title, words=" ".join(SUBJECT)) for guid, title in items)
            return FEED.format(hub=hub.url, topic=source.url, items="".join(written)).encode()

        old = ("old", "Italy rules out sending troops to Ukraine")
        new = ("new", "Estonia ready to send troops to Ukraine after a ceasefire")
        outlet.answers["hub.xml"] = feed(old)
        async with (
            open_newsroom(settings, [source]) as opened,
            serve_web("127.0.0.1", port, opened.subscriber.routes()),
        ):
            async with opened.store.editing() as edition:
                chat = await edition.meet_chat("telegram", "1", "newsroom")
                await edition.add_watch(chat.id, WatchWanted(), utc_now())
            await opened.poller.run_once()
            listening = asyncio.create_task(opened.subscriber.run())
            await eventually(lambda: source.url in hub.kept)
            assert await hub.publish(source.url, feed(new, old)) == 202
            async with asyncio.timeout(20):
                while not (await opened.store.counts()).alerts_due:  # noqa: ASYNC110  the store has no event
                    await asyncio.sleep(0.05)
            listening.cancel()
            assert (await opened.store.counts()).articles == 2
            (polled,) = await opened.store.feeds()
            assert polled.subscribed_until is not None
            assert polled.subscribed_until > utc_now()
            assert polled.pushes == 1
            assert outlet.statuses("hub.xml") == [200], "what was pushed is not fetched"
