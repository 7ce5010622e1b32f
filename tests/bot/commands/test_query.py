"""A question is read in any order, or answered in words; what is written is read again as it was."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.query import NotReadError, Query, read_query, written
from feeds.model import Label, Stance, StoryId
from storage.model import Term

TODAY = date(2026, 3, 4)
KEYS = frozenset(
    {
        "since",
        "until",
        "lang",
        "outlet",
        "from",
        "country",
        "actor",
        "stance",
        "label",
        "kind",
        "story",
    }
)
TRICKY = (
    'since:7d|until:2025|lang:FR|OR|-Kursk|"two words"|"|-|--a|page:3|again:7|stance:opposes|label:core|'
    'outlet:"Le Monde|from: Estonia|http://a.b|NATO:|kind:direct|story:#4|"OR"|-OR|“x”|'
    'actor:Ö|country:"|-lang:de'
)
PIECES = st.one_of(st.text(max_size=12), st.sampled_from(TRICKY.split("|")))
TYPED = st.one_of(st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join), st.text(max_size=2_000))


def read(typed: str) -> Query:
    return read_query(typed, TODAY, KEYS)


@pytest.mark.parametrize(
    "typed",
    [
        'outlet:"Le Monde" since:2025-01 Germany -Kursk lang:fr stance:opposes',
        "STANCE:Opposes LANG:French Germany OUTLET:“Le Monde” -Kursk SINCE:2025-01",
        "lang: fr since: 2025/1 outlet: «Le Monde» stance:opposes -“Kursk” germany page:3",
    ],
)
def test_filters_stand_in_any_order_and_case(typed: str) -> None:
    query = read(typed)
    assert (query.words.casefold(), query.language, query.outlet) == ("germany", ("fr",), ("Le Monde",))
    assert [term.words for term in query.without] == ["Kursk"]
    assert (query.since, query.stance) == (date(2025, 1, 1), (Stance.OPPOSES,))


def test_or_joins_its_neighbours_and_an_open_phrase_is_closed() -> None:
    forces, training = Term(words="special forces", is_phrase=True), Term(words="training")
    assert read('troops training OR "special forces').terms == ((Term(words="troops"),), (training, forces))
    assert read("OR troops OR").terms == ((Term(words="troops"),),)


def test_several_values_of_a_filter_are_alternatives() -> None:
    assert read("lang:de lang:fr lang:de label:core").language == ("de", "fr")
    assert read("label:core label:related").label == (Label.CORE, Label.RELATED)


@pytest.mark.parametrize("typed", ["NATO: troops", "https://a.example/b", "3:2"])
def test_what_only_looks_like_a_filter_is_a_word(typed: str) -> None:
    assert read(typed).terms
    assert not read(typed).is_filtered


@pytest.mark.parametrize("typed", ["story:12", "story:#12"])
def test_a_story_is_asked_for_by_number(typed: str) -> None:
    assert read(typed).story == StoryId(12)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2025-2", date(2025, 2, 1), date(2025, 2, 28)),
        ("2025-02-03", date(2025, 2, 3), date(2025, 2, 3)),
        ("3.2.2025", date(2025, 2, 3), date(2025, 2, 3)),
        ("yesterday", date(2026, 3, 3), date(2026, 3, 3)),
        ("Today", TODAY, TODAY),
        ("7d", date(2026, 2, 25), date(2026, 2, 25)),
        ("2w", date(2026, 2, 18), date(2026, 2, 18)),
    ],
)
def test_days_are_read_in_many_forms(day: str, first: date, last: date) -> None:
    assert (read(f"since:{day}").since, read(f"until:{day}").until) == (first, last)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("zzz:red", "“zzz:” is no filter here. There are actor:, country:"),
        ("lnag:fr", "Did you mean lang:"),
        ("form:Estonia", "Did you mean from:"),
        ("since:soon", "since: takes a year, a month or a day"),
        ("since:2025-13", "since: takes a year"),
        ("until:9999", "until: takes a year"),
        ("until:9999y", "until: takes a year"),
        ("until:", "until: takes a year"),
        ("lang:Klingon", "two letters"),
        ("kind:shouted", "direct or indirect"),
        ("stance:oppose", "Did you mean opposes"),
        ("label:cor", "Did you mean core"),
        ("story:one", "story: takes a story's number"),
        ("outlet:", "outlet: takes"),
        ("-outlet:Herald", "Only words can be left out"),
        ("page:0", "page: takes a number"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(typed: str, answer: str) -> None:
    with pytest.raises(NotReadError, match=answer):
        read(typed)


def test_a_filter_of_another_command_is_told_from_a_word() -> None:
    with pytest.raises(NotReadError, match="“kind:” is no filter here"):
        read_query("kind:direct", TODAY, KEYS - {"kind"})


def test_a_question_is_bounded() -> None:
    query = read("word " * 5_000 + "-x" * 500 + ' "' + "y" * 5_000)
    assert len(query.terms) == 12
    assert len(written(query)) < 2_000


@given(TYPED)
def test_any_text_is_read_or_answered(typed: str) -> None:
    with suppress(NotReadError):
        read(typed)


@given(TYPED)
def test_a_written_question_is_read_as_the_same(typed: str) -> None:
    with suppress(NotReadError):
        query = read(typed)
        assert read_query(written(query), date(2020, 1, 1), KEYS) == query
