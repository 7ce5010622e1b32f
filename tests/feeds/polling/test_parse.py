"""What entries come out of a feed's document."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.errors import ParseError
from feeds.model import Entry
from feeds.polling.parse import parse_feed
from feeds.polling.parsed import ParsedFeed
from tests.feeds.polling.documents import HONEST, NOW, URL, item, rss

ATOM = b"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Der Hafenbote</title>
<entry><id>urn:1</id><title type="html">Kanzler &amp;lt;b&gt;sagt&lt;/b&gt; nein</title>
<link rel="alternate" href="/politik/1"/><updated>2026-03-04T10:00:00+01:00</updated>
<summary>Kurz</summary>
<content type="html">&lt;p&gt;Erster Absatz.&lt;/p&gt;&lt;p&gt;Zweiter.&lt;/p&gt;</content>
</entry></feed>"""

JSON_FEED = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour", "items": [
{"id": 7, "url": "/a", "title": "AT&T <Ltd>",
"content_html": "<p>One</p><p>Two &amp; three</p>",
"summary": "One", "date_published": "2026-03-04T10:00:00Z"}, "odd", {"id": "8", "content_text": "5 < 6"}]}"""


def read(body: bytes, content_type: str = "") -> ParsedFeed:
    return parse_feed(body, URL, content_type, NOW)


def only_entry(body: bytes, content_type: str = "") -> Entry:
    (entry,) = read(body, content_type).entries
    return entry


def test_rss_item_becomes_an_entry() -> None:
    inside = "<description>Two words.</description><pubDate>Wed, 04 Mar 2026 10:00:00 MSK</pubDate>"
    feed = read(rss(item(inside=inside), head="<title>The Harbour Courier</title><ttl>15</ttl>"))
    assert feed.title == "The Harbour Courier"
    assert feed.hints.ttl_minutes == 15
    assert feed.entries == (
        Entry(
            guid="tag:1",
            link="https://courier.example/1",
            title="Minister answers",
            summary="Two words.",
            body="",
            published=datetime(2026, 3, 4, 7, 0, tzinfo=UTC),
            page="https://courier.example/1",
        ),
    )


def test_atom_entry_becomes_an_entry_with_paragraphs_as_lines() -> None:
    entry = only_entry(ATOM)
    assert entry.link == "https://courier.example/politik/1"
    assert entry.body == "Erster Absatz.\nZweiter."
    assert entry.published == datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def test_json_feed_is_read_too() -> None:
    first, second = read(JSON_FEED, "application/feed+json").entries
    assert first.guid == "7"
    assert first.link == "https://courier.example/a"
    assert first.title == "AT&T <Ltd>"
    assert first.body == "One\nTwo & three"
    assert second.summary == "5 < 6"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "an empty answer"),
        (b" \n ", "an empty answer"),
        (b"<!DOCTYPE html><html><body>News</body></html>", "a web page, not a feed"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "a web page, not a feed"),
        (b"<urlset><url/></urlset>", "its root element is <urlset>"),
        (b"Not found", "neither XML nor JSON"),
        (b'{"error": "no such feed"}', "JSON, but not a JSON feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 3}', "JSON, but not a JSON feed"),
        (b'{"broken', "JSON that cannot be read"),
        (b'<!DOCTYPE rss [<!ENTITY a "b">]><rss/>', "declares XML entities"),
    ],
)
def test_what_is_no_feed_is_said_in_words(body: bytes, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        read(body)


def test_plain_document_type_does_no_harm() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://a.example/rss.dtd">'
    assert only_entry(rss(item(), prolog=doctype)).title == "Minister answers"


def test_feed_without_entries_is_still_a_feed() -> None:
    assert read(rss()).entries == ()


def test_caption_is_never_taken_for_the_body() -> None:
    inside = (
        "<description>The minister spoke for an hour.</description>"
        '<media:content url="https://courier.example/1.jpg"><media:description type="plain">A long caption '
        "that names the photographer, the harbour, the ship and the day.</media:description></media:content>"
        "<content:encoded>&lt;p&gt;The minister spoke for an hour about ships.&lt;/p&gt;</content:encoded>"
    )
    namespaces = (
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    )
    document = rss(item(inside=inside)).replace(b"<rss ", f"<rss {namespaces} ".encode())
    entry = only_entry(document)
    assert entry.body == "The minister spoke for an hour about ships."
    assert entry.summary == "The minister spoke for an hour."


def test_caption_alone_makes_no_body() -> None:
    inside = (
        "<description>The minister spoke for an hour about ships and the sea.</description>"
        "<media:description>The harbour</media:description>"
    )
    document = rss(item(inside=inside)).replace(
        b"<rss ", b'<rss xmlns:media="http://search.yahoo.com/mrss/" '
    )
    assert only_entry(document).body == ""


RUSSIAN = "Министр: войска не поедут"


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r", "utf-16"])
def test_russian_feed_reads_right_in_any_declared_encoding(encoding: str) -> None:
    text = rss(item(title=RUSSIAN)).decode()
    body = f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)
    assert only_entry(body, "text/xml; charset=iso-8859-1").title == RUSSIAN


@pytest.mark.parametrize("header", ["text/xml; charset=windows-1251", "", "text/xml; charset=utf-8"])
def test_encoding_comes_from_the_header_or_is_guessed_where_the_document_is_silent_or_lies(
    header: str,
) -> None:
    assert only_entry(rss(item(title=RUSSIAN)).decode().encode("windows-1251"), header).title == RUSSIAN
    declared = b'<?xml version="1.0" encoding="UTF-8"?>' + rss(
        item(title="L'armée à Kyïv, déjà")
    ).decode().encode("latin-1")
    assert only_entry(declared, "").title == "L'armée à Kyïv, déjà"


@pytest.mark.parametrize("header", ["", "text/xml; charset=windows-1251"])
def test_one_bad_byte_costs_one_letter(header: str) -> None:
    body = rss(item(title=RUSSIAN)).replace("поедут".encode(), "поед".encode() + b"\xd1" + "т".encode())
    assert only_entry(body, header).title == RUSSIAN.replace("поедут", "поед\ufffdт")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http://["]
)
def test_dangerous_link_is_dropped_and_the_entry_kept(link: str) -> None:
    assert only_entry(rss(item(link=link))).link == ""


def test_items_base_does_not_leak_into_the_next_item() -> None:
    first = item(link="a").replace("<item>", '<item xml:base="https://elsewhere.example/">')
    entries = read(rss(first, item(link="b", guid="2"))).entries
    assert [entry.link for entry in entries] == [
        "https://elsewhere.example/a",
        "https://courier.example/rss/b",
    ]


def test_guid_stays_the_same_when_its_feed_moves() -> None:
    for guid in ("17", "/news/17", "item 17", "https://courier.example/17", "urn:17"):
        body = rss(item(guid=guid))
        moved = parse_feed(body, "https://elsewhere.example/feed", "", NOW)
        assert read(body).entries[0].guid == moved.entries[0].guid == guid


@pytest.mark.parametrize(
    "link", ["/news/1", "../news/1", "//courier.example/news/1", "https://courier.example/news/1"]
)
def test_relative_link_counts_from_the_feed(link: str) -> None:
    assert only_entry(rss(item(link=link))).link == "https://courier.example/news/1"


def test_order_is_the_documents_and_twins_are_kept() -> None:
    entries = read(rss(item(guid="2"), item(guid="1"), item(guid="2"))).entries
    assert [entry.guid for entry in entries] == ["2", "1", "2"]


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_feed_or_a_parse_error(noise: bytes) -> None:
    for body in (noise, HONEST[:80] + noise + HONEST[80:]):
        try:
            read(body, noise.decode("latin-1"))
        except ParseError as error:
            assert str(error)  # noqa: PT017 - either outcome is right, an error must say why
