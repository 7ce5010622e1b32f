"""The menus of commands that a local Telegram keeps: one for each scope and language."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.servers.telegram_refusal import Refusal

Json = dict[str, Any]

MOST_COMMANDS = 100
GROUPS = {"group", "supergroup"}

SCOPES: Mapping[str, tuple[str, ...]] = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
"""The scopes (core.telegram.org/bots/api#botcommandscope), each with what belongs to it."""

Key = tuple[str, int, int, str]
"""Scope, chat, user and language; 0 and "" where there is none."""

EVERYBODYS: Key = ("default", 0, 0, "")


class Menus:
    """What was set. `kinds` tells of each chat that the bot knows what it is."""

    def __init__(self) -> None:
        self._menus: dict[Key, list[Json]] = {}

    def set(self, given: Json, kinds: Mapping[int, str]) -> bool:
        """Keep a menu. Raises Refusal."""
        key = _key(given, kinds)
        _check(given["commands"])
        self._menus[key] = given["commands"]
        return True

    def get(self, given: Json, kinds: Mapping[int, str]) -> list[Json]:
        """Give the menu of exactly this scope and language. Raises Refusal."""
        return self._menus.get(_key(given, kinds), [])

    def delete(self, given: Json, kinds: Mapping[int, str]) -> bool:
        """Forget a menu: a wider one is shown in its place. Raises Refusal."""
        self._menus.pop(_key(given, kinds), None)
        return True

    def everybodys(self) -> list[Json]:
        """Give the menu without scope and language."""
        return self._menus.get(EVERYBODYS, [])

    def shown(self, chat: int, kind: str, user: int, *, administers: bool, language: str) -> list[Json]:
        """Give what a user is shown in a chat: the narrowest menu that there is, in his language first."""
        for scope in _narrowing(chat, kind, user, administers=administers):
            for key in ((*scope, language), (*scope, "")):
                if self._menus.get(key):
                    return self._menus[key]
        return []


def _narrowing(chat: int, kind: str, user: int, *, administers: bool) -> Iterator[tuple[str, int, int]]:
    """Give the scopes in Telegram's order (#determining-list-of-commands)."""
    if kind in GROUPS:
        yield "chat_member", chat, user
        if administers:
            yield "chat_administrators", chat, 0
    yield "chat", chat, 0
    if kind in GROUPS:
        if administers:
            yield "all_chat_administrators", 0, 0
        yield "all_group_chats", 0, 0
    else:
        yield "all_private_chats", 0, 0
    yield "default", 0, 0


def _key(given: Json, kinds: Mapping[int, str]) -> Key:
    scope, language = given.get("scope", {"type": "default"}), given.get("language_code", "")
    if not re.fullmatch("([a-z]{2})?", language):
        raise Refusal(400, "Bad Request: invalid language code specified")
    kind = str(scope.get("type")) if isinstance(scope, dict) else ""
    if kind not in SCOPES or set(scope) != {"type", *SCOPES[kind]}:
        raise Refusal(400, "Bad Request: can't parse BotCommandScope")
    if "chat_id" in scope:
        _check_chat(kind, kinds.get(scope["chat_id"]))
    return kind, scope.get("chat_id", 0), scope.get("user_id", 0), language


def _check_chat(scope: str, kind: str | None) -> None:
    if kind is None:
        raise Refusal(400, "Bad Request: chat not found")
    if kind == "channel" or (scope != "chat" and kind not in GROUPS):
        raise Refusal(400, "Bad Request: can't change commands in this type of chat")


def _check(commands: list[Json]) -> None:
    if len(commands) > MOST_COMMANDS:
        raise Refusal(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch("[a-z0-9_]{1,32}", command["command"]):
            raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    if len({command["command"] for command in commands}) < len(commands):
        raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
