"""Edition: the verbs of one change, kept whole or not at all. Begun by `Store.editing`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.model import (
    Article,
    ArticleId,
    Feed,
    FeedId,
    FeedSource,
    Held,
    KeptArticle,
    Label,
    Matter,
    Member,
    Outlet,
    Reading,
    Story,
    StoryId,
    Turn,
)
from storage import (
    articles,
    corrections,
    entries,
    feeds,
    forgetting,
    moves,
    mutes,
    outbox,
    owing,
    positions,
    questions,
    recent,
    stories,
    subscriptions,
    watches,
    webhooks,
)
from storage.database import Connection
from storage.model import (
    Alert,
    AlertKind,
    Chat,
    ChatHours,
    ChatId,
    EntryMark,
    How,
    RecentMark,
    Watch,
    WatchId,
    WatchWanted,
)
from storage.subscriptions import Subscription


@dataclass(frozen=True, slots=True)
class Edition:
    """The verbs of one change."""

    _connection: Connection
    _zone: str  # of a chat that named none

    async def subscription(self, token: str) -> Subscription | None:
        """Give the subscription with this token, as this change sees it."""
        return await subscriptions.by_token(self._connection, token)

    async def keep_subscription(self, subscription: Subscription) -> None:
        """Keep a subscription in place of the one that its feed had."""
        await subscriptions.keep(self._connection, subscription)

    async def add_feed(self, source: FeedSource, due: datetime) -> bool:
        """Add a feed, also one that was removed; a known one keeps its state. Says whether it is new."""
        return await feeds.add(self._connection, source, due)

    async def offer_feed(self, source: FeedSource, due: datetime) -> bool:
        """Add a feed of the catalogue, unless the operator removed it. Says whether it is new."""
        return await feeds.offer(self._connection, source, due)

    async def remove_feed(self, url: str) -> bool:
        """Poll a feed no more; the articles that it brought stay. Says whether there was one."""
        return await feeds.remove(self._connection, url)

    async def save_feeds(self, *visited: Feed) -> None:
        """Keep what visits taught us about feeds; not their addresses, nor what breaks at their outlets."""
        await feeds.save(self._connection, visited)

    async def save_items(self, feed: FeedId, items: Sequence[bytes]) -> None:
        """Keep the hashes (16 bytes) of the items that a feed's document has."""
        await feeds.save_document(self._connection, feed, items)

    async def move_feed(self, feed: FeedId, url: str) -> Feed:
        """Give a feed its new address, and give it as it is then: no longer polled where that is taken."""
        return await moves.move(self._connection, feed, url)

    async def hurry_outlet(self, outlet: Outlet, *, until: datetime, due: datetime) -> None:
        """Poll an outlet's feeds more often for a while, and soon, where their servers allow it."""
        await feeds.hurry(self._connection, outlet, until=until, due=due)

    async def remember_entries(self, feed: FeedId, marks: Sequence[EntryMark], seen: datetime) -> None:
        """Remember items, so that they are never news twice."""
        await entries.remember(self._connection, feed, marks, seen)

    async def article_at(self, url: str) -> KeptArticle | None:
        """Give the article at an address."""
        return await articles.at_url(self._connection, url)

    async def recent_members(self, since: datetime, until: datetime) -> tuple[Member, ...]:
        """Give the articles published between two times, as far as a newcomer is compared with them."""
        return await recent.between(self._connection, since, until)

    async def members(self, some: Collection[ArticleId]) -> tuple[Member, ...]:
        """Give those of some articles that a newcomer is compared with."""
        return await recent.some(self._connection, some)

    async def recent_mark(self) -> RecentMark:
        """Give the mark of the last change to what a newcomer is compared with."""
        return await recent.mark(self._connection)

    async def changed_since(self, seen: RecentMark) -> frozenset[ArticleId] | None:
        """Give the articles that changed after a mark; None where that can't be told."""
        return await recent.changed_since(self._connection, seen)

    async def begin_story(self, label: Label, at: datetime, *, follows: StoryId | None = None) -> StoryId:
        """Begin a story; `follows`: the one of which it tells more."""
        return await stories.begin(self._connection, label, at, follows)

    async def grow_story(self, story: StoryId, at: datetime) -> Label:
        """Note that a story has a new or a changed article; give its label, which follows from them."""
        return await stories.grow(self._connection, story, at)

    async def story(self, story: StoryId) -> Story | None:
        """Give a story with its articles, as this change sees it."""
        return await stories.one(self._connection, story)

    async def merge_stories(self, gone: StoryId, into: StoryId, at: datetime) -> None:
        """Let a story be part of another one, with its articles and its cards."""
        await stories.merge(self._connection, gone, into, at)
        await mutes.move(self._connection, gone, into)
        await owing.move_cards(self._connection, gone, into)

    async def move_article(self, article: ArticleId, into: StoryId) -> None:
        """Put an article into another story."""
        await stories.move(self._connection, article, into)

    async def set_origin(self, article: ArticleId, origin: ArticleId | None) -> None:
        """Say whose dispatch an article carries; None: its own."""
        await stories.set_origin(self._connection, article, origin)

    async def keep_article(
        self, article: Article, reading: Reading, *, story: StoryId, origin: ArticleId | None, seen: datetime
    ) -> ArticleId:
        """Keep a new article with all that was read in it. `origin` None: an independent one."""
        return await articles.keep(self._connection, article, reading, story=story, origin=origin, seen=seen)

    async def revise_article(
        self, kept: KeptArticle, article: Article, reading: Reading, seen: datetime, *, altered: int = 0
    ) -> None:
        """Replace an article that its outlet edited; what it said before stays as a version.

        `altered`: how many of its quotes were changed or taken out.
        """
        await articles.revise(self._connection, kept, article, reading, seen, altered)

    async def reread_article(self, kept: KeptArticle, reading: Reading | None) -> bool:
        """Replace what was read in an article, unless its words changed meanwhile; None: nothing else was.

        Says whether the words are still the same.
        """
        return await articles.reread(self._connection, kept, reading)

    async def own_words(self, actor: str, matter: Matter, *, limit: int) -> tuple[Held, ...]:
        """Give the newest positions that an actor took himself on a matter, as this change sees them."""
        return await positions.own_words(self._connection, actor, matter, limit)

    async def correct(
        self, article: ArticleId, label: Label, at: datetime, *, inherited: bool = False
    ) -> None:
        """Give an article another label than the detector's, for good; `inherited`: from one like it."""
        await corrections.correct(self._connection, article, label, at, inherited=inherited)

    async def forget_articles(self, before: datetime, needed: Collection[ArticleId], *, limit: int) -> int:
        """Forget some articles of stories that ended before a time, with all that was read in them.

        What a chat waits for stays, and each whole story with an article that is needed. Gives how many went.
        """
        return await forgetting.forget(self._connection, before, needed, limit)

    async def keep_question(self, words: str) -> int:
        """Keep the words of a question for its buttons; give its number."""
        return await questions.keep(self._connection, words)

    async def meet_chat(self, platform: str, address: str, title: str) -> Chat:
        """Give the chat at an address, made known if it is new; a parked one is open again."""
        return await watches.meet(self._connection, platform, address, title)

    async def keep_webhook(self, chat: ChatId, secret: str) -> bool:
        """Let a chat be a webhook. One that is known keeps its secret; says whether it is new."""
        return await webhooks.keep(self._connection, chat, secret)

    async def remove_webhook(self, url: str) -> bool:
        """Tell a webhook of nothing any more, and forget its secret. Says whether there was one."""
        chat = await webhooks.remove(self._connection, url)
        if chat is not None:
            await watches.unwatch(self._connection, chat)
        return chat is not None

    async def add_watch(self, chat: ChatId, wanted: WatchWanted, since: datetime) -> WatchId:
        """Tell a chat of something from now on; the same words again only change how."""
        return await watches.add(self._connection, chat, wanted, since)

    async def remove_watch(self, chat: ChatId, watch: WatchId) -> bool:
        """End a watch of a chat. Says whether it had it."""
        return await watches.remove(self._connection, chat, watch)

    async def unwatch(self, chat: ChatId) -> bool:
        """Tell a chat of nothing any more. Says whether it was told of anything."""
        return await watches.unwatch(self._connection, chat)

    async def watches(self) -> tuple[Watch, ...]:
        """Give the watches of all chats; one that named no time zone has the bot's."""
        return await watches.every(self._connection, self._zone)

    async def digest_watches(self) -> tuple[Watch, ...]:
        """Give the watches that are read as digests, of the chats that want to hear of empty ones."""
        return await watches.of_digests(self._connection, self._zone)

    async def set_hours(self, chat: ChatId, hours: ChatHours) -> None:
        """Keep when a chat wants to be told."""
        await watches.set_hours(self._connection, chat, hours)

    async def park_chat(self, chat: ChatId, why: str) -> None:
        """Send nothing to a chat for now; what it is owed stays."""
        await watches.park(self._connection, chat, why)

    async def reopen_chat(self, chat: ChatId) -> None:
        """Send to a chat again, what it is owed first."""
        await watches.park(self._connection, chat, "")

    async def chats_at(self, platform: str, address: str) -> tuple[Chat, ...]:
        """Give the chat at an address with its parts, such as its topics: those that are known."""
        return await watches.all_at(self._connection, platform, address)

    async def move_chat(self, chat: ChatId, address: str) -> None:
        """Give a chat its new address, where it is open."""
        await watches.move(self._connection, chat, address)

    async def chats_with_card(self, story: StoryId) -> tuple[tuple[ChatId, datetime], ...]:
        """Give the chats that have a card of a story, with the time of its last change."""
        return await owing.carded(self._connection, story)

    async def owe(self, kind: AlertKind, chat: ChatId, story: StoryId, how: How) -> bool:
        """Owe an alert. Says whether it is new: one card per story and chat, one edit waiting at a time."""
        return await owing.owe(self._connection, kind, chat, story, how)

    async def mute_story(self, chat: ChatId, story: StoryId, at: datetime) -> bool:
        """Tell a chat no more of a story, nor of what follows it. Says whether that is new."""
        return await mutes.mute(self._connection, chat, story, at)

    async def unmute_story(self, chat: ChatId, story: StoryId) -> bool:
        """Tell a chat again of a story. Says whether it was muted."""
        return await mutes.unmute(self._connection, chat, story)

    async def chats_that_muted(self, story: StoryId) -> dict[ChatId, StoryId]:
        """Give the chats that muted a story or one that it follows, each with what it muted."""
        return await mutes.of_story(self._connection, story)

    async def hurry_cards(self, story: StoryId, now: datetime, *, outlets: int) -> None:
        """Owe at once what waits for the end of quiet hours, where so many outlets carry the story."""
        await owing.hurry_cards(self._connection, story, now, outlets)

    async def cancel_cards(self, story: StoryId) -> None:
        """Owe no card of a story that was taken back before it was told."""
        await owing.cancel_cards(self._connection, story)

    async def owe_notice(self, chat: ChatId, notice: str, *, due: datetime) -> None:
        """Owe some words to whoever runs the bot."""
        await owing.owe_notice(self._connection, chat, notice, due=due)

    async def owe_empty(self, chat: ChatId, words: str, *, slot: datetime) -> None:
        """Owe some words instead of the digest of some time, where nothing was owed for it; once."""
        await owing.owe_empty(self._connection, chat, words, slot=slot)

    async def owe_reversal(self, chat: ChatId, turn: Turn, article: ArticleId, how: How) -> bool:
        """Owe the news that somebody turned around in an article, once. Says whether it is new."""
        return await owing.owe_reversal(self._connection, chat, turn, article, how)

    async def claim_alert(
        self, *, now: datetime, platforms: Collection[str], busy: Collection[ChatId]
    ) -> Alert | None:
        """Take the alert that waits longest and mark it as in flight; one per chat, in order."""
        return await outbox.claim(self._connection, now=now, platforms=platforms, busy=busy)

    async def interrupted_alerts(self) -> tuple[Alert, ...]:
        """Give the alerts that were in flight when the program last ended."""
        return await outbox.interrupted(self._connection)

    async def settle_sent(self, alert: Alert, *, message: str, shown: bytes, at: datetime) -> ChatId | None:
        """Note that an alert arrived, and what its message shows; gives the chat whose alert it is by now."""
        return await outbox.settle_sent(self._connection, alert, message=message, shown=shown, at=at)

    async def settle_dead(self, alert: Alert, *, fault: str, at: datetime) -> None:
        """Note that an alert can never arrive, and why."""
        await outbox.settle_dead(self._connection, alert, fault=fault, at=at)

    async def postpone(
        self, alert: Alert, *, due: datetime, fault: str, is_unsure: bool = False, is_tried: bool = True
    ) -> None:
        """Put an alert back; `is_unsure` when it may have arrived, not `is_tried` when it can't have."""
        await outbox.postpone(
            self._connection, alert, due=due, fault=fault, is_unsure=is_unsure, is_tried=is_tried
        )
