"""Who finds which command where on Discord, what is suggested while it is typed, and who may administer."""

import pytest

from bot.platforms.port import Completion
from tests.bot.platforms.local_discord import connected
from tests.bot.platforms.newsdesk import Desk
from tests.servers.discord import CHANNEL, MANAGE_GUILD, LocalDiscord

GUILD, BOTS_CHAT, OTHERS_CHAT = 0, 1, 2
SUGGESTED = (
    Completion(words="12", label="#12 Trainers may go"),
    Completion(words="Estonia", label="Estonia"),
)


async def test_what_may_stand_behind_a_command_is_suggested_while_it_is_typed() -> None:
    desk = Desk(suggestions=SUGGESTED)
    async with connected(desk) as (server, _):
        found = await server.type("quotes", "person", "est")
    assert [(one["name"], one["value"]) for one in found] == [
        ("#12 Trainers may go", "12"),
        ("Estonia", "Estonia"),
    ]
    assert desk.typed == [("quotes", "est")]
    assert not desk.asked


async def test_nothing_may_be_suggested() -> None:
    async with connected() as (server, _):
        assert await server.type("quotes", "person", "") == []


async def test_suggestions_that_take_too_long_are_none() -> None:
    async with connected(Desk(suggestions=SUGGESTED, seconds=2.5)) as (server, _):
        assert await server.type("quotes", "person", "est") == []
    assert server.refusals == []


@pytest.mark.parametrize(
    ("permissions", "place", "names"),
    [
        (0, GUILD, ["latest", "quotes"]),
        (MANAGE_GUILD, GUILD, ["latest", "quotes", "settings", "reject"]),
        (0, BOTS_CHAT, ["latest", "quotes", "settings", "reject"]),
        (0, OTHERS_CHAT, ["latest", "quotes", "reject"]),
    ],
)
async def test_members_see_what_they_may_use(permissions: int, place: int, names: list[str]) -> None:
    async with connected() as (server, _):
        assert server.menu(permissions, place) == names


async def test_every_command_can_be_had_without_the_server_that_one_is_in() -> None:
    async with connected() as (server, _):
        assert {tuple(command["integration_types"]) for command in server.commands} == {(0, 1)}
        assert all({GUILD, BOTS_CHAT} <= set(command["contexts"]) for command in server.commands)


@pytest.mark.parametrize(("permissions", "may"), [(0, False), (MANAGE_GUILD, True), (8, False)])
async def test_who_may_administer_is_asked_again_at_each_call(permissions: int, may: bool) -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        server.allows_all = MANAGE_GUILD
        await server.command("settings", permissions=permissions)
        [card] = await server.wait_for(1)
        await server.press(card, "All quotes", permissions=permissions)
        await server.wait_for(2)
    assert [ask.may_administer for ask in desk.asked] == [may, may]


async def shown_in(place: int, *, is_member: bool = True) -> tuple[LocalDiscord, Desk]:
    desk = Desk()
    async with connected(desk) as (server, _):
        server.place, server.is_member = place, is_member
        await server.command("latest", permissions=MANAGE_GUILD)
        [card] = await server.wait_for(1)
        await server.press(card, "All quotes", permissions=MANAGE_GUILD)
        await server.wait_for(2)
    assert server.refusals == []
    return server, desk


@pytest.mark.parametrize("place", [GUILD, BOTS_CHAT, OTHERS_CHAT])
async def test_who_installed_the_bot_for_himself_is_answered_everywhere(place: int) -> None:
    server, desk = await shown_in(place, is_member=False)
    assert next(message.text for message in server.messages()).startswith("Trainers")
    assert {ask.address for ask in desk.asked} == {CHANNEL}


@pytest.mark.parametrize(
    ("place", "is_member", "may"),
    [(GUILD, True, True), (GUILD, False, False), (BOTS_CHAT, False, True), (OTHERS_CHAT, False, False)],
)
async def test_nothing_is_set_where_we_could_not_write_unasked(
    place: int, is_member: bool, may: bool
) -> None:
    _, desk = await shown_in(place, is_member=is_member)
    assert {ask.may_administer for ask in desk.asked} == {may}
