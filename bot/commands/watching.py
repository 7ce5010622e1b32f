"""The commands by which a chat says what it wants to be told of."""

from collections.abc import Collection

from bot.commands.desk import Command, Desk
from bot.platforms.port import Ask
from bot.replies import Reply, note
from storage.model import Interest


async def watch(desk: Desk, ask: Ask) -> Reply:
    """Answer `/watch [related] [reversals]`: tell this chat of every new CORE story, and of more."""
    asked = set(ask.words.casefold().split())
    if strange := sorted(asked - {"core", "related", "reversals"}):
        return note(f"/watch takes “related”, “reversals” or nothing, not “{strange[0][:40]}”.", private=True)
    wanted = [each for each in Interest if each is Interest.CORE or each.value.casefold() in asked]
    async with desk.store.editing() as edition:
        chat = await edition.meet_chat(ask.platform, ask.address, ask.title)
        await edition.watch(chat.id, wanted, desk.clock())
    return note(f"{_told_of(wanted)} /unwatch ends it.")


async def unwatch(desk: Desk, ask: Ask) -> Reply:
    """Answer `/unwatch`: tell this chat of nothing any more."""
    async with desk.store.editing() as edition:
        chat = await edition.meet_chat(ask.platform, ask.address, ask.title)
        watched = await edition.unwatch(chat.id)
    return note("This chat is told of nothing any more." if watched else "This chat watches nothing.")


async def watches(desk: Desk, ask: Ask) -> Reply:
    """Answer `/watches`: what this chat is told of."""
    watched = await desk.store.interests(ask.platform, ask.address)
    if not watched:
        return note("This chat watches nothing. /watch tells it of every new CORE story.", private=True)
    return note(_told_of(watched), private=True)


def _told_of(watched: Collection[Interest]) -> str:
    labels = [each.value for each in (Interest.CORE, Interest.RELATED) if each in watched]
    reversals = ", and of everybody who turns around" if Interest.REVERSALS in watched else ""
    return f"This chat is told of every new {' and '.join(labels)} story{reversals}."


COMMANDS = (
    Command(
        name="watch",
        summary="Tell this chat of new stories",
        answer=watch,
        argument="labels",
        argument_help="related: also NATO's eastern flank, North Korean troops; reversals: who turns around",
        administers=True,
    ),
    Command(name="watches", summary="What this chat is told of", answer=watches),
    Command(name="unwatch", summary="Tell this chat of nothing any more", answer=unwatch, administers=True),
)
