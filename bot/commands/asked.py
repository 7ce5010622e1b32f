"""What stands behind a command that asks for somebody: whom it names, and which page is wanted."""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.commands.desk import Desk
from bot.replies import Button
from feeds.stories.people.asked import Asked, who_is_asked
from feeds.stories.people.roster import roster
from storage.positions import Holder

LONGEST_NAME = 100  # characters of what somebody asks for
PAGE = re.compile(r"(?:^|\s)page:([0-9]{1,4})(?=\s|$)")

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whom somebody asks for, and the page of the answer (the first is 1)."""

    words: str  # as they were typed, without the page
    page: int

    def part(self, lines: Sequence[Line], size: int) -> Sequence[Line]:
        """Give the lines of the page."""
        return lines[(self.page - 1) * size : self.page * size]

    def turning(self, command: str, lines: int, size: int) -> tuple[Button, ...]:
        """Make the buttons to the pages before and after."""
        return page_buttons(f"{command} {self.words}".strip(), self.page, pages=-(-lines // size))


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Whom the words mean."""

    name: str  # as we know him, or as it was typed
    holder: Holder

    @property
    def actor(self) -> str:
        """The one person or body meant; empty for a country, or where there are several."""
        return self.holder.actors[0] if len(self.holder.actors) == 1 and not self.holder.country else ""


def page_buttons(command: str, page: int, *, pages: int) -> tuple[Button, ...]:
    """Make the buttons to the pages before and after one, which take its place."""
    return tuple(
        Button(label=label, command=f"{command} page:{to}", turns_page=True)
        for label, to in (("‹ Newer", page - 1), ("Older ›", page + 1))
        if 1 <= to <= pages
    )


def read_wanted(words: str) -> Wanted:
    """Read what was typed."""
    page = PAGE.search(words)
    name = PAGE.sub(" ", words).strip().removeprefix("#")[:LONGEST_NAME]
    return Wanted(words=name, page=max(1, int(page[1])) if page else 1)


async def who_is_meant(words: str, strangers: Callable[[], Awaitable[Iterable[str]]]) -> Asked:
    """Find out whom the words mean; those whom only articles name are looked up where we know nobody."""
    asked = who_is_asked(words, ())
    return asked if not words or asked.actors else who_is_asked(words, await strangers())


async def whom(desk: Desk, words: str) -> Named:
    """Find out whom the words mean, also among those whom only articles name."""
    asked = await who_is_meant(words, desk.store.actors_with_positions)
    if asked.actors and _is_country(asked.name):
        return Named(name=asked.name, holder=Holder(country=asked.name))
    actors = () if asked.country else (*asked.actors, *asked.speakers)
    name = actors[0] if len(actors) == 1 else asked.name
    return Named(name=name, holder=Holder(actors=actors, country=asked.country))


def _is_country(name: str) -> bool:
    """Take NATO, which is an actor, for a country: it has officials."""
    return any(actor.name == actor.country == name for actor in roster())
