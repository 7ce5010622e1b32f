"""How a local Telegram hands out what happens: to whoever polls for it, or to a webhook."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from tests.servers.faults import Faults
from tests.servers.telegram_refusal import Refusal
from tests.servers.telegram_webhooks import Webhook, check_kinds

Json = dict[str, Any]

ON_DEMAND = ("chat_member", "message_reaction", "message_reaction_count")
"""Kinds that come only to those who ask for them by name (#getupdates)."""


class Updates:
    """What the bot was not yet told, in its order."""

    def __init__(self, faults: Faults) -> None:
        self.webhook = Webhook(faults)
        self.last = 100  # number of the newest
        self._waiting: list[Json] = []
        self._wanted: list[str] = []  # kinds of updates; none: those that come unasked
        self._news = asyncio.Event()
        self._polls = 0

    def methods(self) -> Mapping[str, Callable[[Json], Awaitable[Any]]]:
        """Give what a bot may ask about updates."""
        return {
            "getUpdates": self._get,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
        }

    def add(self, kind: str, content: Json) -> Json:
        """Keep something that happened, for the bot to hear; gives it as the bot will see it."""
        self.last += 1
        update = {"update_id": self.last, kind: content}
        self._waiting.append(update)
        self._news.set()
        return update

    def end_polls(self) -> None:
        """Let the poll that waits end with a conflict."""
        self._polls += 1
        self._news.set()
        self._news = asyncio.Event()

    async def post(self) -> None:
        """Post updates to the webhook, where there is one, until cancelled."""
        await self.webhook.run(self._first, self._confirm)

    async def _get(self, given: Json) -> list[Json]:
        """Wait for updates from `offset` on; older ones are confirmed and forgotten. The newest poll wins."""
        if self.webhook.url:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        self._want(given)
        offset = given.get("offset", 0)
        self._waiting = [update for update in self._waiting if update["update_id"] >= offset]
        self.end_polls()
        poll = self._polls
        if not self._wanted_now():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), given.get("timeout", 0))
        if poll != self._polls:
            raise Refusal(409, "Conflict: terminated by other getUpdates request")
        return self._wanted_now()

    async def _set_webhook(self, given: Json) -> bool:
        self._want(given)
        self.webhook.set(given)
        self._drop(given)
        self.end_polls()
        return True

    async def _delete_webhook(self, given: Json) -> bool:
        self._drop(given)
        return self.webhook.set({"url": ""})

    async def _webhook_info(self, _: Json) -> Json:
        return self.webhook.info(len(self._waiting), self._wanted)

    def _want(self, given: Json) -> None:
        """What a bot asked for holds until it asks for something else."""
        wanted = given.get("allowed_updates", self._wanted)
        check_kinds(wanted)
        self._wanted = wanted

    def _drop(self, given: Json) -> None:
        if given.get("drop_pending_updates"):
            self._waiting = []

    def _wanted_now(self) -> list[Json]:
        """What the bot does not want it never hears."""
        self._waiting = [update for update in self._waiting if _is_wanted(update, self._wanted)]
        return list(self._waiting)

    def _first(self) -> Json | None:
        return next(iter(self._wanted_now()), None)

    def _confirm(self, update: Json) -> None:
        self._waiting = [each for each in self._waiting if each is not update]


def _is_wanted(update: Json, kinds: list[str]) -> bool:
    return any(kind in update for kind in kinds) if kinds else not any(kind in update for kind in ON_DEMAND)
