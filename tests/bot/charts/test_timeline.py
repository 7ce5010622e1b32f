"""Who stood where over time, as a picture."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.charts.chart import TimelineEvent
from bot.charts.holders import MOST_HOLDERS, holders
from bot.charts.timeline import LABEL_LINE, spread, timeline
from feeds.model import Chain, Stance
from tests.bot.charts.hostile import names
from tests.servers.png import size_of
from tests.servers.telegram_photos import photo_fault

FIRST = date(2026, 1, 1)


def said(
    day: int,
    stance: Stance,
    who: str = "Ana Horn",
    chain: Chain = Chain.SELF_STATED,
    *,
    is_turn: bool = False,
) -> TimelineEvent:
    return TimelineEvent(
        day=FIRST + timedelta(days=day), who=who, stance=stance, chain=chain, is_turn=is_turn
    )


def test_a_reversal_is_ringed_and_said_below() -> None:
    turned = timeline([said(0, Stance.OPPOSES), said(9, Stance.SUPPORTS, is_turn=True)], title="Ana Horn")
    steady = timeline([said(0, Stance.OPEN), said(9, Stance.SUPPORTS)], title="Ana Horn")
    assert size_of(turned)[1] > size_of(steady)[1]


def test_only_ones_own_word_moves_the_line() -> None:
    own, reported = said(0, Stance.OPPOSES), said(5, Stance.SUPPORTS, chain=Chain.REPORTED)
    [[holder], _] = holders([reported, own])
    assert holder.line == (own,)
    assert holder.events == (own, reported)


def test_the_eight_heard_last_are_shown_and_the_others_counted() -> None:
    events = [said(number, Stance.OPEN, who=f"Speaker {number:02}") for number in range(12)]
    shown, left_out = holders(events)
    assert [holder.name for holder in shown] == [f"Speaker {number:02}" for number in range(11, 3, -1)]
    assert left_out == 12 - MOST_HOLDERS


def test_the_same_events_are_the_same_bytes() -> None:
    events = [said(0, Stance.OPPOSES), said(9, Stance.DENIES, who="Ivo Karlsen")]
    assert timeline(events, title="Both") == timeline(reversed(events), title="Both")


def test_a_band_for_what_is_there_stands_only_where_it_is_needed() -> None:
    without = size_of(timeline([said(0, Stance.OPEN)], title="t"))
    assert size_of(timeline([said(0, Stance.DENIES)], title="t"))[1] > without[1]


def test_without_an_event_it_is_a_picture_all_the_same() -> None:
    assert not photo_fault(timeline([], title=""))


@settings(deadline=None)
@given(
    heights=st.lists(st.floats(min_value=0, max_value=800), max_size=MOST_HOLDERS).map(sorted),
)
def test_labels_never_overlap(heights: list[float]) -> None:
    places = spread(heights, 800)
    assert len(places) == len(heights)
    assert all(below - above >= LABEL_LINE - 1e-6 for above, below in pairwise(places))
    assert max(places, default=0) <= 800


def test_labels_with_room_stand_at_their_lines() -> None:
    assert spread([100, 200, 300], 800) == [100, 200, 300]


events_ = st.builds(
    TimelineEvent, day=st.dates(), who=names, stance=st.sampled_from(Stance), chain=st.sampled_from(Chain)
)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=st.lists(events_, max_size=60), title=names)
def test_no_name_and_no_day_breaks_it(events: list[TimelineEvent], title: str) -> None:
    assert not photo_fault(timeline(events, title=title))
