"""What is suggested to somebody who types a command."""

from dataclasses import replace

import pytest

from bot.commands.completing import LONGEST_LABEL, MOST, complete
from bot.commands.query import story_number
from bot.render.text import units
from feeds.model import Label
from feeds.stories.people.roster import roster
from storage.store import Store
from tests.bot.commands.asking import asked, desk_of
from tests.samples import NOON, REFUSAL, article, reading


async def keep(store: Store, title: str, *, label: Label = Label.CORE, actor: str = "Ada Roe") -> None:
    async with store.editing() as edition:
        story = await edition.begin_story(label, NOON)
        read = replace(reading(label), positions=(replace(REFUSAL, actor=actor),))
        written = replace(article(int(story)), title=title)
        await edition.keep_article(written, read, story=story, origin=None, seen=NOON)


async def suggested(store: Store, command: str, typed: str) -> list[str]:
    return [one.words for one in await complete(desk_of(store), command, typed)]


@pytest.mark.parametrize("typed", ["Macr", "macron", "Emmanuel M", "Макрон", "  macron "])
async def test_a_name_is_suggested_from_its_beginning_in_any_script(store: Store, typed: str) -> None:
    assert "Emmanuel Macron" in await suggested(store, "who", typed)


async def test_a_country_goes_before_people(store: Store) -> None:
    assert (await suggested(store, "position", "Est"))[0] == "Estonia"


async def test_somebody_whom_only_articles_name_is_suggested_too(store: Store) -> None:
    await keep(store, "A headline", actor="Wilhelmina Unheard")
    assert await suggested(store, "position", "wilhelmina unh") == ["Wilhelmina Unheard"]


async def test_before_anything_is_typed_the_countries_with_a_position_are_suggested(store: Store) -> None:
    await keep(store, "A headline")
    assert await suggested(store, "who", "") == ["Estonia"]


@pytest.mark.parametrize("typed", ["", "1", "#1", "troops ESTONIA", "eston"])
async def test_a_story_is_suggested_by_its_number_or_by_words_of_its_headline(
    store: Store, typed: str
) -> None:
    await keep(store, "Estonia could send troops")
    [story] = await complete(desk_of(store), "story", typed)
    assert (story.words, story.label) == ("1", "#1 Estonia could send troops")
    assert story_number(story.words) is not None


async def test_stories_are_suggested_the_newest_first_and_none_that_was_rejected(store: Store) -> None:
    for number in range(3):
        await keep(store, f"Headline {number}")
    await keep(store, "Off topic", label=Label.NO)
    assert await suggested(store, "summary", "") == ["3", "2", "1", "Estonia"]


async def test_no_more_is_suggested_than_can_be_shown_and_no_label_is_too_long(store: Store) -> None:
    for number in range(MOST + 5):
        await keep(store, f"Headline {number} " + "🦆" * 200)
    found = await complete(desk_of(store), "story", "headline")
    assert len(found) == MOST
    assert all(units(one.label) <= LONGEST_LABEL for one in found)


async def test_what_is_suggested_is_understood(store: Store) -> None:
    await keep(store, "A headline", actor="Emmanuel Macron")
    [first, *_] = await suggested(store, "position", "macr")
    assert "Emmanuel Macron: the line" in await asked(store, f"/position {first}")


async def test_every_known_name_is_short_enough_to_be_chosen() -> None:
    assert all(0 < len(actor.name) <= LONGEST_LABEL for actor in roster())


@pytest.mark.parametrize("typed", ["xq" * 5_000, "%_\"'", "\u202e", "👍", "-", "0"])
@pytest.mark.parametrize("command", ["who", "story", "quotes", "nothing of ours"])
async def test_whatever_is_typed_nothing_is_broken(store: Store, command: str, typed: str) -> None:
    await keep(store, "A headline")
    assert not await suggested(store, command, typed)


async def test_without_a_database_nothing_is_suggested(store: Store) -> None:
    desk = desk_of(store)
    await store.close()
    assert not await complete(desk, "story", "")
