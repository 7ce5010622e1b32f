"""Plain lines are verbatim and can't steer a terminal."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import console
from bot.render.plain import render
from bot.replies import (
    Bullet,
    Excerpt,
    Heading,
    Quotation,
    Reply,
    Stand,
    Table,
    note,
    paragraph,
    text,
)
from feeds.model import Stance
from tests.bot.platforms.pictured import PICTURE

CREDIT = (text("The Harbour Herald", link="https://herald.example/1"), text(", 4 Mar 2026"))


def page(words: str) -> Reply:
    """A reply with the same words in every place."""
    return Reply(
        blocks=(
            Heading(text=words),
            paragraph(words),
            Excerpt(text=words, credit=CREDIT),
            Quotation(speaker=words, runs=(words, words), paraphrase=False, credit=CREDIT),
            Stand(who=words, stance=Stance.OPEN, chain=words, evidence=words, credit=CREDIT),
            Bullet(line=(text(words),)),
            Table(columns=("a", "b"), rows=((words, words),)),
        ),
        stance=Stance.OPEN,
    )


def test_a_quote_stands_between_marks_and_a_paraphrase_does_not() -> None:
    said = Quotation(speaker="Ada", runs=("We go", "tomorrow"), paraphrase=False, credit=CREDIT)
    told = Quotation(speaker="Ada", runs=("they would go",), paraphrase=True, credit=CREDIT)
    shown = render(Reply(blocks=(said, told)))
    assert "Ada: “We go … tomorrow”" in shown
    assert "Ada: they would go (paraphrase)" in shown
    assert shown.count("— The Harbour Herald <https://herald.example/1>, 4 Mar 2026") == 2


@pytest.mark.parametrize("words", ["\x1b[2J\x1b]0;title\x07", "\u202etxet", "a\rb\x00\x9b31m", "\ud800"])
def test_hostile_words_steer_no_terminal(words: str) -> None:
    for shown in (render(page(words)), render(note(words))):
        assert not set("\x1b\x07\r\x00\x9b\u202e\ud800") & set(shown)


@given(st.text(max_size=300))
def test_any_words_can_be_shown_on_a_terminal(words: str) -> None:
    shown = console.render(page(words), 80, framed=True)
    assert "The Harbour Herald" in shown
    shown.encode("utf-8")


def test_a_page_shows_stances_as_words_not_by_colour_alone() -> None:
    assert "open" in console.render(page("Ada"), 80, framed=True)


def test_a_terminal_says_what_the_picture_shows_and_where_it_is() -> None:
    pictured = replace(note("Ana Horn is open."), picture=PICTURE)
    where = f"(On Telegram and on Discord with a picture: {PICTURE.alt})"
    assert where in render(pictured)
    assert where in console.render(pictured, 100)
