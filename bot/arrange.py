"""Puts right what clustering got wrong: two stories that are one, or an article that is another story."""

from collections.abc import Sequence
from datetime import datetime

from bot.keep import grow
from feeds.model import KeptArticle, Label, Story, StoryId
from feeds.stories.read import find_origins
from storage.edition import Edition
from storage.model import AlertKind


async def merge(edition: Edition, one: Story, other: Story, now: datetime) -> StoryId:
    """Let the younger of two stories be part of the older one, whose number is given; cards follow."""
    into, gone = sorted((one.id, other.id))
    await edition.merge_stories(gone, into, now)
    await _find_origins_anew(edition, into)
    await grow(edition, into, now, is_news=False)
    for chat, _ in await edition.chats_with_card(gone):
        await edition.owe(AlertKind.EDIT, chat, gone, why="its story is part of another one", due=now)
    return into


async def split(edition: Edition, story: Story, apart: Sequence[KeptArticle], now: datetime) -> StoryId:
    """Let some articles of a story, not all, be a story of their own, whose number is given; cards follow."""
    new = await edition.begin_story(Label.NO, now)
    for kept in apart:
        await edition.move_article(kept.id, new)
    for changed in (story.id, new):
        await _find_origins_anew(edition, changed)
        await grow(edition, changed, now, is_news=changed == new)
    return new


async def _find_origins_anew(edition: Edition, story: StoryId) -> None:
    found = await edition.story(story)
    for article, origin in find_origins(found.articles if found else ()).items():
        await edition.set_origin(article, origin)
