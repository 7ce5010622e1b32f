"""The menus on Telegram: everybody is shown what he may ask, and nothing else."""

import logging

import pytest

from bot.app import menu
from bot.platforms.telegram import TelegramPlatform
from tests.bot.platforms.local_telegram import GROUP, connected
from tests.bot.platforms.newsdesk import MENU, Desk, running
from tests.servers.faults import Fault
from tests.servers.telegram import TOKEN, local_telegram

ADMIN = 9
READING = ["latest", "quotes"]
ARRANGING = [*READING, "settings"]


async def test_each_is_shown_what_he_may_ask() -> None:
    async with local_telegram() as server:
        server.room(ADMIN, "private")
        server.room(GROUP).admins.add(2)
        admins = frozenset({f"telegram:{ADMIN}", "discord:5"})
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=MENU, admins=admins)
        async with running(platform, Desk(), lambda: bool(server.commands)):
            assert server.menu(GROUP, user=1) == READING
            assert server.menu(GROUP, user=2) == ARRANGING
            assert server.menu(1, user=1) == ARRANGING
            assert server.menu(ADMIN, user=ADMIN) == [*ARRANGING, "reject"]


async def test_an_admin_who_never_spoke_to_the_bot_does_not_keep_it_from_running(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with connected(admins=frozenset({"telegram:404"})) as (server, _):
        server.say("/latest")
        await server.wait_for(1)
    warned = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert warned == ["telegram: admin 404 is shown the menu of everybody: Chat not found"]


async def test_a_menu_that_an_earlier_version_set_is_replaced() -> None:
    async with local_telegram() as server:
        server.room(GROUP)
        for version in (MENU, MENU[:1]):
            server.commands.clear()
            platform = TelegramPlatform(token=TOKEN, api=server.api, commands=version)
            async with running(platform, Desk(), lambda: bool(server.commands)):
                pass
        assert server.menu(1) == server.menu(GROUP) == ["latest"]


async def test_a_failure_that_may_pass_ends_the_connection_and_so_the_menus_are_set_again() -> None:
    async with local_telegram() as server:
        server.room(ADMIN, "private")
        server.faults.plan("setMyCommands", Fault(status=502, reason="Bad Gateway"))
        admins = frozenset({f"telegram:{ADMIN}"})
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=MENU, admins=admins)
        with pytest.raises(ConnectionError):
            await platform.run(Desk().answer)
        async with running(platform, Desk(), lambda: bool(server.commands)):
            assert server.menu(ADMIN, user=ADMIN) == [*ARRANGING, "reject"]


async def test_the_commands_that_there_are_make_menus_that_telegram_takes() -> None:
    async with local_telegram() as server:
        server.room(ADMIN, "private")
        server.room(GROUP)
        admins = frozenset({f"telegram:{ADMIN}"})
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=menu(), admins=admins)
        async with running(platform, Desk(), lambda: bool(server.commands)):
            shown = [set(server.menu(GROUP)), set(server.menu(1)), set(server.menu(ADMIN))]
    assert shown[0] < shown[1] < shown[2] == {entry.name for entry in menu()}
    assert "quotes" in shown[0]
    assert "watch" in shown[1] - shown[0]
    assert "reject" in shown[2] - shown[1]
