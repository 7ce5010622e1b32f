"""How a local Telegram posts updates: one after the other, each until it is answered 2xx."""

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.servers.faults import Faults
from tests.servers.specification import telegram
from tests.servers.telegram_refusal import Refusal

Json = dict[str, Any]

PORTS = {443, 80, 88, 8443}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
AGAIN_AFTER = 0.02  # seconds
PATIENCE = ClientTimeout(total=10)


class Webhook:
    """Where updates are posted to, and how that went."""

    def __init__(self, faults: Faults) -> None:
        self.url = ""
        self.posts = 0
        self._faults = faults
        self._given: Json = {}
        self._failed: Json = {}
        self._set = asyncio.Event()

    def set(self, given: Json) -> bool:
        """Post updates to an address from now on; to an empty one, no more. Raises Refusal."""
        _check(given)
        self.url, self._given, self._failed = given["url"], given, {}
        if self.url:
            self._set.set()
        else:
            self._set.clear()
        return True

    def info(self, pending: int, wanted: list[str]) -> Json:
        """Describe it (#webhookinfo)."""
        described = {"url": self.url, "has_custom_certificate": False, "pending_update_count": pending}
        if not self.url:
            return described
        most = {"max_connections": self._given.get("max_connections", 40)}
        return described | most | ({"allowed_updates": wanted} if wanted else {}) | self._failed

    async def run(self, first: Callable[[], Json | None], confirm: Callable[[Json], None]) -> None:
        """Post what waits, in order, until cancelled."""
        async with ClientSession(timeout=PATIENCE) as session:
            while True:
                await self._set.wait()
                update = first()
                if update is not None and await self._post(session, update):
                    confirm(update)
                else:
                    await asyncio.sleep(AGAIN_AFTER)

    async def _post(self, session: ClientSession, update: Json) -> bool:
        self.posts += 1
        secret = self._given.get("secret_token")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            async with session.post(self.url, json=update, headers=headers, allow_redirects=False) as answer:
                fault = self._faults.take("webhook")  # an answer that is lost on its way
                failed = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                if 200 <= answer.status < 300 and fault is None:
                    return True
        except (ClientError, TimeoutError) as error:
            failed = f"Connection failed: {type(error).__name__}"
        self._failed = {"last_error_date": int(time.time()), "last_error_message": failed}
        return False


def check_kinds(kinds: list[str]) -> None:
    """Turn down kinds of updates that there are not, which the real Telegram overlooks. Raises Refusal."""
    known = {field["name"] for field in telegram()["types"]["Update"]["fields"]} if telegram() else set(kinds)
    if unknown := sorted(set(kinds) - known):
        raise Refusal(400, f"Bad Request: there are no updates of kind {unknown[0]}")


def _check(given: Json) -> None:
    check_kinds(given.get("allowed_updates", []))
    if not 1 <= given.get("max_connections", 40) <= 100:
        raise Refusal(400, "Bad Request: max_connections must be from 1 to 100")
    if not re.fullmatch("[A-Za-z0-9_-]{1,256}", given.get("secret_token", "x")):
        raise Refusal(400, "Bad Request: secret token contains unallowed characters")
    if given["url"]:
        _check_address(given["url"])


def _check_address(url: str) -> None:
    """HTTPS on one of Telegram's ports; on this machine, where only tests are, any."""
    address = urlsplit(url)
    if address.scheme in {"http", "https"} and address.hostname in LOOPBACK:
        return
    if address.scheme != "https":
        raise Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    if (address.port or 443) not in PORTS:
        raise Refusal(
            400, "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
        )
