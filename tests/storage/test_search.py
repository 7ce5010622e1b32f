"""Searching finds words in every script, and what else is asked of an article; the newest day first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.model import (
    Article,
    ArticleId,
    Assessment,
    Label,
    Quote,
    QuoteKind,
    Reading,
    Span,
    Speaker,
    Stance,
    StoryId,
)
from storage.facts import months
from storage.model import ArticlesWanted, Somebody, Term
from storage.search import MOST_READ
from storage.store import Store, open_store
from tests.samples import HERALD, NOON, REFUSAL, VESTNIK, article, reading

LETTERS = (
    "Élysée says no. Präsident Öztürk: Żołnierze i łączność. Война в Украине, Військові поїдуть. "
    "Los niños, la città, åtgärder. We would go to Tallinn and Narva."
)
ROE = Quote(
    kind=QuoteKind.DIRECT,
    speaker=Speaker(name="Ada Roe", mention="she", actor="Ada Roe", country="Estonia"),
    spans=(Span(0, 10),),
    quoted=(Span(0, 10),),
)


async def keep(store: Store, one: Article, read: Reading | None = None) -> StoryId:
    """Keep an article in a story of its own."""
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        await edition.keep_article(one, read or reading(), story=story, origin=None, seen=NOON)
        return story


def with_words(number: int, text: str, title: str = "Nothing") -> Article:
    return replace(article(number, title=title), text=text)


BARE = replace(reading(), quotes=(), positions=())
OFF_THE_SUBJECT = Assessment(label=Label.NO, score=0.1)


def words(*typed: str) -> ArticlesWanted:
    """Want articles with all of some words; those with a space are phrases."""
    return ArticlesWanted(terms=tuple((Term(words=one, is_phrase=" " in one),) for one in typed))


async def found(store: Store, wanted: ArticlesWanted) -> Sequence[StoryId]:
    return (await store.search(wanted)).stories


@pytest.mark.parametrize(
    "typed",
    [
        "elysee",
        "ÉLYSÉE",
        "prasident",
        "ozturk",
        "Żołnierze",
        "zołnierze",
        "война",
        "ВІЙСЬКОВІ",
        "украин",
        "ninos",
        "citta",
        "atgarder",
        "Tal",
        "Tallin",
        "would go to",
        "NARVA",
    ],
)
async def test_words_and_beginnings_are_found_in_every_script(store: Store, typed: str) -> None:
    await keep(store, with_words(1, LETTERS), BARE)
    assert len(await found(store, words(typed))) == 1


@pytest.mark.parametrize("typed", ["", "peacekeepers", "go would to", "***", "len", "kcore", "arva"])
async def test_what_is_not_there_is_not_found(store: Store, typed: str) -> None:
    await keep(store, with_words(1, LETTERS), BARE)
    assert await found(store, words(typed)) == ()


async def test_a_beginning_of_very_many_words_is_found(store: Store) -> None:
    many = " ".join(f"soldier{number}" for number in range(200))
    await keep(store, with_words(1, many), BARE)
    assert len(await found(store, words("soldier"))) == 1


async def test_one_of_several_is_enough_and_what_is_unwanted_is_left_out(store: Store) -> None:
    one = await keep(store, with_words(1, "Troops in Kursk."), BARE)
    two = await keep(store, with_words(2, "Trainers in Lviv."), BARE)
    either = ArticlesWanted(terms=((Term(words="troops"), Term(words="trainers")),))
    assert set(await found(store, either)) == {one, two}
    assert await found(store, replace(either, without=(Term(words="kursk"),))) == (two,)


@pytest.mark.parametrize(
    "wanted",
    [
        ArticlesWanted(languages=("en", "fr")),
        ArticlesWanted(outlets=(HERALD.name,)),
        ArticlesWanted(homes=("Estonia",)),
        ArticlesWanted(since=article(1).published, before=article(1).published + timedelta(seconds=1)),
        ArticlesWanted(since=NOON - timedelta(days=4_000), before=NOON + timedelta(days=9)),
        ArticlesWanted(who=(Somebody(actors=("Ada Roe",)),)),
        ArticlesWanted(who=(Somebody(speakers=("Ada Roe",)), Somebody(countries=("Estonia",)))),
        ArticlesWanted(stances=(Stance.OPPOSES,)),
        ArticlesWanted(who=(Somebody(actors=("Ada Roe",)),), stances=(Stance.OPPOSES, Stance.OPEN)),
        ArticlesWanted(labels=(Label.CORE,)),
        ArticlesWanted(story=StoryId(1)),
    ],
)
async def test_what_is_asked_beside_words_is_fulfilled(store: Store, wanted: ArticlesWanted) -> None:
    story = await keep(store, article(1), replace(reading(), quotes=(ROE,), positions=(REFUSAL,)))
    assert await found(store, wanted) == (story,)
    assert await found(store, replace(wanted, terms=words("troops").terms)) == (story,)


@pytest.mark.parametrize(
    "wanted",
    [
        ArticlesWanted(languages=("fr",)),
        ArticlesWanted(outlets=()),
        ArticlesWanted(outlets=(HERALD.name,), homes=("Russia",)),
        ArticlesWanted(since=article(1).published + timedelta(seconds=1)),
        ArticlesWanted(before=article(1).published),
        ArticlesWanted(since=NOON + timedelta(days=400)),
        ArticlesWanted(who=(Somebody(actors=("Ada Roe",)), Somebody(countries=("France",)))),
        ArticlesWanted(who=(Somebody(),)),
        ArticlesWanted(stances=(Stance.OPEN,)),
        ArticlesWanted(labels=(Label.RELATED,)),
        ArticlesWanted(story=StoryId(2)),
    ],
)
async def test_what_is_not_fulfilled_is_left_out(store: Store, wanted: ArticlesWanted) -> None:
    await keep(store, article(1), replace(reading(), quotes=(ROE,), positions=(REFUSAL,)))
    await keep(store, article(2, outlet=VESTNIK), reading(Label.NO))
    assert await found(store, wanted) == ()


@settings(max_examples=20, deadline=None)
@given(
    days=st.lists(st.integers(0, 3_000), min_size=1, max_size=20),
    others=st.lists(st.integers(0, 3_000), max_size=5),
    limit=st.integers(1, 5),
)
async def test_the_oldest_with_some_words_come_first_however_far_apart_they_are(
    days: list[int], others: list[int], limit: int
) -> None:
    with TemporaryDirectory() as folder:
        store = await open_store(Path(folder) / "news.db")
        for number, day in enumerate([*days, *others]):
            said = "boots on the ground" if number < len(days) else "on the ground, boots"
            await keep(store, replace(with_words(number, said), published=NOON - timedelta(days=day)))
        oldest = await store.oldest_with_phrase("boots on the ground", limit=limit)
        await store.close()
    assert [(NOON - kept.article.published).days for kept in oldest] == sorted(days, reverse=True)[:limit]


async def test_an_article_off_the_subject_is_not_the_oldest(store: Store) -> None:
    await keep(store, with_words(1, "Boots on the ground."), replace(BARE, assessment=OFF_THE_SUBJECT))
    assert await store.oldest_with_phrase("boots on the ground", limit=1) == ()


async def test_a_new_reading_and_a_correction_are_found_at_once(store: Store) -> None:
    await keep(store, article(1), BARE)
    by_roe = ArticlesWanted(who=(Somebody(actors=("Ada Roe",)),))
    async with store.editing() as edition:
        kept = await edition.article_at(article(1).url)
        assert kept is not None
        await edition.reread_article(kept, replace(reading(), quotes=(ROE,)))
    assert len(await found(store, by_roe)) == 1
    async with store.editing() as edition:
        await edition.correct(ArticleId(1), Label.NO, NOON)
    assert await found(store, by_roe) == ()


async def test_the_newest_day_comes_first_and_on_it_the_best_match(store: Store) -> None:
    passing = "Much was said of other things, and at length. " * 20
    on = [
        (NOON, with_words(1, f"{passing} A brigade.")),
        (NOON - timedelta(hours=5), with_words(2, "A brigade is a brigade.", title="The brigade")),
        (NOON - timedelta(days=3), with_words(3, "Brigade, brigade, brigade.", title="Brigade")),
    ]
    one, two, three = [await keep(store, replace(each, published=day), BARE) for day, each in on]
    assert await found(store, words("brigade")) == (two, one, three)


async def test_of_very_many_matches_the_newest_are_read(store: Store) -> None:
    async with store.editing() as edition:
        for number in range(MOST_READ + 1):
            story = await edition.begin_story(Label.CORE, NOON)
            day = NOON + timedelta(days=number)
            one = replace(article(number), published=day)
            await edition.keep_article(one, BARE, story=story, origin=None, seen=NOON)
    result = await store.search(words("troops"))
    assert len(result.stories) == MOST_READ
    assert result.read_to == NOON + timedelta(days=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(st.lists(st.text() | st.text('"*-^(){}:+ANDORNEAR \x00ß'), max_size=20), st.booleans())
async def test_no_words_make_a_search_fail(store: Store, typed: list[str], is_phrase: bool) -> None:
    terms = tuple(Term(words=one, is_phrase=is_phrase) for one in typed)
    await store.search(ArticlesWanted(terms=tuple((one,) for one in terms), without=terms[:3]))
    await store.search(ArticlesWanted(terms=(terms,), languages=tuple(typed)))


@settings(max_examples=50)
@given(ago=st.integers(0, 10_000), days=st.integers(0, 2_000))
def test_a_period_has_every_day_of_it_and_no_day_of_another_month(ago: int, days: int) -> None:
    since = NOON - timedelta(days=ago)
    before = since + timedelta(days=days)
    words = months(since, before)
    for day in range(-400, days + 400):
        one = since + timedelta(days=day)
        is_named = f"m{one:%Y%m}" in words or f"y{one:%Y}" in words
        assert is_named == (f"{since:%Y%m}" <= f"{one:%Y%m}" <= f"{before:%Y%m}")
