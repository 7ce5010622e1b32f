"""The picture beside the answer of those commands that ask the ledger."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.charts.chart import MatrixChart, MatrixRow, TimelineChart, TimelineEvent
from bot.charts.holders import holders
from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.platforms.console import parse_ask
from bot.pulse import Pulse
from bot.replies import Picture
from feeds.model import Chain, Stance, Troops
from storage.store import Store
from tests.bot.commands.test_people import LIND, keep
from tests.samples import NOON, REFUSAL


async def pictured(store: Store, line: str) -> Picture | None:
    desk = Desk(store=store, zone=ZoneInfo("Europe/Kyiv"), clock=lambda: NOON, pulse=Pulse())
    return (await answer(desk, parse_ask(line))).picture


async def test_the_table_of_countries_has_a_picture(store: Store) -> None:
    await keep(store, REFUSAL, day=1)
    await keep(store, replace(LIND, actor="Latvia", chain=Chain.REPORTED), day=2)
    picture = await pictured(store, "/who")
    assert picture is not None
    assert isinstance(picture.chart, MatrixChart)
    assert picture.alt == "Countries by stance: supports 1, opposes 1."
    assert picture.chart.as_of == NOON.date()
    assert picture.chart.rows[1] == MatrixRow(
        country="Estonia",
        stance=Stance.OPPOSES,
        said=date(2026, 3, 5),
        who="Ada Roe",
        chain=Chain.SELF_STATED,
    )
    assert picture.chart.rows[0].who == ""


async def test_its_picture_shows_all_pages_and_stands_on_the_first(store: Store) -> None:
    names = [f"Country {chr(65 + number)}" for number in range(13)]
    await keep(store, *(replace(REFUSAL, actor=name, country=name) for name in names))
    picture = await pictured(store, "/who")
    assert picture is not None
    assert isinstance(picture.chart, MatrixChart)
    assert len(picture.chart.rows) == 13
    assert await pictured(store, "/who page:2") is None


async def test_a_timeline_has_a_picture(store: Store) -> None:
    await keep(store, REFUSAL, day=1)
    await keep(store, replace(REFUSAL, stance=Stance.OPEN), day=32)
    picture = await pictured(store, "/timeline Estonia")
    assert picture is not None
    assert isinstance(picture.chart, TimelineChart)
    assert set(picture.chart.events) == {
        TimelineEvent(day=day, who="Ada Roe", stance=stance, chain=Chain.SELF_STATED, is_turn=is_turn)
        for day, stance, is_turn in (
            (date(2026, 3, 5), Stance.OPPOSES, False),
            (date(2026, 4, 5), Stance.OPEN, True),
        )
    }
    assert picture.alt == "Timeline: Estonia, by date; the last: open, 5 Apr 2026."


async def test_a_stance_on_the_troops_of_others_is_a_line_of_its_own_and_no_reversal(store: Store) -> None:
    await keep(store, REFUSAL, day=1)
    await keep(store, replace(REFUSAL, stance=Stance.SUPPORTS, troops=Troops.OTHERS), day=2)
    picture = await pictured(store, "/timeline Estonia")
    assert picture is not None
    assert isinstance(picture.chart, TimelineChart)
    shown, _ = holders(picture.chart.events)
    assert {holder.name for holder in shown} == {"Ada Roe", "Ada Roe (others' troops)"}
    assert not any(holder.reversals for holder in shown)
