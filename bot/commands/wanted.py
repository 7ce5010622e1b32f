"""What is typed behind /watch: what a chat wants to hear of, and how it wants to be told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.commands.desk import Desk
from bot.commands.meaning import meant
from bot.commands.query import NotReadError, Query, read_query, written
from bot.platforms.port import Role
from bot.speech import phrase, worded
from feeds.model import Label, WatchFilter
from feeds.stories.watch import PatternError, pattern_of
from storage.model import Delivery, Somebody, WatchWanted

KEYS = frozenset({"country", "actor", "stance", "label", "lang", "outlet", "from"})
MOST_COUNTED = 999

DELIVERIES = {"now": Delivery.AT_ONCE, "daily": Delivery.DAILY, "weekly": Delivery.WEEKLY}
SILENT = {"silent": True, "loud": False, "ping": False}

NOBODY = "nobody"
"""Stands behind ping: where no role is to be called any more."""

OF_TURNS_ONLY = phrase("reversals takes actor: and country: and no other filter.")
NO_ROLE = phrase(
    "ping: takes a role of this server on Discord: type @ behind it and choose one; ping:nobody calls none. "
    "Roles are a thing of Discord; anywhere else ping alone means with a sound."
)
MAY_NOT_PING = phrase(
    "@{role} can't be called here: let anyone mention that role, or have the right to mention all roles, "
    "you and this bot."
)

_PATTERN = re.compile(r"(?:^|(?<=\s))/((?:[^/\\\n]|\\.){1,200})/(?=\s|$)")
_COUNTED = re.compile(r"(?:^|(?<=\s))(outlets|origins)\s?(?:>=|:)\s?([0-9]{1,3})(?=\s|$)", re.IGNORECASE)
_PING = re.compile(r"(?:^|(?<=\s))ping:\s?(\S*)(?=\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed behind /watch, taken apart."""

    query: Query
    with_related: bool = False
    is_of_turns: bool = False
    pattern: str = ""
    outlets: int = 1
    origins: int = 1
    delivery: Delivery = Delivery.AT_ONCE
    is_silent: bool = False
    ping: str = ""  # the id of a role

    @property
    def words(self) -> str:
        """What is watched, in words that are read as the same."""
        parts = [
            "related" if self.with_related else "",
            "reversals" if self.is_of_turns else "",
            written(self.query),
            f"outlets>={self.outlets}" if self.outlets > 1 else "",
            f"origins>={self.origins}" if self.origins > 1 else "",
            f"/{self.pattern}/" if self.pattern else "",
        ]
        return " ".join(filter(None, parts))


def read_typed(words: str, desk: Desk, roles: Sequence[Role] = ()) -> Typed:
    """Take apart what was typed behind /watch, where there are these roles. Raises NotReadError."""
    pattern = _PATTERN.search(words)
    pings = _PING.findall(rest := _PATTERN.sub(" ", words))
    rest = _PING.sub(" ", rest)
    least = {key.casefold(): min(int(number), MOST_COUNTED) for key, number in _COUNTED.findall(rest)}
    query = read_query(_COUNTED.sub(" ", rest), desk.clock().astimezone(desk.zone).date(), KEYS)
    plain = {group[0].words.casefold() for group in query.terms if len(group) == 1 and not group[0].is_phrase}
    options = plain & {*DELIVERIES, *SILENT, "core", "related", "reversals"}
    terms = tuple(
        group for group in query.terms if len(group) > 1 or group[0].words.casefold() not in options
    )
    typed = Typed(
        query=replace(query, terms=terms, page=1, again=0),
        with_related="related" in options,
        is_of_turns="reversals" in options,
        pattern=pattern[1] if pattern else "",
        outlets=max(least.get("outlets", 1), 1),
        origins=max(least.get("origins", 1), 1),
        delivery=next((DELIVERIES[one] for one in DELIVERIES if one in options), Delivery.AT_ONCE),
        is_silent="silent" in options,
        ping=role_to_ping(pings[-1], roles) if pings else "",
    )
    if typed.is_of_turns and not _may_be_of_turns(typed):
        raise NotReadError(worded(OF_TURNS_ONLY))
    return typed


async def wanted_of(desk: Desk, typed: Typed) -> WatchWanted:
    """Find out what the names mean, and make a watch of it. Raises NotReadError."""
    if typed.pattern:
        try:
            pattern_of(typed.pattern)
        except PatternError as error:
            raise NotReadError(
                worded(
                    "/{pattern}/ is no regular expression that RE2 knows: {error}",
                    pattern=typed.pattern[:40],
                    error=error,
                )
            ) from None
    asked = await meant(desk, typed.query)
    labels = typed.query.label or (Label.CORE,)
    filter_ = WatchFilter(
        labels=tuple(dict.fromkeys((*labels, *((Label.RELATED,) if typed.with_related else ())))),
        terms=tuple(
            tuple(f'"{term.words}"' if term.is_phrase else term.words for term in group)
            for group in asked.terms
        ),
        without=tuple(f'"{term.words}"' if term.is_phrase else term.words for term in asked.without),
        pattern=typed.pattern,
        languages=asked.languages,
        outlets=typed.query.outlet,
        homes=asked.homes,
        who=tuple(_names(group) for group in asked.who),
        stances=asked.stances,
        outlets_at_least=typed.outlets,
        origins_at_least=typed.origins,
        is_of_turns=typed.is_of_turns,
    )
    return WatchWanted(
        words=typed.words,
        filter=filter_,
        delivery=typed.delivery,
        is_silent=typed.is_silent,
        ping=typed.ping,
    )


def role_to_ping(typed: str, roles: Sequence[Role]) -> str:
    """Give the id of the role that stands behind ping:, empty for nobody. Raises NotReadError."""
    if typed.casefold() == NOBODY:
        return ""
    role = next((role for role in roles if role.mention == typed), None)
    if role is None:
        raise NotReadError(worded(NO_ROLE))
    if not role.may_be_pinged:
        raise NotReadError(worded(MAY_NOT_PING, role=role.name))
    return role.id


def _names(group: Somebody) -> tuple[str, ...]:
    return (*group.actors, *group.countries, *group.speakers)


def _may_be_of_turns(typed: Typed) -> bool:
    of_somebody = Query(actor=typed.query.actor, country=typed.query.country)
    return typed.query == of_somebody and not typed.pattern and typed.outlets == typed.origins == 1
