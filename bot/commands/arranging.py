"""The commands by which whoever runs the bot puts articles into the stories that they belong to."""

from bot.arrange import merge, split
from bot.commands.desk import Command, Desk
from bot.commands.query import story_number
from bot.platforms.port import Ask
from bot.replies import Reply, note


async def merging(desk: Desk, ask: Ask) -> Reply:
    """Answer `/merge 12 15`: the two are one story."""
    numbers = [number for word in ask.words.split() if (number := story_number(word)) is not None]
    if len(numbers) != 2 or len(ask.words.split()) != 2:
        return note("Which two stories? For instance: /merge 12 15", private=True)
    async with desk.store.editing() as edition:
        stories = [await edition.story(number) for number in numbers]
        one, other = stories
        if one is None or other is None:
            missing = next(number for number, found in zip(numbers, stories, strict=True) if found is None)
            return note(f"There is no story {missing}.", private=True)
        if one.id == other.id:
            return note(f"They are one story already: {one.id}.", private=True)
        into = await merge(edition, one, other, desk.clock())
    gone = max(one.id, other.id)
    return note(f"Story {gone} is part of story {into} now; the cards follow. /split undoes it by addresses.")


async def splitting(desk: Desk, ask: Ask) -> Reply:
    """Answer `/split https://... [https://...]`: these articles are a story of their own."""
    addresses = ask.words.split()
    if not addresses:
        return note("Which articles? Give the addresses of those that are a story apart.", private=True)
    async with desk.store.editing() as edition:
        found = {address: await edition.article_at(address) for address in addresses}
        apart = {kept.id: kept for kept in found.values() if kept is not None}
        if len(apart) < len(found):
            strange = next((address for address, kept in found.items() if kept is None), addresses[0])
            return note(f"No article is stored from {strange[:200]}", private=True)
        if len({kept.story for kept in apart.values()}) != 1:
            return note("These are in several stories: /split takes the articles of one.", private=True)
        story = await edition.story(next(iter(apart.values())).story)
        if story is None or len(story.articles) == len(apart):
            return note(
                "These are all the articles of their story: nothing is left to split off.", private=True
            )
        new = await split(edition, story, list(apart.values()), desk.clock())
    articles = "1 article is" if len(apart) == 1 else f"{len(apart)} articles are"
    return note(f"{articles} story {new} now; story {story.id} keeps the rest. The cards follow.")


COMMANDS = (
    Command(
        name="merge",
        summary="Two stories are one: join them, and their cards",
        answer=merging,
        argument="numbers",
        argument_help="The numbers of two stories",
        for_admins=True,
    ),
    Command(
        name="split",
        summary="Articles that are a story of their own: take them out",
        answer=splitting,
        argument="addresses",
        argument_help="The addresses of articles of one story",
        for_admins=True,
    ),
)
