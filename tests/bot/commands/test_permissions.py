"""Who may do what: every command against every role; rights are asked for again at each press.

A command without a line in this table fails.
"""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands.answer import BY_NAME, answer
from bot.commands.desk import Desk
from bot.platforms.port import Address, Ask
from bot.pulse import Pulse
from bot.render.plain import render
from feeds.model import Label
from storage.model import WatchWanted
from storage.store import Store
from tests.samples import NOON, article, reading

ANYBODY, CHAT, BOT = "anybody", "who administers the chat", "who runs the bot"

TABLE = {
    "digest": ANYBODY,
    "export": ANYBODY,
    "first": ANYBODY,
    "health": ANYBODY,
    "help": ANYBODY,
    "latest": ANYBODY,
    "position": ANYBODY,
    "privacy": ANYBODY,
    "quotes": ANYBODY,
    "search": ANYBODY,
    "start": ANYBODY,
    "story": ANYBODY,
    "summary": ANYBODY,
    "timeline": ANYBODY,
    "verify": ANYBODY,
    "who": ANYBODY,
    "why": ANYBODY,
    "mute": CHAT,
    "settings": CHAT,
    "unmute": CHAT,
    "unwatch": CHAT,
    "watch": CHAT,
    "watches": ANYBODY,
    "feeds": ANYBODY,  # but for what it adds and removes, see below
    "merge": BOT,
    "reject": BOT,
    "report": BOT,
    "split": BOT,
}
ROLES = ((ANYBODY, False, "9"), (CHAT, True, "8"), (BOT, False, "7"))
ADMINS = frozenset({"telegram:7"})
HERE, THERE = "-100", "-200"

REFUSALS = ("is for those who administer this chat", "is for those who run this bot")


def ask(command: str, words: str = "", *, administers: bool = False, user: str = "9") -> Ask:
    return Ask(
        command=command,
        words=words,
        platform="telegram",
        address=Address(HERE),
        user=user,
        may_administer=administers,
    )


@pytest.fixture
async def desk(store: Store) -> Desk:
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        await edition.keep_article(article(1), reading(), story=story, origin=None, seen=NOON)
        chat = await edition.meet_chat("telegram", THERE, "The other chat")
        await edition.add_watch(chat.id, WatchWanted(words="marked secret"), NOON)
    return Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: NOON, pulse=Pulse(), admins=ADMINS)


def test_every_command_stands_in_the_table() -> None:
    assert set(TABLE) == set(BY_NAME)


@pytest.mark.parametrize("command", TABLE)
@pytest.mark.parametrize(("role", "administers", "user"), ROLES)
async def test_each_role_may_what_the_table_says(
    desk: Desk, command: str, role: str, administers: bool, user: str
) -> None:
    shown = render(await answer(desk, ask(command, administers=administers, user=user)))
    may = TABLE[command] in {ANYBODY, role} or role == BOT
    assert any(refusal in shown for refusal in REFUSALS) is not may


@pytest.mark.parametrize("words", ["add https://outlet.example/feed", "remove https://outlet.example/feed"])
async def test_only_who_runs_the_bot_adds_and_removes_feeds(desk: Desk, words: str) -> None:
    for administers in (False, True):
        assert REFUSALS[1] in render(await answer(desk, ask("feeds", words, administers=administers)))
    assert REFUSALS[1] not in render(await answer(desk, ask("feeds", words, user="7")))


async def test_a_right_that_was_lost_is_gone_at_the_next_press(desk: Desk) -> None:
    assert "Watch" in render(await answer(desk, ask("watch", administers=True)))
    pressed = await answer(desk, ask("unwatch", "2"))
    assert REFUSALS[0] in render(pressed)
    assert len(await desk.store.watches_of("telegram", HERE)) == 1


@pytest.mark.parametrize("words", ["1", "#1", "1 silent", "1 daily", "1 ping:nobody"])
async def test_a_watch_of_another_chat_is_out_of_reach(desk: Desk, words: str) -> None:
    for command in ("unwatch", "watches", "watch"):
        shown = render(await answer(desk, ask(command, words, administers=True)))
        assert "secret" not in shown
        assert "The other chat" not in shown
    [kept] = await desk.store.watches_of("telegram", THERE)
    assert kept.wanted == WatchWanted(words="marked secret")


FORGED = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["again:1", "again:999999999999999", "page:0", "page:9999", "page:-1", "1 page:2", "\x00", "-1", "0"]
    ),
    st.integers().map(str),
    st.just("9" * 10_000),
    st.text(max_size=5).map(lambda text: text * 2_000),
)


@given(command=st.one_of(st.sampled_from(sorted(TABLE)), st.text(max_size=20)), words=FORGED)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_a_button_is_made_to_say_shows_no_other_chat_and_never_fails(
    desk: Desk, command: str, words: str
) -> None:
    shown = render(await answer(desk, ask(command, words)))
    assert "the fault is ours" not in shown
    assert "secret" not in shown
    assert "The other chat" not in shown
