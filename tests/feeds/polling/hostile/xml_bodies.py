"""Hostile XML: what declares, nests, repeats or never ends. Each crashed, stalled or bloated some parser."""

from collections.abc import Callable

from tests.feeds.polling.documents import HONEST, item, rss

Body = Callable[[], bytes]

DECLARATION = b'<?xml version="1.0"?>'


def entity_bodies() -> dict[str, Body]:
    """Declarations that unfold, refer to files, or hide from who looks for them."""
    return {
        "a billion laughs": laughs,
        "a billion laughs in an attribute": lambda: laughs(rss(item(inside='<a b="&j;"/>'))),
        "a billion laughs in UTF-16": lambda: laughs().decode().encode("utf-16"),
        "a billion laughs in UTF-32": lambda: laughs().decode().encode("utf-32"),
        "a billion laughs in UTF-16 without a mark": lambda: laughs().decode().encode("utf-16-le"),
        "a billion laughs in UTF-7": lambda: DECLARATION + laughs().decode().encode("utf-7"),
        "a billion laughs in lower case": lambda: laughs().replace(b"!DOCTYPE", b"!doctype"),
        "a billion laughs after comments": lambda: b"<!-- > --><?a > ?>" * 1_000 + laughs(),
        "a billion laughs in a second document type": lambda: b"<!DOCTYPE rss>" + laughs(),
        "a billion laughs behind a bracket in quotes": lambda: laughs().replace(b" [", b' SYSTEM ">" [', 1),
        "a billion laughs inside the root": lambda: b"<rss>" + laughs() + b"</rss>",
        "200,000 entities in a chain": chain,
        "one long entity used 20,000 times": lambda: doctype(
            b'<!ENTITY a "' + b"x" * 20_000 + b'">', rss(item(title="&a;" * 20_000))
        ),
        "an entity of itself": lambda: doctype(b'<!ENTITY a "&a;">', rss(item(title="&a;"))),
        "parameter entities": lambda: doctype(
            b"<!ENTITY % a \"<!ENTITY b 'x'>\">" + b"%a;" * 50_000, rss(item(title="&b;"))
        ),
        "an entity in an attribute's default": lambda: doctype(
            b'<!ENTITY a "x"><!ATTLIST item b CDATA "&a;">', HONEST
        ),
        "an entity from a file": lambda: doctype(
            b'<!ENTITY a SYSTEM "file:///etc/hostname">', rss(item(title="&a;"))
        ),
        "an entity from a server": lambda: doctype(
            b'<!ENTITY a SYSTEM "http://127.0.0.1:9/">', rss(item(title="&a;"))
        ),
        "a document type from a file": lambda: b'<!DOCTYPE rss SYSTEM "file:///etc/hostname">' + HONEST,
        "a document type that never ends": lambda: b"<!DOCTYPE rss [" + b"<!ENTITY a '" * 10_000,
        "100,000 document types": lambda: b"<!DOCTYPE rss>" * 100_000 + HONEST,
        "entities that nobody declared": lambda: rss(item(title="&ha;" * 100_000)),
        "a file to be included": lambda: rss(
            '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname" parse="text"/>'
        ),
        "a style sheet from a file": lambda: (
            b'<?xml-stylesheet type="text/xsl" href="file:///etc/hostname"?>' + HONEST
        ),
    }


def laughs(document: bytes = b"") -> bytes:
    """Ten entities, each ten times the one before."""
    steps = (b'<!ENTITY %c "%s">' % (98 + step, b"&%c;" % (97 + step) * 10) for step in range(9))
    return doctype(b'<!ENTITY a "ha">' + b"".join(steps), document or rss(item(title="&j;")))


def chain() -> bytes:
    """What ended in a segmentation fault inside expat: each entity stands for the one before."""
    steps = (b'<!ENTITY a%d "&a%d;">' % (step, step - 1) for step in range(1, 200_000))
    return doctype(b'<!ENTITY a0 "ha">' + b"".join(steps), rss(item(title="&a199999;")))


def doctype(declarations: bytes, document: bytes) -> bytes:
    """Put declarations before a document."""
    return b"<!DOCTYPE rss [" + declarations + b"]>" + document


def prolog_bodies() -> dict[str, Body]:
    """What stands before the root, or where a root should be."""
    return {
        "60 KB of newlines before the root": lambda: b"\n" * 60_000 + HONEST,
        "60 KB of newlines after the declaration": lambda: DECLARATION + b"\n" * 60_000 + HONEST,
        "60 KB of newlines between comments": lambda: b"<!-- a -->" + b"\n" * 60_000 + b"<!-- b -->" + HONEST,
        "10 MB of blanks before the root": lambda: b" " * 10_000_000 + HONEST,
        "a prolog of 100,000 comments": lambda: b"<!-- a -->" * 100_000 + HONEST,
        "a prolog of 100,000 instructions": lambda: b"<?a b?>" * 100_000 + HONEST,
        "a comment that never ends": lambda: b"<!-- " + b"-" * 5_000_000,
        "an instruction that never ends": lambda: b"<?xml " + b"? " * 500_000,
        "a declaration of 1 MB": lambda: b'<?xml version="1.0" ' + b'a="b" ' * 170_000 + b"?>" + HONEST,
        "a root with a name of 1 MB": lambda: b"<" + b"r" * 1_000_000 + b">",
        "half a megabyte of one bracket": lambda: b"<" * 500_000,
        "half a megabyte of tag ends": lambda: b"</" * 250_000,
        "no root but much text": lambda: b"Minister answers. " * 50_000,
        "two documents in one": lambda: HONEST + HONEST,
        "20,000 roots": lambda: b"<rss/>" * 20_000,
        "XML that is no feed": lambda: b"<soap:Envelope xmlns:soap='a'><soap:Body/></soap:Envelope>",
    }


def nesting_bodies() -> dict[str, Body]:
    """Elements within elements."""
    return {
        "nested 200,000 deep": lambda: b"<rss><channel>" + b"<a>" * 200_000,
        "nested and closed": lambda: rss(item(inside="<a>" * 5_000 + "</a>" * 5_000)),
        "items within items": lambda: rss("<item><title>a</title>" * 3_000 + "</item>" * 3_000),
        "channels within channels": lambda: rss("<channel>" * 3_000 + "</channel>" * 3_000),
        "a default namespace at each of 3,000 levels": lambda: rss(
            item(inside="".join(f'<a xmlns="urn:{level}">' for level in range(3_000)) + "</a>" * 3_000)
        ),
        "a base address at each of 2,000 levels": lambda: rss(
            item(inside='<a xml:base="b/">' * 2_000 + "</a>" * 2_000)
        ),
        "XHTML nested 2,000 deep": lambda: atom(
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
            + "<b>" * 2_000
            + "</b>" * 2_000
            + "</div></content>"
        ),
        "CDATA within CDATA": lambda: rss(item(title="<![CDATA[" * 20_000 + "]]>" * 20_000)),
        "tags closed in the wrong order": lambda: rss(item(inside="<a><b></a></b>" * 3_000)),
    }  # fmt: skip - the formatter would pull the XHTML apart


def atom(inside: str) -> bytes:
    """An Atom document of one entry."""
    entry = f"<entry><id>tag:1</id><title>Minister answers</title>{inside}</entry>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title>{entry}</feed>'.encode()


def crowd_bodies() -> dict[str, Body]:
    """Too many of a thing that is harmless alone."""
    return {
        "200,000 attributes": lambda: rss(item(inside="<a " + numbered('a{}="1"', 200_000) + "/>")),
        "attributes all of one name": lambda: rss(item(inside="<a " + 'b="c" ' * 50_000 + "/>")),
        "20,000 namespaces": lambda: rss(
            item(inside="<a " + numbered('xmlns:a{0}="urn:{0}"', 20_000) + "/>")
        ),
        "a prefix for each of 3,000 elements": lambda: rss(
            item(inside=numbered('<a{0}:b xmlns:a{0}="urn:{0}"/>', 3_000))
        ),
        "100,000 open comments": lambda: rss(item(inside="<!--" * 100_000)),
        "20,000 instructions in an item": lambda: rss(item(inside="<?a b?>" * 20_000)),
        "20,000 CDATA sections in a title": lambda: rss(item(title="<![CDATA[a]]>" * 20_000)),
        "a CDATA section that never ends": lambda: rss(item(title="<![CDATA[" + "a]" * 500_000)),
        "a million items that never end": lambda: b"<rss><channel>" + b"<item>" * 1_000_000,
        "a million empty items": lambda: rss("<item/>" * 1_000_000),
        "5,000 items where 2,000 are read": lambda: rss(*(item(guid=f"tag:{n}") for n in range(5_000))),
        "2,000 items of one guid": lambda: rss(*(item(title=f"Part {n}") for n in range(2_000))),
        "2,000 items without guid, link or date": lambda: rss("<item><title>a</title></item>" * 2_000),
        "3,000 titles in one item": lambda: rss(item(inside="<title>a</title>" * 3_000)),
        "3,000 links in one item": lambda: rss(item(inside='<link href="b"/>' * 3_000)),
        "3,000 categories in one item": lambda: rss(item(inside="<category>a</category>" * 3_000)),
        "3,000 enclosures in one item": lambda: rss(item(inside='<enclosure url="a"/>' * 3_000)),
        "3,000 authors in one item": lambda: rss(item(inside="<author>a@b.example (C)</author>" * 3_000)),
        "3,000 contents in one entry": lambda: atom('<content type="html">a</content>' * 3_000),
        "100,000 points on a map": lambda: rss(
            item(inside='<gml:posList xmlns:gml="http://www.opengis.net/gml">' + "1 " * 100_000)
        ),
    }


def numbered(pattern: str, count: int) -> str:
    """Repeat a pattern with a number in it."""
    return " ".join(pattern.format(number) for number in range(count))


def giant_bodies() -> dict[str, Body]:
    """Single things that are much too large."""
    return {
        "an author of 32 KB": lambda: rss(item(inside="<author>" + "a" * 32_000 + "</author>")),
        "a guid of 1 MB": lambda: rss(item(guid="g" * 1_000_000)),
        "a title of 5 MB": lambda: rss(item(title="Minister " * 600_000)),
        "a body of 10 MB": lambda: rss(item(inside="<description>" + "a " * 5_000_000 + "</description>")),
        "a link of 1 MB": lambda: rss(item(link="https://courier.example/" + "a" * 1_000_000)),
        "a channel title of 1 MB": lambda: rss(item(), head="<title>" + "C" * 1_000_000 + "</title>"),
        "an attribute of 1 MB": lambda: rss(item(inside='<a b="' + "c" * 1_000_000 + '"/>')),
        "an element with a name of 1 MB": lambda: rss(item(inside="<" + "a" * 1_000_000 + "/>")),
        "a prefix of 1 MB": lambda: rss(item(inside="<" + "a" * 1_000_000 + ":b/>")),
        "a comment of 5 MB": lambda: rss(item(inside="<!--" + "a" * 5_000_000 + "-->")),
        "keywords of 1 MB": lambda: rss(
            item(inside='<k:keywords xmlns:k="http://www.itunes.com/dtds/podcast-1.0.dtd">' + "a," * 500_000)
        ),
        "1 MB of base64 for a body": lambda: atom(
            '<content type="application/octet-stream">' + "QUJD" * 250_000 + "</content>"
        ),
        "a time to live of 100,000 digits": lambda: rss(item(), head="<ttl>" + "9" * 100_000 + "</ttl>"),
        "a time to live below zero": lambda: rss(item(), head="<ttl>-1</ttl><skipHours>-1</skipHours>"),
        "cut off in the middle of a tag": lambda: HONEST[:-20],
        "cut off after the root's name": lambda: b"<rss",
    }
