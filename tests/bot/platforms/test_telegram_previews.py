"""Previews of links on Telegram: a card shows its lead's, and nothing else shows any."""

from dataclasses import replace

import pytest

from bot.platforms.port import Address
from bot.replies import note
from tests.bot.platforms.local_telegram import connected
from tests.bot.platforms.newsdesk import CARD, long_reply

PRIVATE = Address("1")
LEAD = "https://harbour.example/1"
LED = replace(CARD, lead=LEAD)


async def test_a_card_shows_a_small_preview_of_its_lead_only() -> None:
    async with connected() as (server, platform):
        await platform.send(PRIVATE, LED, nonce="n")
        assert [message.preview for message in server.messages()] == [LEAD]
        [options] = [
            given["link_preview_options"] for name, given in server.requests if name == "sendMessage"
        ]
    assert options == {"url": LEAD, "prefer_small_media": True}


async def test_what_has_no_lead_shows_no_preview_however_many_links_it_has() -> None:
    async with connected() as (server, platform):
        await platform.send(PRIVATE, CARD, nonce="n")
        assert [message.preview for message in server.messages()] == [""]


async def test_an_edit_shows_the_preview_of_what_it_says_now() -> None:
    async with connected() as (server, platform):
        sent = await platform.send(PRIVATE, LED, nonce="n")
        await platform.edit(PRIVATE, sent, replace(LED, lead="https://herald.example/2"))
        assert [message.preview for message in server.messages()] == ["https://herald.example/2"]
        await platform.edit(PRIVATE, sent, note("Withdrawn"))
        assert [message.preview for message in server.messages()] == [""]


async def test_only_the_first_of_several_messages_shows_the_preview() -> None:
    async with connected() as (server, platform):
        await platform.send(PRIVATE, replace(long_reply(), lead=LEAD), nonce="n")
        assert [message.preview for message in server.messages()] == [LEAD, "", ""]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "tg://resolve?domain=x", "harbour.example"])
async def test_a_lead_that_is_no_web_address_shows_nothing(link: str) -> None:
    async with connected() as (server, platform):
        await platform.send(PRIVATE, replace(CARD, lead=link), nonce="n")
        assert [message.preview for message in server.messages()] == [""]
