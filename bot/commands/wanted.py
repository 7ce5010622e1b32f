"""What is typed behind /watch: what a chat wants to hear of, and how it wants to be told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.commands.desk import Desk
from bot.commands.manner import DELIVERIES, PLAIN, SILENT, take_marked, told_so
from bot.commands.meaning import meant
from bot.commands.query import NotReadError, Query, read_query, written
from bot.platforms.port import Role
from bot.speech import phrase, worded
from feeds.model import Label, WatchFilter
from feeds.stories.watch import PatternError, pattern_of
from storage.model import Somebody, WatchWanted

KEYS = frozenset({"country", "actor", "stance", "label", "lang", "outlet", "from"})
MOST_COUNTED = 999

OF_TURNS_ONLY = phrase("reversals takes actor: and country: and no other filter.")

_PATTERN = re.compile(r"(?:^|(?<=\s))/((?:[^/\\\n]|\\.){1,200})/(?=\s|$)")
_COUNTED = re.compile(r"(?:^|(?<=\s))(outlets|origins)\s?(?:>=|:)\s?([0-9]{1,3})(?=\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed behind /watch, taken apart."""

    query: Query
    with_related: bool = False
    is_of_turns: bool = False
    pattern: str = ""
    outlets: int = 1
    origins: int = 1
    told: WatchWanted = field(default_factory=WatchWanted)  # so far only how

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
    options, rest = take_marked(_PATTERN.sub(" ", words))
    least = {key.casefold(): min(int(number), MOST_COUNTED) for key, number in _COUNTED.findall(rest)}
    query = read_query(_COUNTED.sub(" ", rest), desk.clock().astimezone(desk.zone).date(), KEYS)
    plain = {group[0].words.casefold() for group in query.terms if len(group) == 1 and not group[0].is_phrase}
    taken = plain & {*PLAIN, "core", "related", "reversals"}
    terms = tuple(group for group in query.terms if len(group) > 1 or group[0].words.casefold() not in taken)
    told = WatchWanted()
    for option in (*options, *(one for one in reversed((*DELIVERIES, *SILENT)) if one in taken)):
        told = told_so(told, option, roles)
    typed = Typed(
        query=replace(query, terms=terms, page=1, again=0),
        with_related="related" in taken,
        is_of_turns="reversals" in taken,
        pattern=pattern[1] if pattern else "",
        outlets=max(least.get("outlets", 1), 1),
        origins=max(least.get("origins", 1), 1),
        told=told,
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
    return replace(typed.told, words=typed.words, filter=filter_)


def _names(group: Somebody) -> tuple[str, ...]:
    return (*group.actors, *group.countries, *group.speakers)


def _may_be_of_turns(typed: Typed) -> bool:
    of_somebody = Query(actor=typed.query.actor, country=typed.query.country)
    return typed.query == of_somebody and not typed.pattern and typed.outlets == typed.origins == 1
