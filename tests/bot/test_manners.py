"""A month of polling on a virtual clock: no server has cause for complaint, and no item is lost."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

from storage.store import Store, open_store
from tests.bot.outlets import (
    INTERVAL,
    START,
    Busyness,
    Clock,
    Invalid,
    Leaver,
    Mover,
    Parrot,
    Server,
    Sleeper,
    Wanderer,
    WithTtl,
    live,
)

DAY = timedelta(days=1)


async def test_a_month_of_polling_shows_no_breach_of_manners(tmp_path: Path) -> None:
    clock = Clock()
    leaver, busy, mover = Leaver(clock, "leaver"), Busyness(clock, "busy"), Mover(clock, "mover")
    parrot, invalid = Parrot(clock, "parrot"), Invalid(clock, "invalid")
    servers = [
        Server(clock, "plain"),
        Server(clock, "eager", priority=True, max_age=3_600),
        Server(clock, "cached", max_age=3 * 3_600),
        WithTtl(clock, "ttl"),
        Sleeper(clock, "sleeper"),
        Wanderer(clock, "wanderer"),
        *(leaver, busy, mover, parrot, invalid),
    ]
    store = await open_store(tmp_path / "news.db")
    async with store.editing() as edition:
        for server in servers:
            await edition.offer_feed(server.source, START)
    await live(store, servers, clock, days=15)
    await store.close()
    store = await open_store(tmp_path / "news.db")  # a restart is no storm
    await live(store, servers, clock, days=30)

    assert [breach for server in servers for breach in server.breaches] == []
    feeds = {feed.source.host.partition(".")[0]: feed for feed in await store.feeds()}
    await store.close()
    assert (feeds["leaver"].retired, feeds["mover"].source.url) == (True, "https://mover.example/new.xml")
    assert feeds["wanderer"].source.url == "https://wanderer.example/feed.xml"
    assert len(parrot.whole_at) > 1, "a server that always says 304 was never asked for everything"
    assert longest_gap(busy, since=busy.bare_at) >= 2 * INTERVAL, "nobody slowed down at a bare 429"
    assert visits_between(invalid, 10, 14) < 12, "nobody backed off from a server that is down"
    assert visits_between(invalid, 15, 30) > 150, "nobody came back to a server that is up again"
    for server in servers:
        assert server is leaver or len(server.visits) > 100


async def test_a_feed_that_is_gone_is_told_to_the_admins_once(store: Store) -> None:
    clock = Clock(START + 11 * DAY)
    leaver = Leaver(clock, "leaver")
    async with store.editing() as edition:
        await edition.offer_feed(leaver.source, START)
    await live(store, [leaver], clock, days=20)
    async with store.editing() as edition:
        claims = [await edition.claim_alert(now=clock.now, platforms=["telegram"], busy=[]) for _ in range(2)]
    notice = claims[0]
    assert notice is not None
    assert (notice.chat.address, claims[1]) == ("user:7", None)
    assert notice.notice == "https://leaver.example/feed.xml is no longer polled: gone for good (410)"
    assert len(leaver.visits) == 1


async def test_no_second_is_crowded_however_many_feeds_begin_together(store: Store) -> None:
    clock = Clock()
    servers = [Server(clock, f"server{number}") for number in range(300)]
    async with store.editing() as edition:
        for server in servers:
            await edition.offer_feed(server.source, START)
    await live(store, servers, clock, days=0)
    twelfths = Counter((feed.due - START) // (INTERVAL / 12) for feed in await store.feeds())
    assert sorted(twelfths) == list(range(12, 24)), "the second visits are spread over a whole interval"
    assert max(twelfths.values()) < 3 * 300 / 12


def longest_gap(server: Server, *, since: object) -> timedelta:
    """Give the wait after one visit."""
    number = next(index for index, visit in enumerate(server.visits) if visit == since)
    return server.visits[number + 1] - server.visits[number]


def visits_between(server: Server, first: int, last: int) -> int:
    """Count the visits from one day to another."""
    return sum(first * DAY <= visit - START < last * DAY for visit in server.visits)
