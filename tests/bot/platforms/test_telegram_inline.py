"""`@bot macron` in any chat offers quotes with their sources, by the real client on the local Telegram."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.telegram_inline import _page
from bot.replies import Button, Quotation, Reply, note, text
from tests.bot.platforms.local_telegram import connected
from tests.bot.platforms.newsdesk import CARD, HOSTILE, Desk

TURNING = Button(label="Older ›", command="quotes macron page:2", turns_page=True)


def quotation(words: str, *, speaker: str = "Juhan Tammsalu") -> Quotation:
    credit = (text("The Harbour Post", link="https://harbour.example/1"), text(", 26 Feb 2024, 10:00 UTC"))
    return Quotation(speaker=speaker, runs=(words,), paraphrase=False, credit=credit)


async def test_each_quote_is_offered_with_its_speaker_and_pasted_with_its_source() -> None:
    desk = Desk(reply=Reply(blocks=(*CARD.blocks, quotation("We would go"))))
    async with connected(desk) as (server, _):
        offered = await server.type_inline("macron")
    assert [result["title"] for result in offered.results] == [
        "The defence minister of Estonia",
        "Juhan Tammsalu",
    ]
    assert offered.texts[1] == ("Juhan Tammsalu:\n“We would go”\n— The Harbour Post, 26 Feb 2024, 10:00 UTC")
    assert [(ask.command, ask.words, ask.address) for ask in desk.asked] == [("quotes", "macron page:1", "1")]


async def test_a_long_answer_is_offered_page_by_page() -> None:
    desk = Desk(reply=Reply(blocks=(quotation("We would go"),), buttons=(TURNING,)))
    async with connected(desk) as (server, _):
        first = await server.type_inline("macron")
        second = await server.type_inline("macron", offset=first.next_offset)
    assert (first.next_offset, second.next_offset) == ("2", "")
    assert [ask.words for ask in desk.asked] == ["macron page:1", "macron page:2"]


async def test_nobody_known_offers_nothing_but_the_bot_itself_in_the_askers_language() -> None:
    desk = Desk(reply=replace(note("No quote of “x” is stored.", private=True), language="de"))
    async with connected(desk) as (server, _):
        offered = await server.type_inline("x", language="de")
    assert offered.results == ()
    assert offered.button is not None
    assert offered.button["start_parameter"] == "inline"
    assert desk.asked[0].language == "de"


async def test_the_same_quote_twice_is_offered_once() -> None:
    desk = Desk(reply=Reply(blocks=(quotation("We would go"), quotation("We would go"))))
    async with connected(desk) as (server, _):
        offered = await server.type_inline("macron")
    assert len(offered.results) == 1


@pytest.mark.parametrize("words", [HOSTILE, "word " * 3_000, "x", "😀" * 4_000])
async def test_hostile_and_long_words_are_pasted_as_words(words: str) -> None:
    desk = Desk(reply=Reply(blocks=(quotation(words, speaker=HOSTILE),)))
    async with connected(desk) as (server, _):
        [pasted] = (await server.type_inline("macron")).texts
    assert words[:40] in pasted.replace("\u2060", "")


@given(offset=st.text(max_size=70))
def test_any_offset_is_a_page(offset: str) -> None:
    assert 1 <= _page(offset) <= 100
