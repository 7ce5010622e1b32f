"""The shelf in memory always shows what the database holds, whatever is undone, moved or judged meanwhile."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.shelves import REACH, SLACK, Shelves
from feeds.model import ArticleId, Label, Member, StoryId
from feeds.stories.cluster import WINDOW, sign
from feeds.stories.clusters.shelf import Shelf
from storage.edition import Edition
from storage.store import Store, open_store
from tests.samples import NOON, article, reading

TITLES = (
    "Paris will send no soldiers to Kyiv",
    "Riga offers trainers for Lviv",
    "Oslo rules out ground troops",
)
SIGNED = tuple(sign(title, f"{title}. " * 9, "en", (), ()) for title in TITLES)
WIDE = timedelta(days=30)


class Undone(Exception):
    """Whoever changes the database thinks better of it."""


async def keep(edition: Edition, number: int, published: datetime = NOON) -> ArticleId:
    story = await edition.begin_story(Label.CORE, NOON)
    kept = replace(article(number), published=published)
    read = replace(reading(), signature=SIGNED[number % len(SIGNED)])
    return await edition.keep_article(kept, read, story=story, origin=None, seen=NOON)


async def standing(shelves: Shelves, edition: Edition, now: datetime = NOON) -> set[Member]:
    shelf = await shelves.around(edition, now, SIGNED[0], now)
    return members_of(shelf, range(1, 40))


def members_of(shelf: Shelf, stories: Sequence[int]) -> set[Member]:
    return {one for story in stories for one in shelf.of_story(StoryId(story), NOON - WIDE, NOON + WIDE)}


async def test_an_article_kept_in_the_same_change_is_seen(store: Store) -> None:
    shelves = Shelves()
    async with store.editing() as edition:
        assert await standing(shelves, edition) == set()
        first = await keep(edition, 1)
        assert {member.article for member in await standing(shelves, edition)} == {first}


async def test_what_was_undone_is_not_seen_again_though_another_takes_its_number(store: Store) -> None:
    shelves = Shelves()
    with suppress(Undone):
        async with store.editing() as edition:
            await keep(edition, 1)
            assert len(await standing(shelves, edition)) == 1
            raise Undone
    async with store.editing() as edition:
        await keep(edition, 2)
        (member,) = await standing(shelves, edition)
    assert member.signature == SIGNED[2]


async def test_what_another_process_keeps_is_seen(tmp_path: Path) -> None:
    store, other, shelves = (
        await open_store(tmp_path / "news.db"),
        await open_store(tmp_path / "news.db"),
        Shelves(),
    )
    async with store.editing() as edition:
        assert await standing(shelves, edition) == set()
    async with other.editing() as edition:
        await keep(edition, 1)
    async with store.editing() as edition:
        assert len(await standing(shelves, edition)) == 1
    await other.close()
    await store.close()


async def test_what_grows_old_is_taken_off(store: Store) -> None:
    shelves, later = Shelves(), NOON + REACH + 3 * SLACK
    async with store.editing() as edition:
        await keep(edition, 1)
        await standing(shelves, edition)
        assert await standing(shelves, edition, later) == set()


async def test_an_old_article_finds_the_neighbours_of_its_own_time(store: Store) -> None:
    shelves, then = Shelves(), NOON - timedelta(days=300)
    async with store.editing() as edition:
        old = await keep(edition, 1, published=then - WINDOW / 2)
        shelf = await shelves.around(edition, then, SIGNED[1], NOON)
    assert [member.article for member in shelf.of_story(StoryId(1), then - WINDOW, then)] == [old]


STEP = st.tuples(
    st.sampled_from(["keep", "move", "reject", "restore", "merge"]), st.integers(1, 5), st.booleans()
)


@given(steps=st.lists(STEP, min_size=1, max_size=14))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_shelf_that_lives_on_stands_as_one_filled_anew(
    steps: list[tuple[str, int, bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store, shelves = await open_store(tmp_path_factory.mktemp("shelf") / "news.db"), Shelves()
    for number, (kind, which, is_kept) in enumerate(steps, start=1):
        with suppress(Undone):
            async with store.editing() as edition:
                await change(edition, kind, which, number)
                assert await standing(shelves, edition) == await standing(Shelves(), edition)
                if not is_kept:
                    raise Undone
        async with store.editing() as edition:
            assert await standing(shelves, edition) == await standing(Shelves(), edition)
    await store.close()


async def change(edition: Edition, kind: str, which: int, number: int) -> None:
    story = await edition.story(StoryId(which))
    if kind == "keep" or story is None or not story.articles:
        await keep(edition, number)
        return
    chosen = story.articles[0].id
    match kind:
        case "move":
            await edition.move_article(chosen, await edition.begin_story(Label.CORE, NOON))
        case "reject":
            await edition.correct(chosen, Label.NO, NOON)
        case "restore":
            await edition.correct(chosen, Label.CORE, NOON)
        case _:
            await edition.merge_stories(story.id, await edition.begin_story(Label.CORE, NOON), NOON)
