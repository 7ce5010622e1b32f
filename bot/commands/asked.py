"""What stands behind a command that asks for somebody: whom it names, and which page is wanted."""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from bot.commands.desk import Desk
from bot.replies import Block, Button, paragraph
from bot.speech import phrase, worded
from feeds.stories.people.asked import Asked, who_is_asked
from feeds.stories.people.roster import roster
from storage.positions import Holder

LONGEST_NAME = 100  # characters of what somebody asks for
LONGEST_COMMAND = 59  # bytes: what Telegram leaves of its 64 for what a button asks
GONE = phrase("The question behind this button is no longer kept. Please ask it again.")

AGAIN = re.compile(r"\s*again:([0-9]{1,15})\s*")
PAGE = re.compile(r"(?:^|\s)page:([0-9]{1,4})(?=\s|$)")

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whom somebody asks for, and the page of the answer (the first is 1)."""

    words: str  # as they were typed, without the page
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(Generic[Line]):
    """One page of an answer: the one asked for, else the last."""

    lines: Sequence[Line]
    number: int
    notice: tuple[Block, ...]  # that the page asked for is not there
    buttons: tuple[Button, ...]


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
        for label, to in ((worded("‹ Newer"), page - 1), (worded("Older ›"), page + 1))
        if 1 <= to <= pages
    )


async def turn_to(desk: Desk, command: str, asked: Wanted, lines: Sequence[Line], size: int) -> Leaf[Line]:
    """Give the page that is asked for, with the buttons to those before and after."""
    pages = max(1, -(-len(lines) // size))
    number = min(asked.page, pages)
    buttons: tuple[Button, ...] = ()
    if pages > 1:
        words = await words_on_button(desk, command, asked.words)
        buttons = page_buttons(f"{command} {words}".strip(), number, pages=pages)
    return Leaf(
        lines=lines[(number - 1) * size : number * size],
        number=number,
        notice=no_such_page(asked.page, pages),
        buttons=buttons,
    )


def no_such_page(page: int, pages: int) -> tuple[Block, ...]:
    """Say that a page is not there, and the last is shown."""
    return (
        ()
        if page <= pages
        else (paragraph(worded("There is no page {page} any more; this is the last.", page=page)),)
    )


async def words_on_button(desk: Desk, command: str, words: str) -> str:
    """Give the words of a question, or the number under which they are kept, where a button has no room."""
    if len(f"{command} {words} page:9999".encode()) <= LONGEST_COMMAND:
        return words
    async with desk.store.editing() as edition:
        return f"again:{await edition.keep_question(words)}"


async def find_wanted(desk: Desk, words: str) -> Wanted | None:
    """Read what was typed, or kept for a button; None when it is no longer kept."""
    asked = read_wanted(words)
    again = AGAIN.fullmatch(asked.words)
    if again is None:
        return asked
    kept = await desk.store.question(int(again[1]))
    return replace(asked, words=read_wanted(kept).words) if kept else None


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
