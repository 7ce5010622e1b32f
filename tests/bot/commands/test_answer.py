"""Commands answer from what is stored, in the outlets' words, and never fail at the user."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import menu
from bot.commands.answer import BY_NAME, COMMANDS, answer
from bot.commands.desk import Desk
from bot.platforms.console import parse_ask
from bot.platforms.port import Address, Ask
from bot.pulse import Pulse
from bot.render.plain import render
from feeds.model import Label, Wall
from storage.store import Store
from tests.samples import NOON, VESTNIK, article, reading, source


@pytest.fixture
async def desk(store: Store) -> Desk:
    async with store.editing() as edition:
        await edition.offer_feed(source(), NOON)
        story = await edition.begin_story(Label.CORE, NOON)
        await edition.keep_article(article(1), reading(), story=story, origin=None, seen=NOON)
        await edition.keep_article(article(2, outlet=VESTNIK), reading(), story=story, origin=None, seen=NOON)
    return Desk(store=store, zone=ZoneInfo("Europe/Tallinn"), clock=lambda: NOON, pulse=Pulse())


async def asked(desk: Desk, line: str) -> str:
    return render(await answer(desk, parse_ask(line)))


async def test_latest_lists_stories_with_their_outlets_and_origins(desk: Desk) -> None:
    shown = await asked(desk, "/latest")
    assert "- 1 Estonia could send troops" in shown
    assert "2 outlets, 2 origins" in shown


@pytest.mark.parametrize("line", ["/quotes", "/quotes 1", "/quotes tammsalu", "/quotes Estonia", "quotes #1"])
async def test_quotes_are_the_right_words_of_the_right_person(desk: Desk, line: str) -> None:
    shown = await asked(desk, line)
    assert "Juhan Tammsalu (Estonia): “We would go, but only after a ceasefire,”" in shown
    assert "The Harbour Herald <https://herald.example/1>, 4 Mar 2026, 14:01 EET" in shown


async def test_a_story_shows_its_sources_and_labels_state_outlets(desk: Desk) -> None:
    shown = await asked(desk, "/story 1")
    assert "Severny Vestnik (Russia, state-controlled)" in shown


async def test_a_story_marks_what_a_wall_kept_us_from_reading(desk: Desk) -> None:
    async with desk.store.editing() as edition:
        known = await edition.article_at(article(1).url)
        assert known is not None
        walled = replace(known.article, wall=Wall.PAYWALL)
        await edition.revise_article(known, walled, reading(), NOON)
    shown = await asked(desk, "/story 1")
    assert shown.count("(paywall: read from the feed only)") == 1


async def test_a_summary_is_made_of_sentences_of_the_article(desk: Desk) -> None:
    shown = await asked(desk, "/summary 1")
    assert (
        "Estonia's defence minister said on Tuesday that the country could send troops to Ukraine." in shown
    )


async def test_search_finds_and_says_when_it_does_not(desk: Desk) -> None:
    assert "Estonia could send troops" in await asked(desk, '/search "could send"')
    assert "Nothing found" in await asked(desk, "/search submarine")


async def test_health_counts_what_is_kept_and_names_broken_feeds(desk: Desk) -> None:
    assert "stories 1, articles 2, quotes 2" in await asked(desk, "/health")


async def test_health_tells_a_silent_feed_from_a_broken_one(desk: Desk) -> None:
    async with desk.store.editing() as edition:
        await edition.offer_feed(source("quiet", VESTNIK), NOON)
    quiet, herald = sorted(await desk.store.feeds(), key=lambda feed: feed.source.host, reverse=True)
    two_days_ago = NOON - timedelta(days=2)
    async with desk.store.editing() as edition:
        await edition.save_feeds(
            replace(quiet, polled=NOON, succeeded=NOON, news=two_days_ago, pace=20.0),
            replace(herald, polled=NOON, fault="no connection", failing_since=two_days_ago),
        )
    shown = await asked(desk, "/health")
    assert "Feeds: 2, of which 1 broken, 1 silent, 0 not yet visited" in shown
    assert "answers, but brings nothing; usually 20 items a day" in shown


async def test_watch_subscribes_this_chat_and_unwatch_ends_it(desk: Desk) -> None:
    assert "every CORE story" in await asked(desk, "/watch")
    assert len(await desk.store.watches_of("console", "here")) == 1
    assert "Watch 2: this chat is told of related" in await asked(desk, "/watch related")
    assert "nothing any more" in await asked(desk, "/unwatch")
    assert await desk.store.watches_of("console", "here") == ()


async def test_only_administrators_change_what_a_chat_watches(desk: Desk) -> None:
    ask = Ask(command="watch", words="", platform="telegram", address=Address("-5"))
    assert "those who administer" in render(await answer(desk, ask))
    assert await desk.store.watches_of("telegram", "-5") == ()


async def test_the_operators_administer_every_chat(desk: Desk) -> None:
    desk = replace(desk, admins=frozenset({"telegram:7"}))
    for user, told in (("8", 0), ("7", 1)):
        await answer(
            desk, Ask(command="watch", words="", platform="telegram", address=Address("-5"), user=user)
        )
        assert len(await desk.store.watches_of("telegram", "-5")) == told


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/qoutes", "Did you mean /quotes?"),
        ("/story 99", "There is no story “99”"),
        ("/story macron", "There is no story"),
        ("/search", "Search for what?"),
        ("/quotes Nobody Inparticular", "No quote of"),
        ("/help", "/quotes [who]"),
        ("/privacy", "no names of users"),
        ("/start", "/latest"),
    ],
)
async def test_every_question_gets_an_answer_in_words(desk: Desk, line: str, words: str) -> None:
    assert words in await asked(desk, line)


async def test_an_empty_store_says_so(store: Store) -> None:
    desk = Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: NOON, pulse=Pulse())
    for command in ("latest", "story", "summary", "quotes"):
        assert "No story yet" in await asked(desk, command)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(command=st.sampled_from(sorted(BY_NAME)), words=st.text(max_size=200))
async def test_nothing_that_a_user_types_makes_a_command_fail(desk: Desk, command: str, words: str) -> None:
    ask = Ask(command=command, words=words, platform="console", address=Address("here"), may_administer=True)
    shown = render(await answer(desk, ask))
    assert "the fault is ours" not in shown
    assert shown.strip()


def test_the_menu_fits_both_platforms() -> None:
    for command in COMMANDS:
        assert command.name.islower()
        assert len(command.name) <= 32
        assert 0 < len(command.summary) <= 100
        assert len(command.argument_help) <= 100
    assert len(menu()) == len(COMMANDS)
