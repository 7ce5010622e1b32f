"""Words on a sheet stay within their room, and are drawn as they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts.sheet import OTHER_SCRIPT, Pen, Sheet
from tests.bot.charts.hostile import names
from tests.servers.png import size_of

PEN = Pen(size=30)


@pytest.mark.parametrize(
    "name", ["Zbigniew Żółkiewski", "Сергей Лаврентьев", "Ελένη", "$x^2$ \\alpha", "{_^"]
)
def test_a_name_that_fits_is_written_as_it_is(name: str) -> None:
    assert Sheet().fitted(name, PEN, 600) == name


def test_a_long_name_is_cut_with_a_mark() -> None:
    sheet = Sheet()
    shown = sheet.fitted("The spokesperson of the ministry of defence", PEN, 300)
    assert shown.startswith("The spokesperson")
    assert shown.endswith("…")
    assert 200 < sheet.width_of(shown, PEN) <= 300


def test_line_ends_become_spaces() -> None:
    assert Sheet().fitted("two\r\nlines", PEN, 600) == "two lines"


def test_a_tower_of_accents_does_not_grow_into_the_line_above() -> None:
    assert Sheet().fitted("e" + "\u0301" * 40, PEN, 600) == "é\u0301"


@pytest.mark.parametrize(
    ("name", "shown"), [("习近平", OTHER_SCRIPT), ("Xi 习近平", "Xi"), ("", ""), (" \n", "")]
)
def test_what_the_font_lacks_is_left_out(name: str, shown: str) -> None:
    assert Sheet().fitted(name, PEN, 600) == shown


def test_a_title_breaks_between_words_and_ends_with_a_mark_where_it_is_too_long() -> None:
    sheet = Sheet()
    lines = sheet.wrapped("Who would send troops and who would not " * 9, PEN, 400, most=2)
    assert len(lines) == 2
    assert not lines[0].endswith("…")
    assert lines[1].endswith("…")
    assert all(sheet.width_of(line, PEN) <= 400 for line in lines)


@settings(max_examples=60, deadline=None)
@given(name=names, room=st.integers(min_value=30, max_value=1_000), bold=st.booleans())
def test_whatever_the_name_it_fits_and_is_drawn(name: str, room: int, bold: bool) -> None:
    sheet, pen = Sheet(), Pen(size=30, bold=bold)
    shown = sheet.fitted(name, pen, room)
    sheet.write(20, 40, shown, pen)
    assert sheet.width_of(shown, pen) <= room or shown == "…"
    assert size_of(sheet.png(60)) == (1_080, 60)
