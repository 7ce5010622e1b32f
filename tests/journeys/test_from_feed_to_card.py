"""From a feed on a socket to a card in a chat, with the real poller, reader, store and deliverer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import Newsroom, open_newsroom
from bot.clock import utc_now
from bot.config import Settings
from bot.deliver import Deliverer
from feeds.model import FeedSource, Wall
from storage.model import WatchWanted
from tests.bot.fakes import FakePlatform
from tests.journeys.outlet import OutletServer, open_outlet
from tests.samples import HERALD

CORE_TITLE = "Estonia ready to send troops to Ukraine after a ceasefire"


@pytest.fixture
async def outlet() -> AsyncIterator[OutletServer]:
    async with open_outlet() as server:
        yield server


@asynccontextmanager
async def newsroom(folder: Path, *sources: FeedSource, poll_seconds: float = 60) -> AsyncIterator[Newsroom]:
    settings = Settings(database=folder / "news.db", allow_loopback=True, poll_seconds=poll_seconds)
    async with open_newsroom(settings, sources) as opened:
        yield opened


async def poll(opened: Newsroom) -> None:
    """Visit every feed now, due or not."""
    async with opened.store.editing() as edition:
        for feed in await opened.store.feeds():
            await edition.save_feeds(replace(feed, due=utc_now() - timedelta(seconds=1)))
    await opened.poller.run_once()


async def watch(opened: Newsroom) -> None:
    async with opened.store.editing() as edition:
        chat = await edition.meet_chat("telegram", "1", "newsroom")
        await edition.add_watch(chat.id, WatchWanted(), utc_now())


async def deliver(opened: Newsroom) -> list[str]:
    platform = FakePlatform()
    deliverer = Deliverer(store=opened.store, platforms={"telegram": platform}, zone=ZoneInfo("UTC"))
    async with opened.store.editing() as edition:
        alert = await edition.claim_alert(now=utc_now(), platforms=["telegram"], busy=[])
    if alert:
        await deliverer.deliver(alert)
    return list(platform.messages.values())


async def test_the_first_visit_is_silent_and_news_after_it_is_a_card(
    outlet: OutletServer, tmp_path: Path
) -> None:
    outlet.items.append(("old", "Italy rules out sending troops to Ukraine"))
    async with newsroom(tmp_path, outlet.source()) as opened:
        await watch(opened)
        await poll(opened)
        assert (await opened.store.counts()).articles == 1
        assert await deliver(opened) == []
        outlet.items.insert(0, ("new", CORE_TITLE))
        await poll(opened)
        (card,) = await deliver(opened)
    assert "Juhan Tammsalu" in card
    assert "“We are ready to send a company to Ukraine, but only after a ceasefire,”" in card
    assert f"<http://127.0.0.1:{outlet.port}/new>" in card


async def test_an_edit_that_brings_an_item_onto_the_subject_is_news(
    outlet: OutletServer, tmp_path: Path
) -> None:
    outlet.items.append(("old", "Rain expected over the weekend"))
    async with newsroom(tmp_path, outlet.source()) as opened:
        await watch(opened)
        await poll(opened)
        outlet.items.insert(0, ("talks", "Minister to speak in the afternoon"))
        await poll(opened)
        assert await deliver(opened) == []
        outlet.items[0:1] = [("talks", CORE_TITLE), ("more", "Harbour fees rise")]
        await poll(opened)
        (card,) = await deliver(opened)
    assert CORE_TITLE in card


async def test_an_outlet_where_a_story_breaks_is_polled_more_often(
    outlet: OutletServer, tmp_path: Path
) -> None:
    outlet.items.append(("old", "Rain expected over the weekend"))
    async with newsroom(tmp_path, outlet.source(), poll_seconds=300) as opened:
        await poll(opened)
        outlet.items.insert(0, ("new", CORE_TITLE))
        await poll(opened)
        (feed,) = await opened.store.feeds()
        assert feed.due < utc_now() + timedelta(seconds=61)
        await poll(opened)
        (feed,) = await opened.store.feeds()
    assert feed.why == "a story is breaking there"


async def test_an_unchanged_feed_is_not_downloaded_again(outlet: OutletServer, tmp_path: Path) -> None:
    outlet.items.append(("one", "Rain expected over the weekend"))
    async with newsroom(tmp_path, outlet.source()) as opened:
        for _ in range(3):
            await poll(opened)
    assert outlet.statuses("feed.xml") == [200, 304, 304]


async def test_only_pages_that_may_matter_are_fetched(outlet: OutletServer, tmp_path: Path) -> None:
    outlet.items += [("rain", "Rain expected over the weekend"), ("core", CORE_TITLE)]
    async with newsroom(tmp_path, outlet.source()) as opened:
        await poll(opened)
    assert (outlet.statuses("rain"), outlet.statuses("core")) == ([], [200])


async def test_a_page_behind_a_wall_leaves_the_feeds_own_words_and_says_so(
    outlet: OutletServer, tmp_path: Path
) -> None:
    outlet.items.append(("core", CORE_TITLE))
    outlet.answers["core"] = (
        b"<html><head><title>Before you continue</title></head><body><h1>Before you continue</h1>"
        b"<p>We and our 834 partners use cookies. Accept all or reject all to continue.</p>"
        b"<button>Accept all</button></body></html>"
    )
    async with newsroom(tmp_path, outlet.source()) as opened:
        await poll(opened)
        (story,) = await opened.store.latest(limit=5)
    (kept,) = story.articles
    assert kept.article.wall is Wall.CONSENT
    assert kept.article.text == CORE_TITLE


async def test_a_page_that_robots_may_not_read_leaves_the_feeds_own_words(
    outlet: OutletServer, tmp_path: Path
) -> None:
    outlet.items.append(("core", CORE_TITLE))
    outlet.answers["robots.txt"] = b"User-agent: *\nDisallow: /core\n"
    async with newsroom(tmp_path, outlet.source()) as opened:
        await poll(opened)
        (story,) = await opened.store.latest(limit=5)
    assert outlet.statuses("core") == []
    assert story.articles[0].article.text == CORE_TITLE


async def test_a_restart_makes_nothing_news_again(outlet: OutletServer, tmp_path: Path) -> None:
    outlet.items.append(("core", CORE_TITLE))
    for _ in range(2):
        async with newsroom(tmp_path, outlet.source()) as opened:
            await watch(opened)
            await poll(opened)
            assert (await opened.store.counts()).alerts_due == 0


async def test_broken_feeds_are_named_and_the_others_go_on(outlet: OutletServer, tmp_path: Path) -> None:
    outlet.items.append(("core", CORE_TITLE))
    bomb = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 40}">' for n in range(1, 300))
    outlet.answers["page.xml"] = b"<html><body>Please enable JavaScript</body></html>"
    outlet.answers["bomb.xml"] = f'<!DOCTYPE rss [<!ENTITY x0 "a">{bomb}]><rss><channel/></rss>'.encode()
    outlet.answers["slow.xml"] = b"\n" * 200_000 + b"<rss><channel><title>t</title></channel></rss>"
    unreachable = FeedSource(url="http://127.0.0.1:9/feed.xml", outlet=HERALD)
    sources = [outlet.source(name) for name in ("feed.xml", "page.xml", "bomb.xml", "slow.xml", "absent.xml")]
    async with newsroom(tmp_path, *sources, unreachable) as opened:
        await poll(opened)
        faults = {
            feed.source.url.rpartition("/")[2]: feed.fault
            for feed in await opened.store.feeds()
            if feed.fault
        }
        refused = [feed.fault for feed in await opened.store.feeds() if feed.source.url == unreachable.url]
        assert (await opened.store.counts()).stories == 1
    assert "page" in faults["page.xml"]
    assert "entities" in faults["bomb.xml"]
    assert "404" in faults["absent.xml"]
    assert "slow.xml" not in faults
    assert "refuses the connection" in refused[0]


async def test_an_edited_page_becomes_a_version(outlet: OutletServer, tmp_path: Path) -> None:
    outlet.items.append(("core", CORE_TITLE))
    async with newsroom(tmp_path, outlet.source()) as opened:
        await watch(opened)
        await poll(opened)
        outlet.items[0] = ("core", f"{CORE_TITLE} (corrected)")
        outlet.paragraphs = (*outlet.paragraphs[1:], "Correction: an earlier version named another country.")
        await poll(opened)
        (story,) = await opened.store.latest(limit=5)
        assert (await opened.store.counts()).alerts_due == 0
    (kept,) = story.articles
    assert kept.version == 2
    assert "Correction" in kept.article.text
