"""Rules for what counts now, and for who turned around."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import ArticleId, Chain, Held, Position, Span, Stance, Troops
from feeds.stories.ledger import find_reversals, fresh_reversal, since_last_clear_day
from tests.samples import NOON


def held(
    stance: Stance,
    day: int,
    *,
    chain: Chain = Chain.SELF_STATED,
    actor: str = "Ada Roe",
    troops: Troops = Troops.ANY,
    hour: int = 0,
) -> Held:
    return Held(
        position=Position(
            actor=actor, country="Estonia", stance=stance, span=Span(0, 5), chain=chain, troops=troops
        ),
        article=ArticleId(day * 24 + hour + 1),
        said=NOON + timedelta(days=day, hours=hour),
    )


def days_of(*lines: Held) -> list[int]:
    return [reversal.days(UTC) for reversal in find_reversals(lines)]


def test_from_against_to_for_is_a_reversal_with_the_days_between() -> None:
    assert days_of(held(Stance.OPPOSES, 0), held(Stance.CONDITIONAL, 31)) == [31]


def test_from_one_yes_to_another_is_none() -> None:
    assert days_of(held(Stance.OPEN, 0), held(Stance.CONDITIONAL, 5), held(Stance.SUPPORTS, 9)) == []


@pytest.mark.parametrize("chain", [Chain.REPORTED, Chain.ANONYMOUS, Chain.ATTRIBUTED])
@pytest.mark.parametrize("is_first", [True, False])
def test_what_is_told_of_him_is_no_side_of_a_reversal(chain: Chain, *, is_first: bool) -> None:
    told = held(Stance.OPPOSES, 0 if is_first else 9, chain=chain)
    assert days_of(told, held(Stance.SUPPORTS, 5)) == []


def test_an_article_that_comes_late_takes_its_place_in_time() -> None:
    late = held(Stance.OPPOSES, 1)
    assert days_of(held(Stance.SUPPORTS, 2), held(Stance.SUPPORTS, 5), late) == [1]
    assert days_of(held(Stance.OPPOSES, 0), held(Stance.OPPOSES, 9), held(Stance.OPPOSES, 4)) == []


def test_a_day_on_which_he_seems_to_say_both_is_left_out() -> None:
    both = held(Stance.OPPOSES, 5, hour=1), held(Stance.SUPPORTS, 5, hour=2)
    assert days_of(held(Stance.SUPPORTS, 0), *both) == []
    assert days_of(held(Stance.SUPPORTS, 0), *both, held(Stance.OPPOSES, 9)) == [9]


def test_who_contradicts_himself_within_hours_over_midnight_is_left_out_on_both_days() -> None:
    evening, night = held(Stance.OPPOSES, 5, hour=11), held(Stance.SUPPORTS, 5, hour=13)
    assert days_of(evening, night) == []
    assert days_of(held(Stance.OPPOSES, 0), evening, night, held(Stance.SUPPORTS, 9)) == [9]


def test_both_sides_are_the_words_nearest_to_the_turn() -> None:
    lines = [held(Stance.OPPOSES, 0), held(Stance.OPPOSES, 4), held(Stance.OPEN, 6), held(Stance.OPEN, 9)]
    (reversal,) = find_reversals(lines)
    assert (reversal.before, reversal.after) == (lines[1], lines[2])


def test_each_actor_turns_around_by_himself() -> None:
    assert days_of(held(Stance.OPPOSES, 0), held(Stance.SUPPORTS, 5, actor="Ivo Lind")) == []


def test_the_days_between_are_those_of_the_reader() -> None:
    (reversal,) = find_reversals([held(Stance.OPPOSES, 0), held(Stance.SUPPORTS, 2, hour=11)])
    assert (reversal.days(UTC), reversal.days(ZoneInfo("Europe/Kyiv"))) == (2, 3)


def test_only_the_newest_day_brings_a_fresh_turn() -> None:
    turned = [held(Stance.OPPOSES, 0), held(Stance.SUPPORTS, 5)]
    assert fresh_reversal(turned, NOON) is not None
    assert fresh_reversal(turned, NOON + timedelta(days=6)) is None
    assert fresh_reversal([*turned, held(Stance.SUPPORTS, 6)], NOON) is None


def test_what_he_says_of_the_troops_of_others_is_a_matter_of_its_own() -> None:
    own_no = held(Stance.OPPOSES, 0, troops=Troops.OWN)
    others_yes = held(Stance.SUPPORTS, 3, troops=Troops.OTHERS)
    assert days_of(own_no, others_yes) == []
    assert days_of(own_no, others_yes, held(Stance.OPPOSES, 7, troops=Troops.OTHERS)) == [4]


def test_a_claim_about_facts_is_no_side() -> None:
    assert days_of(held(Stance.OPPOSES, 0), held(Stance.CLAIMS_PRESENT, 3), held(Stance.DENIES, 5)) == []


def test_there_and_back_is_two() -> None:
    assert days_of(held(Stance.OPPOSES, 0), held(Stance.OPEN, 10), held(Stance.OPPOSES, 12)) == [10, 2]


@given(
    st.lists(
        st.builds(held, st.sampled_from(Stance), st.integers(0, 20), chain=st.sampled_from(Chain)),
        max_size=12,
    )
)
def test_each_reversal_has_two_own_words_on_opposite_sides_in_the_order_of_time(
    lines: Sequence[Held],
) -> None:
    for reversal in find_reversals(lines):
        stances = {reversal.before.position.stance, reversal.after.position.stance}
        assert Stance.OPPOSES in stances
        assert len(stances & {Stance.SUPPORTS, Stance.OPEN, Stance.CONDITIONAL}) == 1
        assert {reversal.before.position.chain, reversal.after.position.chain} == {Chain.SELF_STATED}
        assert as_day(reversal.before.said) < as_day(reversal.after.said)


@given(
    said=st.lists(
        st.tuples(
            st.sampled_from([Stance.SUPPORTS, Stance.OPPOSES, Stance.DENIES]),
            st.integers(0, 6),
            st.integers(0, 23),
        )
    ),
    later=st.tuples(
        st.sampled_from([Stance.SUPPORTS, Stance.OPPOSES]), st.integers(6, 9), st.integers(0, 23)
    ),
)
def test_what_he_said_since_his_last_clear_day_tells_every_turn_to_come(
    said: list[tuple[Stance, int, int]], later: tuple[Stance, int, int]
) -> None:
    line = [held(stance, day, hour=hour) for stance, day, hour in said]
    stance, day, hour = later
    newest = max((one.said for one in line), default=NOON)
    coming = held(stance, day, hour=hour)
    if coming.said.date() > newest.date():
        turn = fresh_reversal([*line, coming], NOON)
        assert fresh_reversal([*since_last_clear_day(line), coming], NOON) == turn


def as_day(moment: datetime) -> str:
    return moment.date().isoformat()
