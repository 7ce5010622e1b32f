import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.polling.discovery import find_feeds

PAGE = "https://herald.example/news/"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (
            '<head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>',
            ("https://herald.example/feed.xml",),
        ),
        (
            "<LINK REL='home alternate' TYPE='application/atom+xml' HREF='atom'>" * 2,
            ("https://herald.example/news/atom",),
        ),
        ('<link rel="alternate" hreflang="fr" href="/fr">', ()),
        ('<link rel="stylesheet" type="application/rss+xml" href="/x">', ()),
        ('<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">', ()),
        ('<link rel="alternate" type="application/rss+xml">', ()),
        ("no markup at all", ()),
        pytest.param(
            f'<link rel="alternate" href="&#{"9" * 5_000};">', (), id="a number that Python will not read"
        ),
    ],
)
def test_a_page_names_its_feeds(html: str, found: tuple[str, ...]) -> None:
    assert find_feeds(html.encode(), PAGE) == found


@given(st.binary(max_size=2_000))
def test_any_bytes_can_be_looked_through(page: bytes) -> None:
    assert all(link.startswith("http") for link in find_feeds(page, PAGE))
