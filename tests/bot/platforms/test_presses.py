"""Whoever presses a button needs the right to do what it does, each time; what it sends is never trusted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.app import menu
from bot.commands.answer import answer
from bot.platforms.discord import DiscordPlatform
from bot.platforms.port import Address, Ask
from bot.platforms.telegram import TelegramPlatform
from bot.replies import Reply
from storage.model import WatchWanted
from storage.store import Store
from tests.bot.commands.asking import desk_of
from tests.bot.platforms.newsdesk import Desk, running
from tests.samples import NOON
from tests.servers.discord import CHANNEL, MANAGE_GUILD, LocalDiscord, local_discord
from tests.servers.discord import TOKEN as DISCORD_TOKEN
from tests.servers.telegram import TOKEN, LocalTelegram, local_telegram

GROUP = -100_123
ADMINISTRATOR, MEMBER = 2, 3
REFUSAL = "is for those who administer this chat"
END = "End it"


class RealDesk(Desk):
    """Answers by the real commands, from a real store."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._desk = desk_of(store)

    async def answer(self, ask: Ask) -> Reply:
        return await answer(self._desk, ask)


@asynccontextmanager
async def on_telegram(store: Store) -> AsyncIterator[LocalTelegram]:
    async with local_telegram() as server:
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=menu())
        async with running(platform, RealDesk(store), lambda: bool(server.commands)):
            server.room(GROUP).admins.add(ADMINISTRATOR)
            yield server


@asynccontextmanager
async def on_discord(store: Store) -> AsyncIterator[LocalDiscord]:
    async with local_discord() as server:
        platform = DiscordPlatform(token=DISCORD_TOKEN, api=server.api, commands=menu())
        async with running(platform, RealDesk(store), lambda: server.gateway.connected):
            yield server


async def watches(store: Store, platform: str, address: object) -> int:
    return len(await store.watches_of(platform, Address(f"{address}")))


async def test_on_telegram_only_who_administers_now_can_press_an_administrators_button(store: Store) -> None:
    async with on_telegram(store) as server:
        server.say("/watch", chat=GROUP, kind="supergroup", user=ADMINISTRATOR)
        [card] = await server.wait_for(1, chat=GROUP)
        server.press(card, END, user=MEMBER)
        assert REFUSAL in (await server.wait_for(2, chat=GROUP))[-1].text
        server.room(GROUP).admins.discard(ADMINISTRATOR)
        server.press(card, END, user=ADMINISTRATOR)
        assert REFUSAL in (await server.wait_for(3, chat=GROUP))[-1].text
        assert await watches(store, "telegram", GROUP) == 1
        server.room(GROUP).admins.add(ADMINISTRATOR)
        server.press(card, END, user=ADMINISTRATOR)
        await server.until(lambda: "has ended" in server.messages(GROUP)[0].text)
    assert await watches(store, "telegram", GROUP) == 0


async def test_on_discord_only_who_manages_the_server_now_can_press_an_administrators_button(
    store: Store,
) -> None:
    async with on_discord(store) as server:
        await server.command("watch", permissions=MANAGE_GUILD)
        [card] = await server.wait_for(1)
        await server.press(card, END)
        assert REFUSAL in (await server.wait_for(2))[-1].text
        assert await watches(store, "discord", CHANNEL) == 1
        await server.press(card, END, permissions=MANAGE_GUILD)
        await server.until(lambda: "has ended" in server.messages()[0].text)
    assert await watches(store, "discord", CHANNEL) == 0


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "ask:",
        "turn:",
        "ask: ",
        "turn:unwatch 1",
        "ask:watches 1",
        "ask:watch 1 daily",
        "unwatch 1",
        "turn:\x00",
        "ask:/unwatch 1",
        "turn:unwatch\n1",
        "share",
        "ask:report \x00",
        "turn:quotes again:1",
    ],
)
async def test_forged_data_neither_reaches_another_chat_nor_stops_the_bot(store: Store, forged: str) -> None:
    async with store.editing() as edition:
        chat = await edition.meet_chat("telegram", "-5", "The other chat")
        await edition.add_watch(chat.id, WatchWanted(words="marked secret"), NOON)
    [kept] = await store.watches_of("telegram", "-5")
    async with on_telegram(store) as server:
        server.say("/help", chat=GROUP, kind="supergroup", user=ADMINISTRATOR)
        [card, *_] = await server.wait_for(1, chat=GROUP)
        press = server.press(replace(card, buttons=(("Forged", forged),)), "Forged", user=ADMINISTRATOR)
        await server.until(lambda: server.acknowledged == [press])
        server.say("/privacy", chat=GROUP + 1, kind="supergroup")
        await server.wait_for(1, chat=GROUP + 1)
        shown = " ".join(message.text for message in server.messages(GROUP))
    assert "secret" not in shown
    assert "The other chat" not in shown
    assert await store.watches_of("telegram", "-5") == (kept,)
