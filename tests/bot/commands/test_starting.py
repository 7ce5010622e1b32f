"""`/start` says what the bot is and offers three ways on; a link to the bot may ask for what can be read."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.answer import BY_NAME, answer
from bot.commands.desk import Desk
from bot.commands.starting import linked
from bot.platforms.port import Address, Ask
from bot.pulse import Pulse
from bot.render.plain import render
from feeds.model import Label
from storage.store import Store
from tests.samples import NOON, article, reading


def ask(words: str) -> Ask:
    return Ask(command="start", words=words, platform="telegram", address=Address("1"))


@pytest.fixture
async def desk(store: Store) -> Desk:
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        await edition.keep_article(article(1), reading(), story=story, origin=None, seen=NOON)
    return Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: NOON, pulse=Pulse())


async def test_start_offers_three_ways_on(desk: Desk) -> None:
    reply = await answer(desk, ask(""))
    assert [button.command for button in reply.buttons] == ["latest", "who", "watch"]
    assert "Troopwire reads news feeds" in render(reply)
    refused = await answer(desk, Ask(command="watch", words="", platform="telegram", address=Address("1")))
    assert "for those who administer" in render(refused)


@pytest.mark.parametrize(
    ("payload", "wanted"),
    [
        ("story_12", ("story", "12")),
        ("quotes_emmanuel_macron", ("quotes", "emmanuel macron")),
        ("who_france", ("who", "france")),
        ("who_cote-d-ivoire", ("who", "cote-d-ivoire")),
        ("story_", None),
        ("story_x", None),
        ("quotes_", None),
        ("quotes____", None),
        ("reject_12", None),
        ("watch_all", None),
        ("inline", None),
        ("story_12 extra", None),
    ],
)
def test_a_link_asks_for_what_can_be_read_and_for_nothing_else(
    payload: str, wanted: tuple[str, str] | None
) -> None:
    asked = linked(ask(payload))
    assert (None if asked is None else (asked.command, asked.words)) == wanted


async def test_a_link_to_a_story_shows_it(desk: Desk) -> None:
    assert article(1).title in render(await answer(desk, ask("story_1")))
    assert "Troopwire reads news feeds" in render(await answer(desk, ask("no_such_thing")))


@given(payload=st.one_of(st.text(max_size=100), st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True)))
def test_no_link_reaches_a_command_that_changes_anything(payload: str) -> None:
    asked = linked(ask(payload))
    if asked is not None:
        command = BY_NAME[asked.command]
        assert not command.administers
        assert not command.for_admins
        assert asked.command in {"story", "quotes", "who"}
