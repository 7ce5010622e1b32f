"""The contract of the store: what any backend keeps, and how it answers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.model import (
    Article,
    ArticleId,
    Entry,
    Feed,
    FeedSource,
    Label,
    Ownership,
    Story,
    StoryId,
    Validators,
    Wall,
)
from storage.edition import Edition
from storage.model import AlertKind, ArticlesWanted, Chat, EntryMark, How, Term, WatchWanted
from storage.store import Store
from tests.samples import HERALD, NOON, TEXT, VESTNIK, article, reading, source


async def keep_story(edition: Edition, *articles: Article, label: Label = Label.CORE) -> StoryId:
    story = await edition.begin_story(label, NOON)
    for kept in articles:
        await edition.keep_article(kept, reading(label), story=story, origin=None, seen=NOON)
    return story


async def the_story(store: Store, story: StoryId) -> Story:
    found = await store.story(story)
    assert found is not None
    return found


async def watching_chat(edition: Edition, address: str = "1") -> Chat:
    chat = await edition.meet_chat("telegram", address, "newsroom")
    await edition.add_watch(chat.id, WatchWanted(), NOON)
    return chat


async def found(store: Store, word: str) -> tuple[StoryId, ...]:
    """Search a word."""
    return (await store.search(ArticlesWanted(terms=((Term(words=word),),)))).stories


class TestFeeds:
    async def test_a_feed_comes_back_as_it_was_kept(self, store: Store) -> None:
        async with store.editing() as edition:
            assert await edition.add_feed(source(), NOON)
        (feed,) = await store.feeds()
        visited = replace(
            feed,
            validators=Validators(etag='W/"7"', last_modified="Tue, 03 Mar 2026 10:00:00 GMT"),
            body_hash=b"hash",
            polled=NOON,
            succeeded=NOON,
            failures=3,
            fault="no answer within 30 s",
            failing_since=NOON,
            due=NOON + timedelta(minutes=5),
            moved_to="https://new.example/feed.xml",
            moved_times=2,
            moved_since=NOON,
        )
        async with store.editing() as edition:
            await edition.save_feeds(visited)
        assert await store.feeds() == (visited,)

    async def test_only_due_feeds_are_visited_the_longest_overdue_first(self, store: Store) -> None:
        async with store.editing() as edition:
            for minutes, name in ((5, "later"), (-1, "due"), (-9, "overdue")):
                await edition.add_feed(source(name), NOON + timedelta(minutes=minutes))
        due = await store.due_feeds(NOON, limit=10)
        assert [feed.source.url for feed in due] == [
            "https://overdue.example/feed.xml",
            "https://due.example/feed.xml",
        ]

    async def test_the_catalogue_does_not_bring_back_a_removed_feed(self, store: Store) -> None:
        async with store.editing() as edition:
            await edition.offer_feed(source(), NOON)
            assert await edition.remove_feed(source().url)
            await edition.offer_feed(source(), NOON)
        assert await store.feeds() == ()
        async with store.editing() as edition:
            assert await edition.add_feed(source(), NOON)
        assert len(await store.feeds()) == 1

    async def test_offering_a_known_feed_keeps_its_state_and_renames_its_outlet(self, store: Store) -> None:
        async with store.editing() as edition:
            await edition.offer_feed(source(), NOON)
        (feed,) = await store.feeds()
        async with store.editing() as edition:
            await edition.save_feeds(replace(feed, failures=2))
            await edition.offer_feed(FeedSource(url=source().url, outlet=VESTNIK), NOON)
        (feed,) = await store.feeds()
        assert (feed.failures, feed.source.outlet) == (2, VESTNIK)

    async def test_a_retired_feed_that_is_added_again_begins_anew(self, store: Store) -> None:
        async with store.editing() as edition:
            await edition.offer_feed(source(), NOON)
        (feed,) = await store.feeds()
        async with store.editing() as edition:
            ended = replace(feed, retired=True, crashes=2, fault="in quarantine", moved_to="x", moved_times=3)
            await edition.save_feeds(ended)
            assert not await edition.offer_feed(source(), NOON)
        assert await store.due_feeds(NOON, limit=5) == ()
        async with store.editing() as edition:
            assert await edition.add_feed(source(), NOON)
        assert await store.due_feeds(NOON, limit=5) == (feed,)

    async def test_a_feed_that_takes_a_state_outlets_name_changes_no_label(self, store: Store) -> None:
        async with store.editing() as edition:
            await edition.offer_feed(source("vestnik", VESTNIK), NOON)
            namesake = replace(VESTNIK, ownership=Ownership.PRIVATE)
            await edition.add_feed(source("other", namesake), NOON)
        assert {feed.source.outlet.ownership for feed in await store.feeds()} == {Ownership.STATE_CONTROLLED}

    async def test_an_item_is_remembered_with_its_article(self, store: Store) -> None:
        item = Entry(guid="1", link="https://a.example/1", title="Talks", summary="", body="", published=None)
        async with store.editing() as edition:
            await edition.add_feed(source(), NOON)
        (feed,) = await store.feeds()
        async with store.editing() as edition:
            await keep_story(edition, article())
            await edition.remember_entries(feed.id, [entry_mark(item, article=ArticleId(1))], NOON)
            await edition.remember_entries(feed.id, [entry_mark(replace(item, title="Edited"))], NOON)
        edited = entry_mark(replace(item, title="Edited"), article=ArticleId(1))
        for asked in (item, replace(item, guid="2"), replace(item, guid="2", link="", title="Edited")):
            assert await store.entry_marks(feed.id, [asked]) == (edited,)
        assert await store.entry_marks(feed.id, [replace(item, guid="2", link="")]) == ()

    async def test_thousands_of_items_are_looked_up_at_once(self, store: Store) -> None:
        items = [
            Entry(guid=str(number), link="", title=f"Part {number}", summary="", body="", published=None)
            for number in range(2_000)
        ]
        async with store.editing() as edition:
            await edition.add_feed(source(), NOON)
        (feed,) = await store.feeds()
        async with store.editing() as edition:
            await edition.remember_entries(feed.id, [entry_mark(item) for item in items], NOON)
        assert len(await store.entry_marks(feed.id, items)) == 2_000

    async def test_feeds_of_a_busy_host_are_not_due(self, store: Store) -> None:
        async with store.editing() as edition:
            await edition.add_feed(source("busy"), NOON)
            await edition.add_feed(source("free"), NOON)
        due = await store.due_feeds(NOON, limit=9, busy_hosts={"busy.example"})
        assert [feed.source.host for feed in due] == ["free.example"]

    async def test_a_feed_moves_to_a_free_address(self, store: Store) -> None:
        herald = await added(store, "herald")
        async with store.editing() as edition:
            moved = await edition.move_feed(herald.id, source("new").url)
        assert moved == replace(herald, source=source("new"))
        assert await store.feeds() == (moved,)
        assert await store.due_feeds(NOON, limit=9, busy_hosts={"new.example"}) == ()

    async def test_a_feed_that_moves_to_one_that_is_polled_is_polled_no_more(self, store: Store) -> None:
        herald, taken = await added(store, "herald"), await added(store, "taken")
        async with store.editing() as edition:
            moved = await edition.move_feed(herald.id, taken.source.url)
        fault = "it has moved to https://taken.example/feed.xml, which is polled already"
        assert (moved.retired, moved.fault) == (True, fault)
        assert await store.due_feeds(NOON, limit=9) == (taken,)

    async def test_a_feed_takes_over_the_address_of_one_that_is_polled_no_more(self, store: Store) -> None:
        herald, gone = await added(store, "herald"), await added(store, "gone")
        async with store.editing() as edition:
            await edition.save_feeds(replace(gone, retired=True, fault="gone for good (410)"))
            moved = await edition.move_feed(herald.id, gone.source.url)
        assert moved == replace(herald, source=gone.source)
        assert await store.feeds() == (moved,)

    @pytest.mark.parametrize("was_retired", [False, True])
    async def test_a_feed_that_moves_to_where_the_operator_wants_none_stops(
        self, store: Store, was_retired: bool
    ) -> None:
        herald, unwanted = await added(store, "herald"), await added(store, "unwanted")
        async with store.editing() as edition:
            await edition.save_feeds(replace(unwanted, retired=was_retired))
            await edition.remove_feed(unwanted.source.url)
            moved = await edition.move_feed(herald.id, unwanted.source.url)
        fault = "it has moved to https://unwanted.example/feed.xml, which was removed from the feeds"
        assert (moved.retired, moved.fault) == (True, fault)
        assert await store.due_feeds(NOON, limit=9) == ()

    async def test_the_catalogue_knows_a_feed_that_has_moved(self, store: Store) -> None:
        async with store.editing() as edition:
            await edition.offer_feed(source(), NOON)
        (feed,) = await store.feeds()
        async with store.editing() as edition:
            await edition.move_feed(feed.id, source("new").url)
            assert not await edition.offer_feed(replace(source(), outlet=VESTNIK, priority=True), NOON)
        (feed,) = await store.feeds()
        assert feed.source == replace(source("new"), outlet=VESTNIK, priority=True)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
    @given(st.text("hHÄİßx.:@/?#&[]%0489\\\t", max_size=12))
    async def test_the_store_knows_a_busy_host_however_an_address_is_written(
        self, store: Store, rest: str
    ) -> None:
        feed = FeedSource(url=f"https://{rest}", outlet=HERALD)
        async with store.editing() as edition:
            await edition.add_feed(feed, NOON)
        due = await store.due_feeds(NOON, limit=1_000, busy_hosts={feed.host})
        assert feed.host not in {free.source.host for free in due}

    async def test_a_visit_that_was_under_way_undoes_no_hurry(self, store: Store) -> None:
        hour, soon = NOON + timedelta(hours=1), NOON + timedelta(minutes=1)
        visited = [await added(store, name) for name in ("eager", "patient")]
        patience = NOON + timedelta(minutes=9)
        async with store.editing() as edition:
            await edition.hurry_outlet(HERALD, until=hour, due=soon)
            eager, patient = (replace(feed, due=hour) for feed in visited)
            await edition.save_feeds(eager, replace(patient, not_before=patience))
        eager, patient = sorted(await store.feeds(), key=lambda feed: feed.due)
        assert (eager.due, patient.due) == (soon, patience)
        async with store.editing() as edition:  # the next visit knows of the hurry, and plans with it
            await edition.save_feeds(replace(eager, due=hour))
        assert {feed.due for feed in await store.feeds()} == {hour, patience}

    async def test_an_outlets_feeds_are_hurried_but_never_before_their_servers_allow(
        self, store: Store
    ) -> None:
        async with store.editing() as edition:
            for name in ("eager", "patient", "due"):
                await edition.add_feed(source(name), NOON + timedelta(hours=1))
            await edition.add_feed(source("other", VESTNIK), NOON + timedelta(hours=1))
        patient = next(feed for feed in await store.feeds() if feed.source.host == "patient.example")
        due = next(feed for feed in await store.feeds() if feed.source.host == "due.example")
        async with store.editing() as edition:
            await edition.save_feeds(
                replace(patient, not_before=NOON + timedelta(minutes=9)), replace(due, due=NOON)
            )
            soon = NOON + timedelta(minutes=1)
            await edition.hurry_outlet(HERALD, until=NOON + timedelta(hours=1), due=soon)
        minutes = {
            feed.source.host.partition(".")[0]: (feed.due - NOON) / timedelta(minutes=1)
            for feed in await store.feeds()
        }
        assert minutes == {"eager": 1, "patient": 9, "due": 0, "other": 60}


async def added(store: Store, name: str) -> Feed:
    async with store.editing() as edition:
        await edition.add_feed(source(name), NOON)
    return next(feed for feed in await store.feeds() if feed.source == source(name))


def entry_mark(item: Entry, *, article: ArticleId | None = None) -> EntryMark:
    return EntryMark(key=item.key, content_hash=item.content_hash, link_key=item.link_key, article=article)


class TestStories:
    async def test_an_article_comes_back_with_all_that_was_read_in_it(self, store: Store) -> None:
        async with store.editing() as edition:
            story = await keep_story(edition, article())
        (kept,) = (await the_story(store, story)).articles
        assert (kept.article, kept.reading) == (article(), reading())

    async def test_the_wall_before_an_article_is_kept_until_an_edit_of_it_is_read(self, store: Store) -> None:
        async with store.editing() as edition:
            story = await keep_story(edition, replace(article(), wall=Wall.PAYWALL))
        (kept,) = (await the_story(store, story)).articles
        assert kept.article.wall is Wall.PAYWALL
        async with store.editing() as edition:
            await edition.revise_article(kept, article(), reading(), NOON)
        (after,) = (await the_story(store, story)).articles
        assert after.article.wall is Wall.NONE

    async def test_rewrites_of_one_dispatch_count_as_one_origin(self, store: Store) -> None:
        async with store.editing() as edition:
            story = await edition.begin_story(Label.CORE, NOON)
            first = await edition.keep_article(article(1), reading(), story=story, origin=None, seen=NOON)
            copy = article(2, outlet=VESTNIK)
            await edition.keep_article(copy, reading(), story=story, origin=first, seen=NOON)
        found = await the_story(store, story)
        assert (len(found.outlets), found.origins) == (2, 1)

    async def test_one_core_article_makes_its_story_core(self, store: Store) -> None:
        async with store.editing() as edition:
            story = await keep_story(edition, article(1), label=Label.RELATED)
            await edition.keep_article(article(2), reading(), story=story, origin=None, seen=NOON)
            assert await edition.grow_story(story, NOON) is Label.CORE
        assert (await the_story(store, story)).label is Label.CORE

    async def test_a_story_whose_articles_all_left_the_subject_is_listed_no_more(self, store: Store) -> None:
        async with store.editing() as edition:
            story = await keep_story(edition, article())
            kept = await edition.article_at(article().url)
            assert kept is not None
            await edition.revise_article(kept, article(), reading(Label.NO), NOON)
            assert await edition.grow_story(story, NOON) is Label.NO
        assert await store.latest(limit=5) == ()
        assert await found(store, "troops") == ()

    async def test_an_edited_article_keeps_its_number_and_counts_its_versions(self, store: Store) -> None:
        async with store.editing() as edition:
            story = await keep_story(edition, article())
            kept = await edition.article_at(article().url)
            assert kept is not None
            edited = replace(article(), text="Nothing of that was said.")
            await edition.revise_article(kept, edited, replace(reading(), quotes=(), positions=()), NOON)
        (after,) = (await the_story(store, story)).articles
        assert (after.id, after.version, after.article.text) == (kept.id, 2, "Nothing of that was said.")
        assert after.reading.quotes == ()
        assert await found(store, "ceasefire") == ()

    async def test_recent_members_carry_what_a_newcomer_is_compared_with(self, store: Store) -> None:
        async with store.editing() as edition:
            story = await keep_story(edition, article())
            (member,) = await edition.recent_members(NOON, NOON + timedelta(hours=1))
            assert await edition.recent_members(NOON + timedelta(hours=1), NOON + timedelta(hours=2)) == ()
            assert await edition.recent_members(NOON - timedelta(hours=1), NOON) == ()
        assert (member.story, member.signature) == (story, reading().signature)

    async def test_latest_lists_newest_first_and_by_label(self, store: Store) -> None:
        async with store.editing() as edition:
            old = await keep_story(edition, article(1))
            flank = await keep_story(edition, article(90), label=Label.RELATED)
            for story in (flank, old):
                await edition.grow_story(story, NOON)
        assert [story.id for story in await store.latest(limit=5)] == [flank, old]
        assert [story.id for story in await store.latest(limit=5, label=Label.CORE)] == [old]
        assert [story.published for story in await store.latest(limit=1)] == [article(90).published]


class TestOutbox:
    async def owed(self, store: Store, *addresses: str) -> StoryId:
        async with store.editing() as edition:
            story = await keep_story(edition, article())
            for address in addresses:
                chat = await watching_chat(edition, address)
                assert await edition.owe(AlertKind.CARD, chat.id, story, How(why="it watches", due=NOON))
        return story

    async def test_a_story_makes_one_card_in_a_chat(self, store: Store) -> None:
        story = await self.owed(store, "1")
        async with store.editing() as edition:
            chat = await edition.meet_chat("telegram", "1", "newsroom")
            assert not await edition.owe(AlertKind.CARD, chat.id, story, How(why="again", due=NOON))

    async def test_an_alert_is_claimed_once(self, store: Store) -> None:
        story = await self.owed(store, "1")
        async with store.editing() as edition:
            alert = await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[])
            assert alert is not None
            assert (alert.story, alert.attempts, alert.owed) == (story, 1, NOON)
            assert await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[]) is None

    async def test_only_one_alert_is_in_flight_per_chat(self, store: Store) -> None:
        await self.owed(store, "1", "2")
        async with store.editing() as edition:
            other = await keep_story(edition, article(2))
            chat = await edition.meet_chat("telegram", "1", "newsroom")
            await edition.owe(AlertKind.CARD, chat.id, other, How(why="it watches", due=NOON))
            claimed = [await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[]) for _ in range(3)]
        assert [alert.chat.address if alert else None for alert in claimed] == ["1", "2", None]

    @pytest.mark.parametrize(("platforms", "parked"), [(["discord"], ""), (["telegram"], "kicked")])
    async def test_a_chat_that_cannot_be_reached_keeps_what_it_is_owed(
        self, store: Store, platforms: list[str], parked: str
    ) -> None:
        await self.owed(store, "1")
        async with store.editing() as edition:
            chat = await edition.meet_chat("telegram", "1", "newsroom")
            await edition.park_chat(chat.id, parked)
            assert await edition.claim_alert(now=NOON, platforms=platforms, busy=[]) is None
        assert (await store.counts()).alerts_due == 1

    async def test_what_was_sent_is_a_card_and_grows_by_edits(self, store: Store) -> None:
        story = await self.owed(store, "1")
        async with store.editing() as edition:
            alert = await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[])
            assert alert is not None
            await edition.settle_sent(alert, message="77", shown=b"a", at=NOON)
            assert await edition.chats_with_card(story) == ((alert.chat.id, NOON),)
            assert await edition.owe(AlertKind.EDIT, alert.chat.id, story, How(why="grown", due=NOON))
            assert not await edition.owe(AlertKind.EDIT, alert.chat.id, story, How(why="grown", due=NOON))
            edit = await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[])
        assert edit is not None
        assert (edit.kind, edit.message, edit.shown) == (AlertKind.EDIT, "77", b"a")

    async def test_a_postponed_edit_gives_way_to_one_that_waits(self, store: Store) -> None:
        story = await self.owed(store, "1")
        async with store.editing() as edition:
            card = await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[])
            assert card is not None
            await edition.settle_sent(card, message="77", shown=b"a", at=NOON)
            await edition.owe(AlertKind.EDIT, card.chat.id, story, How(why="grown", due=NOON))
            first = await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[])
            assert first is not None
            await edition.owe(AlertKind.EDIT, card.chat.id, story, How(why="grown again", due=NOON))
            await edition.postpone(first, due=NOON, fault="busy")
        assert (await store.counts()).alerts_due == 1

    async def test_what_was_in_flight_when_the_program_died_is_found_again(self, store: Store) -> None:
        await self.owed(store, "1")
        async with store.editing() as edition:
            alert = await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[])
        async with store.editing() as edition:
            assert await edition.interrupted_alerts() == (alert,)

    async def test_a_burst_becomes_one_digest(self, store: Store) -> None:
        async with store.editing() as edition:
            chat = await watching_chat(edition)
            stories = [await keep_story(edition, article(number)) for number in range(1, 9)]
            for story in stories:
                await edition.owe(AlertKind.CARD, chat.id, story, How(why="it watches", due=NOON))
            alert = await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[])
            assert alert is not None
            assert (alert.story, *alert.digest) == tuple(stories)
            await edition.postpone(alert, due=NOON, fault="busy")
            again = await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[])
            assert again is not None
            assert again.digest == alert.digest
            await edition.settle_sent(again, message="77", shown=b"a", at=NOON)
            assert await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[]) is None
        assert (await store.counts()).alerts_due == 0

    async def test_a_chat_that_moved_to_a_known_address_is_joined_to_it(self, store: Store) -> None:
        await self.owed(store, "1", "-100")
        async with store.editing() as edition:
            chat = await edition.meet_chat("telegram", "1", "newsroom")
            await edition.move_chat(chat.id, "-100")
            assert [each.chat.address for each in await edition.watches()] == ["-100"]
        assert (await store.counts()).alerts_due == 1

    async def test_what_a_digest_of_the_joined_chat_would_have_told_is_told_after_all(
        self, store: Store
    ) -> None:
        async with store.editing() as edition:
            old, new = [await edition.meet_chat("telegram", address, "newsroom") for address in ("1", "-100")]
            stories = [await keep_story(edition, article(number)) for number in range(1, 7)]
            for story in stories:
                await edition.owe(AlertKind.CARD, new.id, story, How(why="it watches", due=NOON))
            digest = await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[])
            assert digest is not None
            assert digest.digest
            await edition.owe(AlertKind.CARD, old.id, stories[0], How(why="it watches", due=NOON))
            await edition.move_chat(old.id, "-100")
        later = NOON + timedelta(hours=1)
        async with store.editing() as edition:
            told = await edition.claim_alert(now=later, platforms=["telegram"], busy=[])
        assert told is not None
        assert {told.story, *told.digest} == set(stories)

    async def test_a_moved_chat_keeps_its_alerts(self, store: Store) -> None:
        await self.owed(store, "1")
        async with store.editing() as edition:
            chat = await edition.meet_chat("telegram", "1", "newsroom")
            await edition.move_chat(chat.id, "-100")
            alert = await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[])
        assert alert is not None
        assert alert.chat.address == "-100"


class TestWatches:
    async def test_a_chat_is_told_what_it_watches_until_it_unwatches(self, store: Store) -> None:
        async with store.editing() as edition:
            chat = await watching_chat(edition)
            await edition.add_watch(chat.id, WatchWanted(), NOON)
            assert [each.chat.id for each in await edition.watches()] == [chat.id]
        assert [each.wanted for each in await store.watches_of("telegram", "1")] == [WatchWanted()]
        async with store.editing() as edition:
            story = await keep_story(edition, article())
            await edition.owe(AlertKind.CARD, chat.id, story, How(why="it watches", due=NOON))
            assert await edition.unwatch(chat.id)
            assert not await edition.unwatch(chat.id)
            assert await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[]) is None
        assert await store.watches_of("telegram", "1") == ()


def test_the_sample_quotes_what_the_text_says() -> None:
    (quote,) = reading().quotes
    assert quote.quoted[0].of(TEXT) == "We would go, but only after a ceasefire,"
    assert article().outlet == HERALD
