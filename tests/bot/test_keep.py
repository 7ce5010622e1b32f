"""What was read is kept whole, and owes exactly the alerts that follow from it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.gather import Found
from bot.keep import BETWEEN_EDITS, Kept, grow, keep_article, keep_findings
from bot.shelves import Shelves, living_around
from feeds.model import (
    Article,
    ArticleId,
    Basis,
    Entry,
    Label,
    Reading,
    Stance,
    StoryId,
    WatchFilter,
)
from feeds.stories.cluster import sign
from storage.model import AlertKind, WatchWanted
from storage.store import Store
from tests.samples import NOON, REFUSAL, VESTNIK, article, reading, silent_reading, source


def entry(guid: str = "1", title: str = "Estonia could send troops") -> Entry:
    return Entry(guid=guid, link="", title=title, summary="", body="", published=NOON)


def found(
    kept: Article, *, guid: str = "1", is_news: bool = True, read: Reading | None = None, edited: int = 0
) -> Found:
    return Found(
        entry=entry(guid),
        is_news=is_news,
        edited=ArticleId(edited) if edited else None,
        article=kept,
        reading=read or reading(),
    )


async def keep(store: Store, *items: Found) -> tuple[Kept, ...]:
    async with store.editing() as edition:
        await edition.offer_feed(source(), NOON)
    (feed,) = await store.feeds()
    async with store.editing() as edition:
        return await keep_findings(edition, Shelves(), feed, items, now=NOON)


async def watch(store: Store, *wanted: WatchFilter) -> None:
    async with store.editing() as edition:
        chat = await edition.meet_chat("telegram", "1", "newsroom")
        for each in wanted or (WatchFilter(),):
            await edition.add_watch(chat.id, WatchWanted(words=str(each), filter=each), NOON)


async def alerts_due(store: Store) -> int:
    return (await store.counts()).alerts_due


async def test_news_on_the_subject_owes_a_card_to_each_chat_that_watches(store: Store) -> None:
    await watch(store)
    await keep(store, found(article()))
    assert await alerts_due(store) == 1


@pytest.mark.parametrize("label", [Label.RELATED, Label.NO])
async def test_a_chat_is_not_told_of_what_it_does_not_watch(store: Store, label: Label) -> None:
    await watch(store, WatchFilter())
    await keep(store, found(article(), read=reading(label)))
    assert await alerts_due(store) == 0


async def test_the_first_poll_of_a_feed_is_silent_and_keeps_its_items(store: Store) -> None:
    await watch(store)
    await keep(store, found(article(), is_news=False))
    assert await alerts_due(store) == 0
    assert (await store.counts()).articles == 1


async def test_an_article_off_the_subject_leaves_only_a_mark(store: Store) -> None:
    await keep(store, found(article(), read=silent_reading()))
    counts = await store.counts()
    assert (counts.articles, counts.entries) == (0, 1)


async def test_a_second_outlet_joins_the_story_and_owes_no_second_card(store: Store) -> None:
    await watch(store)
    (first,) = await keep(store, found(article(1)))
    (second,) = await keep(store, found(article(2, outlet=VESTNIK), guid="2"))
    assert (first.begins_story, second.begins_story) == (True, False)
    assert second.story == first.story
    assert await alerts_due(store) == 1


async def test_a_story_that_a_chat_was_told_of_owes_an_edit_after_a_minute(store: Store) -> None:
    await watch(store)
    await keep(store, found(article(1)))
    async with store.editing() as edition:
        alert = await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[])
        assert alert is not None
        await edition.settle_sent(alert, message="7", shown=b"", at=NOON)
    await keep(store, found(article(2, outlet=VESTNIK), guid="2"))
    async with store.editing() as edition:
        assert await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[]) is None
        edit = await edition.claim_alert(now=NOON + BETWEEN_EDITS, platforms=["telegram"], busy=[])
    assert edit is not None
    assert (edit.kind, edit.message) == (AlertKind.EDIT, "7")


async def test_the_same_page_in_two_feeds_is_one_article(store: Store) -> None:
    await watch(store)
    await keep(store, found(article()))
    await keep(store, found(article(), guid="of another feed"))
    counts = await store.counts()
    assert (counts.articles, counts.entries, counts.alerts_due) == (1, 2, 1)


async def test_an_edited_article_becomes_a_version_and_is_no_news(store: Store) -> None:
    await watch(store)
    await keep(store, found(article(), is_news=False))
    edited = replace(article(), text="Twenty, not two hundred.")
    await keep(store, found(edited, is_news=False, edited=1))
    story = await store.story(StoryId(1))
    assert story is not None
    (kept,) = story.articles
    assert (kept.version, kept.article.text) == (2, "Twenty, not two hundred.")
    assert await alerts_due(store) == 0


async def test_the_next_post_of_a_live_page_brings_its_words_into_the_story(store: Store) -> None:
    await keep(store, found(article()))
    await keep(store, found(replace(article(), text="Four battalions, says Paris."), guid="post-2"))
    story = await store.story(StoryId(1))
    assert story is not None
    assert [(kept.version, kept.article.text) for kept in story.articles] == [
        (2, "Four battalions, says Paris.")
    ]


async def test_another_feeds_summary_takes_the_place_of_no_article(store: Store) -> None:
    await keep(store, found(article()))
    summary = replace(article(), text="Only a summary.", basis=Basis.SUMMARY)
    await keep(store, found(summary, guid="of another feed"))
    story = await store.story(StoryId(1))
    assert story is not None
    assert story.articles[0].article == article()


async def test_a_feed_cannot_change_the_words_of_another_outlets_article(store: Store) -> None:
    await keep(store, found(article()))
    forged = replace(article(), text="Troops have landed.", outlet=VESTNIK)
    await keep(store, found(forged, guid="2"))
    await keep(store, found(replace(forged, text="Ten thousand more."), guid="2", edited=1))
    story = await store.story(StoryId(1))
    assert story is not None
    assert [kept.article for kept in story.articles] == [article()]


async def test_a_page_that_could_not_be_read_again_takes_nothing_away(store: Store) -> None:
    await keep(store, found(article()))
    poorer = replace(article(), text="Only a summary.", basis=Basis.SUMMARY)
    await keep(store, found(poorer, edited=1, is_news=False))
    story = await store.story(StoryId(1))
    assert story is not None
    assert story.articles[0].article == article()


def says(stance: Stance, number: int, *, day: int) -> Found:
    said = replace(reading(), positions=(replace(REFUSAL, stance=stance),))
    words = replace(article(number), published=NOON + timedelta(days=day))
    return replace(found(words, read=said), entry=entry(f"guid-{number}"))


async def test_who_turns_around_is_told_to_the_chats_that_watch_for_it(store: Store) -> None:
    await watch(store, WatchFilter(is_of_turns=True))
    await keep(store, says(Stance.OPPOSES, 1, day=0), says(Stance.OPPOSES, 2, day=5))
    assert await alerts_due(store) == 0
    await keep(store, says(Stance.CONDITIONAL, 3, day=31))
    assert await alerts_due(store) == 1
    await keep(store, says(Stance.SUPPORTS, 4, day=40))
    assert await alerts_due(store) == 1


async def test_who_does_not_watch_for_it_is_not_told_who_turns_around(store: Store) -> None:
    await watch(store, WatchFilter(labels=(Label.RELATED,)))
    await keep(store, says(Stance.SUPPORTS, 1, day=1), says(Stance.OPPOSES, 2, day=9))
    assert await alerts_due(store) == 0


async def reject(store: Store, *addresses: str) -> None:
    """Judge, as the moderator does, that articles are not about the subject."""
    async with store.editing() as edition:
        for address in addresses:
            known = await edition.article_at(address)
            assert known is not None
            await edition.correct(known.id, Label.NO, NOON)
            await grow(edition, known.story, NOON, is_news=False)


async def test_a_rejected_story_does_not_come_back_through_another_outlet(store: Store) -> None:
    await keep(store, found(article(1)))
    await reject(store, article(1).url)
    await watch(store)
    (third,) = await keep(store, found(article(2, outlet=VESTNIK), guid="2"))
    assert (third.story, third.label, third.is_news, third.begins_story) == (1, Label.NO, False, False)
    assert await alerts_due(store) == 0
    assert (await store.counts()).articles == 2
    assert await store.latest(limit=5) == ()


async def test_what_joined_a_rejected_story_is_no_judgement_to_learn_from(store: Store) -> None:
    await keep(store, found(article(1)))
    await reject(store, article(1).url)
    await keep(store, found(article(2, outlet=VESTNIK), guid="2"))
    assert [correction.kept.article.url for correction in await store.corrections()] == [article(1).url]
    await reject(store, article(2, outlet=VESTNIK).url)
    assert len(await store.corrections()) == 2


async def test_what_was_rejected_from_a_living_story_is_kept_apart_from_it(store: Store) -> None:
    title, words = (
        "Grain ships leave Odesa",
        "Nine ships with grain left the harbour of Odesa, its captain said.",
    )
    grain = replace(reading(), signature=sign(title, words, "en", (), ()))
    (living,) = await keep(store, found(article(1)))
    async with store.editing() as edition:
        await edition.keep_article(article(2), grain, story=living.story, origin=None, seen=NOON)
    await reject(store, article(2).url)
    await watch(store)
    (copy,) = await keep(store, found(article(3, outlet=VESTNIK), read=grain, guid="3"))
    assert (copy.label, copy.begins_story, await alerts_due(store)) == (Label.NO, True, 0)
    (again,) = await keep(store, found(article(4, outlet=VESTNIK), guid="4"))
    assert (again.story, again.label) == (living.story, Label.CORE), "its other articles go on"


async def test_an_article_that_left_the_subject_by_itself_attracts_nobody(store: Store) -> None:
    await keep(store, found(article(1)))
    edited = replace(article(1), text="Nothing of that kind.")
    await keep(store, found(edited, read=silent_reading(), edited=1))
    (new,) = await keep(store, found(article(2, outlet=VESTNIK), guid="2"))
    assert (new.begins_story, new.label) == (True, Label.CORE)


async def test_whoever_reports_what_is_like_a_rejected_story_is_believed(store: Store) -> None:
    await keep(store, found(article(1)))
    await reject(store, article(1).url)
    async with store.editing() as edition:
        shelf = await living_around(edition, NOON, reading().signature)
        _, kept = await keep_article(
            edition, shelf, article(2), reading(), NOON, is_news=True, judged=Label.CORE
        )
    assert (kept.begins_story, kept.label) == (True, Label.CORE)


async def test_a_later_development_is_a_story_that_names_the_one_it_follows(store: Store) -> None:
    report = "Ruritania studies plan for 4,000 troops near Lviv", "Two officers confirmed the plan."
    denial = "Ruritania denies plan for troops near Lviv", "A spokeswoman called the paper wrong."
    for number, ((title, text), hours) in enumerate(((report, 0), (denial, 17)), start=1):
        published = NOON + timedelta(hours=hours)
        read = replace(reading(), signature=sign(title, text, "en", (), ()), positions=())
        kept = replace(article(number, title=title), published=published)
        async with store.editing() as edition:
            shelf = await living_around(edition, published, read.signature)
            await keep_article(edition, shelf, kept, read, published, is_news=True)
    newest, oldest = await store.latest(limit=2)
    assert (oldest.follows, newest.follows) == (None, oldest.id)
