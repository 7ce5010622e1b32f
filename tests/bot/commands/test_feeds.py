"""/feeds says how each feed is; only those who run the bot change what is polled."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.platforms.console import NAME, USER, parse_ask
from bot.platforms.port import Address, Ask
from bot.pulse import Pulse
from bot.render.plain import render
from feeds.model import FeedSource, Outlet
from feeds.polling.fetch import Fetcher
from feeds.polling.finder import Finder
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers
from storage.store import Store
from tests.journeys.outlet import OutletServer
from tests.samples import NOON, VESTNIK, source


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Desk]:
    async with store.editing() as edition:
        await edition.offer_feed(source(), NOON)
        await edition.offer_feed(source("vestnik", VESTNIK), NOON)
    async with Fetcher(allow_loopback=True) as fetcher, Workers() as workers:
        yield Desk(
            store=store,
            zone=ZoneInfo("UTC"),
            clock=lambda: NOON,
            pulse=Pulse(),
            admins=frozenset({f"{NAME}:{USER}"}),
            finder=Finder(fetcher=fetcher, robots=Robots(fetcher), workers=workers, clock=lambda: NOON),
        )


async def asked(desk: Desk, line: str) -> str:
    return render(await answer(desk, parse_ask(line)))


async def break_vestnik(store: Store) -> None:
    (feed,) = [feed for feed in await store.feeds() if feed.source.outlet == VESTNIK]
    broken = replace(
        feed,
        polled=NOON,
        failures=2,
        fault="the server refuses us: 403",
        failing_since=NOON - timedelta(hours=3),
        why="2 failures in a row",
    )
    async with store.editing() as edition:
        await edition.save_feeds(broken)


async def test_the_worst_feed_stands_first(desk: Desk) -> None:
    await break_vestnik(desk.store)
    shown = await asked(desk, "/feeds")
    assert "broken since" in shown
    assert shown.index("Severny Vestnik") < shown.index("The Harbour Herald")


async def test_only_so_many_feeds_are_shown_and_the_rest_counted(desk: Desk) -> None:
    async with desk.store.editing() as edition:
        for number in range(20):
            await edition.offer_feed(source(f"other{number}"), NOON)
    assert "And 7 more" in await asked(desk, "/feeds")


async def test_one_outlets_feed_is_told_in_full(desk: Desk) -> None:
    await break_vestnik(desk.store)
    shown = await asked(desk, "/feeds vestnik")
    assert "Fault: the server refuses us: 403" in shown
    assert "Last success: never" in shown
    assert "Why then: 2 failures in a row" in shown
    assert "Harbour" not in shown


async def test_a_feed_is_added_once_and_removed_once(desk: Desk, outlet: OutletServer) -> None:
    url = outlet.source().url
    assert "Dockside Post added" in await asked(desk, f"/feeds add {url} Dockside Post")
    assert "polled already" in await asked(desk, f"/feeds add {url}")
    assert "polled no more" in await asked(desk, f"/feeds remove {url}")
    assert "No feed has that address" in await asked(desk, f"/feeds remove {url}")


async def added_outlets(desk: Desk, url: str) -> list[Outlet]:
    return [feed.source.outlet for feed in await desk.store.feeds() if feed.source.url == url]


async def test_a_feed_that_calls_itself_by_a_known_outlets_name_does_not_join_it(
    desk: Desk, outlet: OutletServer
) -> None:
    url, site = outlet.source().url, f"127.0.0.1:{outlet.port}"
    said = await asked(desk, f"/feeds add {url}")
    assert f"The Harbour Herald ({site}) added" in said
    assert "It is an outlet of its own" in said
    assert [known.name for known in await added_outlets(desk, url)] == [f"The Harbour Herald ({site})"]


async def test_a_feed_from_a_known_outlets_site_joins_it_however_it_calls_itself(
    desk: Desk, outlet: OutletServer
) -> None:
    async with desk.store.editing() as edition:
        await edition.offer_feed(FeedSource(url=outlet.source("other.xml").url, outlet=VESTNIK), NOON)
    url = outlet.source().url
    assert "It counts as Severny Vestnik, which has other feeds" in await asked(desk, f"/feeds add {url}")
    assert await added_outlets(desk, url) == [VESTNIK]


async def test_the_name_that_whoever_runs_the_bot_gives_counts(desk: Desk, outlet: OutletServer) -> None:
    url = outlet.source().url
    said = await asked(desk, f"/feeds add {url} {VESTNIK.name}")
    assert "It counts as Severny Vestnik" in said
    assert await added_outlets(desk, url) == [VESTNIK]


async def test_a_feed_that_is_added_again_is_named_as_it_was(desk: Desk, outlet: OutletServer) -> None:
    url = outlet.source().url
    await asked(desk, f"/feeds add {url} Dockside Post")
    await asked(desk, f"/feeds remove {url}")
    assert "Dockside Post added" in await asked(desk, f"/feeds add {url}")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/feeds add", "Which feed"),
        ("/feeds remove javascript:alert(1)", "Which feed"),
        ("/feeds add http://127.0.0.1:9/", "was not added"),
        ("/feeds nobody", "No outlet with a feed"),
    ],
)
async def test_what_can_not_be_done_is_said(desk: Desk, line: str, said: str) -> None:
    assert said in await asked(desk, line)


async def test_a_feed_is_not_looked_for_where_nothing_is_fetched(desk: Desk) -> None:
    said = await asked(replace(desk, finder=None), "/feeds add https://herald.example/")
    assert "only the running bot" in said


@pytest.mark.parametrize("verb", ["add", "remove", "ADD"])
async def test_a_chats_own_administrators_change_no_feeds(desk: Desk, verb: str) -> None:
    ask = Ask(
        command="feeds",
        words=f"{verb} {source().url}",
        platform="telegram",
        address=Address("-5"),
        user="7",
        may_administer=True,
    )
    before = await desk.store.feeds()
    assert "for those who run this bot" in render(await answer(desk, ask))
    assert await desk.store.feeds() == before
