"""A local Discord, stricter than the real one, that shows what users would see."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.servers import discord_shapes as shapes
from tests.servers.discord_channels import Refusal
from tests.servers.discord_files import attach, body_of
from tests.servers.discord_limits import LARGEST_FILE, Json, command_faults
from tests.servers.discord_rates import Rates
from tests.servers.discord_shapes import CHANNEL, MANAGE_GUILD
from tests.servers.discord_users import TOKEN, Users
from tests.servers.faults import Fault, Faults
from tests.servers.listening import listening
from tests.servers.specification import discord_answer_faults, discord_request_faults, discord_success

BASE = "/api/v10"

Action = Callable[[dict[str, str], Any], Any]


class LocalDiscord(Users):
    """The server and its users. `messages` is what stands in the channel."""

    def __init__(self) -> None:
        super().__init__()
        self.api = ""
        self.faults = Faults()
        self.violations: list[str] = []  # of the published specification, by either side
        self.requests: list[str] = []  # their names, see `routes`
        self.refusals: list[str] = []
        self.rates = Rates()

    def routes(self) -> dict[tuple[str, str], tuple[str, Action]]:
        """Name and answer each request, by method and by path as the specification writes it."""
        message = "/channels/{channel_id}/messages/{message_id}"
        webhook = "/webhooks/{webhook_id}/{webhook_token}"
        original = webhook + "/messages/@original"
        callback = "/interactions/{interaction_id}/{interaction_token}/callback"
        return {
            ("GET", "/users/@me"): ("login", lambda *_: shapes.own_user()),
            ("GET", "/oauth2/applications/@me"): ("application", lambda *_: shapes.application()),
            ("GET", "/gateway/bot"): ("gateway", self._gateway_address),
            ("PUT", "/applications/{application_id}/commands"): ("commands", self._set_commands),
            ("POST", "/users/@me/channels"): ("private", self._open_private),
            ("POST", "/channels/{channel_id}/messages"): ("send", self._send),
            ("GET", "/channels/{channel_id}/messages"): ("read", self._read),
            ("GET", message): ("read one", self._read_one),
            ("POST", message + "/threads"): ("thread", self._begin_thread),
            ("POST", "/channels/{channel_id}/threads"): ("post", self._post),
            ("GET", "/guilds/{guild_id}/threads/active"): ("threads", lambda *_: self.threads.active()),
            ("GET", "/channels/{channel_id}"): ("channel", self._describe),
            ("PATCH", "/channels/{channel_id}"): ("change", self._change),
            ("PATCH", message): ("edit", self._edit),
            ("DELETE", message): ("delete", self._delete),
            ("POST", callback): ("callback", self._respond),
            ("POST", webhook): ("follow-up", self._follow_up),
            ("PATCH", original): ("edit answer", self._edit_answer),
            ("DELETE", original): ("delete answer", self._delete_answer),
        }

    def _gateway_address(self, _where: dict[str, str], _body: Any) -> Json:
        limit = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}
        return {"url": self.gateway.url, "shards": 1, "session_start_limit": limit}

    def _set_commands(self, _where: dict[str, str], body: list[Json]) -> list[Json]:
        faults = command_faults(body)
        if faults:
            raise Refusal(400, 50_035, f"Invalid Form Body: {faults[0]}")
        self.commands = [shapes.command(self.channels.number(), entry) for entry in body]
        return self.commands

    def _open_private(self, _where: dict[str, str], body: Json) -> Json:
        return shapes.private_channel(self.channels.open_private(body["recipient_id"]), body["recipient_id"])

    def _send(self, where: dict[str, str], body: Json) -> Json:
        return shapes.message(self.channels.create(where["channel_id"], body))

    def _read(self, where: dict[str, str], _body: Any) -> list[Json]:
        return [shapes.message(shown, is_read=True) for shown in self.channels.newest(where["channel_id"])]

    def _read_one(self, where: dict[str, str], _body: Any) -> Json:
        found = self.channels.one(where["channel_id"], where["message_id"])
        return shapes.message(found, is_read=True)

    def _begin_thread(self, where: dict[str, str], body: Json) -> Json:
        return self.threads.begin_at(where["channel_id"], where["message_id"], body)

    def _post(self, where: dict[str, str], body: Json) -> Json:
        return self.threads.post(where["channel_id"], body)

    def _describe(self, where: dict[str, str], _body: Any) -> Json:
        return self.threads.described(where["channel_id"])

    def _change(self, where: dict[str, str], body: Json) -> Json:
        return self.threads.change(where["channel_id"], body)

    def _edit(self, where: dict[str, str], body: Json) -> Json:
        return shapes.message(self.channels.edit(where["channel_id"], where["message_id"], body))

    def _delete(self, where: dict[str, str], _body: Any) -> None:
        self.channels.delete(where["channel_id"], where["message_id"])

    def _respond(self, where: dict[str, str], body: Json) -> Json:
        return self.channels.respond(where["interaction_id"], where["interaction_token"], body)

    def _follow_up(self, where: dict[str, str], body: Json) -> Json:
        return shapes.message(self.channels.follow_up(where["webhook_token"], body))

    def _edit_answer(self, where: dict[str, str], body: Json) -> Json:
        channel, number = self.channels.answer(where["webhook_token"], "@original")
        return shapes.message(self.channels.edit(channel, number, body))

    def _delete_answer(self, where: dict[str, str], _body: Any) -> None:
        self.channels.delete(*self.channels.answer(where["webhook_token"], "@original"))

    def handler(self, method: str, path: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Give what answers the requests of one kind, as aiohttp wants it."""
        name, action = self.routes()[method, path]

        async def handle(request: web.Request) -> web.StreamResponse:
            if self.rates.banned:
                return web.Response(status=429, text="error code: 1015", content_type="text/html")
            verdict = self.rates.judge(name, path, dict(request.match_info))
            answer = (
                await answered(request)
                if verdict.passes
                else _json(verdict.body, status=429, headers=verdict.headers)
            )
            self.rates.answered(answer.status, answer.headers.get("X-RateLimit-Scope", ""))
            for header, value in verdict.headers.items():
                answer.headers.setdefault(header, value)
            return answer

        async def answered(request: web.Request) -> web.Response:
            body, files = await body_of(request)
            _write_ids_as_words(body)
            self.requests.append(name)
            await self.faults.delay(name)
            try:
                _authorised(request, path)
                self._check_request(method, path, body)
                if files:
                    attach(body, files)
                answer = self._faulty(
                    request, name, lambda: self._answered(method, path, request, body, action)
                )
            except Refusal as refusal:
                self.refusals.append(f"{method} {path}: {refusal.reason}")
                answer = _json({"message": refusal.reason, "code": refusal.code}, status=refusal.status)
            return answer

        return handle

    def _check_request(self, method: str, path: str, body: Any) -> None:
        faults = discord_request_faults(method, path, body) if method in {"POST", "PUT", "PATCH"} else []
        self.violations += faults
        if faults:
            raise Refusal(400, 50_035, f"Invalid Form Body: {faults[0]}")

    def _answered(
        self, method: str, path: str, request: web.Request, body: Any, action: Action
    ) -> web.Response:
        answer = action(dict(request.match_info), body)
        if answer is None:
            return web.Response(status=204)
        self.violations += discord_answer_faults(method, path, answer)
        return _json(answer, status=discord_success(method, path))

    def _faulty(self, request: web.Request, name: str, answer: Callable[[], web.Response]) -> web.Response:
        fault = self.faults.take(name)
        if fault is None:
            return answer()
        if fault.performed:
            answer()
        if fault.status:
            return _failed(fault)
        assert request.transport is not None
        request.transport.abort()
        return web.Response()


@asynccontextmanager
async def local_discord() -> AsyncIterator[LocalDiscord]:
    """Run a local Discord; at the end nothing may have gone against the specification."""
    server = LocalDiscord()
    application = web.Application(client_max_size=2 * LARGEST_FILE)
    for method, path in server.routes():
        application.router.add_route(method, BASE + path, server.handler(method, path))
    application.router.add_get("/gateway", server.gateway.handle)
    async with listening(application) as address:
        server.api = address + BASE
        server.gateway.url = address.replace("http", "ws") + "/gateway"
        yield server
        server.gateway.drop()
    violations = server.violations + server.gateway.violations
    assert not violations, violations


@asynccontextmanager
async def blameless_discord() -> AsyncIterator[LocalDiscord]:
    """Run a local Discord for a whole journey; at the end the bot may have sent no invalid request."""
    async with local_discord() as server:
        yield server
        assert server.rates.invalid == 0, server.refusals
        assert server.gateway.closed == [], server.gateway.closed


def _write_ids_as_words(body: Any) -> None:
    """Ids may be numbers, too, as discord.py writes these."""
    if isinstance(body, dict) and "recipient_id" in body:
        body["recipient_id"] = str(body["recipient_id"])
    if isinstance(body, dict) and (body.get("allowed_mentions") or {}).get("roles"):
        body["allowed_mentions"]["roles"] = [str(role) for role in body["allowed_mentions"]["roles"]]
    reference = body.get("message_reference") if isinstance(body, dict) else None
    for name in ("message_id", "channel_id", "guild_id"):
        if reference and name in reference:
            reference[name] = str(reference[name])


def _authorised(request: web.Request, path: str) -> None:
    is_open = path.startswith(("/webhooks/", "/interactions/"))
    if not is_open and request.headers.get("Authorization") != f"Bot {TOKEN}":
        raise Refusal(401, 0, "401: Unauthorized")


def _failed(fault: Fault) -> web.Response:
    headers = {"Via": "1.1 google", "X-RateLimit-Scope": "user"} if fault.retry_after else {}
    body = {"message": fault.reason, "code": 0, "retry_after": fault.retry_after or 0, "global": False}
    return _json(body, status=fault.status, headers=headers)


def _json(body: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Answer with JSON; discord.py wants its type without a charset."""
    content = json.dumps(body).encode()
    return web.Response(body=content, status=status, headers=headers, content_type="application/json")


__all__ = ["CHANNEL", "MANAGE_GUILD", "TOKEN", "LocalDiscord", "blameless_discord", "local_discord"]
