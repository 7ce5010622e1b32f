"""What outlets edited in the articles of a story: headlines, and quotes that they changed or took out."""

import asyncio
from collections.abc import Iterator, Sequence

from bot.commands.desk import Desk
from bot.commands.found import LONGEST_DIFFERENCE
from bot.credits import credit, local_time
from bot.quotations import speaker_label
from bot.replies import Block, Bullet, Heading, Quotation, Reply, Tone, paragraph, text
from bot.speech import counted, phrases, worded
from feeds.model import ArticleId, KeptArticle, QuoteKind, Story, Version
from feeds.stories.changes import QuoteChange, changed_quotes
from feeds.stories.summarise import headline
from feeds.stories.verify import Difference

MOST_VERSIONS = 12

Edit = tuple[KeptArticle, Version, Version, tuple[QuoteChange, ...]]
"""The article as it is, the version before the edit and the one after it, and what became of the quotes."""


async def changes_of(desk: Desk, story: Story) -> Reply:
    """Show what was edited in a story's articles, the last edit first."""
    versions = await desk.store.versions([kept.id for kept in story.articles], limit=MOST_VERSIONS)
    edits = await asyncio.to_thread(_edits, story, versions)
    title = headline(story.articles).article.title
    blocks: list[Block] = [Heading(text=worded("Changes in story {id}: {title}", id=story.id, title=title))]
    for edit in edits:
        blocks += _told(desk, edit)
    if not edits:
        blocks.append(paragraph(worded("No outlet has edited its article since it was first read here.")))
    if len(versions) == MOST_VERSIONS:
        blocks.append(
            paragraph(worded("These are the last {MOST_VERSIONS} edits.", MOST_VERSIONS=MOST_VERSIONS))
        )
    return Reply(blocks=tuple(blocks))


def _edits(story: Story, versions: Sequence[Version]) -> list[Edit]:
    """Lay each version beside the next one of its article."""
    articles = {kept.id: kept for kept in story.articles}
    after: dict[ArticleId, Version] = {kept.id: kept.as_version for kept in story.articles}
    found: list[Edit] = []
    for before in versions:
        then = after[before.article]
        after[before.article] = before
        found.append((articles[before.article], before, then, changed_quotes(before, then.text, then.quotes)))
    return found


def _told(desk: Desk, edit: Edit) -> Iterator[Block]:
    kept, before, then, changes = edit
    when = local_time(then.seen, desk.zone)
    yield paragraph(
        text(
            worded("{name}, the edit read {when}", name=kept.article.outlet.name, when=when),
            tone=Tone.STRONG,
            link=kept.article.url,
        )
    )
    if before.title != then.title:
        yield Bullet(line=(text(worded("Headline before: “{title}”", title=before.title)),))
        yield Bullet(line=(text(worded("Headline after: “{title}”", title=then.title)),))
    for change in changes:
        yield from _change(desk, kept, before, change)
    if not changes:
        direct = sum(quote.kind is QuoteKind.DIRECT for quote in before.quotes)
        same = phrases(
            "Other words; {number} direct quote as before", "Other words; {number} direct quotes as before"
        )
        said = counted(*same, direct) if direct else worded("Other words; no direct quote before it")
        yield Bullet(line=(text(said),))


def _change(desk: Desk, kept: KeptArticle, before: Version, change: QuoteChange) -> Iterator[Block]:
    quote = change.quote
    fate = worded("Taken out: it said before") if change.is_gone else worded("Changed: it said before")
    fate = worded("Now given to somebody else: it said before") if change.now is not None else fate
    yield paragraph(text(fate, tone=Tone.FAINT))
    seen = text(worded("as read {time}", time=local_time(before.seen, desk.zone)))
    yield Quotation(
        speaker=speaker_label(quote) or worded("Somebody not named"),
        runs=tuple(run.of(before.text).strip() for run in quote.quoted),
        paraphrase=False,
        credit=(*credit(kept, desk.zone), text(", "), seen),
    )
    if change.now is not None:
        yield Bullet(
            line=(
                text(
                    worded(
                        "the speaker is now read as {speaker_label}", speaker_label=speaker_label(change.now)
                    )
                ),
            )
        )
    for difference in change.likeness.differences if change.likeness else ():
        yield Bullet(line=(text(_difference(difference)),))


def _difference(difference: Difference) -> str:
    """Tell one difference; what was asked is the earlier words."""
    old, new = difference.asked[:LONGEST_DIFFERENCE], difference.found[:LONGEST_DIFFERENCE]
    if not new:
        return worded("“{old}” is no longer there", old=old)
    if not old:
        return worded("“{new}” was put in", new=new)
    return worded("“{old}” became “{new}”", old=old, new=new)
