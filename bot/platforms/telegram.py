"""Telegram, by python-telegram-bot: polling or webhook, answers in the same topic, cards edited in place."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.platforms import telegram_chats
from bot.platforms.flights import Flights
from bot.platforms.menu import CommandHelp
from bot.platforms.pictures import Draw, drawn, no_pictures
from bot.platforms.port import (
    Address,
    Answer,
    Complete,
    DeliveryError,
    Later,
    Learn,
    MessageRef,
    NotConnected,
    Uncertain,
    no_completions,
    no_news,
)
from bot.platforms.secrecy import keep_out_of_logs
from bot.platforms.telegram_errors import translated
from bot.platforms.telegram_hearing import NAME, Hearing
from bot.platforms.telegram_inline import offer
from bot.platforms.telegram_menus import set_menus
from bot.platforms.telegram_webhook import Webhook
from bot.platforms.telegram_wire import beneath, change, is_photo, place, post, post_each, remove
from bot.render.telegram import illustrate, render
from bot.replies import Reply

log = logging.getLogger(__name__)

API = "https://api.telegram.org"

READ_SECONDS = 30.0
"""A send is given up after this long; the library's own 5 s give up messages that do arrive."""

POLL_SECONDS = 50
"""How long one getUpdates waits for news; Telegram allows up to 50."""

AT_ONCE = 256
"""Commands heard at the same time; how many of one chat are answered, bot/fairness.py decides."""

HEARD = (
    Update.MESSAGE,
    Update.CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)

_Application = Application[Any, Any, Any, Any, Any, Any]


class TelegramPlatform:
    """One bot on Telegram. Nothing is known of a message sent twice: see `repeats_harmlessly`."""

    name = NAME
    repeats_harmlessly = False
    seconds_between = 3.0  # messages to one chat: Telegram allows 20 a minute to a group or channel
    seconds_between_any = 1 / 29  # it allows about 30 a second over all (core.telegram.org/bots/faq)

    def __init__(
        self,
        *,
        token: str,
        api: str = API,
        commands: tuple[CommandHelp, ...] = (),
        admins: frozenset[str] = frozenset(),
        draw: Draw = no_pictures,
        webhook: Webhook | None = None,
    ) -> None:
        """Nothing is connected yet; without a webhook it polls.

        `admins`: those who run the bot, as "telegram:123".
        """
        self._token = token
        self._api = api.rstrip("/")
        self._commands = commands
        self._admins = admins
        self._draw = draw
        self._webhook = webhook
        self._bot: ExtBot[None] | None = None
        self._flights = Flights()
        keep_out_of_logs(token)
        os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's switch from a deprecated type

    async def run(self, answer: Answer, complete: Complete = no_completions, learn: Learn = no_news) -> None:
        """Hear commands and answer them until cancelled. Raises ConnectionError when Telegram refuses us."""
        del complete  # Telegram completes the names of commands only
        refused = asyncio.Event()
        try:
            application = self._application(answer, learn, refused)
            webhook = self._webhook
            hearing = webhook.open(application, HEARD) if webhook else _polling(application)
            async with _running(application, hearing), self._connecting(application.bot):
                await (webhook.watch(application.bot) if webhook else refused.wait())
        except TelegramError as error:
            raise ConnectionError(f"telegram: {translated(error)}") from None  # the cause may hold the token
        raise ConnectionError("telegram: the token is no longer accepted")

    async def send(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef:  # noqa: ARG002  Telegram has no use for a nonce
        """Send a reply as one or more messages. Raises DeliveryError."""
        bot = self._connected()
        png = await drawn(self._draw, reply)
        post_one = partial(post, bot, address, silent=reply.silent, quoted=beneath(reply))
        sent: list[str] = []
        with self._flights.flight():
            try:
                async for part in post_each(post_one, reply, png):
                    sent.append(part)  # noqa: PERF401  what was sent before a failure counts
            except Later as error:
                raise _partly(error, sent) from error.__cause__
        return MessageRef(",".join(sent))

    async def edit(self, address: Address, message: MessageRef, reply: Reply) -> None:
        """Change what was sent: as many messages as there were, or fewer. Raises DeliveryError."""
        bot = self._connected()
        chat, _ = place(address)
        parts = message.split(",")
        if is_photo(parts[0]):
            shown = illustrate(reply, await drawn(self._draw, reply), most=len(parts))
        else:
            shown = render(reply, most=len(parts))
        with self._flights.flight():
            for part, content in zip(parts, shown, strict=False):
                await change(bot, chat, part, content)
            for part in parts[len(shown) :]:
                await remove(bot, chat, part)

    async def find(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef | None:
        """Tell nothing: a bot can't read back what it sent to Telegram."""
        del address, reply, nonce
        return None

    def _connected(self) -> "ExtBot[None]":
        if self._bot is None:
            raise NotConnected("telegram: not connected")
        return self._bot

    def _application(self, answer: Answer, learn: Learn, refused: asyncio.Event) -> _Application:
        administering = frozenset(entry.name for entry in self._commands if entry.administers)
        hearing = Hearing(answer, administering, self._draw)
        application = (
            Application.builder()
            .token(self._token)
            .base_url(f"{self._api}/bot")
            .read_timeout(READ_SECONDS)
            .get_updates_request(_PollingRequest(refused))
            .concurrent_updates(AT_ONCE)
            .job_queue(None)
            .build()
        )
        where = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
        application.add_handler(MessageHandler(filters.COMMAND & where, hearing.command))
        application.add_handler(CallbackQueryHandler(hearing.press))
        application.add_handler(InlineQueryHandler(partial(offer, answer)))
        application.add_handlers(telegram_chats.handlers(learn))
        return application

    @asynccontextmanager
    async def _connecting(self, bot: "ExtBot[None]") -> AsyncIterator[None]:
        self._bot = bot
        try:
            if self._commands:
                await set_menus(bot, self._commands, self._admins)
            log.info("telegram: connected as @%s", bot.username)
            yield
        finally:
            self._bot = None
            await self._flights.landed()


class _PollingRequest(HTTPXRequest):
    """Notices that the token was revoked: the library's polling ends then without a word."""

    def __init__(self, refused: asyncio.Event) -> None:
        super().__init__(connection_pool_size=1, read_timeout=READ_SECONDS)
        self._refused = refused

    async def do_request(self, *args: Any, **named: Any) -> tuple[int, bytes]:
        status, body = await super().do_request(*args, **named)
        if status in {401, 404}:
            self._refused.set()
        return status, body


@asynccontextmanager
async def _running(
    application: _Application, hearing: AbstractAsyncContextManager[None]
) -> AsyncIterator[None]:
    """Connect and hear updates; on the way out what is in hand is finished."""
    try:
        async with application:
            try:
                async with hearing:
                    await application.start()
                    yield
            finally:
                if application.running:
                    await application.stop()
    finally:
        await application.bot.shutdown()  # the library forgets it when the first request fails


@asynccontextmanager
async def _polling(application: _Application) -> AsyncIterator[None]:
    """Hear updates by asking for them."""
    updater = application.updater
    assert updater is not None  # noqa: S101  the builder makes one unless told otherwise
    try:
        await updater.start_polling(
            timeout=POLL_SECONDS, allowed_updates=HEARD, error_callback=_polling_failed
        )
        yield
    finally:
        if updater.running:
            await updater.stop()


def _polling_failed(error: TelegramError) -> None:
    log.warning("telegram: no updates, trying again: %s", error.message)


def _partly(error: Later, sent: list[str]) -> DeliveryError:
    """A message of several parts that stopped midway can't be called unsent."""
    return Uncertain(f"{len(sent)} sent, then: {error}") if sent else error
