"""The ledger as a file: whole, checkable against the article, and harmless wherever it is opened."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.export import as_csv, as_json, as_markdown
from bot.render.text import tame
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


def read(written: str) -> list[Token]:
    """Read Markdown as a strict reader with tables and strikethrough does; give what stands in its lines."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(written)
    assert not any(token.type.startswith(("table", "fence", "code", "html", "hr")) for token in tokens)
    return [token for token in tokens if token.type == "inline"]


MARKUP = st.text(alphabet="`~$@|*_[]()<>#!&\\-+=.:/ 1aw\n\u2028", max_size=60)


@given(MARKUP | st.text(max_size=60))
def test_a_hostile_article_is_shown_word_for_word_in_markdown(text: str) -> None:
    stored = kept(f"x {text}")
    said = replace(SAID, span=Span(0, len(text) + 2), condition=None)
    quoted = read(as_markdown([line(said)], {ArticleId(7): stored}))[2]
    parts = quoted.children or []
    assert {part.type for part in parts} <= {"text", "text_special", "html_inline"}
    assert {part.content for part in parts if part.type == "html_inline"} <= {"<!-- -->"}
    shown = "".join(part.content for part in parts if part.type != "html_inline")
    assert shown == " ".join(tame(stored.article.text).split())


@given(MARKUP)
def test_evidence_that_begins_with_markup_is_a_quotation_all_the_same(text: str) -> None:
    stored = kept(text + "x")
    said = replace(SAID, span=Span(0, len(text) + 1), condition=None)
    assert len(read(as_markdown([line(said)], {ArticleId(7): stored}))) == 4


@given(MARKUP)
def test_a_hostile_link_does_not_leave_its_place(text: str) -> None:
    stored = kept()
    stored = replace(stored, article=replace(stored.article, url=f"https://herald.example/{text}"))
    head = read(as_markdown([line()], {ArticleId(7): stored}))[1]
    links = [part for part in head.children or [] if part.type == "link_open"]
    assert len(links) <= 1
    assert all(str(part.attrs["href"]).startswith("https://herald.example/") for part in links)
    assert not any(part.type == "html_inline" for part in head.children or [])


def test_days_are_written_with_their_distance_from_utc() -> None:
    (row,) = json.loads(as_json([line()], {ArticleId(7): kept()}))
    assert row["said"] == "2026-03-04T12:00:00+00:00"
