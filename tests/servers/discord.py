"""A local Discord, stricter than the real one, that shows what users would see."""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.servers import discord_guild as guild
from tests.servers import discord_shapes as shapes
from tests.servers.discord_channels import Channels, Interaction, Refusal
from tests.servers.discord_files import attach, body_of
from tests.servers.discord_gateway import Gateway
from tests.servers.discord_limits import LARGEST_FILE, Json, command_faults
from tests.servers.discord_rates import Rates
from tests.servers.discord_shapes import CHANNEL, MANAGE_GUILD, ShownMessage
from tests.servers.discord_threads import Threads
from tests.servers.faults import Fault, Faults
from tests.servers.listening import eventually, listening
from tests.servers.specification import discord_answer_faults, discord_request_faults

TOKEN = "NzAwMDAwMDAwMDAwMDAwMDAx.marked.TOKENmarkedTOKENmarkedTOKEN"
BASE = "/api/v10"

Action = Callable[[dict[str, str], Any], Any]


class LocalDiscord:
    """The server and its users. `messages` is what stands in the channel."""

    def __init__(self) -> None:
        self.api = ""
        self.faults = Faults()
        self.gateway = Gateway(TOKEN)
        self.commands: list[Json] = []
        self.violations: list[str] = []  # of the published specification, by either side
        self.requests: list[str] = []  # their names, see `routes`
        self.refusals: list[str] = []
        self.channels = Channels()
        self.threads = Threads(self.channels)
        self.rates = Rates()
        self.place = 0  # where the user is: in the guild, in the bot's private chat, in one of others
        self.is_member = True  # of the guild; else a user has the bot for himself
        self.bot_permissions = 0  # in the channel
        self.allows_all = 0  # the guild's owner shows all commands to everybody

    # What users do and see.

    async def command(self, name: str, *, permissions: int = 0, **options: str) -> None:
        """Type a slash command."""
        known = self._offered(name, permissions)
        kinds = {option["name"]: option["type"] for option in known.get("options", ())}
        given = [{"name": option, "type": kinds[option], "value": value} for option, value in options.items()]
        chosen = [value for option, value in options.items() if kinds[option] == 7]
        named = {number: guild.channel(number) | {"permissions": "0"} for number in chosen}
        data = {"id": known["id"], "name": name, "type": 1, "options": given}
        data |= {"resolved": {"channels": named}} if named else {}
        typed = " ".join([f"/{name}", *options.values()])
        await self._interact(2, data, permissions, typed=typed)

    async def type(self, name: str, option: str, typed: str) -> list[Json]:
        """Type a part of an option, and give what is suggested for it."""
        known = self._offered(name, MANAGE_GUILD)
        [asked] = [entry for entry in known["options"] if entry["name"] == option]
        assert asked.get("autocomplete"), f"/{name} {option} has no suggestions"
        data = {
            "id": known["id"],
            "name": name,
            "type": 1,
            "options": [{"name": option, "type": 3, "value": typed, "focused": True}],
        }
        number = await self._interact(4, data, 0)
        await eventually(lambda: number in self.channels.suggested)
        return self.channels.suggested[number]

    def menu(self, permissions: int = 0, place: int = 0) -> list[str]:
        """Give the commands that a user finds in the guild (0), with the bot (1), or in another chat (2)."""
        return [entry["name"] for entry in self.commands if shapes.is_offered(entry, permissions, place)]

    def _offered(self, name: str, permissions: int) -> Json:
        offered = self.menu(permissions | self.allows_all, self.place)
        assert name in offered, f"/{name} is not in the menu, only {offered}"
        return next(entry for entry in self.commands if entry["name"] == name)

    async def press(self, message: ShownMessage, label: str, *, permissions: int = 0) -> None:
        """Press a button under a message."""
        data = {"custom_id": message.buttons[label], "component_type": 2, "id": 2}
        shown = shapes.message(message)
        where = message.channel
        await self._interact(3, data, permissions, pressed=message.id, where=where, message=shown)

    def messages(self, channel: str = CHANNEL) -> list[ShownMessage]:
        """Give what stands in a channel, oldest first."""
        return [message for message in self.channels.messages.values() if message.channel == channel]

    async def wait_for(self, count: int) -> list[ShownMessage]:
        """Wait until so many messages stand in the channel, none of them only announced."""
        await eventually(lambda: len(self._finished()) >= count)
        return self._finished()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something to become true."""
        await eventually(true)

    def _finished(self) -> list[ShownMessage]:
        return [message for message in self.messages() if not message.thinking]

    async def _interact(
        self,
        kind: int,
        data: Json,
        permissions: int,
        *,
        pressed: str = "",
        typed: str = "",
        where: str = CHANNEL,
        **more: Json,
    ) -> str:
        number = self.channels.number()
        interaction = Interaction(
            id=number,
            token=f"aW50ZXJhY3Rpb24-{number}",
            channel=where,
            at=time.monotonic(),
            pressed=pressed,
            is_typing=kind == 4,
            typed=typed,
        )
        self.channels.began(interaction)
        asked = {
            "id": number,
            "application_id": shapes.APPLICATION,
            "type": kind,
            "data": data,
            "channel_id": where,
            "token": interaction.token,
            "version": 1,
            "app_permissions": str(self.bot_permissions),
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": shapes.owners(self.place, is_member=self.is_member),
            "context": self.place,
            "attachment_size_limit": 10_000_000,
        }
        if self.place == 0:
            asked |= guild.in_guild(permissions, self.threads.described(where))
        else:
            asked |= shapes.in_private(where, self.place)
        await self.gateway.dispatch("INTERACTION_CREATE", asked | more)
        return number

    # What the bot asks.

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
        return _json(answer)

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
