"""Keeps what was read: articles, stories and the alerts owed because of them, in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.gather import Found
from bot.hearing import owe_cards
from bot.hours import BREAKING
from bot.shelves import Shelves
from bot.sift import key_of, sketch_of
from bot.turns import owe_turns
from feeds.model import Article, ArticleId, Basis, Feed, KeptArticle, Label, Reading, StoryId
from feeds.stories.changes import changed_quotes
from feeds.stories.cluster import WINDOW
from feeds.stories.clusters.shelf import Shelf
from feeds.stories.read import Place, place
from storage.edition import Edition
from storage.model import AlertKind, EntryMark, How

BETWEEN_EDITS = timedelta(minutes=1)
"""A card is edited at most once in this time, however fast its story grows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An article that came into a story."""

    story: StoryId
    article: Article
    label: Label
    begins_story: bool
    is_news: bool


async def keep_findings(
    edition: Edition, shelves: Shelves, feed: Feed, found: Sequence[Found], *, now: datetime
) -> tuple[Kept, ...]:
    """Keep new and edited items of a feed, in their order; owe what follows from them."""
    kept: list[Kept] = []
    marks: list[EntryMark] = []
    for item in found:
        article_id, change = await _keep(edition, shelves, item, now)
        marks.append(
            EntryMark(
                key=key_of(item.entry, item.identity),
                link_key=item.entry.link_key,
                content_hash=b"" if item.is_unread else item.entry.content_hash,
                words=sketch_of(item.entry),
                dated=min(item.entry.dated, now) if item.entry.dated else None,
                article=article_id or item.edited,
                is_forgotten=item.is_forgotten,
            )
        )
        kept += [change] if change else []
    await edition.remember_entries(feed.id, marks, now)
    return tuple(kept)


async def _keep(
    edition: Edition, shelves: Shelves, item: Found, now: datetime
) -> tuple[ArticleId | None, Kept | None]:
    if item.article is None or item.reading is None:
        return None, None
    known = await edition.article_at(item.article.url)
    if known is None:
        if item.reading.assessment.label is Label.NO:
            return None, None
        shelf = await shelves.around(edition, item.article.published, item.reading.signature, now)
        return await keep_article(edition, shelf, item.article, item.reading, now, is_news=item.is_news)
    if known.article.outlet.name != item.article.outlet.name:
        return None, None  # a link to somebody else's page: his words stay his own
    if _may_revise(item, known) and _is_revised(known, item.article):
        altered = changed_quotes(known.as_version, item.article.text, item.reading.quotes)
        await edition.revise_article(known, item.article, item.reading, now, altered=len(altered))
        await grow(edition, known.story, now, is_news=False)
        await owe_turns(edition, (*known.reading.positions, *item.reading.positions), now)
    return known.id, None


def _may_revise(item: Found, known: KeptArticle) -> bool:
    """Whether an item speaks for a known page: its own article's, or a live page's next post, read there."""
    if item.edited is None:
        return item.article is not None and item.article.basis is Basis.FULL_TEXT
    return item.edited == known.id


def _is_revised(known: KeptArticle, article: Article) -> bool:
    """Other words, and not fewer only because its page could not be read this time."""
    is_poorer = known.article.basis is Basis.FULL_TEXT and article.basis is not Basis.FULL_TEXT
    return known.article.text_hash != article.text_hash and not is_poorer


async def keep_article(  # noqa: PLR0913  an article, what was read in it, and all that decides where it goes
    edition: Edition,
    shelf: Shelf,
    article: Article,
    reading: Reading,
    now: datetime,
    *,
    is_news: bool,
    judged: Label | None = None,
) -> tuple[ArticleId, Kept]:
    """Keep a new article in its story; `judged` is the label of whoever knows better than the detector.

    `shelf`: the articles that it may join. What is most like articles that were rejected goes the same way,
    and nobody is told of it again.
    """
    label = judged or reading.assessment.label
    found = place(reading, article.published, shelf, outlet=article.outlet.name)
    if found.is_rejected:
        return await _keep_rejected(edition, shelf, article, reading, found, now)
    story = found.story or await edition.begin_story(label, now, follows=found.follows)
    article_id = await edition.keep_article(article, reading, story=story, origin=found.origin, seen=now)
    if label is not reading.assessment.label:
        await edition.correct(article_id, label, now)
    await grow(edition, story, now, is_news=is_news)
    if is_news:
        await owe_turns(edition, reading.positions, now)
    kept = Kept(story=story, article=article, label=label, begins_story=found.story is None, is_news=is_news)
    return article_id, kept


async def _keep_rejected(
    edition: Edition, shelf: Shelf, article: Article, reading: Reading, found: Place, now: datetime
) -> tuple[ArticleId, Kept]:
    """Keep an article with those that were rejected; apart from their story where that lives on."""
    joined = None if found.story and _lives_on(found.story, shelf, article.published) else found.story
    story = joined or await edition.begin_story(Label.NO, now)
    article_id = await edition.keep_article(article, reading, story=story, origin=found.origin, seen=now)
    await edition.correct(article_id, Label.NO, now, inherited=True)
    kept = Kept(story=story, article=article, label=Label.NO, begins_story=joined is None, is_news=False)
    return article_id, kept


def _lives_on(story: StoryId, shelf: Shelf, published: datetime) -> bool:
    """Whether a story has articles that nobody rejected."""
    near = shelf.of_story(story, published - WINDOW, published + WINDOW)
    return any(not member.is_rejected for member in near)


async def grow(edition: Edition, story: StoryId, now: datetime, *, is_news: bool) -> Label:
    """Note that a story has grown; owe an edit where there is a card, and a card where news is wanted.

    A card that waits for the end of quiet hours is owed at once when the story is breaking by now. Gives the
    story's label, which follows from its articles.
    """
    label = await edition.grow_story(story, now)
    carded = dict(await edition.chats_with_card(story))
    for chat_id, changed in carded.items():
        due = max(now, changed + BETWEEN_EDITS)
        await edition.owe(AlertKind.EDIT, chat_id, story, How(why="its story has grown", due=due))
    if is_news and label is not Label.NO:
        await owe_cards(edition, story, carded, now)
    await edition.hurry_cards(story, now, outlets=BREAKING)
    return label
