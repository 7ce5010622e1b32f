"""Words are checked against what is stored: exact, near, said by somebody else, or not found."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands.desk import Desk
from bot.commands.verify import read_claim
from bot.pulse import Pulse
from feeds.model import Label
from storage.store import Store
from tests.bot.commands.test_quotes import keep, said, shown
from tests.samples import HERALD, NOON, VESTNIK, article, reading


@pytest.fixture
async def desk(store: Store) -> Desk:
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        await edition.keep_article(article(1), reading(), story=story, origin=None, seen=NOON)
        await edition.keep_article(article(2, outlet=VESTNIK), reading(), story=story, origin=None, seen=NOON)
    return Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: NOON, pulse=Pulse())


@pytest.mark.parametrize(
    "line",
    [
        "/verify We would go, but only after a ceasefire",
        "/verify “we would go – but only after a ceasefire.”",
        "/verify «We would go, but only after a ceasefire» — Tammsalu",
        "/verify we would go but only after a ceasefire by:Juhan Tammsalu",
        "/verify by:Estonia we would go, but only after a ceasefire",
    ],
)
async def test_the_same_words_are_exact_whatever_their_typography(desk: Desk, line: str) -> None:
    answer = await shown(desk, line)
    assert "== Exact: word for word\n2 stored articles have them." in answer
    assert "Juhan Tammsalu (Estonia): “We would go, but only after a ceasefire”" in answer
    assert "The Harbour Herald <https://herald.example/1>, 4 Mar 2026, 12:01 UTC" in answer
    assert "There: inside a direct quotation of Juhan Tammsalu\n" in answer
    assert "Severny Vestnik (Russia, state-controlled)" in answer


async def test_the_place_is_shown_in_the_articles_own_words(desk: Desk) -> None:
    answer = await shown(desk, "/verify but only after a ceasefire")
    assert "inside a direct quotation of Juhan Tammsalu, which says more" in answer
    assert "The place in the article's own words, characters 104 to 130:" in answer
    assert (
        'could send troops to Ukraine. "We would go, but only after a ceasefire," Juhan Tammsalu told'
        in answer
    )


async def test_near_words_are_shown_with_what_differs(desk: Desk) -> None:
    answer = await shown(desk, "/verify We will go, but after a ceasefire, Juhan Tammsalu told reporters")
    assert "== Near: not these words, but much like them" in answer
    assert "- you wrote “will”; there it is “would”" in answer
    assert "- you left out “only”" in answer


@pytest.mark.parametrize(
    "by", ["— Macron", "- Emmanuel Macron", "by:Macron", 'by:"the Kremlin"', "by:Nobody"]
)
async def test_words_of_somebody_else_are_said_to_be_his(desk: Desk, by: str) -> None:
    answer = await shown(desk, f"/verify “We would go, but only after a ceasefire” {by}")
    assert "== Not by " in answer
    assert ": these words are stored, but by somebody else" in answer
    assert "Juhan Tammsalu (Estonia): “We would go" in answer


async def test_an_outlets_own_words_are_nobodys_quotation(desk: Desk) -> None:
    answer = await shown(desk, "/verify Tammsalu told reporters")
    assert "There: the outlet's own words, not a quotation" in answer
    answer = await shown(desk, "/verify “Tammsalu told reporters” by:Tammsalu")
    assert (
        "Not by tammsalu: these words are stored, but not as anybody's words by name".casefold()
        in answer.casefold()
    )


async def test_a_headline_is_told_from_the_text(desk: Desk) -> None:
    assert "There: the outlet's headline" in await shown(desk, "/verify Estonia could send troops")


async def test_not_found_says_what_was_searched_and_what_that_does_not_show(desk: Desk) -> None:
    answer = await shown(desk, "/verify Our submarines are there already")
    assert "== Not found\nNone of the 2 articles stored since 4 Mar 2026 has these words" in answer
    assert "does not show that nobody said them" in answer


async def test_an_altered_number_is_not_exact(desk: Desk) -> None:
    await keep(desk.store, said(3, "We send 5,000 soldiers to Ukraine"))
    assert "Exact" in await shown(desk, "/verify we send 5,000 soldiers to Ukraine")
    for number in ("5.000", "500", "50,000", "5"):
        assert "== Near" in await shown(desk, f"/verify we send {number} soldiers to Ukraine")


async def test_a_dash_within_the_words_names_nobody(desk: Desk) -> None:
    claim = read_claim("We would go — but only after a ceasefire", await desk.store.speakers())
    assert claim.by is None
    assert claim.words[-1] == "ceasefire"


@pytest.mark.parametrize("words", ["", "...", "“” — ", "\u202e\u200f", "🙂"])
async def test_without_words_it_says_how_to_ask(desk: Desk, words: str) -> None:
    assert "Verify what? For instance" in await shown(desk, f"/verify {words}")


async def test_an_empty_store_has_nothing_to_search(store: Store) -> None:
    desk = Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: NOON, pulse=Pulse())
    assert "Nothing is stored yet" in await shown(desk, "/verify We would go")


async def test_the_same_words_in_many_outlets_are_shown_three_times_and_then_named(desk: Desk) -> None:
    told = [
        said(day, "Not one soldier of ours goes there", outlet=replace(HERALD, name=f"The Mill {day}"))
        for day in range(1, 6)
    ]
    await keep(desk.store, *told)
    answer = await shown(desk, "/verify not one soldier of ours")
    assert "5 stored articles have them." in answer
    assert "Also in The Mill 4, The Mill 5" in answer
    assert answer.index("The Mill 1") < answer.index("The Mill 2")  # who had them first


HOSTILE = st.one_of(
    st.text(max_size=400),
    st.lists(
        st.sampled_from(
            ['"', "NEAR(", "AND", "OR", "NOT", "*", "^", "would", "go", "title:", "-", "{", ")", "\u202e"]
        )
    ).map(" ".join),
    st.text(alphabet="a’'.,", min_size=500, max_size=3_000),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(words=HOSTILE)
async def test_nothing_that_is_typed_makes_it_fail_or_go_on_for_ever(desk: Desk, words: str) -> None:
    answer = await shown(desk, f"/verify {words}")
    assert "the fault is ours" not in answer
    assert "database" not in answer
    assert len(answer) < 20_000
