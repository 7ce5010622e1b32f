"""The commands by which a chat says what it wants to be told of."""

from bot.commands.desk import Command, Desk
from bot.platforms.port import Ask
from bot.replies import Reply, note
from feeds.model import Label


async def watch(desk: Desk, ask: Ask) -> Reply:
    """Answer `/watch [related]`: tell this chat of every new CORE story, or RELATED ones too."""
    asked = ask.words.casefold().split()
    if strange := [word for word in asked if word not in {"core", "related"}]:
        return note(f"/watch takes “related” or nothing, not “{strange[0][:40]}”.", private=True)
    wanted = [Label.CORE, Label.RELATED] if "related" in asked else [Label.CORE]
    async with desk.store.editing() as edition:
        chat = await edition.meet_chat(ask.platform, ask.address, ask.title)
        await edition.watch(chat.id, wanted, desk.clock())
    return note(f"This chat is told of every new {' and '.join(wanted)} story. /unwatch ends it.")


async def unwatch(desk: Desk, ask: Ask) -> Reply:
    """Answer `/unwatch`: tell this chat of nothing any more."""
    async with desk.store.editing() as edition:
        chat = await edition.meet_chat(ask.platform, ask.address, ask.title)
        watched = await edition.unwatch(chat.id)
    return note("This chat is told of nothing any more." if watched else "This chat watches nothing.")


async def watches(desk: Desk, ask: Ask) -> Reply:
    """Answer `/watches`: what this chat is told of."""
    labels = await desk.store.watched_labels(ask.platform, ask.address)
    if not labels:
        return note("This chat watches nothing. /watch tells it of every new CORE story.", private=True)
    return note(f"This chat is told of every new {' and '.join(labels)} story.", private=True)


COMMANDS = (
    Command(
        name="watch",
        summary="Tell this chat of new stories",
        answer=watch,
        argument="labels",
        argument_help="related: also NATO's eastern flank and North Korean troops",
        administers=True,
    ),
    Command(name="watches", summary="What this chat is told of", answer=watches),
    Command(name="unwatch", summary="Tell this chat of nothing any more", answer=unwatch, administers=True),
)
