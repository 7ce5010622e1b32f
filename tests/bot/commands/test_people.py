"""What is answered to those who ask where somebody stands, since when, and what he said before."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands.asked import LONGEST_COMMAND
from feeds.model import Chain, Label, Position, Span, Stance, Troops
from storage.store import Store
from tests.bot.commands.asking import asked
from tests.samples import NOON, REFUSAL, article, reading

LIND = replace(REFUSAL, actor="Ivo Lind", country="Latvia", stance=Stance.SUPPORTS)


async def keep(store: Store, *positions: Position, day: int = 0) -> None:
    number = day + 1
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        await edition.keep_article(
            replace(article(number), published=NOON + timedelta(days=day)),
            replace(reading(), positions=positions),
            story=story,
            origin=None,
            seen=NOON,
        )


def in_order(shown: str, words: Sequence[str]) -> bool:
    places = [shown.find(word) for word in words]
    return -1 not in places and places == sorted(places)


async def test_countries_stand_under_their_stance_with_speaker_day_outlet_and_words(store: Store) -> None:
    await keep(store, REFUSAL, day=1)
    await keep(store, LIND, day=2)
    shown = await asked(store, "/who")
    assert in_order(shown, ["Supports sending troops", "Latvia (Ivo Lind, self-stated)"])
    assert in_order(shown, ["Latvia (Ivo Lind", "Opposes it", "Estonia (Ada Roe, self-stated)"])
    assert "Estonia's defence minister sai" in shown
    assert "The Harbour Herald" in shown
    assert "5 Mar 2026" in shown


async def test_what_others_tell_of_a_country_is_named_as_such(store: Store) -> None:
    await keep(store, replace(REFUSAL, chain=Chain.ATTRIBUTED, reporter="Jan Muster", stance=Stance.SUPPORTS))
    shown = await asked(store, "/who")
    assert "attributed by Jan Muster" in shown
    assert "1 of these only as others tell it" in shown


async def test_a_country_is_asked_for_in_another_language(store: Store) -> None:
    await keep(store, REFUSAL, replace(REFUSAL, actor="Jan Muster", stance=Stance.OPEN, is_official=False))
    shown = await asked(store, "/who Эстония")
    assert in_order(shown, ["Estonia", "Ada Roe", "Not in office", "Jan Muster"])


@pytest.mark.parametrize("line", ["/position Ada Roe", "/position roe", "/who Roe"])
async def test_somebody_is_found_by_his_name_or_the_end_of_it(store: Store, line: str) -> None:
    await keep(store, REFUSAL)
    assert "Ada Roe (Estonia): opposes" in await asked(store, line)


async def test_a_line_folds_what_is_said_again_and_names_the_condition(store: Store) -> None:
    condition = replace(REFUSAL, stance=Stance.CONDITIONAL, condition=Span(0, 7))
    await keep(store, replace(REFUSAL, stance=Stance.OPEN), day=1)
    await keep(store, replace(REFUSAL, stance=Stance.OPEN), day=2)
    await keep(store, condition, day=9)
    shown = await asked(store, "/position Ada Roe")
    assert in_order(shown, ["the line, newest first", "conditional", "condition: Estonia", "open"])
    assert "in 2 articles since 5 Mar 2026" in shown


async def test_a_reversal_shows_both_sides_and_the_days_between(store: Store) -> None:
    await keep(store, REFUSAL, day=1)
    await keep(store, replace(REFUSAL, stance=Stance.OPEN), day=32)
    shown = await asked(store, "/position Ada Roe")
    assert in_order(shown, ["Ada Roe (Estonia): from against to for in 31 days", "opposes", "open"])


async def test_two_people_of_one_country_are_no_reversal(store: Store) -> None:
    await keep(store, REFUSAL, day=1)
    await keep(store, replace(REFUSAL, actor="Ivo Lind", stance=Stance.SUPPORTS), day=5)
    assert "against to for" not in await asked(store, "/position Ivo Lind")
    assert "against to for" not in await asked(store, "/position Estonia")


async def test_a_stance_on_the_troops_of_others_is_marked(store: Store) -> None:
    await keep(store, REFUSAL, replace(REFUSAL, stance=Stance.SUPPORTS, troops=Troops.OTHERS))
    assert "of the troops of others" in await asked(store, "/who")


async def test_a_timeline_runs_from_the_oldest_to_the_newest(store: Store) -> None:
    await keep(store, REFUSAL, day=1)
    await keep(store, replace(REFUSAL, stance=Stance.OPEN), day=32)
    shown = await asked(store, "/timeline Estonia")
    assert in_order(shown, ["5 Mar 2026", "opposes", "5 Apr 2026", "open"])
    assert in_order(await asked(store, "/timeline 1"), ["Timeline of story 1", "Ada Roe: opposes"])


async def test_a_long_table_is_read_page_by_page_and_nothing_is_shown_twice(store: Store) -> None:
    names = [f"Country {chr(65 + number)}" for number in range(13)]
    await keep(store, *(replace(REFUSAL, actor=name, country=name) for name in names))
    pages = [await asked(store, f"/who{page}") for page in ("", " page:2")]
    assert "[/who page:2]" in pages[0]
    for name in names:
        assert [name in page for page in pages].count(True) == 1


@pytest.mark.parametrize("command", ["who", "position", "timeline"])
@pytest.mark.parametrize("words", ["Nobody", "page:0", "page:99", "99999", "%", '"', "🦄" * 300, "12 page:2"])
async def test_whatever_is_asked_is_answered_in_words(store: Store, command: str, words: str) -> None:
    await keep(store, REFUSAL)
    shown = await asked(store, f"/{command} {words}")
    assert shown.strip()
    assert "fault is ours" not in shown


@pytest.mark.parametrize("command", ["who", "timeline", "position"])
async def test_without_any_position_that_is_said(store: Store, command: str) -> None:
    shown = await asked(store, f"/{command} Estonia")
    assert "No position" in shown


LONG = "Олександра-Володимирівна Невимовнодовгоіменна"


@pytest.mark.parametrize("command", ["who", "position", "timeline"])
async def test_each_page_of_a_long_name_is_reached_by_its_button(store: Store, command: str) -> None:
    stances = (Stance.OPPOSES, Stance.OPEN)
    for day in range(60):
        await keep(store, replace(REFUSAL, actor=LONG, stance=stances[day % 2]), day=day)
    first = await asked(store, f"/{command} {LONG}")
    older = re.search(r"\[/([a-z]+ again:[0-9]+ page:2)\]", first)
    assert older is not None
    assert len(older[1].encode()) <= LONGEST_COMMAND
    second = await asked(store, f"/{older[1]}")
    assert LONG in second
    assert second != first
    assert re.search(r"\[/[a-z]+ again:[0-9]+ page:1\]", second)


async def test_a_button_whose_question_is_forgotten_says_so(store: Store) -> None:
    for command in ("who", "position", "timeline"):
        assert "no longer kept" in await asked(store, f"/{command} again:7 page:2")


async def test_behind_the_last_page_the_last_is_shown_with_a_way_back(store: Store) -> None:
    names = [f"Country {chr(65 + number)}" for number in range(13)]
    await keep(store, *(replace(REFUSAL, actor=name, country=name) for name in names))
    shown = await asked(store, "/who page:99")
    assert in_order(shown, ["no page 99 any more", "Country", "[/who page:1]"])


async def test_of_each_position_of_a_country_it_is_told_since_when(store: Store) -> None:
    await keep(store, REFUSAL, day=1)
    await keep(store, REFUSAL, day=4)
    assert "in 2 articles since 5 Mar 2026" in await asked(store, "/who Estonia")


async def test_a_long_story_is_read_page_by_page_without_what_was_rejected(store: Store) -> None:
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        for number in range(30):
            one = await edition.keep_article(
                article(number, title=f"Title {number:02}."), reading(), story=story, origin=None, seen=NOON
            )
        await edition.correct(one, Label.NO, NOON)
    pages = [await asked(store, f"/timeline 1{page}") for page in ("", " page:2")]
    assert "[/timeline 1 page:2]" in pages[0]
    assert in_order(pages[0], ["Title 04.", "Title 28."])
    for number in range(4):
        assert f"Title {number:02}." in pages[1]
    assert "Title 29." not in pages[0] + pages[1]
