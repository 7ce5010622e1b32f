"""The feeds of a page, and which of them somebody means who gives us the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.polling.discovery import find_feeds, guessed_feeds

PAGE = "https://herald.example/news/"


def link(address: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{address}">'


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (f"<head>{link('/feed.xml')}</head>", ("https://herald.example/feed.xml",)),
        (
            "<LINK REL='home alternate' TYPE='application/atom+xml' HREF='atom'>" * 2,
            ("https://herald.example/news/atom",),
        ),
        (
            '<base href="https://feeds.herald.example/x/">' + link("all"),
            ("https://feeds.herald.example/x/all",),
        ),
        ('<link rel="alternate" hreflang="fr" href="/fr">', ()),
        ('<link rel="stylesheet" type="application/rss+xml" href="/x">', ()),
        (link("/wp-json/1", kind="application/json"), ()),
        (link("javascript:alert(1)"), ()),
        ('<link rel="alternate" type="application/rss+xml">', ()),
        ("no markup at all", ()),
        pytest.param(
            f'<link rel="alternate" href="&#{"9" * 5_000};">', (), id="a number that Python will not read"
        ),
    ],
)
def test_a_page_names_its_feeds(html: str, found: tuple[str, ...]) -> None:
    assert find_feeds(html.encode(), PAGE) == found


@pytest.mark.parametrize(
    ("links", "url", "best"),
    [
        ((("/a", "News"), ("/b", "Sport")), "/", "/a"),
        ((("/comments/feed/", ""), ("/feed/", "")), "/", "/feed/"),
        ((("/1/feed/", "Harbour fees » Kommentar-Feed"), ("/feed/", "Feed")), "/1/", "/feed/"),
        ((("/a", "Подкасты"), ("/b", "Новости")), "/", "/b"),
        ((("/feed/comments", ""), ("/feed/podcast", "")), "/", "/feed/podcast"),
        ((("/rss", "All"), ("/rss/sport", "Sport"), ("/rss/world", "World")), "/world/2026/", "/rss/world"),
        ((("/rss", "All"), ("/rss?s=4", "News from Europe")), "/europe", "/rss?s=4"),
    ],
)
def test_the_best_feed_is_the_news_of_the_pages_section(
    links: tuple[tuple[str, str], ...], url: str, best: str
) -> None:
    page = "".join(link(address, title) for address, title in links).encode()
    first, *others = find_feeds(page, f"https://herald.example{url}")
    assert first == f"https://herald.example{best}"
    assert len(others) == len(links) - 1


def test_at_most_three_places_are_guessed_and_all_on_the_pages_own_host() -> None:
    guesses = guessed_feeds("https://herald.example/a/b?c=d")
    assert 1 <= len(guesses) <= 3
    assert all(url.startswith("https://herald.example/") and "/a/" not in url for url in guesses)


@given(st.binary(max_size=2_000))
def test_any_bytes_can_be_looked_through(page: bytes) -> None:
    assert all(link.startswith("http") for link in find_feeds(page, PAGE))
