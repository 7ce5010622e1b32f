"""The life of a subscription: its hub is asked, confirms, sends news, and is asked again before it forgets.

Whatever goes wrong here, the feed is polled all the same: more often again as soon as its lease has run out.
"""

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from typing import Protocol

from bot.clock import utc_now
from bot.web import Call, Route, Said
from feeds.errors import Busy, FeedError, FetchError
from feeds.model import FeedId
from feeds.polling.fetch import NO_VALIDATORS, Fetched
from feeds.polling.websub import (
    Confirmed,
    Denied,
    check_query,
    is_signed,
    next_attempt,
    over_tls,
    renewal,
    subscription_form,
)
from storage.errors import StorageError
from storage.subscriptions import Subscribable, Subscription, SubscriptionState

log = logging.getLogger(__name__)

PATH = "/websub/"
TICK = 60.0
"""Seconds between two looks at which hubs are to be asked."""

AT_ONCE = 8
"""Hubs asked, bodies read, and bodies of one feed waiting, at the same time."""

MOST_WAITING = 3 * AT_ONCE
"""Bodies of all feeds that wait at the same time: one feed's may not keep out the others'."""

MOST_REMEMBERED = 4_096
"""Bodies that are known again when somebody sends them anew."""

NOT_FOUND, GONE, ACCEPTED, LATER = Said(status=404), Said(status=410), Said(status=202), Said(status=503)


class Hubs(Protocol):
    """What asks hubs: the Fetcher."""

    async def post_form(self, url: str, fields: Mapping[str, str]) -> None:
        """Post a form; raises FetchError when it is not accepted."""


class SubscriptionEdition(Protocol):
    """One change, whole or not at all."""

    async def subscription(self, token: str) -> Subscription | None:
        """Give the subscription with this token."""

    async def keep_subscription(self, subscription: Subscription) -> None:
        """Keep a subscription."""


class Subscriptions(Protocol):
    """Where subscriptions are kept: the Store."""

    def editing(self) -> AbstractAsyncContextManager[SubscriptionEdition]:
        """Begin a change."""

    async def subscribable(self, now: datetime, *, limit: int) -> tuple[Subscribable, ...]:
        """Give the feeds whose hub is to be asked now."""

    async def subscription(self, token: str) -> Subscription | None:
        """Give the subscription with this token."""


class Subscriber:
    """Keeps subscriptions alive, and hands on what hubs send. `public_url` is where the world reaches us."""

    def __init__(
        self,
        *,
        store: Subscriptions,
        hubs: Hubs,
        public_url: str,
        receive: Callable[[FeedId, Fetched], Awaitable[None]],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._hubs = hubs
        self._callbacks = public_url.rstrip("/") + PATH
        self._receive = receive
        self._clock = clock
        self._reading = asyncio.Semaphore(AT_ONCE)
        self._waiting: dict[FeedId, deque[Fetched]] = {}
        self._heard: asyncio.Queue[FeedId] = asyncio.Queue()  # of whom something waits, each once
        self._known: dict[bytes, None] = {}

    def routes(self) -> tuple[Route, ...]:
        """Give what hubs may ask of us, for `serve_web`."""
        path = f"{PATH}{{token}}"
        return (
            Route(method="GET", path=path, answer=_or_later(self.verify)),
            Route(method="POST", path=path, answer=_or_later(self.take)),
        )

    async def run(self) -> None:
        """Ask hubs as they fall due and hand on what they send, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._hand_on(tasks), name="pushed bodies")
            while True:
                try:
                    await self.ask_hubs()
                except* StorageError as errors:
                    log.error("the hubs are not asked: %s", errors.exceptions[0])  # noqa: TRY400  said in full
                await asyncio.sleep(TICK)

    async def ask_hubs(self) -> None:
        """Ask every hub that is due now, once."""
        while due := await self._store.subscribable(self._clock(), limit=AT_ONCE):
            async with asyncio.TaskGroup() as asking:
                for wanted in due:
                    asking.create_task(self._ask(wanted), name=f"ask {wanted.hub}")

    async def _ask(self, wanted: Subscribable) -> None:
        """Ask one hub. Kept before it is sent: a hub may ask back before it answers."""
        asked = _asked(wanted, self._clock())
        async with self._store.editing() as edition:
            await edition.keep_subscription(asked)
        callback = self._callbacks + asked.token
        form = subscription_form(callback=callback, topic=asked.topic, secret=asked.secret)
        try:
            await self._hubs.post_form(over_tls(asked.hub), form)
        except FetchError as error:
            log.info("feed %d: its hub was asked in vain: %s", asked.feed, error)
            await self._settle_fault(asked, error)

    async def _settle_fault(self, asked: Subscription, error: FetchError) -> None:
        patience = error.retry_after if isinstance(error, Busy) else None
        async with self._store.editing() as edition:
            known = await edition.subscription(asked.token)
            if known == asked:  # else it was confirmed or refused meanwhile, and only the answer was lost
                again = next_attempt(asked.tries, self._clock(), retry_after=patience)
                await edition.keep_subscription(replace(asked, fault=error.reason, renew_at=again))

    async def verify(self, call: Call) -> Said:
        """Answer a hub that asks whether it was we who asked, or that refuses."""
        async with self._store.editing() as edition:
            known = await edition.subscription(call.parameters["token"])
            if known is None:
                return NOT_FOUND
            is_asked = known.state is SubscriptionState.ASKED
            verdict = check_query(call.query, topic=known.topic, is_asked=is_asked)
            if verdict is None:
                return NOT_FOUND
            await edition.keep_subscription(_settled(known, verdict, self._clock()))
        log.info("feed %d: its hub %s", known.feed, _in_words(verdict))
        return Said(body=verdict.challenge.encode() if isinstance(verdict, Confirmed) else b"")

    async def take(self, call: Call) -> Said:
        """Take what a hub sends. What is not signed as agreed is dropped, and nobody is told so."""
        known = await self._store.subscription(call.parameters["token"])
        if known is None or known.lease_until is None:
            return GONE
        async with self._reading:
            body = await call.body()
            if not is_signed(call.headers.get("X-Hub-Signature", ""), body, known.secret):
                log.warning(
                    "feed %d: something without its hub's signature came, and was dropped", known.feed
                )
                return ACCEPTED
            pushed = Fetched(
                body=body,
                url=known.topic,
                content_type=call.headers.get("Content-Type", ""),
                validators=NO_VALIDATORS,
            )
            return self._line_up(known.feed, pushed)

    def _line_up(self, feed: FeedId, pushed: Fetched) -> Said:
        """Let a body wait its turn. One that came before is dropped: sent anew, it undoes nothing."""
        mark = blake2b(pushed.body, digest_size=16, key=str(feed).encode()).digest()
        if mark in self._known:
            return ACCEPTED
        waiting = self._waiting.get(feed, ())
        if len(waiting) >= AT_ONCE or sum(map(len, self._waiting.values())) >= MOST_WAITING:
            return LATER
        if not waiting:
            self._waiting[feed] = deque()
            self._heard.put_nowait(feed)
        self._waiting[feed].append(pushed)
        self._known[mark] = None
        if len(self._known) > MOST_REMEMBERED:
            del self._known[next(iter(self._known))]
        return ACCEPTED

    async def _hand_on(self, tasks: asyncio.TaskGroup) -> None:
        """Hand on what came: the feeds beside each other, for one may be held for long."""
        while True:
            feed = await self._heard.get()
            tasks.create_task(self._hand_on_all(feed), name=f"pushed to feed {feed}")

    async def _hand_on_all(self, feed: FeedId) -> None:
        """Hand on what came for one feed, in its order, so that an edit never comes before what it edits."""
        waiting = self._waiting[feed]
        try:
            while waiting:
                await self._hand_over(feed, waiting[0])
                waiting.popleft()
            del self._waiting[feed]
        except asyncio.CancelledError:
            self._heard.put_nowait(feed)  # for whoever runs next
            raise

    async def _hand_over(self, feed: FeedId, pushed: Fetched) -> None:
        try:
            await self._receive(feed, pushed)
        except (FeedError, StorageError) as error:
            log.warning("feed %d: what its hub sent was not kept: %s", feed, error)
        except Exception:
            log.exception("feed %d: what its hub sent could not be read", feed)


def _or_later(answer: Callable[[Call], Awaitable[Said]]) -> Callable[[Call], Awaitable[Said]]:
    """Let a hub try again later when our own store fails."""

    async def answered(call: Call) -> Said:
        try:
            return await answer(call)
        except StorageError as error:
            log.error("a hub was put off: %s", error)  # noqa: TRY400  said in full
            return LATER

    return answered


def _asked(wanted: Subscribable, now: datetime) -> Subscription:
    """Ask anew, or to renew: then under the old address and secret, so that nothing is lost between."""
    known = wanted.known
    if known is None or known.lease_until is None or known.lease_until <= now:
        tries = known.tries + 1 if known else 1
        return Subscription(
            feed=wanted.feed,
            hub=wanted.hub,
            topic=wanted.topic,
            token=secrets.token_urlsafe(32),
            secret=secrets.token_urlsafe(32),
            state=SubscriptionState.ASKED,
            asked=now,
            tries=tries,
            renew_at=next_attempt(tries, now),
        )
    tries = known.tries + 1
    again = next_attempt(tries, now)
    return replace(known, state=SubscriptionState.ASKED, asked=now, tries=tries, renew_at=again)


def _settled(known: Subscription, verdict: Confirmed | Denied, now: datetime) -> Subscription:
    """Give a subscription as it stands after its hub's word."""
    if isinstance(verdict, Denied):
        fault = _in_words(verdict)
        return replace(
            known, state=SubscriptionState.REFUSED, lease_until=None, renew_at=None, fault=f"the hub {fault}"
        )
    return replace(
        known,
        state=SubscriptionState.ACTIVE,
        tries=0,
        lease_until=now + verdict.lease,
        renew_at=renewal(verdict.lease, now),
        fault="",
    )


def _in_words(verdict: Confirmed | Denied) -> str:
    if isinstance(verdict, Confirmed):
        return f"tells us of its news for {verdict.lease.total_seconds() / 3_600:.1f} hours"
    return f"refuses us: {verdict.reason}" if verdict.reason else "refuses us"
