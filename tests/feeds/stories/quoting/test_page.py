"""Datelines and labels of the page are nobody's words. All agencies are invented but those of real form."""

from itertools import compress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.stories.quoting.page import are_quotable, told_paragraphs


def told(text: str) -> list[str]:
    return [paragraph.of(text) for paragraph in told_paragraphs(text)]


def quotable(text: str) -> list[str]:
    told = tuple(told_paragraphs(text))
    return [paragraph.of(text) for paragraph in compress(told, are_quotable(text, told))]


@pytest.mark.parametrize(
    "dateline",
    [
        "KIEL - ",
        "TALLINN (Ostrel) - ",
        "BRUSSELS, March 3 (AFP) — ",
        "NEW YORK, April 4 -- ",
        "Berlin (dpa) - ",
        "КИЕВ, 3 марта. /ТАСС/. ",
        "МОСКВА, 3 мар — РИА Новости. ",
    ],
)
def test_a_paragraph_begins_behind_its_dateline(dateline: str) -> None:
    assert told(f"{dateline}Ada came.") == ["Ada came."]


@pytest.mark.parametrize(
    "text", ["NATO - the alliance - came.", "Ada Roe (Kiel) came.", "The talks - the last - failed.", "KIEL"]
)
def test_other_openings_stay(text: str) -> None:
    assert told(text) == [text]


@pytest.mark.parametrize(
    "label",
    [
        "READ MORE: Troops",
        "READ ALSO Troops",
        "Correction: the name was wrong.",
        "Editor's note: the name was wrong.",
        "Photo: Ada Roe",
        "LIRE AUSSI : Troupes",
        "Lesen Sie auch: Truppen",
        "CZYTAJ TEŻ: Wojska",
        "ЧИТАЙТЕ ТАКЖЕ: Войска",
        "Читайте також: Війська",
    ],
)
def test_nobody_speaks_in_a_line_that_the_page_labels(label: str) -> None:
    assert quotable(f"{label}\nAda came.") == ["Ada came."]


def test_the_link_below_a_bare_teaser_is_left_out_with_it() -> None:
    assert quotable("Read more:\nRoe: we go\nAda came.") == ["Ada came."]


def test_a_word_of_a_label_may_open_a_sentence() -> None:
    assert quotable("More troops came.") == ["More troops came."]


@given(st.text(alphabet="AB ab(),-–—/.:\n") | st.text())
def test_paragraphs_end_where_lines_end(text: str) -> None:
    assert all(
        0 <= part.start <= part.end <= len(text) and "\n" not in part.of(text)
        for part in told_paragraphs(text)
    )
