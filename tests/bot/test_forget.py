"""What is old is forgotten with what hangs on it, and comes back by no door; what is needed stays."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import forget
from bot.forget import forget_before
from feeds.model import ArticleId, Chain, Label, Position, Stance, StoryId, Turn
from storage.database import check_copy, check_index
from storage.model import AlertKind, ArticlesWanted, ChatId, How, Term
from storage.store import Store, open_store
from tests.bot.stand import Item, Stand, open_stand
from tests.samples import NOON, REFUSAL, article, reading, silent_reading

DAY = timedelta(days=1)
MONTH = 30 * DAY
EDITED = Item(guid="talks", title="Estonia says no to troops for Ukraine, and yes to training them")


async def keep(
    store: Store, number: int, age: int, *positions: Position, story: StoryId | None = None
) -> tuple[ArticleId, StoryId]:
    """Keep an article that is so many days old, in a story of its own unless one is named."""
    when = NOON - age * DAY
    old = replace(article(number), published=when)
    async with store.editing() as edition:
        story = story or await edition.begin_story(Label.CORE, when)
        found = replace(reading(), positions=positions)
        kept = await edition.keep_article(old, found, story=story, origin=None, seen=when)
        await edition.grow_story(story, when)
    return kept, story


async def kept_stories(store: Store) -> set[StoryId]:
    return {story.id for story in await store.latest(limit=100)}


async def owe(store: Store, story: StoryId, kind: AlertKind = AlertKind.CARD) -> ChatId:
    async with store.editing() as edition:
        chat = await edition.meet_chat("telegram", "1", "newsroom")
        await edition.owe(kind, chat.id, story, How(why="a watch", due=NOON))
    return chat.id


async def test_what_hangs_on_an_old_story_goes_with_it(store: Store, tmp_path: Path) -> None:
    (old, story), (new, recent) = await keep(store, 1, 40), await keep(store, 2, 1)
    async with store.editing() as edition:
        (known,) = (await store.articles([old])).values()
        await edition.revise_article(known, replace(article(1), text="Other words."), reading(), NOON)
        await edition.correct(old, Label.RELATED, NOON)
    async with store.editing() as edition:  # the revised one is of today again; let it be old
        (known,) = (await store.articles([old])).values()
        aged = replace(known.article, published=NOON - 40 * DAY)
        await edition.revise_article(known, aged, replace(reading(), positions=()), NOON)
        await edition.grow_story(story, NOON - 40 * DAY)
    assert await forget_before(store, NOON - MONTH) == 1
    counts = await store.counts()
    assert (counts.stories, counts.articles, counts.quotes) == (1, 1, 1)
    assert await store.story(story) is None
    assert await kept_stories(store) == {recent}
    assert await store.versions([old], limit=5) == ()
    assert await store.corrections() == ()
    found = await store.search(ArticlesWanted(terms=((Term(words="estonia"),),)))
    assert found.stories == (recent,)
    await store.backup(tmp_path / "copy.db")
    check_copy(tmp_path / "copy.db")
    check_index(tmp_path / "copy.db")
    assert new in await store.articles([old, new])


async def test_a_story_goes_when_its_last_article_is_old(store: Store) -> None:
    _, story = await keep(store, 1, 40)
    await keep(store, 2, 10, story=story)
    await keep(store, 3, 1)
    assert await forget_before(store, NOON - MONTH) == 0
    assert await forget_before(store, NOON - 5 * DAY) == 2
    assert await store.story(story) is None


async def test_a_number_is_never_given_to_another_story_or_article(store: Store) -> None:
    last, story = await keep(store, 1, 40)
    assert await forget_before(store, NOON) == 0
    following, another = await keep(store, 2, 1)
    assert await forget_before(store, NOON - MONTH) == 1
    assert (following, another) != (last, story)


@pytest.mark.parametrize("kind", [AlertKind.CARD, AlertKind.EDIT])
async def test_a_story_for_which_a_chat_waits_stays_until_it_is_told(store: Store, kind: AlertKind) -> None:
    _, story = await keep(store, 1, 40)
    await keep(store, 2, 1)
    chat = await owe(store, story, kind)
    async with store.editing() as edition:
        await edition.park_chat(chat, "the bot was thrown out")
    assert await forget_before(store, NOON - MONTH) == 0
    async with store.editing() as edition:
        await edition.meet_chat("telegram", "1", "newsroom")
        alert = await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[])
    assert alert is not None
    assert await forget_before(store, NOON - MONTH) == 0  # it is on its way
    async with store.editing() as edition:
        await edition.settle_sent(alert, message="7", shown=b"", at=NOON)
    assert await forget_before(store, NOON - MONTH) == 1


async def test_the_stories_of_a_digest_stay_until_it_is_sent(store: Store) -> None:
    for number in range(1, 6):
        await owe(store, (await keep(store, number, 40))[1])
    await keep(store, 9, 1)
    async with store.editing() as edition:
        digest = await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[])
    assert digest is not None
    assert len(digest.digest) == 4
    assert await forget_before(store, NOON - MONTH) == 0
    async with store.editing() as edition:
        await edition.settle_sent(digest, message="7", shown=b"", at=NOON)
    assert await forget_before(store, NOON - MONTH) == 5


async def test_a_reversal_that_waits_keeps_both_sides(store: Store) -> None:
    before, _ = await keep(store, 1, 60, REFUSAL)
    after, _ = await keep(store, 2, 50, replace(REFUSAL, stance=Stance.SUPPORTS))
    await keep(store, 3, 40, REFUSAL)
    await keep(store, 4, 30, REFUSAL)  # the last clear day; without the chat only this would stay
    await keep(store, 5, 1)
    turn = Turn(actor=REFUSAL.actor, matter=REFUSAL.matter, before=before, day=(NOON - 50 * DAY).date())
    async with store.editing() as edition:
        chat = await edition.meet_chat("telegram", "1", "newsroom")
        await edition.owe_reversal(chat.id, turn, after, How(why="a watch", due=NOON))
    assert await forget_before(store, NOON - 20 * DAY) == 1
    assert set(await store.articles([before, after])) == {before, after}


async def test_what_somebody_holds_stays_with_its_whole_story(store: Store) -> None:
    _, earlier = await keep(store, 1, 90, REFUSAL)
    _, last = await keep(store, 2, 60, REFUSAL)
    await keep(store, 3, 60, story=last)  # a copy: without it the story would count one outlet too few
    await keep(store, 4, 1)
    assert await forget_before(store, NOON - MONTH) == 1
    assert await store.story(earlier) is None
    (held,) = await store.stands_of_countries()
    assert (held.position.actor, held.said) == (REFUSAL.actor, NOON - 60 * DAY)
    kept = await store.story(last)
    assert kept is not None
    assert len(kept.articles) == 2


async def test_what_is_only_told_of_somebody_stays_while_it_is_the_last_word(store: Store) -> None:
    await keep(store, 1, 90, replace(REFUSAL, chain=Chain.REPORTED))
    await keep(store, 2, 60, replace(REFUSAL, chain=Chain.REPORTED))
    await keep(store, 3, 1)
    assert await forget_before(store, NOON - MONTH) == 1
    (held,) = await store.stands_of_countries()
    assert held.said == NOON - 60 * DAY


async def test_his_last_clear_word_stays_where_he_seemed_to_say_both_since(store: Store) -> None:
    approval = replace(REFUSAL, stance=Stance.SUPPORTS)
    _, gone = await keep(store, 1, 120, REFUSAL)
    _, clear = await keep(store, 2, 90, approval)
    _, unclear = await keep(store, 3, 60, REFUSAL, approval)
    await keep(store, 4, 1)
    assert await forget_before(store, NOON - MONTH) == 1
    assert await store.story(gone) is None
    assert {clear, unclear} < await kept_stories(store)


async def test_articles_go_in_portions_and_none_is_left(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forget, "AT_ONCE", 3)
    first, story = await keep(store, 1, 40)
    async with store.editing() as edition:
        for number in range(2, 9):
            copy = replace(article(number), published=NOON - 39 * DAY)
            await edition.keep_article(copy, silent_reading(), story=story, origin=first, seen=NOON)
    await keep(store, 20, 1)
    assert await forget_before(store, NOON - MONTH) == 8
    assert (await store.counts()).articles == 1


@pytest.fixture
async def stand(store: Store) -> AsyncIterator[Stand]:
    """A stand whose one article has been forgotten; a newer one is there from elsewhere."""
    async with open_stand(store) as opened:
        await opened.poll()
        await opened.poll(Item(guid="talks"))
        assert await opened.cards() == 1
        async with store.editing() as edition:
            alert = await edition.claim_alert(now=opened.clock.now, platforms=["telegram"], busy=[])
            assert alert is not None
            await edition.settle_sent(alert, message="7", shown=b"", at=NOON)
            story = await edition.begin_story(Label.CORE, NOON)
            later = replace(article(1), published=NOON + 39 * DAY)
            await edition.keep_article(later, silent_reading(), story=story, origin=None, seen=NOON)
        opened.clock.now += 40 * DAY
        async with store.editing() as edition:  # also what its actors hold
            assert await edition.forget_articles(NOON + 10 * DAY, [], limit=10) == 1
        yield opened


@pytest.mark.parametrize(
    "listed",
    [
        Item(guid="talks"),
        EDITED,
        replace(EDITED, published=None),
        Item(guid="talks-under-another-guid"),
    ],
)
async def test_a_feed_that_still_lists_it_does_not_bring_it_back(stand: Stand, listed: Item) -> None:
    for item in (listed, replace(listed, title=f"{listed.title} (updated)")):
        asked = stand.stall.whole
        stand.clock.now += DAY
        await stand.poll(item)
        assert stand.stall.whole == asked + 1
        assert await stand.cards() == 0
        assert (await stand.store.counts()).articles == 1


async def test_a_live_page_that_is_dated_anew_is_news(stand: Stand) -> None:
    await stand.poll(replace(EDITED, published=stand.clock.now))
    assert await stand.cards() == 1


async def test_a_database_that_was_forgotten_in_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "again.db"
    store = await open_store(path)
    await keep(store, 1, 40)
    await keep(store, 2, 1)
    await forget_before(store, NOON - MONTH)
    await store.close()
    store = await open_store(path)
    assert (await store.counts()).articles == 1
    assert not await store.fault()
    await store.close()
