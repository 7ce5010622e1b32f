"""The ledger as a file: whole, checkable against the article, and harmless wherever it is opened."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.export import as_csv, as_json, as_markdown
from feeds.model import ArticleId, Chain, Held, KeptArticle, Position, Span, Stance, StoryId
from tests.samples import NOON, TEXT, article, reading

SAID = Position(
    actor="Ada Roe",
    country="Estonia",
    stance=Stance.CONDITIONAL,
    span=Span(0, 40),
    chain=Chain.REPORTED,
    reporter="Ivo Lind",
    condition=Span(10, 20),
)


def kept(text: str = TEXT, title: str = "A title") -> KeptArticle:
    one = ArticleId(7)
    words = replace(article(), text=text, title=title)
    return KeptArticle(id=one, story=StoryId(3), origin=one, article=words, reading=reading(), seen=NOON)


def line(position: Position = SAID) -> Held:
    return Held(position=position, article=ArticleId(7), said=NOON)


def rows(written: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written)))


def test_each_line_can_be_checked_against_its_article() -> None:
    stored = kept()
    (row,) = json.loads(as_json([line()], {ArticleId(7): stored}))
    assert row["evidence"] == stored.article.text[row["start"] : row["end"]]
    assert row["condition"] == TEXT[10:20]
    assert row["text_hash"] == stored.article.text_hash.hex()
    assert (row["url"], row["outlet"], row["reporter"]) == (
        stored.article.url,
        "The Harbour Herald",
        "Ivo Lind",
    )


def test_the_same_line_stands_in_all_three_forms() -> None:
    articles = {ArticleId(7): kept()}
    (as_object,) = json.loads(as_json([line()], articles))
    (as_row,) = rows(as_csv([line()], articles))
    assert as_row == {name: str(value) for name, value in as_object.items()}
    assert as_object["text_hash"] in as_markdown([line()], articles)


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(title: str) -> None:
    (row,) = rows(as_csv([line()], {ArticleId(7): kept(title=title)}))
    assert row["title"] == f"'{title}"


@given(st.text(min_size=1, max_size=200))
def test_whatever_an_article_says_is_one_line_in_each_form(text: str) -> None:
    said = replace(SAID, span=Span(0, len(text)), condition=None)
    articles = {ArticleId(7): kept(text)}
    assert len(rows(as_csv([line(said)], articles))) == 1
    assert json.loads(as_json([line(said)], articles))[0]["evidence"] == text
    quoted = [row for row in as_markdown([line(said)], articles).split("\n") if row.startswith("  > ")]
    assert len(quoted) == 1


def test_without_positions_there_is_a_header_and_no_line() -> None:
    assert rows(as_csv([], {})) == []
    assert json.loads(as_json([], {})) == []
