"""The life of an alert: owed, claimed, rendered, sent or edited, settled."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2b
from zoneinfo import ZoneInfo

from bot.clock import utc_now
from bot.pacing import Line
from bot.platforms.port import (
    Address,
    ChatGone,
    ChatMoved,
    DeliveryError,
    Later,
    MessageGone,
    MessageRef,
    NotConnected,
    Platform,
    Refused,
    Uncertain,
)
from bot.replies import Reply
from bot.speech import ENGLISH
from bot.telling import tell
from storage.edition import Edition
from storage.errors import Contradiction, StorageError
from storage.model import Alert, AlertKind, ChatId, How
from storage.store import Store

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Alerts in flight to one platform at the same time; one per chat is the outbox's rule. Each platform has its
own, so that one that hangs keeps no other waiting."""

TICK = 0.1
"""Seconds between two looks at the outbox: what a story waits at most until it is told."""

SICK_SECONDS = 10.0
"""Seconds of rest when the database can't be used."""

UNCERTAIN_PAUSE = timedelta(seconds=30)
"""How long to wait after an answer was lost: what lost it is rarely over in a second."""

KNOWN_TRIES = 4
"""So often the pause is no longer where a platform knows a repetition: it does so for some minutes only
(MEASURED.md, 5). After that the pauses double."""

UNCERTAIN_TRIES = 3
"""How often a message whose answer was lost is sent to a platform that can't tell a repetition.

Three lost answers in a row, the last an hour later, are given up; /health counts them.
"""

AWAY = timedelta(seconds=1)
"""How long a platform that is not connected is left alone; it is no fault of any alert's, and delays none."""

PATIENCE = timedelta(hours=1)
"""The longest pause between two tries."""


class Deliverer:
    """Delivers what the outbox owes, over the platforms that are there."""

    def __init__(
        self,
        *,
        store: Store,
        platforms: Mapping[str, Platform],
        zone: ZoneInfo,
        language: str = ENGLISH,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._platforms = platforms
        self._zone = zone
        self._language = language
        self._clock = clock
        self._rests_until: dict[ChatId, datetime] = {}
        self._away_until: dict[str, datetime] = {}
        self._lines = {name: Line(platform.seconds_between_any) for name, platform in platforms.items()}
        self._in_flight = dict.fromkeys(platforms, 0)
        self._landed = asyncio.Event()
        self.sent = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until told to stop; what is in flight then is settled before this returns."""
        await self._insist(self.recover)
        async with asyncio.TaskGroup() as flights:
            while not stop.is_set():
                alert = await self._next_alert()
                if alert is None:
                    await self._look_again()
                    continue
                self._in_flight[alert.chat.platform] += 1
                flight = flights.create_task(self.deliver(alert), name=f"alert {alert.id}")
                flight.add_done_callback(partial(self._land, alert.chat.platform))

    async def _look_again(self) -> None:
        """Wait until there may be something to do: there is room again, or some time has passed."""
        with suppress(TimeoutError):
            async with asyncio.timeout(TICK):
                await self._landed.wait()
        self._landed.clear()

    def _land(self, platform: str, _: "asyncio.Task[None]") -> None:
        self._in_flight[platform] -= 1
        self._landed.set()

    async def recover(self) -> None:
        """Take up what was in flight when the program last ended: whether it arrived is not known."""
        async with self._store.editing() as edition:
            for alert in await edition.interrupted_alerts():
                fault = "the program ended while it was in flight"
                await self._uncertain(edition, alert, fault, pause=timedelta(0))

    async def deliver(self, alert: Alert) -> None:
        """Deliver one alert and settle it. Whatever goes wrong, the others live."""
        try:
            await self._deliver(alert)
        except Exception:
            log.exception("chat %s: alert %s failed", alert.chat.id, alert.id)
            await self._insist(lambda: self._put_back(alert, "a fault of the program"))

    async def _next_alert(self) -> Alert | None:
        try:
            return await self.claim()
        except StorageError as error:  # a full disk, say: what is owed stays owed
            log.error("the outbox can't be read: %s", error)  # noqa: TRY400  said in full
            await asyncio.sleep(SICK_SECONDS)
            return None

    async def claim(self) -> Alert | None:
        """Take the alert that waits longest, where its time has come; None when there is none."""
        now = self._clock()
        busy = [chat for chat, until in self._rests_until.items() if until > now]
        self._rests_until = {chat: self._rests_until[chat] for chat in busy}
        there = [name for name in self._platforms if self._takes_more(name, now)]
        due = await self._store.next_alert_due(there)
        if due is None or due > now:
            return None
        async with self._store.editing() as edition:
            return await edition.claim_alert(now=now, platforms=there, busy=busy)

    def _takes_more(self, name: str, now: datetime) -> bool:
        return self._away_until.get(name, now) <= now and self._in_flight[name] < AT_ONCE

    async def _deliver(self, alert: Alert) -> None:
        told = await tell(self._store, alert, self._zone, self._language)
        if told is None:
            fault = "it is no longer so"
            await self._insist(lambda: self._settle_dead(alert, fault))
            return
        reply, as_of = told
        try:
            message = await self._send(alert, reply)
        except DeliveryError as failure:
            level = logging.DEBUG if isinstance(failure, NotConnected) else logging.WARNING  # it is told once
            log.log(level, "chat %s: alert %s: %s", alert.chat.id, alert.id, failure)
            error = failure
            await self._insist(lambda: self._settle_failure(alert, error))
            return
        self.sent += 1
        shown = fingerprint(reply)
        told_in = replace(alert, language=reply.language)
        if alert.unsure and not alert.message and self._platforms[alert.chat.platform].repeats_harmlessly:
            as_of, shown = alert.owed, b""  # an earlier try may have arrived, and says what was so then
        await self._insist(lambda: self._settle_sent(told_in, as_of, message, shown))

    async def _insist(self, settle: Callable[[], Awaitable[None]]) -> None:
        """Write down what happened, however long the database can't be written: a full disk loses nothing."""
        while True:
            try:
                return await settle()
            except Contradiction:
                raise
            except StorageError as error:
                log.error("not written down yet: %s", error)  # noqa: TRY400  said in full
                await asyncio.sleep(SICK_SECONDS)

    async def _send(self, alert: Alert, reply: Reply) -> MessageRef:
        platform = self._platforms[alert.chat.platform]
        address = Address(alert.chat.address)
        if alert.message and alert.shown == fingerprint(reply):
            return MessageRef(alert.message)
        await self._lines[alert.chat.platform].turn()
        try:
            if alert.message:
                message = MessageRef(alert.message)
                await platform.edit(address, message, reply)
                return message
            if alert.unsure and platform.repeats_harmlessly:  # it knows a repetition for some minutes only
                found = await platform.find(address, reply, nonce=nonce(alert))
                if found is not None:
                    return found
            return await platform.send(address, reply, nonce=nonce(alert))
        finally:  # whatever became of it, it may count there
            rest = timedelta(seconds=platform.seconds_between)
            self._rests_until[alert.chat.id] = self._clock() + rest

    async def _settle_sent(self, alert: Alert, as_of: datetime, message: MessageRef, print_: bytes) -> None:
        now = self._clock()
        async with self._store.editing() as edition:
            chat = await edition.settle_sent(alert, message=message, shown=print_, at=now)
            if alert.digest or alert.is_bundled or alert.story is None or not alert.kind.makes_card:
                return  # it is never edited
            current = await edition.story(alert.story)
            if chat is not None and current is not None and current.last_changed > as_of:  # it grew meanwhile
                how = How(why="its story has grown", due=now)
                await edition.owe(AlertKind.EDIT, chat, alert.story, how)

    async def _settle_dead(self, alert: Alert, fault: str) -> None:
        async with self._store.editing() as edition:
            await edition.settle_dead(alert, fault=fault, at=self._clock())

    async def _settle_failure(self, alert: Alert, error: DeliveryError) -> None:
        now = self._clock()
        async with self._store.editing() as edition:
            match error:
                case ChatGone():
                    await edition.park_chat(alert.chat.id, str(error))
                    await edition.postpone(alert, due=now, fault=str(error))
                case ChatMoved(address=address):
                    await edition.move_chat(alert.chat.id, address)
                    await edition.postpone(alert, due=now, fault=str(error))
                case MessageGone() | Refused():
                    await edition.settle_dead(alert, fault=str(error), at=now)
                case Uncertain():
                    await self._uncertain(edition, alert, str(error), pause=UNCERTAIN_PAUSE)
                case NotConnected():
                    self._away_until[alert.chat.platform] = now + AWAY
                    await edition.postpone(alert, due=now, fault=str(error), is_tried=False)
                case _:
                    seconds = error.seconds if isinstance(error, Later) else None
                    due = now + self._pause(alert, seconds)
                    self._rests_until[alert.chat.id] = due  # the others of its chat would fare no better
                    await edition.postpone(alert, due=due, fault=str(error))

    async def _uncertain(self, edition: Edition, alert: Alert, fault: str, *, pause: timedelta) -> None:
        """Send once more: harmless where the platform knows a repetition, else only so often."""
        platform = self._platforms.get(alert.chat.platform)
        harmless = platform is None or platform.repeats_harmlessly or bool(alert.message)
        now = self._clock()
        if harmless or alert.unsure + 1 < UNCERTAIN_TRIES:
            if harmless and alert.unsure >= KNOWN_TRIES:
                pause = min(pause * 2 ** min(alert.unsure + 1 - KNOWN_TRIES, 12), PATIENCE)
            due = now + (pause if harmless or not alert.unsure else PATIENCE)
            self._rests_until[alert.chat.id] = now + pause  # what comes after it comes after it
            await edition.postpone(alert, due=due, fault=fault, is_unsure=True)
        else:
            await edition.settle_dead(alert, fault=f"{fault}; it may have arrived", at=now)

    def _pause(self, alert: Alert, asked: float | None) -> timedelta:
        """Give the pause before the next try; a short one while the platform still knows a repetition."""
        knows = 0 < alert.unsure < KNOWN_TRIES and self._platforms[alert.chat.platform].repeats_harmlessly
        longest = UNCERTAIN_PAUSE if knows and asked is None else PATIENCE
        return min(pause(alert.attempts, asked), longest)

    async def _put_back(self, alert: Alert, fault: str) -> None:
        async with self._store.editing() as edition:
            await edition.postpone(alert, due=self._clock() + pause(alert.attempts, None), fault=fault)


def pause(attempts: int, asked: float | None) -> timedelta:
    """Give the pause before the next try: what the platform asked for, else doubling from one second."""
    return min(timedelta(seconds=asked if asked is not None else 2.0 ** min(attempts - 1, 12)), PATIENCE)


def nonce(alert: Alert) -> str:
    """Name an alert's message, the same at each try; at most 25 characters, as Discord allows."""
    return f"{alert.id:x}-{int(alert.owed.timestamp() * 1_000):x}"[:25]


def fingerprint(reply: Reply) -> bytes:
    """Tell whether a message shows something else now (16 bytes)."""
    shown = f"{reply.blocks!r}{reply.picture or ''}"
    return blake2b(shown.encode("utf-8", "surrogatepass"), digest_size=16).digest()
