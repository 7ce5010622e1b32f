"""The commands by which a chat hears no more of a story, or again."""

from bot.commands.desk import Command, Desk, Suggested
from bot.commands.query import story_number
from bot.platforms.port import Ask
from bot.replies import Button, Reply, note, paragraph
from bot.speech import phrase, worded


async def muting(desk: Desk, ask: Ask) -> Reply:
    """Answer `/mute 12`: nothing that follows the story is told here."""
    number = story_number(ask.words.strip())
    async with desk.store.editing() as edition:
        story = None if number is None else await edition.story(number)
        if story is None:
            return note(worded("Which story? Give its number: /mute 12"), private=True)
        chat = await edition.meet_chat(ask.platform, ask.address, ask.title)
        await edition.mute_story(chat.id, story.id, desk.clock())
    said = worded(
        "Story {number} is muted here: this chat is not told of what follows it. "
        "Its card, where there is one, is still kept right, without a sound.",
        number=story.id,
    )
    return Reply(
        blocks=(paragraph(said),),
        buttons=(Button(label=worded("Undo"), command=f"unmute {story.id}"),),
        private=True,
    )


async def unmuting(desk: Desk, ask: Ask) -> Reply:
    """Answer `/unmute 12`."""
    number = story_number(ask.words.strip())
    chat = await desk.store.chat_at(ask.platform, ask.address)
    async with desk.store.editing() as edition:
        story = None if number is None else await edition.story(number)
        was_muted = bool(chat and story and await edition.unmute_story(chat.id, story.id))
    if story is None:
        return note(worded("Which story? Give its number: /unmute 12"), private=True)
    if not was_muted:
        return note(worded("Story {number} is not muted here.", number=story.id), private=True)
    return note(worded("Story {number} is no longer muted here.", number=story.id), private=True)


COMMANDS = (
    Command(
        name="mute",
        summary=phrase("Hear no more of a story in this chat"),
        answer=muting,
        argument="number",
        argument_help=phrase("The story's number"),
        completes=(Suggested.STORIES,),
        administers=True,
        takes_place=True,
    ),
    Command(
        name="unmute",
        summary=phrase("Hear of a muted story again"),
        answer=unmuting,
        argument="number",
        argument_help=phrase("The story's number"),
        completes=(Suggested.STORIES,),
        administers=True,
        takes_place=True,
    ),
)
