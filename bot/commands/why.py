"""Why a story is one: the rule, and the articles' own words that it went by."""

from bot.commands.desk import Command, Desk, Suggested
from bot.commands.news import no_story, story_named
from bot.credits import credit, local_time
from bot.hearing import named
from bot.platforms.port import Ask
from bot.replies import Block, Bullet, Heading, Reply, paragraph, text
from feeds.model import KeptArticle, Story
from feeds.stories.summarise import headline
from feeds.stories.watch import StoryFacts, facts_of, missing, refusal
from feeds.stories.why import explain
from storage.model import AlertKind, Told, Watch

SILENT = "what it hears of in the story came with a feed's first visit, which tells nobody"

EXPLAINED = 4
"""Articles of a story that are explained; its others say the same in other words."""


async def why(desk: Desk, ask: Ask) -> Reply:
    """Answer `/why 12`: why the story's articles were taken for being about this."""
    found = await story_named(desk, ask.words)
    if found is None:
        return no_story(ask.words)
    blocks: list[Block] = [Heading(text=f"Why {found.label}: {headline(found.articles).article.title}")]
    for kept in found.articles[:EXPLAINED]:
        blocks.append(
            paragraph(text(kept.article.title, link=kept.article.url), " — ", *credit(kept, desk.zone))
        )
        blocks += [Bullet(line=(text(line),)) for line in _explained(kept)]
    blocks += await _about_this_chat(desk, ask, found)
    more = len(found.articles) - EXPLAINED
    blocks += [paragraph(f"and {more} more; /story {found.id} lists them")] if more > 0 else []
    return Reply(blocks=tuple(blocks), private=True)


async def _about_this_chat(desk: Desk, ask: Ask, story: Story) -> list[Block]:
    """Say why this chat was told of the story, or why not."""
    chat = await desk.store.chat_at(ask.platform, ask.address)
    watches = await desk.store.watches_of(ask.platform, ask.address)
    told = await desk.store.alerts_about(chat.id, story.id) if chat else ()
    lines = [_told(each, desk) for each in told if each.kind is not AlertKind.EDIT]
    muted = await desk.store.chats_that_muted(story.id) if chat else {}
    if chat and chat.id in muted:
        lines.append(f"Muted here: /unmute {muted[chat.id]} undoes it.")
    if not lines:
        facts = facts_of(story.articles)
        lines = [f"Not told by {named(watch)}: {_why_not(watch, facts, story)}." for watch in watches]
    if not lines:
        lines = ["This chat watches nothing, so it was not told."]
    return [Heading(text="This chat"), *(Bullet(line=(text(line),)) for line in lines)]


def _told(told: Told, desk: Desk) -> str:
    when = local_time(told.settled or told.owed, desk.zone)
    match told.state:
        case "sent":
            return f"Told {when}, by {told.why}."
        case "dead":
            return f"Given up {when}: {told.fault}. It was owed by {told.why}."
        case _:
            return f"To be told, owed since {local_time(told.owed, desk.zone)} by {told.why}."


def _why_not(watch: Watch, facts: StoryFacts, story: Story) -> str:
    if reason := refusal(watch.wanted.filter, facts):
        return reason
    missed = {missing(watch.wanted.filter, article) for article in facts.articles}
    if "" in missed:
        is_younger = watch.since > max(kept.seen for kept in story.articles)
        return "it is younger than the story" if is_younger else SILENT
    return "; ".join(sorted(missed)[:2])


def _explained(kept: KeptArticle) -> tuple[str, ...]:
    label = kept.reading.assessment.label
    if kept.corrected_from:
        return (f"Whoever runs this bot judged it {label}; the detector had said {kept.corrected_from}.",)
    return explain(kept.reading.assessment, kept.article)


COMMANDS = (
    Command(
        name="why",
        summary="Why a story is one, in words",
        answer=why,
        argument="number",
        argument_help="The story's number; the latest without it",
        completes=(Suggested.STORIES,),
    ),
)
