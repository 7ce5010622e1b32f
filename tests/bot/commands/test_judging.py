"""Whoever runs the bot corrects the detector; the cards follow, and it stays corrected."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.config import Settings
from bot.page import Pages
from bot.platforms.console import NAME, USER, parse_ask
from bot.platforms.port import Address, Ask
from bot.pulse import Pulse
from bot.render.plain import render
from bot.verbs.asking import corrections
from feeds.model import Label
from feeds.polling.fetch import Fetcher
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers
from storage.model import Alert, AlertKind, How, WatchWanted
from storage.store import Store
from tests.journeys.outlet import OutletServer
from tests.samples import NOON, article, reading

OPERATOR = frozenset({f"{NAME}:{USER}"})


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Desk]:
    async with store.editing() as edition:
        chat = await edition.meet_chat("telegram", "1", "newsroom")
        await edition.add_watch(chat.id, WatchWanted(), NOON)
        story = await edition.begin_story(Label.CORE, NOON)
        for number in (1, 2):
            await edition.keep_article(article(number), reading(), story=story, origin=None, seen=NOON)
    async with Fetcher(allow_loopback=True) as fetcher, Workers() as workers:
        pages = Pages(fetcher=fetcher, robots=Robots(fetcher), workers=workers, clock=lambda: NOON)
        yield Desk(
            store=store,
            zone=ZoneInfo("UTC"),
            clock=lambda: NOON,
            pulse=Pulse(),
            admins=OPERATOR,
            pages=pages,
        )


async def asked(desk: Desk, line: str) -> str:
    return render(await answer(desk, parse_ask(line)))


async def next_alert(store: Store) -> Alert | None:
    async with store.editing() as edition:
        return await edition.claim_alert(now=NOON, platforms=["telegram"], busy=[])


async def test_a_rejected_story_is_withdrawn_everywhere(desk: Desk) -> None:
    assert "2 articles are marked as not about this" in await asked(desk, "/reject 1")
    assert "Withdrawn: whoever runs this bot judged" in await asked(desk, "/story 1")
    assert "No story yet" in await asked(desk, "/latest")


async def test_the_reason_of_a_corrected_label_is_the_correction(desk: Desk) -> None:
    await asked(desk, "/reject 1")
    assert "Whoever runs this bot judged it NO; the detector had said CORE." in await asked(desk, "/why 1")


async def test_a_story_stays_for_its_other_articles(desk: Desk) -> None:
    assert "1 article is marked" in await asked(desk, f"/reject {article(1).url}")
    assert "Estonia could send troops" in await asked(desk, "/latest")


async def test_a_card_that_waits_is_not_sent_after_a_rejection(desk: Desk) -> None:
    async with desk.store.editing() as edition:
        chat = (await edition.watches())[0].chat
        story = await edition.article_at(article(1).url)
        assert story is not None
        await edition.owe(AlertKind.CARD, chat.id, story.story, How(why="", due=NOON))
    await asked(desk, "/reject 1")
    assert await next_alert(desk.store) is None


async def test_a_correction_outlives_an_edit_of_the_article(desk: Desk) -> None:
    await asked(desk, "/reject 1")
    async with desk.store.editing() as edition:
        known = await edition.article_at(article(1).url)
        assert known is not None
        await edition.revise_article(known, replace(known.article, text="Other words."), reading(), NOON)
    assert "No story yet" in await asked(desk, "/latest")


async def test_a_reported_page_becomes_a_story_and_a_card(desk: Desk, outlet: OutletServer) -> None:
    outlet.items.append(("missed", "Harbour council meets"))
    shown = await asked(desk, f"/report http://127.0.0.1:{outlet.port}/missed")
    assert "Kept as story" in shown
    alert = await next_alert(desk.store)
    assert alert is not None
    assert alert.kind == "card"
    again = await asked(desk, f"/report http://127.0.0.1:{outlet.port}/missed")
    assert "already, as CORE" in again


async def test_a_reported_page_behind_a_wall_is_refused_in_words(desk: Desk, outlet: OutletServer) -> None:
    outlet.items.append(("walled", "Harbour council meets"))
    outlet.paragraphs += ("Subscribe to continue reading",)
    shown = await asked(desk, f"/report http://127.0.0.1:{outlet.port}/walled")
    assert "no article could be read there: paywall" in shown
    assert await next_alert(desk.store) is None


async def test_a_rejection_is_undone_by_a_report(desk: Desk) -> None:
    await asked(desk, "/reject 1")
    assert "Story 1 is CORE now" in await asked(desk, f"/report {article(1).url}")
    assert "Estonia could send troops" in await asked(desk, "/latest")


async def test_the_reply_to_a_report_names_the_label_that_the_story_has_then(desk: Desk) -> None:
    said = await asked(desk, f"/report {article(1).url} related")
    assert "That is RELATED now; story 1 stays CORE" in said
    said = await asked(desk, f"/report {article(2).url} related")
    assert "Story 1 is RELATED now" in said


async def test_a_reported_page_may_join_a_story_that_is_more(desk: Desk, outlet: OutletServer) -> None:
    outlet.items.append(("page", "Estonia ready to send troops to Ukraine"))
    said = await asked(desk, f"/report http://127.0.0.1:{outlet.port}/page related")
    assert "Kept as story 1, RELATED, in a story that is CORE" in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/reject", "Which story"),
        ("/reject 99", "Which story"),
        ("/report", "Which article"),
        ("/report javascript:alert(1)", "Which article"),
        ("/report http://127.0.0.1:9/x", "could not be read"),
        ("/report https://herald.example/1 loudly", "Which article"),
    ],
)
async def test_what_can_not_be_judged_is_said(desk: Desk, line: str, said: str) -> None:
    assert said in await asked(desk, line)


@pytest.mark.parametrize("command", ["reject", "report"])
async def test_a_chats_own_administrators_judge_nothing(desk: Desk, command: str) -> None:
    ask = Ask(
        command=command,
        words="1",
        platform="telegram",
        address=Address("-5"),
        user="7",
        may_administer=True,
    )
    assert "for those who run this bot" in render(await answer(desk, ask))


async def test_corrections_are_exported_as_gold_data_is_written(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await asked(desk, f"/reject {article(1).url}")
    await corrections(Settings(database=tmp_path / "news.db"))
    (line,) = capsys.readouterr().out.splitlines()
    written = json.loads(line)
    assert (written["label"], written["was"], written["text"]) == ("NO", "CORE", article(1).text)
