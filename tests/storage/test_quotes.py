"""Quotes are found again by whoever said them, by day, language, outlet, kind and story."""

from datetime import timedelta

import pytest

from feeds.model import Label, QuoteKind, StoryId
from storage.model import QuotesWanted
from storage.questions import MOST_KEPT
from storage.store import Store
from tests.samples import HERALD, NOON, VESTNIK, article, reading, silent_reading

TAMMSALU = QuotesWanted(names_somebody=True, actors=("Juhan Tammsalu",))


@pytest.fixture
async def kept(store: Store) -> Store:
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        for number, outlet in ((1, HERALD), (2, VESTNIK), (3, HERALD)):
            await edition.keep_article(
                article(number, outlet=outlet), reading(), story=story, origin=None, seen=NOON
            )
        await edition.keep_article(article(4), silent_reading(), story=story, origin=None, seen=NOON)
    return store


async def found(store: Store, wanted: QuotesWanted, limit: int = 10) -> list[int]:
    return [kept.id for kept in await store.articles_quoted(wanted, limit=limit)]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (QuotesWanted(), [3, 2, 1]),
        (TAMMSALU, [3, 2, 1]),
        (QuotesWanted(names_somebody=True, country="Estonia"), [3, 2, 1]),
        (QuotesWanted(names_somebody=True, speakers=("Juhan Tammsalu",)), [3, 2, 1]),
        (QuotesWanted(names_somebody=True), []),
        (QuotesWanted(names_somebody=True, country="Latvia"), []),
        (QuotesWanted(outlets=("Severny Vestnik",)), [2]),
        (QuotesWanted(outlets=()), []),
        (QuotesWanted(since=NOON + timedelta(minutes=2)), [3, 2]),
        (QuotesWanted(before=NOON + timedelta(minutes=2)), [1]),
        (QuotesWanted(languages=("en",)), [3, 2, 1]),
        (QuotesWanted(languages=("ru",)), []),
        (QuotesWanted(kinds=(QuoteKind.DIRECT,)), [3, 2, 1]),
        (QuotesWanted(kinds=(QuoteKind.INDIRECT, QuoteKind.MIXED)), []),
        (QuotesWanted(story=StoryId(1)), [3, 2, 1]),
        (QuotesWanted(story=StoryId(2)), []),
    ],
)
async def test_each_filter_leaves_what_it_says_the_newest_first(
    kept: Store, wanted: QuotesWanted, numbers: list[int]
) -> None:
    assert await found(kept, wanted) == numbers


async def test_the_newest_quotes_come_first_where_there_are_too_many(kept: Store) -> None:
    assert await found(kept, TAMMSALU, limit=2) == [3, 2]


async def test_an_article_comes_with_the_wanted_quotes_only(kept: Store) -> None:
    (newest, *_) = await kept.articles_quoted(TAMMSALU, limit=1)
    assert newest.reading.quotes == reading().quotes


async def test_a_rejected_article_is_not_quoted(kept: Store) -> None:
    async with kept.editing() as edition:
        known = await edition.article_at(article(2, outlet=VESTNIK).url)
        assert known is not None
        await edition.correct(known.id, Label.NO, NOON)
    assert await found(kept, TAMMSALU) == [3, 1]


async def test_speakers_and_outlets_are_named_once(kept: Store) -> None:
    assert await kept.speakers() == ("Juhan Tammsalu",)
    assert await kept.outlets() == ("Severny Vestnik", "The Harbour Herald")


async def test_what_is_stored_is_counted_since_the_oldest_article(kept: Store) -> None:
    extent = await kept.extent()
    assert (extent.articles, extent.since) == (4, article(1).published)


async def test_a_question_keeps_its_number_and_the_oldest_are_forgotten(store: Store) -> None:
    async with store.editing() as edition:
        first = await edition.keep_question("Germany kind:direct")
        assert await edition.keep_question("Germany kind:direct") == first
        for number in range(MOST_KEPT):
            last = await edition.keep_question(f"Germany page:{number}")
    assert await store.question(first) == ""
    assert await store.question(last) == f"Germany page:{MOST_KEPT - 1}"
