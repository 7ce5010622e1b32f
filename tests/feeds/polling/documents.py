"""Documents for tests: an honest feed to vary, and a cabinet of hostile ones. All outlets are invented."""

from datetime import UTC, datetime

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
URL = "https://courier.example/rss/all.xml"


def rss(*items: str, head: str = "<title>The Harbour Courier</title>", prolog: str = "") -> bytes:
    """An RSS 2.0 document."""
    return f'{prolog}<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


def item(
    *,
    title: str = "Minister answers",
    link: str = "https://courier.example/1",
    guid: str = "tag:1",
    inside: str = "",
) -> str:
    """One item of an RSS document."""
    return f"<item><title>{title}</title><link>{link}</link><guid>{guid}</guid>{inside}</item>"


HONEST = rss(item())

BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b"]>"
    + rss(item(title="&j;"))
)

# Each crashed, stalled or bloated feedparser in some way when it was given to it as it stands.
HOSTILE: dict[str, bytes] = {
    "60 KB of newlines before the root": b"\n" * 60_000 + HONEST,
    "60 KB of newlines after the declaration": b'<?xml version="1.0"?>' + b"\n" * 60_000 + HONEST,
    "60 KB of newlines between comments": b"<!-- a -->" + b"\n" * 60_000 + b"<!-- b -->" + HONEST,
    "a prolog of 100,000 comments": b"<!-- a -->" * 100_000 + HONEST,
    "entities in a document type": BILLION_LAUGHS,
    "entities in UTF-16": BILLION_LAUGHS.decode().encode("utf-16"),
    "a document type that never ends": b"<!DOCTYPE rss [" + b"<!ENTITY a '" * 10_000,
    "nested 200,000 deep": b"<rss><channel>" + b"<a>" * 200_000,
    "nested and closed": rss(item(inside="<a>" * 5_000 + "</a>" * 5_000)),
    "200,000 attributes": rss(item(inside="<a " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>")),
    "100,000 open comments": rss(item(inside="<!--" * 100_000)),
    "an author of 32 KB": rss(item(inside="<author>" + "a" * 32_000 + "</author>")),
    "a title of open tags": rss(item(title="&lt;a " * 100_000)),
    "a title of quotation marks": rss(item(title="&lt;a " + '"' * 500_000)),
    "a date of digits": rss(item(inside="<pubDate>" + "1" * 500_000 + "</pubDate>")),
    "a title of ampersands": rss(item(title="&amp;" * 200_000)),
    "a body of comments": rss(item(inside="<description>" + "&lt;!--" * 100_000 + "</description>")),
    "JSON nested 100,000 deep": b'{"items":' + b"[" * 100_000,
    "a number with a million digits": b'{"items":' + b"1" * 1_000_000 + b"}",
    "an encoding that is none": b'<?xml version="1.0" encoding="punycode"?>' + HONEST,
    "an encoding that does not exist": b'<?xml version="1.0" encoding="klingon-8"?>' + HONEST,
    "half a megabyte of zeros": b"\0" * 500_000,
    "half a megabyte of one bracket": b"<" * 500_000,
    "cut off in the middle of a letter": HONEST[:60] + "ї".encode()[:1],
}
