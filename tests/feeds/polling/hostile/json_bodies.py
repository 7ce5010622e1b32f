"""Hostile JSON feeds."""

import json

from tests.feeds.polling.hostile.text_bodies import BAD_DATES, BAD_LINKS, BIDI
from tests.feeds.polling.hostile.xml_bodies import Body

VERSION = '{"version":"https://jsonfeed.org/version/1.1","items":'


def json_bodies() -> dict[str, Body]:
    """JSON that nests, lies or never ends."""
    return {
        "JSON lists nested 100,000 deep": lambda: VERSION.encode() + b"[" * 100_000,
        "JSON objects nested 100,000 deep": lambda: b'{"a":' * 100_000,
        "JSON nested and closed": lambda: feed('[{"id":' + "[" * 20_000 + "]" * 20_000 + "}]"),
        "a JSON number with a million digits": lambda: feed('[{"id":' + "1" * 1_000_000 + "}]"),
        "JSON numbers beyond all bounds": lambda: feed('[{"id":1e999},{"id":-1e999},{"id":1e-999}]'),
        "JSON numbers that are none": lambda: feed('[{"id":NaN},{"id":Infinity,"title":-Infinity}]'),
        "JSON with 50,000 keys of one name": lambda: feed("[{" + '"id":"a",' * 50_000 + '"id":"b"}]'),
        "JSON with 50,000 keys": lambda: feed(json.dumps([{str(n): n for n in range(50_000)}])),
        "JSON with its items twice": lambda: b'{"items":1,' + feed("[]")[1:-1] + b',"items":{}}',
        "JSON with 100,000 items": lambda: feed(json.dumps([{"id": n} for n in range(100_000)])),
        "JSON with items of the wrong kind": lambda: feed('[1,null,"a",[],{"id":{},"title":[],"url":1}]'),
        "JSON with an object for items": lambda: feed('{"id":"1"}'),
        "JSON with a title of 5 MB": lambda: feed(json.dumps([{"id": "1", "title": "a" * 5_000_000}])),
        "JSON with half pairs": lambda: feed(
            r'[{"id":"\ud800","title":"\udc00\ud83d","url":"http://\ud800"}]'
        ),
        "JSON with zeros and marks": lambda: feed(json.dumps([{"id": "\0a", "title": f"\x01{BIDI}"}])),
        "JSON with links that are none": lambda: feed(json.dumps([{"id": a, "url": a} for a in BAD_LINKS])),
        "JSON with dates that are none": lambda: feed(
            json.dumps([{"id": date, "date_published": date} for date in (*BAD_DATES, 1e300, -1, None)])
        ),
        "JSON with a reference of 5,000 digits": lambda: feed(
            json.dumps([{"id": "1", "content_html": "&#" + "9" * 5_000 + ";"}])
        ),
        "JSON with a string that never ends": lambda: VERSION.encode() + b'"' + b"a" * 1_000_000,
        "JSON with half a million escapes": lambda: VERSION.encode() + b'"' + rb"\"" * 500_000,
        "JSON with something after it": lambda: feed("[]") * 1_000,
        "JSON with comments": lambda: feed("/* " + "*" * 100_000 + "*/[]"),
        "JSON in UTF-16": lambda: feed('[{"id":"1","title":"Minister"}]').decode().encode("utf-16"),
        "JSON after 60 KB of newlines": lambda: b"\n" * 60_000 + feed("[]"),
        "JSON with a version of 1 MB": lambda: b'{"version":"' + b"jsonfeed.org" * 90_000 + b'","items":[]}',
        "half a megabyte of braces": lambda: b"{" * 500_000,
    }  # fmt: skip - one line for each body


def feed(items: str) -> bytes:
    """A JSON feed with these items, as they stand."""
    return f"{VERSION}{items}}}".encode()
