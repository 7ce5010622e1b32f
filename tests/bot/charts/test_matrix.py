"""Countries by stance, as a picture."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.charts.chart import MatrixRow
from bot.charts.look import LOOKS
from bot.charts.matrix import MOST_ROWS, stance_matrix
from feeds.model import Chain, Stance
from tests.bot.charts.hostile import names
from tests.bot.charts.pixels import shows
from tests.servers.png import size_of
from tests.servers.telegram_photos import photo_fault

DAY = date(2026, 3, 3)
ROW = MatrixRow(
    country="Valmire",
    stance=Stance.SUPPORTS,
    said=date(2026, 2, 26),
    who="Adèle Morvan",
    chain=Chain.SELF_STATED,
)


def drawn(*rows: MatrixRow, title: str = "Who would send troops") -> bytes:
    return stance_matrix(rows, title=title, as_of=DAY)


def test_the_same_rows_are_the_same_bytes_in_whatever_order_they_come() -> None:
    other = replace(ROW, country="Orvelle", stance=Stance.OPPOSES)
    assert drawn(ROW, other) == drawn(other, ROW)


@pytest.mark.parametrize("stance", Stance)
def test_each_stance_has_its_own_mark(stance: Stance) -> None:
    colour = LOOKS[stance].colour
    without = shows(drawn(), colour)
    assert shows(drawn(replace(ROW, stance=stance)), colour) > without + 150


def test_no_two_stances_share_a_shape_or_a_colour() -> None:
    assert len({look.shape for look in LOOKS.values()}) == len(Stance)
    assert len({look.colour for look in LOOKS.values()}) == len(Stance)


@pytest.mark.parametrize("chain", [chain for chain in Chain if chain is not Chain.SELF_STATED])
def test_what_others_say_is_hollow(chain: Chain) -> None:
    colour = LOOKS[ROW.stance].colour
    assert shows(drawn(replace(ROW, chain=chain)), colour) < shows(drawn(ROW), colour) - 100


def test_it_is_as_wide_as_a_phone_and_grows_with_its_rows() -> None:
    rows = [replace(ROW, country=f"Country {number}") for number in range(12)]
    width, height = size_of(drawn(*rows))
    assert width == 1_080
    assert height > size_of(drawn(ROW))[1]


def test_of_many_countries_the_newest_are_shown_and_the_others_counted() -> None:
    rows = [
        replace(ROW, country=f"Country {number}", said=DAY - timedelta(days=number)) for number in range(52)
    ]
    shown = drawn(*rows)
    assert shown == drawn(*rows[:MOST_ROWS], *(replace(row, country="another") for row in rows[MOST_ROWS:]))
    assert shown != drawn(*rows[:MOST_ROWS])
    assert not photo_fault(shown)


def test_without_a_country_it_is_a_picture_all_the_same() -> None:
    assert not photo_fault(drawn())


rows_ = st.builds(
    MatrixRow,
    country=names,
    stance=st.sampled_from(Stance),
    said=st.dates(),
    who=names,
    chain=st.sampled_from(Chain),
)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(rows_, max_size=60), title=names, as_of=st.dates())
def test_no_name_breaks_it(rows: list[MatrixRow], title: str, as_of: date) -> None:
    assert not photo_fault(stance_matrix(rows, title=title, as_of=as_of))
