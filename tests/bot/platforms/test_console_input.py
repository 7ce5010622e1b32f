"""At a terminal commands and names are completed, and a number presses a button of the last answer."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from bot.platforms.console_input import Suggestions, pressed
from bot.platforms.port import Completion
from bot.render.console import render
from bot.replies import Button, Reply, paragraph

BUTTONS = (Button(label="Summary", command="summary 12"), Button(label="Why", command="why 12"))


class Desk:
    """Suggests two names behind every command."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    async def complete(self, command: str, typed: str) -> tuple[Completion, ...]:
        self.asked.append((command, typed))
        return (Completion(words="France", label="France"), Completion(words="12", label="#12 Troops"))


async def offered(typed: str, desk: Desk) -> list[tuple[str, int]]:
    suggestions = Suggestions(["quotes", "who", "why"], desk.complete)
    found = suggestions.get_completions_async(Document(typed), CompleteEvent())
    return [(one.text, one.start_position) async for one in found]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("/w", [("/who", -2), ("/why", -2)]),
        ("quo", [("/quotes", -3)]),
        ("/x", []),
        ("", [("/quotes", 0), ("/who", 0), ("/why", 0)]),
    ],
)
async def test_names_of_commands_are_completed(typed: str, wanted: list[tuple[str, int]]) -> None:
    desk = Desk()
    assert await offered(typed, desk) == wanted
    assert desk.asked == []


async def test_what_stands_behind_a_command_is_suggested() -> None:
    desk = Desk()
    assert await offered("/quotes Fra", desk) == [("France", -3), ("12", -3)]
    assert desk.asked == [("quotes", "Fra")]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("1", "summary 12"),
        (" 2 ", "why 12"),
        ("3", "3"),
        ("0", "0"),
        ("/who", "/who"),
        ("²", "²"),
        ("9" * 99, "9" * 99),
    ],
)
def test_a_number_presses_a_button(typed: str, asked: str) -> None:
    assert pressed(typed, BUTTONS) == asked


@given(typed=st.text())
def test_nothing_typed_breaks_it(typed: str) -> None:
    assert pressed(typed, ()) == typed
    asyncio.run(offered(typed, Desk()))


def test_buttons_of_an_answer_have_numbers_and_those_of_a_card_are_typed() -> None:
    reply = Reply(blocks=(paragraph("Story 12"),), buttons=BUTTONS)
    assert "[1] Summary  [2] Why" in render(reply, 80)
    assert "/summary 12  /why 12" in render(reply, 80, framed=True)
