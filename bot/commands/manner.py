"""How a watch tells: what stands among the words of /watch, or behind the number of a watch."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.commands.languages import language_named
from bot.commands.query import NotReadError
from bot.hours import read_quiet
from bot.platforms.port import Role
from bot.speech import LANGUAGES, phrase, spoken, worded
from storage.model import Delivery, Length, WatchWanted

DELIVERIES = {"now": Delivery.AT_ONCE, "daily": Delivery.DAILY, "weekly": Delivery.WEEKLY}
SILENT = {"silent": True, "loud": False, "ping": False}
PLAIN = frozenset({*DELIVERIES, *SILENT})
"""Options of one word; the others have a colon."""

NOBODY = "nobody"
"""Stands behind ping: where no role is to be called any more."""

CHAT = "chat"
"""Stands behind quiet:, length: and speak: where it shall be as the chat has it."""

NEVER = "never"
NEVER_QUIET = (0, 0)

NO_ROLE = phrase(
    "ping: takes a role of this server on Discord: type @ behind it and choose one; ping:nobody calls none. "
    "Roles are a thing of Discord; anywhere else ping alone means with a sound."
)
MAY_NOT_PING = phrase(
    "@{role} can't be called here: let anyone mention that role, or have the right to mention all roles, "
    "you and this bot."
)
NO_QUIET = phrase("quiet: takes hours like 22:00-07:00, never, or chat for this chat's own; not “{typed}”.")
NO_LENGTH = phrase("length: takes line, card, long, or chat for this chat's own; not “{typed}”.")

_MARKED = re.compile(
    r"(?P<phrase>\"[^\"]*\")|(?:^|(?<=\s))(?P<name>ping|quiet|length|speak):\s?(?P<typed>\S*)(?=\s|$)",
    re.IGNORECASE,
)


def take_marked(words: str) -> tuple[Sequence[str], str]:
    """Take the options with a colon out of what was typed: "quiet:22-7"; give them, and the rest."""
    found = [match for match in _MARKED.finditer(words) if match["name"]]
    options = tuple(f"{match['name'].casefold()}:{match['typed']}" for match in found)
    return options, _MARKED.sub(lambda match: match["phrase"] or " ", words)


def told_so(wanted: WatchWanted, option: str, roles: Sequence[Role]) -> WatchWanted:
    """Let a watch tell as an option says, where there are these roles. Raises NotReadError."""
    name, colon, typed = option.partition(":")
    if colon:
        return _MARKED_BY[name](wanted, typed, roles)
    return replace(
        wanted,
        delivery=DELIVERIES.get(option, wanted.delivery),
        is_silent=SILENT.get(option, wanted.is_silent),
    )


def _calling(wanted: WatchWanted, typed: str, roles: Sequence[Role]) -> WatchWanted:
    role = _role_to_ping(typed, roles)
    return replace(wanted, ping=role, is_silent=wanted.is_silent and not role)


def _quiet(wanted: WatchWanted, typed: str, roles: Sequence[Role]) -> WatchWanted:
    del roles
    if typed.casefold() in (CHAT, NEVER):
        return replace(wanted, quiet=None if typed.casefold() == CHAT else NEVER_QUIET)
    hours = read_quiet(typed)
    if hours is None:
        raise NotReadError(worded(NO_QUIET, typed=typed[:40]))
    return replace(wanted, quiet=hours)


def _long(wanted: WatchWanted, typed: str, roles: Sequence[Role]) -> WatchWanted:
    del roles
    return replace(wanted, length=None if typed.casefold() == CHAT else length_named(typed))


def length_named(typed: str) -> Length:
    """Give the length of a name. Raises NotReadError."""
    try:
        return Length(typed.casefold())
    except ValueError:
        raise NotReadError(worded(NO_LENGTH, typed=typed[:40])) from None


def _speaking(wanted: WatchWanted, typed: str, roles: Sequence[Role]) -> WatchWanted:
    del roles
    return replace(wanted, language="" if typed.casefold() == CHAT else our_language(typed))


def our_language(typed: str) -> str:
    """Give the letters of one of the languages that the bot speaks. Raises NotReadError."""
    names = {name.casefold(): letters for letters, name in LANGUAGES.items()}
    language = names.get(typed.casefold()) or spoken(language_named(typed))
    if not language:
        ours = ", ".join(f"{letters} ({name})" for letters, name in LANGUAGES.items())
        raise NotReadError(
            worded("The bot speaks {languages}; not “{typed}”.", languages=ours, typed=typed[:40])
        )
    return language


def _role_to_ping(typed: str, roles: Sequence[Role]) -> str:
    """Give the id of the role that stands behind ping:, empty for nobody."""
    if typed.casefold() == NOBODY:
        return ""
    role = next((role for role in roles if role.mention == typed), None)
    if role is None:
        raise NotReadError(worded(NO_ROLE))
    if not role.may_be_pinged:
        raise NotReadError(worded(MAY_NOT_PING, role=role.name))
    return role.id


_MARKED_BY: Mapping[str, Callable[[WatchWanted, str, Sequence[Role]], WatchWanted]] = {
    "ping": _calling,
    "quiet": _quiet,
    "length": _long,
    "speak": _speaking,
}
