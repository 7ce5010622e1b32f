"""The article out of a page."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.polling.fulltext import extract_article

URL = "https://courier.example/news/1"
PARAGRAPHS = tuple(
    f"On day {day} the minister said that no soldiers would be sent, and that talks about the harbour go on."
    for day in range(1, 6)
)


def page(*, head: str = "", paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    story = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(9))
    return (
        f"<!DOCTYPE html><html><head><title>No soldiers | Courier</title>{head}</head><body>"
        f"<nav><ul>{menu}</ul></nav><article><h1>No soldiers</h1>{story}</article>"
        "<table><tr><td>Weather</td></tr></table><footer>Copyright Harbour Courier</footer></body></html>"
    )


def test_article_is_found_without_menu_table_and_footer() -> None:
    found = extract_article(page(head='<meta property="og:title" content="No soldiers">').encode(), URL)
    assert found.title == "No soldiers"
    assert found.text == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2026-01-04T10:00:00+02:00">',
        "<meta content='2026-01-04T08:00:00Z' property='article:published_time'>",
        '<script type="application/ld+json">{"datePublished": "2026-01-04T10:00:00+0200"}</script>',
        '<time datetime="2026-01-04 08:00">today</time>',
    ],
)
def test_date_of_publication_is_read_from_wherever_the_page_says_it(head: str) -> None:
    assert extract_article(page(head=head).encode(), URL).published == datetime(2026, 1, 4, 8, tzinfo=UTC)


@pytest.mark.parametrize("charset", ["windows-1251", "utf-8"])
def test_page_in_an_old_encoding_reads_right(charset: str) -> None:
    words = tuple(
        f"В день {day} министр сказал: войска не поедут, переговоры о порте идут." for day in range(6)
    )
    html = page(head=f'<meta charset="{charset}">', paragraphs=words).encode(charset)
    assert extract_article(html, URL).text.splitlines()[0].startswith("В день 0 министр сказал")


@pytest.mark.parametrize(
    "html", [b"", b"\0", b"plain words", b"<html></html>", b"<" * 100_000, b"<div>" * 20_000]
)
def test_page_without_an_article_gives_no_text_and_no_error(html: bytes) -> None:
    assert extract_article(html, URL).published is None


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read(noise: bytes) -> None:
    extract_article(b"<html><body><p>" + noise, URL)
