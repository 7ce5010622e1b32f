"""A local Telegram Bot API, stricter than the real one, that shows what users would see."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.servers.faults import Fault, Faults
from tests.servers.listening import eventually, listening
from tests.servers.specification import telegram_answer_faults, telegram_request_faults, telegram_type_faults
from tests.servers.telegram_chats import (
    ChatMessage,
    Chats,
    Conversation,
    Json,
    person,
    shown,
)
from tests.servers.telegram_inline import Inline, Offered
from tests.servers.telegram_members import is_present
from tests.servers.telegram_rates import TelegramRates
from tests.servers.telegram_refusal import Refusal
from tests.servers.telegram_updates import Updates

LARGEST_REQUEST = 50 * 1024 * 1024  # bytes; beyond, Telegram answers 413

TOKEN = "7000001:AAmarkedTOKENmarkedTOKENmarkedTOKEN1"

_WORDS = {
    "next_offset",
    "inline_query_id",
    "text",
    "caption",
    "parse_mode",
    "callback_query_id",
    "url",
    "language_code",
    "secret_token",
}
"""Parameters that stay as they are; all others come as JSON."""


class LocalTelegram:
    """The server and its users. `messages` is what stands in a chat."""

    def __init__(self) -> None:
        self.api = ""
        self.faults = Faults()
        self.violations: list[str] = []  # of the published specification, by either side
        self.acknowledged: list[str] = []  # presses that the bot has acknowledged
        self.requests: list[tuple[str, Json]] = []
        self.revoked = False
        self.inline = Inline()
        self.rates = TelegramRates()
        self._chats = Chats()
        self.updates = Updates(self.faults)
        self._asked: set[str] = set()  # presses not yet acknowledged

    # What users do and see.

    def say(
        self, text: str, *, chat: int = 1, kind: str = "private", user: int = 1, topic: int | None = None
    ) -> ChatMessage:
        """Write something in a chat."""
        room = self.room(chat, kind)
        message = self._chats.add(room, ChatMessage(id=0, chat=chat, text=text, topic=topic))
        described = shown(room, message, user) | _commands_in(text)
        if is_present(room.standing):
            self._tell("channel_post" if kind == "channel" else "message", described)
        return message

    def press(self, message: ChatMessage, label: str, *, user: int = 1) -> str:
        """Press a button under a message; gives the id of the press."""
        data = dict(message.buttons)[label]
        room = self._chats.open(message.chat)
        query = f"press-{self.updates.last}"
        self._asked.add(query)
        shown_message = shown(room, message)
        self._tell(
            "callback_query",
            {"id": query, "from": person(user), "chat_instance": "1", "message": shown_message, "data": data},
        )
        return query

    async def type_inline(
        self, typed: str, *, offset: str = "", user: int = 1, language: str = "en"
    ) -> Offered:
        """Type behind the bot's name in some chat; gives what is offered."""
        query = self.inline.ask(self.updates.last + 1, typed, offset=offset, user=user, language=language)
        self._tell("inline_query", query)
        await eventually(lambda: query["id"] in self.inline.answers)
        return self.inline.answers[query["id"]]

    def edit_own(self, message: ChatMessage, text: str) -> None:
        """Change what a user wrote."""
        room = self._chats.open(message.chat)
        described = shown(room, message, 1) | {"text": text, "edit_date": 1} | _commands_in(text)
        self._tell("edited_message", described)

    def change_standing(self, chat: int, standing: Json, *, user: int = 1) -> None:
        """Let a user add the bot to a chat, throw it out, block it, or change what it may do there."""
        room = self._chats.open(chat)
        old, room.standing = room.standing, standing
        assert old != standing, "Telegram tells of changes only"
        told = {"chat": room.described(), "from": person(user), "date": int(time.time())}
        self._tell("my_chat_member", {**told, "old_chat_member": old, "new_chat_member": standing})

    def upgrade(self, chat: int, new: int) -> None:
        """Make a group a supergroup, which has another id; it is told in both."""
        old = self._chats.open(chat, "group")
        assert old.kind == "group", "only groups become supergroups"
        room = self._chats.open(new, "supergroup", old.title)
        room.admins |= old.admins
        old.moved_to = new
        self.serve_notice(chat, migrate_to_chat_id=new)
        self.serve_notice(new, migrate_from_chat_id=chat)

    def serve_notice(self, chat: int, *, topic: int | None = None, **content: Any) -> None:
        """Tell of something that happened in a chat, in a message without text (a service message)."""
        room = self._chats.open(chat)
        message = self._chats.add(room, ChatMessage(id=0, chat=chat, text="", topic=topic))
        described = shown(room, message, 1)
        del described["text"]
        self._tell("message", described | content)

    def messages(self, chat: int = 1) -> list[ChatMessage]:
        """Give what the bot has written in a chat, as it stands now."""
        return [message for message in self._chats.open(chat).messages.values() if message.by_bot]

    def room(self, chat: int, kind: str = "supergroup") -> Conversation:
        """Open a chat, to add administrators or to break it."""
        return self._chats.open(chat, kind, title=_title(kind))

    @property
    def commands(self) -> list[Json]:
        """Give the menu of commands that everybody is shown who has no other."""
        return self._chats.menus.everybodys()

    def menu(self, chat: int = 1, *, user: int = 1, language: str = "en") -> list[str]:
        """Give the commands that a user is shown in a chat."""
        room = self._chats.open(chat)
        menu = self._chats.menus.shown(
            chat, room.kind, user, administers=user in room.admins, language=language
        )
        return [command["command"] for command in menu]

    async def wait_for(self, count: int, *, chat: int = 1) -> list[ChatMessage]:
        """Wait until the bot has written so many messages in a chat."""
        await eventually(lambda: len(self.messages(chat)) >= count)
        return self.messages(chat)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something to become true."""
        await eventually(true)

    # What the bot asks.

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request of the bot."""
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN or self.revoked:
            return _refused(Refusal(401, "Unauthorized"))
        given, files = _decoded(dict(await request.post()))
        self.requests.append((method, given))
        faults = telegram_request_faults(method, given)
        self.violations += faults
        if faults:
            return _refused(Refusal(400, f"Bad Request: {faults[0]}"))
        _attach(given, files)
        await self.faults.delay(method)
        fault = self.faults.take(method)
        if fault and not fault.performed:
            return _failed(request, fault)
        answer = await self._answered(method, given)
        return _failed(request, fault) if fault else answer

    async def _answered(self, method: str, given: Json) -> web.Response:
        try:
            result = await self._performed(method, given)
        except Refusal as refusal:
            return _refused(refusal)
        self.violations += telegram_answer_faults(method, result)
        return web.json_response({"ok": True, "result": result})

    async def _performed(self, method: str, given: Json) -> Any:
        about_updates = self.updates.methods()
        if method in about_updates:
            return await about_updates[method](given)
        if method == "answerInlineQuery":
            return self.inline.answer(given)
        if method == "answerCallbackQuery":
            return self._acknowledge(given["callback_query_id"])
        if "chat_id" in given:
            self.rates.check(method, int(given["chat_id"]))
        return self._chats.perform(method, given)

    def _acknowledge(self, query: str) -> bool:
        if query not in self._asked:
            raise Refusal(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        self._asked.discard(query)
        self.acknowledged.append(query)
        return True

    def _tell(self, kind: str, content: Json) -> None:
        self.violations += telegram_type_faults("Update", self.updates.add(kind, content))


@asynccontextmanager
async def local_telegram() -> AsyncIterator[LocalTelegram]:
    """Run a local Telegram; at the end nothing may have gone against the specification."""
    server = LocalTelegram()
    application = web.Application(client_max_size=LARGEST_REQUEST)
    application.router.add_post("/bot{token}/{method}", server.handle)
    async with listening(application) as address:
        server.api = address
        posting = asyncio.create_task(server.updates.post())
        try:
            yield server
        finally:
            posting.cancel()
            server.updates.end_polls()
            await asyncio.wait([posting])
    assert not server.violations, server.violations


def _title(kind: str) -> str:
    return "Ana" if kind == "private" else "Newsroom"


def _decoded(form: dict[str, Any]) -> tuple[Json, dict[str, bytes]]:
    """Tell parameters from files that others refer to."""
    files = {name: part.file.read() for name, part in form.items() if isinstance(part, web.FileField)}
    words = {name: value for name, value in form.items() if name not in files}
    given = {name: value if name in _WORDS else _json(value) for name, value in words.items()}
    return given | {name: files.pop(name) for name in ("photo", "document") if name in files}, files


def _attach(given: Json, files: dict[str, bytes]) -> None:
    """Put the file in the place that refers to it."""
    media = given.get("media")
    if media:
        media["media"] = files.get(media["media"].removeprefix("attach://"), b"")


def _json(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def _commands_in(text: str) -> Json:
    if not text.startswith("/"):
        return {}
    return {"entities": [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]}


def _refused(refusal: Refusal) -> web.Response:
    body: Json = {"ok": False, "error_code": refusal.status, "description": refusal.reason}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.json_response(body, status=refusal.status)


def _failed(request: web.Request, fault: Fault) -> web.Response:
    if not fault.status:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()
    patience = {"retry_after": int(fault.retry_after)} if fault.retry_after else {}
    return _refused(Refusal(fault.status, fault.reason, **patience))
