"""Summaries are sentences of stored articles, in three lengths; an unknown page is read and not kept."""

from collections.abc import AsyncIterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.commands.summaries import read_asked
from bot.page import Pages
from bot.platforms.console import parse_ask
from bot.pulse import Pulse
from bot.render.plain import render
from bot.replies import Excerpt
from feeds.model import Label
from feeds.polling.fetch import Fetcher
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers
from storage.store import Store
from tests.samples import NOON, article, reading


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Desk]:
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        for number in (1, 2):
            await edition.keep_article(article(number), reading(), story=story, origin=None, seen=NOON)
    async with Fetcher() as fetcher, Workers() as workers:
        pages = Pages(fetcher=fetcher, robots=Robots(fetcher), workers=workers, clock=lambda: NOON)
        yield Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: NOON, pulse=Pulse(), pages=pages)


async def asked(desk: Desk, line: str) -> str:
    return render(await answer(desk, parse_ask(line)))


@pytest.mark.parametrize("what", ["1", "1 line", "1 card", "1 long", "today", "week", "", article(1).url])
async def test_each_sentence_stands_in_a_stored_article(desk: Desk, what: str) -> None:
    reply = await answer(desk, parse_ask(f"/summary {what}"))
    excerpts = [block.text for block in reply.blocks if isinstance(block, Excerpt)]
    assert excerpts
    assert all(words in article(1).text or words in article(2).text for words in excerpts)


async def test_a_line_is_one_sentence(desk: Desk) -> None:
    reply = await answer(desk, parse_ask("/summary 1 line"))
    assert sum(isinstance(block, Excerpt) for block in reply.blocks) == 1


async def test_a_long_summary_names_its_parts(desk: Desk) -> None:
    assert "What happened" in await asked(desk, "/summary 1 long")
    assert "What happened" not in await asked(desk, "/summary 1")


async def test_other_lengths_are_a_button_away(desk: Desk) -> None:
    reply = await answer(desk, parse_ask("/summary 1"))
    assert [button.command for button in reply.buttons][:2] == ["summary 1 line", "summary 1 long"]


@pytest.mark.parametrize("address", ["http://127.0.0.1/a", "http://10.0.0.1/a", "http://[::1]/", "http://"])
async def test_a_private_address_is_refused_in_words(desk: Desk, address: str) -> None:
    reply = await answer(desk, parse_ask(f"/summary {address}"))
    assert "could not be read" in render(reply) or "No position" in render(reply)
    assert "the fault is ours" not in render(reply)
    assert reply.private


async def test_today_begins_at_midnight_in_the_zone_of_the_chat(desk: Desk) -> None:
    (story,) = await desk.store.latest(limit=1)
    late = story.published.replace(hour=23, minute=30)
    later = replace(desk, clock=lambda: late, zone=ZoneInfo("Asia/Tokyo"))  # tomorrow there
    assert "No story of today" in await asked(later, "/summary today")
    assert "No story" not in await asked(later, "/summary week")
    in_utc = replace(later, zone=ZoneInfo("UTC"))
    assert "No story" not in await asked(in_utc, "/summary today")


async def test_nobody_known_is_said_in_words(desk: Desk) -> None:
    assert "No position of" in await asked(desk, "/summary Nobody Known long")


def test_the_length_stands_last_in_any_case() -> None:
    assert (read_asked("12 LONG").what, read_asked("12 LONG").length) == ("12", "long")
    assert read_asked("line").length == "line"
    assert read_asked("https://example.org/a?page:2 long").what == "https://example.org/a?page:2"


def test_what_no_button_can_carry_has_none() -> None:
    assert not read_asked("https://example.org/" + "a" * 60).lengths
    for words in ("12", "a" * 38 + " long"):
        buttons = read_asked(words).lengths
        assert buttons
        assert all(len(button.command.encode()) <= 64 - 2 for button in buttons)


async def test_a_week_with_more_stories_than_any_list_is_told_to_its_end(desk: Desk) -> None:
    many = 230
    async with desk.store.editing() as edition:
        for number in range(10, 10 + many):
            story = await edition.begin_story(Label.CORE, NOON)
            await edition.keep_article(article(number), reading(), story=story, origin=None, seen=NOON)
    reply = await answer(desk, parse_ask(f"/summary week long page:{(many + 10) // 10}"))
    assert any(isinstance(block, Excerpt) for block in reply.blocks)
