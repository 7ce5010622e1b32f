"""Why a story is one: the rule, and the articles' own words that it went by."""

from collections.abc import Callable, Mapping
from functools import reduce

from bot.commands.desk import Command, Desk, Suggested
from bot.commands.news import no_story, story_named
from bot.credits import credit, local_time
from bot.hearing import named
from bot.platforms.port import Ask
from bot.replies import Block, Bullet, Heading, Reply, paragraph, text
from bot.speech import country_name, phrase, worded
from bot.terms import stance_words
from feeds.model import KeptArticle, Stance, Story
from feeds.stories.summarise import headline
from feeds.stories.watch import Lack, Named, StoryFacts, facts_of, missing, refusal
from feeds.stories.why import explain
from storage.model import AlertKind, Told, Watch, WatchId

SILENT = phrase("what it hears of in the story came with a feed's first visit, which tells nobody")

EXPLAINED = 4
"""Articles of a story that are explained; its others say the same in other words."""


async def why(desk: Desk, ask: Ask) -> Reply:
    """Answer `/why 12`: why the story's articles were taken for being about this."""
    found = await story_named(desk, ask.words)
    if found is None:
        return no_story(ask.words)
    blocks: list[Block] = [
        Heading(
            text=worded(
                "Why {label}: {title}", label=found.label, title=headline(found.articles).article.title
            )
        )
    ]
    for kept in found.articles[:EXPLAINED]:
        blocks.append(
            paragraph(text(kept.article.title, link=kept.article.url), " — ", *credit(kept, desk.zone))
        )
        blocks += [Bullet(line=(text(line),)) for line in _explained(kept)]
    blocks += await _about_this_chat(desk, ask, found)
    more = len(found.articles) - EXPLAINED
    blocks += (
        [paragraph(worded("and {number} more; /story {story} lists them", number=more, story=found.id))]
        if more > 0
        else []
    )
    return Reply(blocks=tuple(blocks), private=True)


async def _about_this_chat(desk: Desk, ask: Ask, story: Story) -> list[Block]:
    """Say why this chat was told of the story, or why not."""
    chat = await desk.store.chat_at(ask.platform, ask.address)
    watches = await desk.store.watches_of(ask.platform, ask.address)
    told = await desk.store.alerts_about(chat.id, story.id) if chat else ()
    names = {watch.id: named(watch) for watch in watches}
    lines = [
        _told(each, names.get(each.watch or WatchId(0), each.why), desk)
        for each in told
        if each.kind is not AlertKind.EDIT
    ]
    muted = await desk.store.chats_that_muted(story.id) if chat else {}
    if chat and chat.id in muted:
        lines.append(worded("Muted here: /unmute {number} undoes it.", number=muted[chat.id]))
    if not lines:
        facts = facts_of(story.articles)
        lines = [
            worded("Not told by {watch}: {reason}.", watch=named(watch), reason=_why_not(watch, facts, story))
            for watch in watches
        ]
    if not lines:
        lines = [worded("This chat watches nothing, so it was not told.")]
    return [Heading(text=worded("This chat")), *(Bullet(line=(text(line),)) for line in lines)]


def _told(told: Told, watch: str, desk: Desk) -> str:
    when = local_time(told.settled or told.owed, desk.zone)
    match told.state:
        case "sent":
            return worded("Told {when}, by {watch}.", when=when, watch=watch)
        case "dead":
            return worded(
                "Given up {when}: {fault}. It was owed by {watch}.",
                when=when,
                fault=told.fault,
                watch=watch,
            )
        case _ if told.owed > desk.clock():  # it waits for the end of quiet hours, or for a digest
            return worded(
                "To be told {when}, by {watch}.", when=local_time(told.owed, desk.zone), watch=watch
            )
        case _:
            return worded(
                "To be told, owed since {when} by {watch}.",
                when=local_time(told.owed, desk.zone),
                watch=watch,
            )


def _why_not(watch: Watch, facts: StoryFacts, story: Story) -> str:
    if lack := refusal(watch.wanted.filter, facts):
        return _lacking(lack)
    missed = [missing(watch.wanted.filter, article) for article in facts.articles]
    if None in missed:
        is_younger = watch.since > max(kept.seen for kept in story.articles)
        return worded("it is younger than the story") if is_younger else worded(SILENT)
    return "; ".join(sorted({_lacking(lack) for lack in missed if lack})[:2])


def _lacking(lack: Lack) -> str:
    return worded(lack.words, **{key: _named_in(key, value) for key, value in lack.values.items()})


def _named_in(key: str, value: Named) -> str:
    if isinstance(value, int):
        return f"{value}"
    name = _NAMES.get(key, str)
    groups = (
        reduce(_or, (name(one) for one in ([group] if isinstance(group, str) else group))) for group in value
    )
    return reduce(_or if any(isinstance(group, str) for group in value) else _and, groups)


_NAMES: Mapping[str, Callable[[str], str]] = {
    "countries": country_name,
    "stances": lambda name: stance_words(Stance(name)),
}


def _or(one: str, other: str) -> str:
    return worded("{one} or {other}", one=one, other=other)


def _and(one: str, other: str) -> str:
    return worded("{one} and {other}", one=one, other=other)


def _explained(kept: KeptArticle) -> tuple[str, ...]:
    label = kept.reading.assessment.label
    if kept.corrected_from:
        return (
            worded(
                "Whoever runs this bot judged it {label}; the detector had said {before}.",
                label=label,
                before=kept.corrected_from,
            ),
        )
    return explain(kept.reading.assessment, kept.article, worded)


COMMANDS = (
    Command(
        name="why",
        summary=phrase("Why a story is one, in words"),
        answer=why,
        argument="number",
        argument_help=phrase("The story's number; the latest without it"),
        completes=(Suggested.STORIES,),
        takes_place=True,
    ),
)
