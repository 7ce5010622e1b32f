"""Which hubs are to be asked, and what is kept of their answers."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds.model import FeedId, FeedSource, Outlet, Ownership
from storage import feeds, subscriptions
from storage.database import Connection, open_database
from storage.subscriptions import Subscribable, Subscription, SubscriptionState

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
OUTLET = Outlet(name="The Wexcombe Post", country="Wexcombe", language="en", ownership=Ownership.PRIVATE)
URL, HUB = "https://post.example/feed.xml", "https://hub.example/"


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[Connection]:
    database = await open_database(tmp_path / "news.db")
    async with database.editing() as connection:
        yield connection
    await database.close()


async def feed(connection: Connection, *, hub: str = HUB, topic: str = "", url: str = URL) -> FeedId:
    await feeds.add(connection, FeedSource(url=url, outlet=OUTLET), NOW)
    await connection.execute("UPDATE feed SET hub = :hub, topic = :topic", hub=hub, topic=topic)
    row = await connection.row("SELECT id FROM feed WHERE url = :url", url=url)
    assert row is not None
    return FeedId(row["id"])


def subscription(feed_id: FeedId) -> Subscription:
    return Subscription(
        feed=feed_id,
        hub=HUB,
        topic=URL,
        token="token",
        secret="secret",
        state=SubscriptionState.ACTIVE,
        asked=NOW,
        tries=2,
        lease_until=NOW + timedelta(days=3),
        renew_at=NOW + timedelta(days=2),
        fault="slow",
    )


async def due(connection: Connection, now: datetime = NOW) -> tuple[Subscribable, ...]:
    return await subscriptions.subscribable(connection, now, 10)


async def test_what_is_kept_is_given_back(connection: Connection) -> None:
    kept = subscription(await feed(connection))
    await subscriptions.keep(connection, kept)
    assert await subscriptions.by_token(connection, "token") == kept
    assert await subscriptions.by_token(connection, "another") is None


async def test_feed_has_one_subscription_at_most(connection: Connection) -> None:
    kept = subscription(await feed(connection))
    await subscriptions.keep(connection, kept)
    await subscriptions.keep(connection, replace(kept, token="new"))
    assert await subscriptions.by_token(connection, "token") is None
    assert await subscriptions.by_token(connection, "new") == replace(kept, token="new")


async def test_only_feeds_that_name_a_hub_are_subscribed_to(connection: Connection) -> None:
    known = await feed(connection, hub="")
    assert await due(connection) == ()
    await feed(connection)
    assert await due(connection) == (Subscribable(feed=known, hub=HUB, topic=URL),)


async def test_topic_is_the_one_that_the_feed_names(connection: Connection) -> None:
    known = await feed(connection, topic="https://post.example/self.xml")
    assert await due(connection) == (
        Subscribable(feed=known, hub=HUB, topic="https://post.example/self.xml"),
    )


async def test_subscription_is_due_when_it_is_to_be_renewed_and_not_before(connection: Connection) -> None:
    kept = subscription(await feed(connection))
    await subscriptions.keep(connection, kept)
    assert await due(connection, NOW + timedelta(days=1)) == ()
    assert await due(connection, NOW + timedelta(days=2)) == (
        Subscribable(feed=kept.feed, hub=HUB, topic=URL, known=kept),
    )


async def test_refused_subscription_is_not_asked_for_again(connection: Connection) -> None:
    refused = replace(
        subscription(await feed(connection)),
        state=SubscriptionState.REFUSED,
        lease_until=None,
        renew_at=None,
    )
    await subscriptions.keep(connection, refused)
    assert await due(connection, NOW + timedelta(days=365)) == ()


async def test_another_hub_is_asked_but_not_every_minute(connection: Connection) -> None:
    known = await feed(connection)
    await subscriptions.keep(connection, subscription(known))
    await feed(connection, hub="https://other.example/")
    assert await due(connection, NOW + timedelta(minutes=59)) == ()
    assert await due(connection, NOW + timedelta(hours=1)) == (
        Subscribable(feed=known, hub="https://other.example/", topic=URL),
    )


@pytest.mark.parametrize("no_longer_polled", ["UPDATE feed SET removed = 1", "UPDATE feed SET retired = 1"])
async def test_feed_that_is_no_longer_polled_has_no_subscription(
    connection: Connection, no_longer_polled: str
) -> None:
    await subscriptions.keep(connection, subscription(await feed(connection)))
    await connection.execute(no_longer_polled)
    assert await subscriptions.by_token(connection, "token") is None
    assert await due(connection, NOW + timedelta(days=2)) == ()


async def test_neither_token_nor_secret_stands_in_a_log(connection: Connection) -> None:
    shown = f"{subscription(await feed(connection))!r}"
    assert "token" not in shown
    assert "secret" not in shown
