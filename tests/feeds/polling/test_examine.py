"""What one look at a feed's document shows."""

import json
from datetime import UTC, datetime

import pytest

from feeds.errors import ParseError
from feeds.polling.examine import Examined, examine
from tests.feeds.polling.documents import HONEST, NOW, URL, item, rss


def seen(document: bytes, content_type: str = "application/rss+xml") -> Examined:
    return examine(document, URL, content_type, NOW)


def dated(number: int, date: str) -> str:
    return item(
        guid=f"tag:{number}", link=f"https://courier.example/{number}", inside=f"<pubDate>{date}</pubDate>"
    )


@pytest.mark.parametrize(
    ("document", "form"),
    [
        (HONEST, "RSS 2.0"),
        (HONEST.replace(b"2.0", b"0.91"), "RSS 0.91"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id></entry></feed>', "Atom 1.0"),
        (
            json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"}]}).encode(),
            "JSON Feed",
        ),
    ],
)
def test_format_is_named(document: bytes, form: str) -> None:
    examined = seen(document)
    assert (examined.form, examined.size) == (form, 1)


def test_an_honest_feed_has_no_fault_but_a_missing_date() -> None:
    examined = seen(HONEST)
    assert (examined.without_guid, examined.repeated, examined.undated) == (0, 0, 1)
    assert (examined.unreadable_dates, examined.future_dates, examined.lost_letters) == (0, 0, 0)
    assert (examined.broken_at, examined.misnamed, examined.is_newest_first) == ("", "", True)


def test_items_without_guid_and_with_anothers_are_counted() -> None:
    examined = seen(rss(item(), item(), item(guid="tag:2"), item(guid="")))
    assert (examined.without_guid, examined.repeated) == (1, 1)


@pytest.mark.parametrize(
    ("date", "fault"),
    [
        ("Wed, 04 Mar 2026 10:00:00 GMT", ""),
        ("mercredi 4 mars 2026", ""),
        ("", "undated"),
        ("yesterday at noon", "unreadable_dates"),
        ("Wed, 04 Mar 2076 10:00:00 GMT", "future_dates"),
        ("Sun, 04 Mar 1906 10:00:00 GMT", "unreadable_dates"),
    ],
)
def test_dates_are_judged(date: str, fault: str) -> None:
    examined = seen(rss(dated(1, date)))
    counts = {name: getattr(examined, name) for name in ("undated", "unreadable_dates", "future_dates")}
    assert counts == {name: int(name == fault) for name in counts}


def test_order_is_judged_by_the_items_that_have_a_date() -> None:
    first, second = dated(1, "Wed, 04 Mar 2026 10:00:00 GMT"), dated(2, "Tue, 03 Mar 2026 10:00:00 GMT")
    assert seen(rss(first, item(guid="tag:3"), second)).is_newest_first
    assert not seen(rss(second, first)).is_newest_first
    assert seen(rss(second, first)).newest == datetime(2026, 3, 4, 10, tzinfo=UTC)


def test_whole_articles_are_told_from_summaries() -> None:
    whole = f"<description><![CDATA[<p>{'word ' * 400}</p>]]></description>"
    content = f'<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">{whole[13:-14]}</content:encoded>'
    assert (
        seen(rss(item(inside=f"<description>In short.</description>{content}"), item(guid="2"))).whole_texts
        == 1
    )


def test_language_is_told_by_the_words() -> None:
    words = (
        "<description>Le ministre a dit que les troupes ne seront pas envoyées dans le pays.</description>"
    )
    assert (
        seen(rss(item(inside=words, title="Le ministre de la défense répond à la presse"))).language == "fr"
    )


def test_place_where_a_document_breaks_is_named() -> None:
    broken = seen(rss(item(title="Salt & pepper")))
    assert "line 1" in broken.broken_at
    assert broken.size == 1


@pytest.mark.parametrize(
    ("body", "content_type", "misnamed"),
    [
        ('<?xml version="1.0" encoding="windows-1251"?>', "", "cp1251"),
        ('<?xml version="1.0" encoding="utf-8"?>', "", ""),
        ("", "text/xml; charset=koi8-r", "koi8-r"),
        ("", "text/xml", ""),
    ],
)
def test_encoding_that_a_utf8_document_is_not_in_is_named(
    body: str, content_type: str, misnamed: str
) -> None:
    document = body.encode() + rss(item(title="Министр отвечает"))
    examined = seen(document, content_type)
    assert examined.misnamed == misnamed
    assert examined.parsed.entries[0].title == "Министр отвечает"


def test_lost_letters_are_counted() -> None:
    document = rss(item(title="Министр отвечает")).replace("о".encode(), b"\xff", 1)
    assert seen(document, "").lost_letters == 1
    assert seen(document, "text/xml; charset=utf-8").misnamed == "utf-8"


def test_what_is_no_feed_is_said_to_be_none() -> None:
    with pytest.raises(ParseError, match="a web page"):
        seen(b"<!DOCTYPE html><html></html>")
