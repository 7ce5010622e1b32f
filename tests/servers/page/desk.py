"""Answers the requests of the page: both chats as they change, their files, and what the user does.

What a bot has sent is hostile here: the page gets it as JSON, builds every element itself and may run no
script but its own.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from tests.servers.discord import MANAGE_GUILD, LocalDiscord
from tests.servers.listening import listening
from tests.servers.page.seen import CHAT, Json, seen
from tests.servers.telegram import LocalTelegram

FOLDER = Path(__file__).parent
LOOK_SECONDS = 0.1
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}

GUARDS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class PageDesk:
    """The page of one pair of local servers."""

    def __init__(self, telegram: LocalTelegram, discord: LocalDiscord) -> None:
        self._telegram = telegram
        self._discord = discord

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses that are answered."""
        files = [web.get(f"/{file.name}", self.own_file) for file in FOLDER.iterdir() if file.suffix in KINDS]
        return [
            web.get("/", self.own_file),
            *files,
            web.get("/events", self.events),
            web.get("/telegram/{message}", self.telegram_file),
            web.get("/discord/{message}/{file}", self.discord_file),
            web.post("/say", self.say),
            web.post("/press", self.press),
        ]

    async def own_file(self, request: web.Request) -> web.Response:
        """The page itself, its script and its looks."""
        file = FOLDER / (request.path.removeprefix("/") or "index.html")
        return web.Response(
            body=file.read_bytes(), content_type=KINDS[file.suffix], charset="utf-8", headers=GUARDS
        )

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Tell of both chats now, and whenever they have changed."""
        response = web.StreamResponse(headers=GUARDS | {"Content-Type": "text/event-stream"})
        await response.prepare(request)
        told = ""
        while request.transport is not None and not request.transport.is_closing():
            now = json.dumps(seen(self._telegram, self._discord))
            if now != told:
                await response.write(f"data: {now}\n\n".encode())
                told = now
            await asyncio.sleep(LOOK_SECONDS)
        return response

    async def telegram_file(self, request: web.Request) -> web.Response:
        """A photo, or a document to keep."""
        messages = self._telegram.room(CHAT, "private").messages
        message = messages.get(_number(request.match_info["message"]))
        if message is None or not (message.photo or message.document):
            raise web.HTTPNotFound
        return _picture(message.photo) if message.photo else _download(message.document)

    async def discord_file(self, request: web.Request) -> web.Response:
        """A file at a message."""
        message = self._discord.channels.messages.get(request.match_info["message"])
        for attachment in message.attachments if message else ():
            if attachment.id == request.match_info["file"]:
                is_picture = attachment.filename.endswith(".png")
                return _picture(attachment.content) if is_picture else _download(attachment.content)
        raise web.HTTPNotFound

    async def say(self, request: web.Request) -> web.Response:
        """Type something in a chat."""
        given = await _given(request)
        typed = str(given["text"]).strip()
        if given["chat"] == "telegram":
            self._telegram.say(typed, chat=CHAT)
        else:
            await self._command(typed)
        return web.Response(status=204)

    async def press(self, request: web.Request) -> web.Response:
        """Press a button."""
        given = await _given(request)
        if given["chat"] == "telegram":
            message = self._telegram.room(CHAT, "private").messages.get(given["message"])
            if message is None or given["label"] not in dict(message.buttons):
                raise web.HTTPNotFound
            self._telegram.press(message, given["label"])
        else:
            shown = self._discord.channels.messages.get(given["message"])
            if shown is None or given["label"] not in shown.buttons:
                raise web.HTTPNotFound
            await self._discord.press(shown, given["label"], permissions=MANAGE_GUILD)
        return web.Response(status=204)

    async def _command(self, typed: str) -> None:
        """Ask a slash command; what stands behind it is its only option."""
        name, _, words = typed.removeprefix("/").partition(" ")
        known = {entry["name"]: entry for entry in self._discord.commands}
        if name not in known:
            raise web.HTTPBadRequest(text=f"Discord's menu has no /{name}")
        options = known[name].get("options") or []
        if words.strip() and not options:
            raise web.HTTPBadRequest(text=f"/{name} takes no words")
        given = {options[0]["name"]: words.strip()} if words.strip() else {}
        await self._discord.command(name, permissions=MANAGE_GUILD, **given)


@asynccontextmanager
async def open_page(telegram: LocalTelegram, discord: LocalDiscord) -> AsyncIterator[str]:
    """Serve the page until the block is left; gives its address."""
    application = web.Application()
    application.add_routes(PageDesk(telegram, discord).routes())
    async with listening(application) as address:
        yield address


async def _given(request: web.Request) -> Json:
    """Read what the page sends. Other sites can't send JSON to us without being asked whether they may."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    given: Json = await request.json()
    return given


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else 0


def _picture(png: bytes) -> web.Response:
    return web.Response(body=png, content_type="image/png", headers=GUARDS)


def _download(content: bytes) -> web.Response:
    headers = GUARDS | {"Content-Disposition": "attachment"}
    return web.Response(body=content, content_type="application/octet-stream", headers=headers)
