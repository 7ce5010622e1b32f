"""Why a story is one: the rule, and the articles' own words that it went by."""

from bot.commands.desk import Command, Desk
from bot.commands.news import no_story, story_named
from bot.credits import credit
from bot.platforms.port import Ask
from bot.replies import Block, Bullet, Heading, Reply, paragraph, text
from feeds.model import KeptArticle
from feeds.stories.summarise import headline
from feeds.stories.why import explain

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
    more = len(found.articles) - EXPLAINED
    blocks += [paragraph(f"and {more} more; /story {found.id} lists them")] if more > 0 else []
    return Reply(blocks=tuple(blocks), private=True)


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
    ),
)
