"""Store: the domain verbs that the rest of the program sees. No SQL and no driver leaks through it.

Questions are methods of `Store`. Changes, and what must be read to decide on them, are methods of `Edition`,
inside `async with store.editing() as edition`: kept whole or not at all.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from feeds.model import (
    ArticleId,
    Entry,
    Feed,
    FeedId,
    Held,
    KeptArticle,
    Label,
    Matter,
    Story,
    StoryId,
    Version,
)
from storage import (
    articles,
    corrections,
    entries,
    feeds,
    health,
    mutes,
    outbox,
    positions,
    questions,
    quotes,
    search,
    stories,
    subscriptions,
    versions,
    watches,
    webhooks,
)
from storage.database import Database, open_database
from storage.edition import Edition
from storage.model import (
    ArticlesWanted,
    Chat,
    ChatId,
    Correction,
    EntryMark,
    Extent,
    Found,
    QuotesWanted,
    Told,
    Watch,
    Webhook,
)
from storage.positions import Holder
from storage.subscriptions import Subscribable, Subscription


class Store:
    """The state at rest. Made by `open_store`."""

    def __init__(self, database: Database, zone: str = "UTC") -> None:
        self._database = database
        self._zone = zone

    @asynccontextmanager
    async def editing(self) -> AsyncIterator[Edition]:
        """One change, whole or not at all. Raises StorageError."""
        async with self._database.editing() as connection:
            yield Edition(connection, self._zone)

    async def feeds(self) -> tuple[Feed, ...]:
        """Give all feeds, by outlet."""
        async with self._database.reading() as connection:
            return await feeds.every(connection)

    async def feed(self, feed: FeedId) -> Feed | None:
        """Give a feed."""
        async with self._database.reading() as connection:
            return await feeds.one(connection, feed)

    async def due_feeds(
        self, now: datetime, *, limit: int, busy_hosts: Collection[str] = ()
    ) -> tuple[Feed, ...]:
        """Give the feeds whose time has come, the longest overdue first; none of a busy host."""
        async with self._database.reading() as connection:
            return await feeds.due(connection, now, limit, busy_hosts)

    async def subscribable(self, now: datetime, *, limit: int) -> tuple[Subscribable, ...]:
        """Give the feeds whose hub is to be asked now to tell us of news."""
        async with self._database.reading() as connection:
            return await subscriptions.subscribable(connection, now, limit)

    async def subscription(self, token: str) -> Subscription | None:
        """Give the subscription with this token, where its feed is still polled."""
        async with self._database.reading() as connection:
            return await subscriptions.by_token(connection, token)

    async def known_items(self, feed: FeedId) -> frozenset[bytes]:
        """Give the hashes (16 bytes) of the items that a feed's last document had."""
        async with self._database.reading() as connection:
            return await feeds.document(connection, feed)

    async def entry_marks(self, feed: FeedId, items: Collection[Entry]) -> tuple[EntryMark, ...]:
        """Give what is remembered of some items of a feed, be it under the same guid, link or words."""
        async with self._database.reading() as connection:
            return await entries.marks(connection, feed, items)

    async def latest(self, *, limit: int, label: Label | None = None) -> tuple[Story, ...]:
        """Give the stories with the newest articles, the newest first."""
        async with self._database.reading() as connection:
            return await stories.latest(connection, limit=limit, label=label)

    async def headlines(self, *, limit: int) -> tuple[tuple[StoryId, str], ...]:
        """Give the stories with the newest articles by number, each with the title of its first one."""
        async with self._database.reading() as connection:
            return await stories.headlines(connection, limit=limit)

    async def story(self, story: StoryId) -> Story | None:
        """Give a story with its articles."""
        async with self._database.reading() as connection:
            return await stories.one(connection, story)

    async def stories(self, numbers: Sequence[StoryId]) -> tuple[Story, ...]:
        """Give stories with their articles in this order, each once; those that are gone are left out."""
        async with self._database.reading() as connection:
            return await stories.some(connection, numbers)

    async def search(self, wanted: ArticlesWanted) -> Found:
        """Find stories by words and facts: the newest day first, on each the best match. Any words do."""
        async with self._database.reading() as connection:
            return await search.search(connection, wanted)

    async def articles_with_phrase(self, words: str, *, limit: int) -> tuple[KeptArticle, ...]:
        """Give the articles that have some words one after the other, the first stored first."""
        async with self._database.reading() as connection:
            return await search.with_phrase(connection, words, limit)

    async def oldest_with_phrase(self, words: str, *, limit: int) -> tuple[KeptArticle, ...]:
        """Give the articles on the subject that have some words in a row, the first published first."""
        async with self._database.reading() as connection:
            return await search.oldest_with_phrase(connection, words, limit)

    async def articles_resembling(
        self, groups: Sequence[Sequence[str]], *, within: int, limit: int
    ) -> tuple[KeptArticle, ...]:
        """Give the articles that have all runs of words of one of the groups, so many words apart at most."""
        async with self._database.reading() as connection:
            return await search.resembling(connection, groups, within, limit)

    async def articles_quoted(self, wanted: QuotesWanted, *, limit: int) -> tuple[KeptArticle, ...]:
        """Give the newest articles with the quotes that are wanted, and no other quotes in them."""
        async with self._database.reading() as connection:
            return await articles.quoted(connection, wanted, limit)

    async def speakers(self) -> tuple[str, ...]:
        """Give the names of all who are quoted, each once."""
        async with self._database.reading() as connection:
            return await quotes.speakers(connection)

    async def outlets(self) -> tuple[str, ...]:
        """Give the names of all outlets that were ever polled."""
        async with self._database.reading() as connection:
            return await feeds.outlets(connection)

    async def homes(self) -> tuple[str, ...]:
        """Give the countries of all outlets, each once."""
        async with self._database.reading() as connection:
            return await feeds.homes(connection)

    async def extent(self) -> Extent:
        """Say how many articles are stored, and since when."""
        async with self._database.reading() as connection:
            return await articles.extent(connection)

    async def question(self, number: int) -> str:
        """Give the words of a question that was kept; empty when they are no longer."""
        async with self._database.reading() as connection:
            return await questions.words_of(connection, number)

    async def articles(self, ids: Collection[ArticleId]) -> dict[ArticleId, KeptArticle]:
        """Give articles by their ids."""
        async with self._database.reading() as connection:
            return await articles.with_ids(connection, ids)

    async def versions(self, ids: Collection[ArticleId], *, limit: int) -> tuple[Version, ...]:
        """Give what articles said before they were edited, the last to be replaced first."""
        async with self._database.reading() as connection:
            return await versions.of_articles(connection, ids, limit)

    async def articles_after(self, article: ArticleId, *, limit: int) -> tuple[KeptArticle, ...]:
        """Give the next articles after one, in the order in which they were kept."""
        async with self._database.reading() as connection:
            return await articles.after(connection, article, limit)

    async def outdated_articles(self, *, limit: int) -> tuple[KeptArticle, ...]:
        """Give articles that were read by the rules of earlier versions, the last ones first."""
        async with self._database.reading() as connection:
            return await articles.outdated(connection, limit)

    async def stands_of_countries(self) -> tuple[Held, ...]:
        """Give what each country's officials hold now, one for each matter, by country."""
        async with self._database.reading() as connection:
            return await positions.of_countries(connection)

    async def stands_of_actors(self, country: str) -> tuple[Held, ...]:
        """Give what each actor of a country holds now, one for each matter, by actor."""
        async with self._database.reading() as connection:
            return await positions.of_actors(connection, country)

    async def actors_with_positions(self) -> tuple[str, ...]:
        """Name all who hold a position, in the order of the alphabet."""
        async with self._database.reading() as connection:
            return await positions.actors(connection)

    async def positions_of(self, holder: Holder, *, limit: int) -> tuple[Held, ...]:
        """Give the positions of a holder, the newest first."""
        async with self._database.reading() as connection:
            return await positions.history(connection, holder, limit=limit)

    async def own_words(self, actor: str, matter: Matter, *, limit: int) -> tuple[Held, ...]:
        """Give the newest positions that an actor took himself on a matter."""
        async with self._database.reading() as connection:
            return await positions.own_words(connection, actor, matter, limit)

    async def watches_of(self, platform: str, address: str) -> tuple[Watch, ...]:
        """Give what a chat watches, the oldest watch first."""
        async with self._database.reading() as connection:
            return await watches.of_chat(connection, platform, address)

    async def chat_at(self, platform: str, address: str) -> Chat | None:
        """Give the chat at an address, where it is known."""
        async with self._database.reading() as connection:
            return await watches.at(connection, platform, address)

    async def webhooks(self) -> tuple[Webhook, ...]:
        """Give all webhooks, by address."""
        async with self._database.reading() as connection:
            return await webhooks.every(connection)

    async def webhook_secret(self, url: str) -> str:
        """Give the secret that a webhook shares with us; empty where there is no such."""
        async with self._database.reading() as connection:
            return await webhooks.secret_of(connection, url)

    async def alerts_about(self, chat: ChatId, story: StoryId) -> tuple[Told, ...]:
        """Give what a chat was told or is owed of a story, the oldest first."""
        async with self._database.reading() as connection:
            return await outbox.about(connection, chat, story)

    async def stories_since(self, since: datetime) -> tuple[StoryId, ...]:
        """Give the stories with an article published since a time, the newest first."""
        async with self._database.reading() as connection:
            return await stories.since(connection, since)

    async def card_of(self, chat: ChatId, story: StoryId) -> str:
        """Give the message that tells a chat of a story; empty without one."""
        async with self._database.reading() as connection:
            return await outbox.card_of(connection, chat, story)

    async def chats_that_muted(self, story: StoryId) -> dict[ChatId, StoryId]:
        """Give the chats that muted a story or one that it follows, each with what it muted."""
        async with self._database.reading() as connection:
            return await mutes.of_story(connection, story)

    async def next_alert_due(self, platforms: Collection[str]) -> datetime | None:
        """Give the time at which the next alert is due on these platforms."""
        async with self._database.reading() as connection:
            return await outbox.next_due(connection, platforms)

    async def corrections(self) -> tuple[Correction, ...]:
        """Give what whoever runs the bot judged otherwise than the detector, oldest first."""
        async with self._database.reading() as connection:
            return await corrections.every(connection)

    async def counts(self) -> health.Counts:
        """Count what is kept and what is owed."""
        async with self._database.reading() as connection:
            return await health.counts(connection)

    async def fault(self) -> str:
        """Look through the whole database for damage; empty where it is sound. Raises StorageError."""
        return await self._database.fault()

    async def backup(self, target: Path) -> None:
        """Write a complete copy to a new file while the bot runs. Raises StorageError."""
        await self._database.copy_to(target)

    async def close(self) -> None:
        """Finish what is in hand and close."""
        await self._database.close()


async def open_store(path: Path, *, zone: str = "UTC") -> Store:
    """Open the file, create it or bring it to this version's schema. Raises StorageError.

    `zone` is the time zone of the chats that named none.
    """
    return Store(await open_database(path), zone)
