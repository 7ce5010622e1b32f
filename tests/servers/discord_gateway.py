"""The gateway of a local Discord: sessions, heartbeats, resuming, and breaking off on demand."""

import asyncio
import itertools
import json
import time
from typing import Any

from aiohttp import WSMsgType, web

from tests.servers import discord_shapes as shapes

Json = dict[str, Any]

NETWORK_SECONDS = 0.05
"""An answer that is quicker than any network makes discord.py 2.7.1 measure from the heartbeat before."""

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
GUILDS_INTENT = 1
LARGEST_FRAME = 4_096  # bytes
MOST_SENDS, SENDS_SECONDS = 120, 60.0


class Gateway:
    """One bot's session, which may outlive its connections."""

    def __init__(self, token: str) -> None:
        self.url = ""
        self.identified = 0
        self.resumed = 0
        self.heartbeats = 0
        self.violations: list[str] = []
        self.heartbeat_seconds = 40.0
        self._token = token
        self._socket: web.WebSocketResponse | None = None
        self._transport: asyncio.Transport | None = None
        self._sequence = itertools.count(1)
        self._sent: list[Json] = []
        self._heard_at: list[float] = []
        self._session = ""

    @property
    def connected(self) -> bool:
        """Tell whether the bot hears us."""
        return self._socket is not None and not self._socket.closed

    async def dispatch(self, event: str, content: Json) -> None:
        """Tell the bot of an event; it is kept for a bot that resumes."""
        frame = {"op": DISPATCH, "t": event, "s": next(self._sequence), "d": content}
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
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            if close := self._too_much(frame.data):
                self.violations.append(f"gateway: closed with {close}")
                await socket.close(code=close)
                break
            await self._heard(socket, json.loads(frame.data))
        return socket

    def _too_much(self, data: str) -> int:
        """Give the code with which Discord closes a connection that sends too much; 0 where it does not."""
        now = time.monotonic()
        self._heard_at = [at for at in self._heard_at if at > now - SENDS_SECONDS] + [now]
        if len(data.encode()) > LARGEST_FRAME:
            return 4002
        return 4008 if len(self._heard_at) > MOST_SENDS else 0

    async def _heard(self, socket: web.WebSocketResponse, frame: Json) -> None:
        opcode = frame["op"]
        if opcode == HEARTBEAT:
            self.heartbeats += 1
            if frame["d"] is not None and frame["d"] not in {sent["s"] for sent in self._sent}:
                self.violations.append(f"gateway: a heartbeat after {frame['d']}, which was not sent")
            await asyncio.sleep(NETWORK_SECONDS)
            await socket.send_json({"op": ACK})
        elif opcode == IDENTIFY:
            await self._identify(socket, frame["d"])
        elif opcode == RESUME:
            await self._resume(socket, frame["d"])
        else:
            self.violations.append(f"gateway: opcode {opcode}")

    async def _identify(self, socket: web.WebSocketResponse, given: Json) -> None:
        if given["token"] != self._token:
            await socket.close(code=4004, message=b"Authentication failed.")
            return
        if self._socket is socket:
            self.violations.append("gateway: identified twice on one connection")
            await socket.close(code=4005, message=b"Already authenticated.")
            return
        if not {"os", "browser", "device"} <= set(given.get("properties", {})):
            self.violations.append("gateway: IDENTIFY says not what connects")
        if given["intents"] != GUILDS_INTENT:
            self.violations.append(f"gateway: intents {given['intents']}")
        self.identified += 1
        self._session = f"session-{self.identified}"
        self._sent.clear()
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
        await self.dispatch("GUILD_CREATE", shapes.guild())

    async def _resume(self, socket: web.WebSocketResponse, given: Json) -> None:
        if given["token"] != self._token or given["session_id"] != self._session:
            await socket.send_json({"op": INVALID, "d": False})
            return
        self.resumed += 1
        self._socket = socket
        for frame in self._sent:
            if frame["s"] > given["seq"]:
                await socket.send_json(frame)
        await self.dispatch("RESUMED", {})

    async def _send(self, frame: Json) -> None:
        if self._socket is not None and not self._socket.closed:
            await self._socket.send_json(frame)
