"""The life of a subscription, told with a strict hub, a real store and our own HTTP side."""

import asyncio
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.push import AT_ONCE, MOST_WAITING, Subscriber
from bot.web import Call, Said, serve_web
from feeds.errors import ParseError
from feeds.model import FeedId, FeedSource, Outlet, Ownership
from feeds.polling.fetch import NO_VALIDATORS, Fetched, Fetcher
from storage import feeds, subscriptions
from storage.database import Connection, Database, open_database
from storage.errors import StorageError
from storage.subscriptions import Subscribable, Subscription, SubscriptionState
from tests.servers.hub import LocalHub, hub_on_loopback
from tests.servers.listening import eventually

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
TOPIC = "https://post.example/feed.xml"
FEED = FeedId(1)
OUTLET = Outlet(name="The Wexcombe Post", country="Wexcombe", language="en", ownership=Ownership.PRIVATE)


class Change:
    """A change of the subscriptions in a real database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def subscription(self, token: str) -> Subscription | None:
        return await subscriptions.by_token(self._connection, token)

    async def keep_subscription(self, subscription: Subscription) -> None:
        await subscriptions.keep(self._connection, subscription)


class Shelf:
    """The subscriptions in a real database, which fails when told to."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.fails = False

    @asynccontextmanager
    async def editing(self) -> AsyncIterator[Change]:
        if self.fails:
            raise StorageError("the disk is full")
        async with self.database.editing() as connection:
            yield Change(connection)

    async def subscribable(self, now: datetime, *, limit: int) -> tuple[Subscribable, ...]:
        async with self.database.reading() as connection:
            return await subscriptions.subscribable(connection, now, limit)

    async def subscription(self, token: str) -> Subscription | None:
        async with self.database.reading() as connection:
            return await subscriptions.by_token(connection, token)

    async def only(self) -> Subscription:
        """Give the subscription that there is."""
        async with self.database.reading() as connection:
            row = await connection.row("SELECT token FROM subscription")
            assert row is not None
            found = await subscriptions.by_token(connection, row["token"])
        assert found is not None
        return found

    async def name_hub(self, hub: str, topic: str = TOPIC) -> None:
        """Let the feed name another hub."""
        async with self.database.editing() as connection:
            await connection.execute("UPDATE feed SET hub = :hub, topic = :topic", hub=hub, topic=topic)


class Scene:
    """Us, the hub, and the clock between."""

    def __init__(self, shelf: Shelf, hub: LocalHub, fetcher: Fetcher) -> None:
        self.shelf = shelf
        self.hub = hub
        self.now = NOW
        self.received: list[Fetched] = []
        self.trouble: list[Exception] = []
        self.fetcher = fetcher
        self.callbacks = ""
        self.subscriber = self.subscriber_at("http://127.0.0.1:9")

    def subscriber_at(self, public_url: str) -> Subscriber:
        return Subscriber(
            store=self.shelf,
            hubs=self.fetcher,
            public_url=public_url,
            receive=self.receive,
            clock=lambda: self.now,
        )

    async def receive(self, feed: FeedId, pushed: Fetched) -> None:
        assert feed == FEED
        if self.trouble:
            raise self.trouble.pop()
        self.received.append(pushed)

    async def ask(self) -> Subscription:
        """Let the hubs be asked, and give how we stand then."""
        await self.subscriber.ask_hubs()
        await self.hub.settled()
        return await self.shelf.only()

    async def callback(self) -> str:
        return self.callbacks + (await self.shelf.only()).token

    async def pushed(self, count: int) -> list[bytes]:
        """Run until so many bodies were received."""
        running = asyncio.create_task(self.subscriber.run())
        await eventually(lambda: len(self.received) >= count)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        return [fetched.body for fetched in self.received]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    database = await open_database(tmp_path / "news.db")
    async with database.editing() as connection:
        await feeds.add(connection, FeedSource(url=TOPIC, outlet=OUTLET), NOW)
    async with hub_on_loopback() as hub, Fetcher(allow_loopback=True, total_seconds=10) as fetcher:
        scene = Scene(Shelf(database), hub, fetcher)
        await scene.shelf.name_hub(hub.url)

        async def verify(call: Call) -> Said:
            return await scene.subscriber.routes()[0].answer(call)

        async def take(call: Call) -> Said:
            return await scene.subscriber.routes()[1].answer(call)

        get, post = scene.subscriber.routes()
        routes = (replace(get, answer=verify), replace(post, answer=take))
        async with serve_web("127.0.0.1", 0, routes) as port:
            scene.callbacks = f"http://127.0.0.1:{port}/websub/"
            scene.subscriber = scene.subscriber_at(f"http://127.0.0.1:{port}/")
            yield scene
    await database.close()


async def test_feed_with_a_hub_is_subscribed_to(scene: Scene) -> None:
    active = await scene.ask()
    assert scene.hub.refusals == []
    assert scene.hub.answers == [(200, b"chal-1", "text/plain")]
    assert active.state is SubscriptionState.ACTIVE
    assert active.lease_until == NOW + timedelta(days=10)


async def test_hub_may_ask_back_before_it_answers(scene: Scene) -> None:
    scene.hub.wrong.asks_first = True
    assert (await scene.ask()).state is SubscriptionState.ACTIVE


async def test_hub_may_send_us_to_another_hub(scene: Scene) -> None:
    async with hub_on_loopback() as other:
        scene.hub.wrong.redirects_to = other.url
        await scene.subscriber.ask_hubs()
        await other.settled()
        assert list(other.kept) == [TOPIC]


async def test_what_the_hub_sends_is_handed_on(scene: Scene) -> None:
    await scene.ask()
    assert await scene.hub.publish(TOPIC, b"<rss/>") == 202
    assert await scene.pushed(1) == [b"<rss/>"]
    assert scene.received[0].content_type == "application/rss+xml"
    assert scene.received[0].url == TOPIC


async def test_content_without_the_right_signature_is_dropped_and_nobody_is_told(scene: Scene) -> None:
    await scene.ask()
    callback, secret = await scene.callback(), (await scene.shelf.only()).secret
    weak = hmac.new(secret.encode(), b"weak", "md5").hexdigest()
    assert await scene.hub.send(callback, b"unsigned") == 202
    assert await scene.hub.send(callback, b"forged", **{"X-Hub-Signature": "sha256=" + "0" * 64}) == 202
    assert await scene.hub.send(callback, b"weak", **{"X-Hub-Signature": f"md5={weak}"}) == 202
    assert await scene.hub.publish(TOPIC, b"true") == 202
    assert await scene.pushed(1) == [b"true"]


async def test_old_content_sent_anew_undoes_nothing(scene: Scene) -> None:
    await scene.ask()
    for body in (b"old", b"new", b"old", b"newest"):
        assert await scene.hub.publish(TOPIC, body) == 202
    assert await scene.pushed(3) == [b"old", b"new", b"newest"]


async def test_content_at_an_address_that_we_never_gave_is_gone(scene: Scene) -> None:
    assert await scene.hub.send(scene.callbacks + "guessed", b"<rss/>") == 410
    assert (await scene.hub.ask(scene.callbacks + "guessed", mode="subscribe", topic=TOPIC))[0] == 404


async def test_content_before_the_hub_was_confirmed_is_refused(scene: Scene) -> None:
    scene.hub.wrong.changes = {"topic": "https://elsewhere.example/"}
    asked = await scene.ask()
    assert asked.state is SubscriptionState.ASKED
    assert await scene.hub.send(await scene.callback(), b"<rss/>") == 410


@pytest.mark.parametrize(
    "change",
    [
        {"topic": "https://elsewhere.example/feed.xml"},
        {"mode": "unsubscribe"},
        {"challenge": ""},
        {"lease_seconds": "for ever"},
    ],
)
async def test_question_that_is_not_ours_is_not_confirmed(scene: Scene, change: dict[str, str]) -> None:
    scene.hub.wrong.changes = change
    asked = await scene.ask()
    assert (asked.state, asked.lease_until) == (SubscriptionState.ASKED, None)
    assert [status for status, _, _ in scene.hub.answers] == [404]
    assert scene.hub.kept == {}


async def test_repeated_confirmation_prolongs_nothing(scene: Scene) -> None:
    active = await scene.ask()
    scene.now += timedelta(days=1)
    question = {"mode": "subscribe", "topic": TOPIC, "challenge": "again", "lease_seconds": "864000"}
    assert (await scene.hub.ask(await scene.callback(), **question))[0] == 404
    assert await scene.shelf.only() == active


async def test_subscription_is_renewed_under_the_same_address_before_its_lease_ends(scene: Scene) -> None:
    scene.hub.wrong.lease = "3600"
    first = await scene.ask()
    scene.now += timedelta(minutes=39)
    await scene.ask()
    assert len(scene.hub.forms) == 1
    scene.now += timedelta(minutes=1)
    renewed = await scene.ask()
    assert len(scene.hub.forms) == 2
    assert (renewed.token, renewed.secret) == (first.token, first.secret)
    assert renewed.lease_until == NOW + timedelta(minutes=100)


async def test_lease_holds_while_its_renewal_is_under_way(scene: Scene) -> None:
    first = await scene.ask()
    scene.now += timedelta(days=7)
    scene.hub.wrong.status = 500
    waiting = await scene.ask()
    assert (waiting.state, waiting.lease_until) == (SubscriptionState.ASKED, first.lease_until)
    assert await scene.hub.publish(TOPIC, b"meanwhile") == 202
    assert await scene.pushed(1) == [b"meanwhile"]


async def test_lapsed_subscription_begins_anew_with_new_secrets(scene: Scene) -> None:
    first = await scene.ask()
    scene.now += timedelta(days=11)
    again = await scene.ask()
    assert again.state is SubscriptionState.ACTIVE
    assert again.token != first.token
    assert again.secret != first.secret


async def test_refused_subscription_leaves_the_feed_to_polling(scene: Scene) -> None:
    scene.hub.wrong.denies = "members only"
    refused = await scene.ask()
    assert (refused.state, refused.lease_until) == (SubscriptionState.REFUSED, None)
    assert refused.fault == "the hub refuses us: members only"
    scene.now += timedelta(days=100)
    await scene.ask()
    assert len(scene.hub.forms) == 1


async def test_hub_may_end_an_active_subscription(scene: Scene) -> None:
    await scene.ask()
    callback = await scene.callback()
    assert await scene.hub.ask(callback, mode="denied", topic=TOPIC) == (200, b"")
    assert (await scene.shelf.only()).state is SubscriptionState.REFUSED
    assert await scene.hub.publish(TOPIC, b"late") == 410


@pytest.mark.parametrize(
    ("status", "hours", "fault"), [(500, 1, "answers 500"), (503, 2, "asks for patience")]
)
async def test_hub_that_fails_is_asked_again_later(scene: Scene, status: int, hours: int, fault: str) -> None:
    scene.hub.wrong.status = status
    waiting = await scene.ask()
    assert waiting.renew_at == NOW + timedelta(hours=hours)
    assert fault in waiting.fault
    scene.now += timedelta(hours=hours)
    assert (await scene.ask()).tries == 2


async def test_hub_in_our_own_network_is_never_asked(scene: Scene) -> None:
    async with Fetcher() as guarded:
        scene.fetcher = guarded
        scene.subscriber = scene.subscriber_at("https://bot.example")
        waiting = await scene.ask()
    assert scene.hub.forms == []
    assert waiting.fault == "the address is not on the public internet"


@pytest.mark.parametrize("hub", ["http://[", "ftp://hub.example/", "hub", "javascript:alert(1)"])
async def test_hub_that_is_no_address_does_no_harm(scene: Scene, hub: str) -> None:
    await scene.shelf.name_hub(hub)
    assert (await scene.ask()).fault == "not an http or https address"


async def test_two_subscriptions_share_neither_address_nor_secret(scene: Scene) -> None:
    first = await scene.ask()
    async with hub_on_loopback() as other:
        await scene.shelf.name_hub(other.url)
        scene.now += timedelta(hours=1)
        await scene.subscriber.ask_hubs()
        await other.settled()
        second = await scene.shelf.only()
    assert second.state is SubscriptionState.ACTIVE
    assert first.token != second.token
    assert first.secret != second.secret
    assert await scene.hub.publish(TOPIC, b"from the old hub") == 410


async def test_flood_is_put_off(scene: Scene) -> None:
    await scene.ask()
    answers = [await scene.hub.publish(TOPIC, b"%d" % number) for number in range(AT_ONCE + 1)]
    assert answers == [202] * AT_ONCE + [503]
    await scene.pushed(AT_ONCE)
    assert await scene.hub.publish(TOPIC, b"%d" % AT_ONCE) == 202


async def test_flood_for_one_feed_keeps_out_no_other_nor_does_a_feed_that_is_held(scene: Scene) -> None:
    await scene.ask()
    held, others = asyncio.Event(), FeedId(2)
    handed: list[tuple[FeedId, bytes]] = []

    async def receive(feed: FeedId, pushed: Fetched) -> None:
        if feed == FEED:
            await held.wait()
        handed.append((feed, pushed.body))

    subscriber = Subscriber(
        store=scene.shelf, hubs=scene.fetcher, public_url="http://127.0.0.1:9", receive=receive
    )

    def come(feed: FeedId, body: bytes) -> int:
        pushed = Fetched(body=body, url=TOPIC, content_type="", validators=NO_VALIDATORS)
        return subscriber._line_up(feed, pushed).status  # noqa: SLF001  as `take` does, for a second feed

    assert [come(FEED, b"%d" % number) for number in range(AT_ONCE + 1)] == [202] * AT_ONCE + [503]
    running = asyncio.create_task(subscriber.run())
    assert come(others, b"news") == 202
    await eventually(lambda: bool(handed))
    assert handed == [(others, b"news")]
    held.set()
    await eventually(lambda: len(handed) == 1 + AT_ONCE)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert handed[1:] == [(FEED, b"%d" % number) for number in range(AT_ONCE)], "in the order they came"


async def test_all_feeds_together_have_only_so_many_bodies_waiting(scene: Scene) -> None:
    pushed = [
        Fetched(body=b"%d" % number, url=TOPIC, content_type="", validators=NO_VALIDATORS)
        for number in range(MOST_WAITING + 1)
    ]
    lined_up = [
        scene.subscriber._line_up(FeedId(number), body).status  # noqa: SLF001  as `take` does
        for number, body in enumerate(pushed)
    ]
    assert lined_up == [202] * MOST_WAITING + [503]


async def test_hub_is_put_off_while_our_store_fails(scene: Scene) -> None:
    await scene.ask()
    callback = await scene.callback()
    scene.shelf.fails = True
    assert (await scene.hub.ask(callback, mode="denied", topic=TOPIC))[0] == 503


@pytest.mark.parametrize("trouble", [ParseError("not a feed"), StorageError("full"), ValueError("a bug")])
async def test_body_that_cannot_be_read_does_not_stop_the_next(scene: Scene, trouble: Exception) -> None:
    await scene.ask()
    scene.trouble = [trouble]
    await scene.hub.publish(TOPIC, b"bad")
    await scene.hub.publish(TOPIC, b"good")
    assert await scene.pushed(1) == [b"good"]


async def test_failing_store_does_not_end_the_subscriber(scene: Scene) -> None:
    await scene.ask()
    await scene.hub.publish(TOPIC, b"news")
    scene.shelf.fails = True
    scene.now += timedelta(days=8)
    assert await scene.pushed(1) == [b"news"]


async def test_logs_hold_neither_token_nor_secret(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    for logger in ("bot", "feeds", "storage", "aiohttp.server", "aiohttp.client"):
        caplog.set_level("DEBUG", logger)
    active = await scene.ask()
    await scene.hub.send(await scene.callback(), b"unsigned")
    await scene.hub.publish(TOPIC, b"signed")
    await scene.pushed(1)
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert len(lines) == 2
    said = "\n".join(
        record.getMessage() for record in caplog.records if record.name not in {"aiosqlite", "aiohttp.access"}
    )
    assert active.token not in said
    assert active.secret not in said
