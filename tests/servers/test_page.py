"""The page on which a developer reads the local chats, in a real browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.platforms.discord import DiscordPlatform
from bot.platforms.port import Address
from bot.platforms.telegram import TelegramPlatform
from bot.replies import Button, Heading, Reply, paragraph
from tests.bot.platforms.newsdesk import CARD, MENU, Desk, hostile_reply, running
from tests.servers import chromium
from tests.servers.chromium import Tab, browsing
from tests.servers.discord import TOKEN as DISCORD_TOKEN
from tests.servers.discord import LocalDiscord, local_discord
from tests.servers.discord_guild import FORUM
from tests.servers.page.desk import open_page
from tests.servers.telegram import TOKEN as TELEGRAM_TOKEN
from tests.servers.telegram import LocalTelegram, local_telegram

pytestmark = pytest.mark.skipif(
    not chromium.BINARY, reason="no chromium on this machine: apt-get install chromium"
)

CHATS = ["telegram", "discord"]
ANSWERS = {"telegram": "#telegram .bot", "discord": "#discord .post"}

PAGE = Reply(
    blocks=(Heading(text="Quotes: Estonia"), paragraph("page 1 of 2")),
    buttons=(Button(label="Older", command="latest page:2", turns_page=True),),
)
NEXT_PAGE = Reply(blocks=(Heading(text="Quotes: Estonia"), paragraph("page 2 of 2")))


@asynccontextmanager
async def bot_and_page(desk: Desk) -> AsyncIterator[tuple[LocalTelegram, LocalDiscord, str]]:
    """Run both platforms over one desk, and the page beside them."""
    async with local_telegram() as telegram, local_discord() as discord:
        on_telegram = TelegramPlatform(token=TELEGRAM_TOKEN, api=telegram.api, commands=MENU)
        on_discord = DiscordPlatform(token=DISCORD_TOKEN, api=discord.api, commands=MENU)
        async with (
            running(on_telegram, desk, lambda: bool(telegram.commands)),
            running(on_discord, desk, lambda: discord.gateway.connected),
            open_page(telegram, discord) as address,
        ):
            yield telegram, discord, address


async def typed(tab: Tab, chat: str, words: str) -> None:
    """Type into a chat's form and send it off, as its button does."""
    form = f"document.querySelector('#{chat} form')"
    await tab.until(f"document.querySelector('#{chat} option')")
    await tab.run(f"{form}.elements.text.value = {words!r}; {form}.querySelector('button').click()")


async def pressed(tab: Tab, chat: str, label: str) -> None:
    buttons = f"[...document.querySelectorAll('#{chat} .buttons button')]"
    await tab.until(f"{buttons}.some(button => button.textContent === {label!r})")
    await tab.run(f"{buttons}.find(button => button.textContent === {label!r}).click()")


def says(selector: str, words: str) -> str:
    return f"[...document.querySelectorAll({selector!r})].some(one => one.textContent.includes({words!r}))"


@pytest.mark.parametrize("chat", CHATS)
async def test_what_is_typed_is_answered_and_a_pressed_button_is_too(chat: str) -> None:
    desk = Desk(reply=CARD)
    async with bot_and_page(desk) as (_, _, address), browsing(f"{address}/") as tab:
        await typed(tab, chat, "/latest")
        await tab.until(says(ANSWERS[chat], "Trainers may go to Ukraine"))
        desk.reply = NEXT_PAGE
        await pressed(tab, chat, "All quotes")
        await tab.until(says(ANSWERS[chat], "page 2 of 2"))
    assert [(ask.platform, ask.command, ask.words) for ask in desk.asked] == [
        (chat, "latest", ""),
        (chat, "quotes", "estonia"),
    ]


@pytest.mark.parametrize("chat", CHATS)
async def test_a_page_that_is_turned_takes_the_place_of_the_one_before(chat: str) -> None:
    desk = Desk(reply=PAGE)
    async with bot_and_page(desk) as (_, _, address), browsing(f"{address}/") as tab:
        await typed(tab, chat, "/latest")
        desk.reply = PAGE
        await tab.until(says(ANSWERS[chat], "page 1 of 2"))
        desk.reply = NEXT_PAGE
        await pressed(tab, chat, "Older")
        await tab.until(says(ANSWERS[chat], "page 2 of 2"))
        assert await tab.run(f"document.querySelectorAll({ANSWERS[chat]!r}).length") == 1
        assert await tab.run(says(f"#{chat} .mark", "edited"))


async def test_a_private_answer_is_marked_on_discord() -> None:
    desk = Desk(reply=Reply(blocks=(paragraph("For your eyes"),), private=True))
    async with bot_and_page(desk) as (_, _, address), browsing(f"{address}/") as tab:
        await typed(tab, "discord", "/latest")
        await tab.until(says("#discord .ephemeral", "Only you can see this"))


async def test_a_post_of_a_forum_is_shown_with_its_place() -> None:
    async with local_telegram() as telegram, local_discord() as discord:
        platform = DiscordPlatform(token=DISCORD_TOKEN, api=discord.api)
        async with (
            running(platform, Desk(), lambda: discord.gateway.connected),
            open_page(telegram, discord) as address,
            browsing(f"{address}/") as tab,
        ):
            await platform.send(Address(f"forum:{FORUM}"), CARD, nonce="1")
            await tab.until(says(ANSWERS["discord"], "#stories › Trainers may go to Ukraine"))


async def test_what_a_bot_sends_stays_text_and_runs_nothing() -> None:
    desk = Desk(reply=hostile_reply())
    async with bot_and_page(desk) as (telegram, discord, address), browsing(f"{address}/") as tab:
        for platform in CHATS:
            await typed(tab, platform, "/latest")
            await tab.until(says(ANSWERS[platform], "<script>alert('x')</script>"))
        made = "#telegram .messages script, #discord .messages script"
        assert await tab.run(f"document.querySelectorAll({made!r}).length") == 0
        links = await tab.run("[...document.querySelectorAll('.messages a')].map(a => a.protocol)")
        assert set(links) <= {"http:", "https:"}
        assert await tab.run("document.querySelectorAll('#discord .mention').length") == 0
    assert telegram.violations == discord.violations == []


async def test_a_command_that_is_not_in_the_menu_is_said_to_be_none() -> None:
    async with bot_and_page(Desk()) as (_, _, address), browsing(f"{address}/") as tab:
        await typed(tab, "discord", "/nonsense")
        await tab.until(says("#faults", "no /nonsense"))


async def test_another_site_cannot_type_into_a_chat() -> None:
    desk = Desk()
    async with bot_and_page(desk) as (_, _, address), aiohttp.ClientSession() as session:
        form = '{"chat": "telegram", "text": "/latest"}'
        async with session.post(f"{address}/say", data=form, headers={"Content-Type": "text/plain"}) as said:
            assert said.status == 415
    assert desk.asked == []
