"""A chat is told when it wants to be: not in its quiet hours, and of a digest at its own time of day."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.hours import BREAKING, MINUTES, due_at, is_quiet
from bot.platforms.console import parse_ask
from bot.pulse import Pulse
from bot.render.plain import render
from storage.model import ChatHours, Delivery
from storage.store import open_store
from tests.samples import NOON

NIGHT = ChatHours(zone="Europe/Kyiv", quiet_from=22 * 60, quiet_until=7 * 60)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-04T12:00", "2026-03-04T12:00"),
        ("2026-03-04T20:00", "2026-03-05T05:00"),  # 22:00 in Kyiv
        ("2026-03-05T04:59", "2026-03-05T05:00"),
        ("2026-03-05T05:00", "2026-03-05T05:00"),
        ("2026-03-28T23:00", "2026-03-29T04:00"),  # the clocks go forward in that night
    ],
)
def test_what_comes_in_the_night_is_told_in_the_morning(now: str, due: str) -> None:
    assert due_at(NIGHT, Delivery.AT_ONCE, moment(now)) == moment(due)


def test_a_story_that_many_outlets_carry_is_told_in_the_night_too() -> None:
    night = moment("2026-03-04T23:00")
    assert due_at(NIGHT, Delivery.AT_ONCE, night, outlets=BREAKING) == night


@pytest.mark.parametrize(
    ("delivery", "due"),
    [(Delivery.DAILY, "2026-03-05T06:00"), (Delivery.WEEKLY, "2026-03-09T06:00")],
)
def test_a_digest_comes_at_the_time_of_its_chat(delivery: Delivery, due: str) -> None:
    hours = ChatHours(zone="Europe/Kyiv", digest_at=8 * 60)
    assert due_at(hours, delivery, moment("2026-03-04T12:00")) == moment(due)


async def test_a_chat_follows_the_bots_time_zone_until_it_names_its_own(tmp_path: Path) -> None:
    for zone, own, due in (
        ("UTC", "", "2026-03-05T08:00"),
        ("Europe/Kyiv", "", "2026-03-05T06:00"),  # whoever runs the bot changed his mind
        ("Europe/Kyiv", "Asia/Kathmandu", "2026-03-05T02:15"),
    ):
        store = await open_store(tmp_path / "news.db", zone=zone)
        desk = Desk(store=store, zone=ZoneInfo(zone), clock=lambda: NOON, pulse=Pulse())
        if own:
            await answer(desk, parse_ask(f"/settings zone {own}"))
        await answer(desk, parse_ask("/watch daily"))
        shown = render(await answer(desk, parse_ask("/settings")))
        assert (f"Time zone: {own}" if own else f"Time zone: {zone}, as the bot has it") in shown
        async with store.editing() as edition:
            (watch,) = await edition.watches()
        await store.close()
        assert due_at(watch.chat.hours, watch.wanted.delivery, NOON) == moment(due)


@given(
    now=st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    quiet=st.tuples(st.integers(0, MINUTES - 1), st.integers(0, MINUTES - 1)),
    zone=st.sampled_from(["UTC", "Europe/Kyiv", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]),
    delivery=st.sampled_from(Delivery),
)
def test_nothing_is_told_in_quiet_hours_nor_put_off_for_long(
    now: datetime, quiet: tuple[int, int], zone: str, delivery: Delivery
) -> None:
    hours = ChatHours(zone=zone, quiet_from=quiet[0], quiet_until=quiet[1], digest_at=quiet[1])
    due = due_at(hours, delivery, now)
    assert due >= now
    assert (due - now).days <= (8 if delivery is Delivery.WEEKLY else 1)
    assert delivery is not Delivery.AT_ONCE or due == now or is_quiet(hours, now)
