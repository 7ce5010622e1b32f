"""The gateway of a local Discord: sessions, heartbeats, resuming, and breaking off on demand."""

import asyncio
import json
import time
from typing import Any

from aiohttp import WSMsgType, web

from tests.servers import discord_shapes as shapes
from tests.servers.discord_gateway_rules import HEARTBEAT, IDENTIFY, LATENESS, Close, Conversation
from tests.servers.discord_guild import guild

Json = dict[str, Any]

NETWORK_SECONDS = 0.05
"""An answer that is quicker than any network makes discord.py 2.7.1 measure from the heartbeat before."""

INVALID_SECONDS = 0.5
"""So long a refused session waits for its answer, or discord.py would come back at once, again and again."""

DISPATCH, RECONNECT, INVALID, HELLO, ACK = 0, 7, 9, 10, 11


class Gateway:
    """One bot's session, which may outlive its connections."""

    def __init__(self, token: str) -> None:
        self.url = ""
        self.identified = 0
        self.resumed = 0
        self.heartbeats = 0
        self.violations: list[str] = []
        self.closed: list[Close] = []  # connections that broke a rule
        self.heartbeat_seconds = 40.0
        self.identify_seconds = 5.0  # between two sessions' beginnings: max_concurrency is 1
        self._may_identify_at = 0.0
        self._token = token
        self._socket: web.WebSocketResponse | None = None
        self._transport: asyncio.Transport | None = None
        self._newest = 0  # number of the last event
        self._sent: list[Json] = []
        self._session = ""

    @property
    def connected(self) -> bool:
        """Tell whether the bot hears us."""
        return self._socket is not None and not self._socket.closed

    async def dispatch(self, event: str, content: Json) -> None:
        """Tell the bot of an event; it is kept for a bot that resumes."""
        self._newest += 1
        frame = {"op": DISPATCH, "t": event, "s": self._newest, "d": content}
        self._sent.append(frame)
        await self._send(frame)

    async def ask_to_reconnect(self) -> None:
        """Ask the bot to come back on another connection."""
        await self._send({"op": RECONNECT, "d": None})

    def drop(self) -> None:
        """Break the connection without a word."""
        self._socket = None
        if self._transport:
            self._transport.abort()

    def forget_session(self) -> None:
        """Forget the session: the next RESUME is refused."""
        self._session = ""

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection of the bot."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._transport = request.transport
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": self.heartbeat_seconds * 1000}})
        talk = Conversation(self.heartbeat_seconds)
        while not socket.closed:
            try:
                frame = await socket.receive(timeout=self.heartbeat_seconds * (1 + LATENESS))
            except TimeoutError:
                await self._close(socket, Close(4009, "Session timed out."))
                break
            if frame.type is not WSMsgType.TEXT:
                break
            if fault := talk.fault(frame.data, time.monotonic(), self._newest):
                await self._close(socket, fault)
                break
            await self._heard(socket, json.loads(frame.data))
        self.violations += talk.violations
        return socket

    async def _close(self, socket: web.WebSocketResponse, why: Close) -> None:
        self.closed.append(why)
        await socket.close(code=why.code, message=why.reason.encode())

    async def _heard(self, socket: web.WebSocketResponse, frame: Json) -> None:
        opcode = frame["op"]
        if opcode == HEARTBEAT:
            self.heartbeats += 1
            await asyncio.sleep(NETWORK_SECONDS)
            await socket.send_json({"op": ACK})
        elif opcode == IDENTIFY:
            await self._identify(socket, frame["d"])
        else:
            await self._resume(socket, frame["d"])

    async def _identify(self, socket: web.WebSocketResponse, given: Json) -> None:
        if given["token"] != self._token:
            await self._close(socket, Close(4004, "Authentication failed."))
            return
        if time.monotonic() < self._may_identify_at:
            await self._refuse(socket)
            return
        self._may_identify_at = time.monotonic() + self.identify_seconds
        self.identified += 1
        self._session = f"session-{self.identified}"
        self._sent.clear()
        self._newest = 0
        self._socket = socket
        ready = {
            "v": 10,
            "user": shapes.own_user(),
            "guilds": [{"id": shapes.GUILD, "unavailable": True}],
            "session_id": self._session,
            "resume_gateway_url": self.url,
            "application": {"id": shapes.APPLICATION, "flags": 0},
        }
        await self.dispatch("READY", ready)
        await self.dispatch("GUILD_CREATE", guild())

    async def _resume(self, socket: web.WebSocketResponse, given: Json) -> None:
        known = given["token"] == self._token and given["session_id"] == self._session
        if not known or not 0 <= given["seq"] <= self._newest:
            await self._refuse(socket)
            return
        self.resumed += 1
        self._socket = socket
        for frame in self._sent:
            if frame["s"] > given["seq"]:
                await socket.send_json(frame)
        await self.dispatch("RESUMED", {})

    async def _refuse(self, socket: web.WebSocketResponse) -> None:
        await asyncio.sleep(INVALID_SECONDS)
        if not socket.closed:
            await socket.send_json({"op": INVALID, "d": False})

    async def _send(self, frame: Json) -> None:
        if self._socket is not None and not self._socket.closed:
            await self._socket.send_json(frame)
