"""The shelf on which a newcomer finds its company. Outlets, people and words are invented."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.model import ArticleId, Member, Signature, StoryId
from feeds.stories.cluster import WINDOW, Placement, find_place, sign
from feeds.stories.clusters.shelf import MOST_COMPARED, Shelf
from tests.samples import NOON

OPENINGS = (
    ("Estonia will not rule out peacekeepers, Tammsalu says", "A brigade of 1,200 could go to Odesa."),
    ("Tammsalu: Estonia does not exclude sending peacekeepers", "The minister named a brigade of 1,200."),
    ("Estland schließt Friedenstruppen nicht aus", "Tammsalu sprach von 1.200 Mann für Odessa."),
    ("Norway keeps its instructors at home", "Lawmakers in Oslo voted 90 to 79 against Lviv."),
    ("Oslo parliament says no to instructors in Lviv", "Lawmakers in Norway voted 90 to 79."),
    ("Storm hits Tallinn harbour", "Roofs flew, and a ferry with 310 passengers turned back."),
)

shelved = st.lists(
    st.tuples(st.sampled_from(OPENINGS), st.integers(1, 4), st.integers(-80, 80), st.booleans()), max_size=12
)


@given(rows=shelved, order=st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_arrival_does_not_matter(
    rows: Sequence[tuple[tuple[str, str], int, int, bool]],
    order: Random,
) -> None:
    members = members_of(rows)
    shuffled = list(members)
    order.shuffle(shuffled)
    assert placements(Shelf(shuffled)) == placements(Shelf(members))


@given(rows=shelved, gone=shelved)
@settings(deadline=None)
def test_a_shelf_that_has_stood_for_long_answers_as_one_that_is_filled_anew(
    rows: Sequence[tuple[tuple[str, str], int, int, bool]],
    gone: Sequence[tuple[tuple[str, str], int, int, bool]],
) -> None:
    members = members_of(rows)
    shelf = Shelf(members_of([*rows, *gone]))
    for number in range(len(rows), len(rows) + len(gone)):
        shelf.drop(ArticleId(number + 1))
    assert placements(shelf) == placements(Shelf(members))


@given(rows=shelved)
@settings(deadline=None)
def test_a_shelf_that_is_filled_for_one_newcomer_answers_him_as_any_other(
    rows: Sequence[tuple[tuple[str, str], int, int, bool]],
) -> None:
    members = members_of(rows)
    for newcomer in map(signed, OPENINGS):
        own = find_place(newcomer, NOON, Shelf(members, newcomer=newcomer))
        assert own == find_place(newcomer, NOON, Shelf(members))


def test_an_article_that_is_put_there_again_has_left_its_old_story() -> None:
    shelf = Shelf([member(1, OPENINGS[0], story=1)])
    shelf.add(member(1, OPENINGS[0], story=7))
    assert find_place(signed(OPENINGS[1]), NOON, shelf).company == (7, False)
    assert shelf.of_story(StoryId(1), NOON - WINDOW, NOON) == ()


def test_what_is_too_old_is_dropped_and_what_is_not_stays() -> None:
    shelf = Shelf([member(1, OPENINGS[0], hours=-90), member(2, OPENINGS[0], hours=-70)])
    shelf.drop_before(NOON - WINDOW)
    assert shelf.count(None, NOON - 2 * WINDOW, NOON) == 1
    assert find_place(signed(OPENINGS[0]), NOON, shelf).company == (2, False)


def test_dropping_what_is_not_there_changes_nothing() -> None:
    shelf = Shelf([member(1, OPENINGS[0])])
    shelf.drop(ArticleId(9))
    assert shelf.count(None, NOON - WINDOW, NOON) == 1


def test_a_story_is_found_among_many_articles_that_share_only_ordinary_words() -> None:
    crowd = [
        member(
            number, ("Estonia and peacekeepers", f"The debate goes on, says reader{number}."), story=number
        )
        for number in range(2, 10 * MOST_COMPARED)
    ]
    shelf = Shelf([member(1, OPENINGS[0], hours=-20), *crowd])
    assert find_place(signed(OPENINGS[1]), NOON, shelf).company == (1, False)


def members_of(rows: Sequence[tuple[tuple[str, str], int, int, bool]]) -> list[Member]:
    return [
        member(number, opening, story=story, hours=hours, is_rejected=is_rejected)
        for number, (opening, story, hours, is_rejected) in enumerate(rows, 1)
    ]


def placements(shelf: Shelf) -> list[Placement]:
    return [find_place(signed(opening), NOON, shelf) for opening in OPENINGS]


def member(
    number: int, opening: tuple[str, str], *, story: int = 0, hours: int = -1, is_rejected: bool = False
) -> Member:
    return Member(
        story=StoryId(story or number),
        article=ArticleId(number),
        origin=ArticleId(number),
        signature=signed(opening),
        published=NOON + timedelta(hours=hours),
        is_rejected=is_rejected,
    )


def signed(opening: tuple[str, str]) -> Signature:
    title, text = opening
    language = "de" if title.startswith("Estland") else "en"
    return sign(title, text, language, (), ())
