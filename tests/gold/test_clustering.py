"""The invented events that stories are scored on."""

from tests.gold.clustering import Placed, Told, follow_ups, invented, score
from tests.samples import NOON


def test_the_invented_set_is_as_large_as_it_is_said_to_be() -> None:
    told = invented()
    assert len(told) >= 150
    assert len({one.event for one in told}) >= 40
    assert len({one.language for one in told}) >= 6


def test_every_later_development_follows_an_event_of_the_set() -> None:
    told = invented()
    assert {one.follows for one in told if one.follows} <= {one.event for one in told}


def test_one_story_of_two_events_costs_precision_and_two_of_one_cost_recall() -> None:
    told = [about("a"), about("a"), about("b"), about("b")]
    merged = score(told, [placed(1)] * 4)
    split = score(told, [placed(1), placed(2), placed(3), placed(3)])
    assert (merged.precision, merged.recall) == (0.5, 1.0)
    assert (split.precision, split.recall) == (1.0, 0.75)


def test_a_link_to_another_event_is_given_but_not_right() -> None:
    told = [about("a"), about("b"), about("c", follows="a")]
    assert follow_ups(told, [placed(1), placed(2), placed(3, follows=2)]) == (0, 1, 1)
    assert follow_ups(told, [placed(1), placed(2), placed(3, follows=1)]) == (1, 1, 1)


def about(event: str, follows: str = "") -> Told:
    return Told(event=event, follows=follows, published=NOON, language="en", title="", text="")


def placed(story: int, follows: int | None = None) -> Placed:
    return Placed(story=story, follows=follows)
