"""Telegram's updates by HTTP: Telegram posts them to the bot's own HTTP side, and nobody polls.

What Telegram posts carries a secret that is new at each start; whatever does not is answered as if nothing
were there. Telegram posts an update again until it is answered 200, so one that is known is dropped.
"""

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from hmac import compare_digest
from typing import Any, NoReturn

from telegram import Update, WebhookInfo
from telegram.error import NetworkError, RetryAfter
from telegram.ext import Application, ExtBot

from bot.platforms.secrecy import keep_out_of_logs
from bot.web import Call, Route, Said

log = logging.getLogger(__name__)

PATH = "/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"

CONNECTIONS = 32
"""So many updates Telegram posts at the same time at most."""

MOST_REMEMBERED = 4_096
"""Updates that are known again when they are posted anew."""

CHECK_SECONDS = 300.0
"""Seconds between two looks at whether Telegram still reaches us."""

UNREADABLE = (TypeError, ValueError, LookupError, AttributeError, OverflowError)
"""What the library raises over an update that it does not understand."""

TAKEN, WRONG, NOT_FOUND, LATER = Said(), Said(status=400), Said(status=404), Said(status=503)

_Application = Application[Any, Any, Any, Any, Any, Any]


class Webhook:
    """Where Telegram posts updates to one bot. `public_url` is where the world reaches our HTTP side."""

    def __init__(self, public_url: str, *, pause: float = CHECK_SECONDS) -> None:
        self._url = public_url.rstrip("/") + PATH
        self._pause = pause
        self._secret = secrets.token_urlsafe(32)
        self._application: _Application | None = None
        self._known: dict[int, None] = {}
        keep_out_of_logs(self._secret)

    def routes(self) -> tuple[Route, ...]:
        """Give what Telegram may ask of us, for `serve_web`."""
        return (Route(method="POST", path=PATH, answer=self.take),)

    @asynccontextmanager
    async def open(self, application: _Application, heard: Sequence[str]) -> AsyncIterator[None]:
        """Let Telegram post updates; what comes after the block waits there. Raises TelegramError."""
        self._application = application
        try:
            await application.bot.set_webhook(
                self._url, allowed_updates=heard, max_connections=CONNECTIONS, secret_token=self._secret
            )
            yield
        finally:
            self._application = None

    async def watch(self, bot: "ExtBot[None]") -> NoReturn:
        """Look now and then whether updates still come here.

        Raises ConnectionError when they go elsewhere, and TelegramError when the token is refused.
        """
        last_fault = None
        while True:
            await asyncio.sleep(self._pause)
            try:
                told = await bot.get_webhook_info()
            except (NetworkError, RetryAfter) as error:
                log.warning("telegram: it is not known whether updates come: %s", error.message)
                continue
            if told.url != self._url:
                raise ConnectionError("telegram: somebody else set where updates go")
            if told.pending_update_count and told.last_error_date != last_fault:
                _complain(told)
            last_fault = told.last_error_date

    async def take(self, call: Call) -> Said:
        """Take one update, and hand it on."""
        given = call.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not compare_digest(given, self._secret.encode()):
            return NOT_FOUND
        described = _described(await call.body())
        if described is None:
            return WRONG
        if self._application is None:
            return LATER
        number = described["update_id"]
        if number not in self._known:
            self._remember(number)
            _hand_on(described, self._application)
        return TAKEN

    def _remember(self, number: int) -> None:
        self._known[number] = None
        if len(self._known) > MOST_REMEMBERED:
            del self._known[next(iter(self._known))]


def _described(body: bytes) -> dict[str, Any] | None:
    """Read an update as far as it must be one: an object with a number."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict) or type(read.get("update_id")) is not int:
        return None
    return read


def _hand_on(described: dict[str, Any], application: _Application) -> None:
    """What the library can't read is dropped: posted again it would be no clearer, and hold up the others."""
    try:
        update = Update.de_json(described, application.bot)
    except UNREADABLE:
        log.warning("telegram: update %d can't be read", described["update_id"])
        return
    application.update_queue.put_nowait(update)


def _complain(told: WebhookInfo) -> None:
    log.warning(
        "telegram: updates do not reach us (%d wait): %s", told.pending_update_count, told.last_error_message
    )
