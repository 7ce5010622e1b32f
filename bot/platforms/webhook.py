"""Webhooks: addresses on the web to which messages are posted, signed, as to a chat that asks nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from hashlib import blake2b
from http import HTTPStatus
from typing import Protocol

from bot.platforms.port import (
    Address,
    Answer,
    ChatGone,
    Complete,
    DeliveryError,
    Later,
    Learn,
    MessageRef,
    Refused,
    Uncertain,
    no_completions,
    no_news,
)
from bot.platforms.signing import signed
from bot.render.item import render
from bot.replies import Reply
from feeds.errors import AddressForbidden, FetchError, NotReached
from feeds.polling.fetch import Posted

NAME = "webhook"

POST_SECONDS = 15.0
"""How long a receiver may take; what it does with a message it should do after its answer."""

ASKS_FOR_PATIENCE = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
)
LOST_BEHIND_A_PROXY = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT})


class Poster(Protocol):
    """Posts to an address."""

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """Post a body once. Raises FetchError."""


class WebhookPlatform:
    """All webhooks as one platform; an address is a URL. Receivers know a repetition by its `webhook-id`."""

    name = NAME
    repeats_harmlessly = True
    seconds_between = 0.1
    seconds_between_any = 0.0

    def __init__(
        self,
        *,
        poster: Poster,
        secret_of: Callable[[str], Awaitable[str]],  # empty where there is no such webhook any more
        clock: Callable[[], datetime],
    ) -> None:
        self._poster = poster
        self._secret_of = secret_of
        self._clock = clock

    async def run(self, answer: Answer, complete: Complete = no_completions, learn: Learn = no_news) -> None:
        """Hear nothing, until cancelled."""
        del answer, complete, learn
        await asyncio.Event().wait()

    async def send(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef:
        """Post a message."""
        event = "message" if reply.subject is None else "card"
        await self._post(address, render(reply, event=event, message=nonce), name=nonce)
        return MessageRef(nonce)

    async def edit(self, address: Address, message: MessageRef, reply: Reply) -> None:
        """Post what a message says now. Its name says as of when: the same words come back under another."""
        body = render(reply, event="edit", message=message)
        await self._post(address, body, name=f"{message}-{blake2b(body, digest_size=8).hexdigest()}")

    async def find(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef | None:
        """Tell nothing: what was posted can't be read back. The receiver knows a repetition however old."""
        del address, reply, nonce
        return None

    async def _post(self, address: Address, body: bytes, *, name: str) -> None:
        secret = await self._secret_of(address)
        if not secret:
            raise ChatGone("there is no such webhook any more")
        headers = {
            "Content-Type": "application/json",
            **signed(body, message=name, at=self._clock(), secret=secret),
        }
        try:
            posted = await self._poster.post(address, body, headers)
        except (AddressForbidden, NotReached) as error:
            raise Later(error.reason) from error
        except FetchError as error:
            raise Uncertain(error.reason) from error
        if failure := failure_of(posted):
            raise failure


def failure_of(posted: Posted) -> DeliveryError | None:
    """Tell what an answer means; None where the message was taken."""
    status = posted.status
    reason = f"the receiver answers {status}"
    if 200 <= status < 300:
        return None
    if status == HTTPStatus.GONE:
        return ChatGone(reason)
    if status in LOST_BEHIND_A_PROXY:
        return Uncertain(reason)
    if status >= 500 or status in ASKS_FOR_PATIENCE:
        return Later(reason, seconds=posted.retry_after)
    if status >= 400:
        return Refused(reason)
    return Later(f"{reason}, and we go nowhere else with it")  # it waits until somebody puts that right
