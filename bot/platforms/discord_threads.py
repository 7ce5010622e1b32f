"""Forums and threads on Discord: a post for each story in a forum, and beneath a card what follows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Self

import discord

from bot.platforms.discord_errors import THREAD_EXISTS
from bot.platforms.discord_show import new
from bot.platforms.port import Address, MessageRef
from bot.render.discord import DiscordMessage, nonce_in
from bot.render.text import brief
from bot.replies import Heading, Reply

FORUM = "forum:"
"""How the address of a forum begins; its id follows. Who writes there opens a post, which is a thread."""

LONGEST_NAME = 100
"""UTF-16 units of a thread's name."""

MOST_TAGS = 5

WEEK: Final = 10_080
"""Minutes without a word after which Discord puts a thread away: the longest that it offers."""

LATEST_POSTS = 10
"""So many of our posts in a forum, the newest, are looked through for one that was sent."""

OPENS = "+"
"""Stands behind the reference of a message from which a thread was opened; the thread has its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What we sent: "12", "12,13", "12+" where a thread begins at it, "11/12" where it stands in a thread."""

    ids: tuple[int, ...]
    within: int | None = None  # the thread in which it stands
    opens: bool = False  # a thread begins at it

    @classmethod
    def read(cls, written: str) -> Self:
        """Read a reference. Raises ValueError."""
        thread, slash, ids = written.rpartition("/")
        return cls(
            ids=tuple(int(number) for number in ids.removesuffix(OPENS).split(",")),
            within=int(thread) if slash else None,
            opens=ids.endswith(OPENS),
        )

    @property
    def written(self) -> MessageRef:
        """The same as a reference."""
        thread = "" if self.within is None else f"{self.within}/"
        return MessageRef(f"{thread}{','.join(map(str, self.ids))}{OPENS if self.opens else ''}")

    @property
    def thread(self) -> int | None:
        """The thread in which what follows it is told."""
        return self.ids[0] if self.opens else self.within


def followed(reply: Reply) -> Sent | None:
    """Give the message of ours that a reply follows."""
    try:
        return Sent.read(reply.beneath)
    except ValueError:
        return None


def forum_at(address: Address) -> int | None:
    """Give the id of the forum at an address; None where there is none."""
    number = address.removeprefix(FORUM)
    return int(number) if number != address and number.isdecimal() else None


def name_of(reply: Reply) -> str:
    """Name the post that a reply makes: as it wants to be filed, else by its heading."""
    headings = (block.text for block in reply.blocks if isinstance(block, Heading))
    name = reply.filing.name if reply.filing else next(headings, "")
    return brief(name, LONGEST_NAME) or "Troopwire"


def tags_of(forum: discord.ForumChannel, wanted: Iterable[str]) -> list[discord.ForumTag]:
    """Give those of a forum's tags that a post shall have; any one where it has none and must have one."""
    ours = {name.casefold() for name in wanted}
    free = [tag for tag in forum.available_tags if not tag.moderated]
    fitting = [tag for tag in free if tag.name.strip().casefold() in ours]
    return fitting[:MOST_TAGS] or (free[:1] if forum.flags.require_tag else [])


async def open_post(
    forum: discord.ForumChannel,
    message: DiscordMessage,
    *,
    name: str,
    tags: list[discord.ForumTag],
    silent: bool,
) -> discord.Message:
    """Open a post in a forum, and give its first message. Raises discord.py's errors."""
    create: Any = forum.create_thread  # its overloads can't see what `new` holds
    opened: tuple[discord.Thread, discord.Message] = await create(
        name=name, applied_tags=tags, auto_archive_duration=WEEK, silent=silent, **new(message)
    )
    return opened[1]


async def open_thread(client: discord.Client, channel: int, message: int, name: str) -> None:
    """Open a thread at a message, once. Raises discord.py's errors."""
    try:
        await client.http.start_thread_with_message(channel, message, name=name, auto_archive_duration=WEEK)
    except discord.HTTPException as error:
        if error.code != THREAD_EXISTS:
            raise


async def find_post(
    forum: discord.ForumChannel, nonce: str, *, ours: discord.ClientUser | None
) -> Sent | None:
    """Look among our newest posts for the one with a nonce. Raises discord.py's errors."""
    threads = [
        thread
        for thread in await forum.guild.active_threads()
        if thread.parent_id == forum.id and ours and thread.owner_id == ours.id
    ]
    for thread in sorted(threads, key=lambda each: each.id, reverse=True)[:LATEST_POSTS]:
        try:
            first = await thread.fetch_message(thread.id)
        except discord.NotFound:  # somebody deleted it
            continue
        if nonce in nonces_of(first):
            return Sent(ids=(first.id,), within=thread.id)
    return None


def nonces_of(message: discord.Message) -> set[str]:
    """Give the nonces that the buttons of a message carry."""
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    return {nonce_in(getattr(button, "custom_id", None) or "") for row in rows for button in row.children}
