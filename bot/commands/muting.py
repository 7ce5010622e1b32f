"""The commands by which a chat hears no more of a story, or again."""

from bot.commands.desk import Command, Desk, Suggested
from bot.commands.query import story_number
from bot.platforms.port import Ask
from bot.replies import Button, Reply, note, paragraph


async def muting(desk: Desk, ask: Ask) -> Reply:
    """Answer `/mute 12`: nothing that follows the story is told here."""
    number = story_number(ask.words.strip())
    async with desk.store.editing() as edition:
        story = None if number is None else await edition.story(number)
        if story is None:
            return note("Which story? Give its number: /mute 12", private=True)
        chat = await edition.meet_chat(ask.platform, ask.address, ask.title)
        await edition.mute_story(chat.id, story.id, desk.clock())
    said = (
        f"Story {story.id} is muted here: this chat is not told of what follows it. "
        "Its card, where there is one, is still kept right, without a sound."
    )
    return Reply(
        blocks=(paragraph(said),), buttons=(Button(label="Undo", command=f"unmute {story.id}"),), private=True
    )


async def unmuting(desk: Desk, ask: Ask) -> Reply:
    """Answer `/unmute 12`."""
    number = story_number(ask.words.strip())
    chat = await desk.store.chat_at(ask.platform, ask.address)
    async with desk.store.editing() as edition:
        story = None if number is None else await edition.story(number)
        was_muted = bool(chat and story and await edition.unmute_story(chat.id, story.id))
    if story is None:
        return note("Which story? Give its number: /unmute 12", private=True)
    return note(f"Story {story.id} is {'no longer' if was_muted else 'not'} muted here.", private=True)


COMMANDS = (
    Command(
        name="mute",
        summary="Hear no more of a story in this chat",
        answer=muting,
        argument="number",
        argument_help="The story's number",
        completes=(Suggested.STORIES,),
        administers=True,
    ),
    Command(
        name="unmute",
        summary="Hear of a muted story again",
        answer=unmuting,
        argument="number",
        argument_help="The story's number",
        completes=(Suggested.STORIES,),
        administers=True,
    ),
)
