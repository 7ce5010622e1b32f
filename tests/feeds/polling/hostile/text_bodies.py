"""Hostile letters: encodings that lie, characters that hide, markup, links and dates within feeds."""

import gzip
import random
from html import escape

from tests.feeds.polling.documents import HONEST, item, rss
from tests.feeds.polling.hostile.xml_bodies import Body, atom

RUSSIAN = rss(item(title="Министр ответил на вопрос о войсках")).decode()
BIDI = "\u202aA\u202bB\u202cC\u202dD\u202eE\u2066F\u2067G\u2068H\u2069I\u200eJ\u200fK\u061cL"

BAD_LINKS = (
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)"),
    *("data:text/html;base64,PHNjcmlwdD4=", "vbscript:msgbox", "file:///etc/hostname", "/etc/hostname"),
    *(r"\\server\share", "C:\\boot.ini", "mailto:a@b.example", "tel:112", "ftp://a.example/", "about:blank"),
    *("http://[::1", "http://", "http:", "//", "http://a.example:99999999/", "https://\u202eelpmaxe/"),
    *("https://user:word@courier.example/", "http://courier.example\\@b.example/", "https://a.example/\0b"),
    *("http://\u2100.example/", "blob:https://a.example/1", "view-source:https://a.example/", " ", "&#0;"),
)
BAD_DATES = (
    *("0000-00-00T00:00:00Z", "0001-01-01", "9999-12-31T23:59:59-23:59", "99999-01-01", "1e300", "-1", "NaN"),
    *("Fri, 31 Dec 9999 23:59:59 -2300", "Mon, 99 Foo 2026 99:99:99 +9999", "31.02.2026", "2026-13-45", "0"),
    *(
        "1708990200",
        "17089902000000000000",
        "Infinity",
        "٢٠٢٦-٠٣-٠٤",
        "4 mars 2026 10:00",
        "tomorrow",
        ":" * 99,
    ),
    *("2026-03-04T25:61:61+99:99", "T" * 99, "2026-W99-9", "2026-366", "²⁰²⁶-03-04", "+002026-03-04", "\0"),
)


def encoding_bodies() -> dict[str, Body]:
    """Bytes that are not in the encoding that they claim, or in none."""
    return {
        **{f"an encoding named {name}": declared(name, HONEST) for name in ODD_ENCODINGS},
        "Russian in koi8 that claims UTF-8": declared("utf-8", RUSSIAN.encode("koi8-r")),
        "Russian in windows-1251 that claims UTF-16": declared("utf-16", RUSSIAN.encode("cp1251")),
        "Russian in UTF-8 that claims to be Latin": declared("iso-8859-1", RUSSIAN.encode()),
        "Russian in Latin letters that claims to be EBCDIC": declared("cp037", RUSSIAN.encode("cp1251")),
        "an encoding with a name of 1 MB": declared("u" * 1_000_000, HONEST),
        "1,000 byte order marks": lambda: b"\xef\xbb\xbf" * 1_000 + HONEST,
        "a mark of UTF-16 before UTF-8": lambda: b"\xff\xfe" + HONEST,
        "a mark of UTF-32 before UTF-16": lambda: b"\xff\xfe\0\0" + RUSSIAN.encode("utf-16-le"),
        "a mark of UTF-8 before UTF-16": lambda: b"\xef\xbb\xbf" + RUSSIAN.encode("utf-16-le"),
        "half a letter of UTF-16": lambda: RUSSIAN.encode("utf-16")[:-1],
        "half a letter of UTF-8": lambda: HONEST[:60] + "ї".encode()[:1],
        "half pairs in UTF-16": lambda: (
            b"\xff\xfe" + RUSSIAN.encode("utf-16-le").replace(b"\x1c\x04", b"\0\xd8")
        ),
        "half pairs in UTF-8": lambda: HONEST.replace(b"answers", b"\xed\xa0\x80 \xed\xb0\x80" * 20),
        "overlong letters of UTF-8": lambda: HONEST.replace(
            b"answers", b"\xc0\xbcscript\xc0\xbe\xe0\x80\xaf" * 20
        ),
        "letters beyond Unicode": lambda: HONEST.replace(b"answers", b"\xf7\xbf\xbf\xbf\xfe\xff" * 1_000),
        "a megabyte of bad bytes": lambda: HONEST.replace(b"answers", b"\xff" * 1_000_000),
        "half a megabyte of zeros": lambda: b"\0" * 500_000,
        "a zero after each letter but the first": lambda: (
            HONEST[:1] + b"\0".join(bytes([b]) for b in HONEST[1:])
        ),
        "zeros within a title": lambda: HONEST.replace(b"answers", b"an\0swers" * 10_000),
    }


ODD_ENCODINGS = (
    *("punycode", "idna", "utf-7", "unicode_escape", "raw_unicode_escape", "rot13", "hex", "base64", "zip"),
    *("bz2", "undefined", "mbcs", "klingon-8", "..", "uu", "quopri"),
)


def declared(encoding: str, document: bytes) -> Body:
    """Put a declaration before a document."""
    return lambda: f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + document


def foreign_bodies() -> dict[str, Body]:
    """What is no feed at all."""
    return {
        "nothing": lambda: b"",
        "one byte": lambda: b"<",
        "nothing but a byte order mark": lambda: b"\xef\xbb\xbf",
        "a megabyte of newlines": lambda: b"\r\n" * 500_000,
        "a feed that is still packed": lambda: gzip.compress(HONEST),
        "a picture": lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + noise(100_000),
        "a PDF": lambda: b"%PDF-1.7\n1 0 obj<</Type/Catalog>>" + noise(100_000),
        "a program": lambda: b"\x7fELF\x02\x01\x01" + noise(100_000),
        "a megabyte of noise": lambda: noise(1_000_000),
        "noise within a feed": lambda: HONEST.replace(b"answers", noise(200_000)),
        "a challenge page": lambda: (
            b"<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>"
        ),
        "a web page with a feed inside": lambda: b"<html><body>" + HONEST + b"</body></html>",
        "a web page of 5 MB": lambda: b"<html>" + b"<p>Minister" * 450_000,
        "a list of feeds": lambda: (
            b'<opml version="2.0"><body>' + b'<outline text="a"/>' * 20_000 + b"</body></opml>"
        ),
        "a stack trace": lambda: b"Traceback (most recent call last):\n" * 10_000,
    }


def noise(size: int) -> bytes:
    """Give bytes without a meaning, the same in each run."""
    return random.Random(3).randbytes(size)  # noqa: S311 - a sample, no secret


def letter_bodies() -> dict[str, Body]:
    """Characters that cannot be seen, or reorder what can."""
    controls = "".join(f"&#{number};" for number in (*range(32), *range(127, 160)))
    return {
        "control characters": lambda: titled("".join(map(chr, (*range(1, 32), *range(127, 160)))) + "a"),
        "control characters as references": lambda: titled(controls * 100),
        "control characters as references within HTML": lambda: described(controls * 100),
        "marks that turn the text around": lambda: titled(BIDI * 1_000),
        "marks that turn the text around, as references": lambda: described("&#x202e;&#8238;&rlm;" * 10_000),
        "marks in the feed's own title": lambda: rss(item(), head=f"<title>{BIDI}&#x202e;</title>"),
        "marks in a guid and a link": lambda: rss(item(guid=BIDI, link=f"https://courier.example/{BIDI}")),
        "half pairs as references": lambda: described("&#xD83D;&#xDE00;&#55357;&#56832;" * 1_000),
        "letters that nobody can see": lambda: titled("\u200b\u2060\ufeff\u00ad\U000e0041" * 50_000),
        "letters that Unicode leaves out": lambda: titled("\ufffe\uffff\U0010ffff\ufdd0" * 10_000),
        "half a million accents on one letter": lambda: titled("e" + "\u0301" * 500_000),
        "line ends of all kinds": lambda: titled("a\r\vb\fc\x1cd\x85e\u2028f\u2029g" * 1_000),
        "a reference of 5,000 digits": lambda: described("&#" + "9" * 5_000 + ";"),
        "a reference of 5,000 digits in XML": lambda: titled("&#" + "9" * 5_000 + ";"),
        "a reference of 100,000 hex digits": lambda: described("&#x" + "f" * 100_000 + ";"),
        "a reference that was escaped 20 times": lambda: titled("&" + "amp;" * 20 + "#x202e;"),
    }


def titled(title: str) -> bytes:
    """A feed whose one item has this title, as it stands."""
    return rss(item(title=title)).decode("utf-8", "replace").encode()


def described(html: str) -> bytes:
    """A feed whose one item has this HTML for its title, summary and content."""
    inside = f"<description>{escape(html)}</description>"
    return rss(item(title=escape(html), inside=inside))


def markup_bodies() -> dict[str, Body]:
    """HTML within feeds: what is costly for a parser or dangerous for a chat."""
    return {
        "200,000 ampersands": lambda: described("&" * 200_000),
        "200,000 open brackets": lambda: described("<" * 200_000),
        "50,000 open tags": lambda: described("<a " * 50_000),
        "50,000 tags never closed": lambda: described("<b>" * 50_000),
        "5,000 elements within each other": lambda: described("<div>" * 5_000 + "</div>" * 5_000),
        "200,000 quotation marks within a tag": lambda: described("<a " + '"' * 200_000),
        "quotation marks of both kinds in 20,000 tags": lambda: described("<a \"' b='\">" * 20_000),
        "50,000 comments never closed": lambda: described("<!--" * 50_000),
        "50,000 comments closed oddly": lambda: described("<!-->--!>" * 50_000),
        "50,000 scripts never closed": lambda: described("<script>" * 50_000),
        "20,000 scripts almost closed": lambda: described("<script></script" * 20_000),
        "a script": lambda: described("<script>alert(1)</script><img src=x onerror=alert(1)>Minister"),
        "a script within a script": lambda: described("<scr<script>ipt>alert(1)</scr</script>ipt>"),
        "a picture of 1 MB in its own address": lambda: described(
            '<img src="data:image/png;base64,' + "QUJD" * 250_000 + '">'
        ),
        "20,000 CDATA marks within HTML": lambda: described("<![CDATA[]]>" * 20_000),
        "20,000 references cut short": lambda: described("&amp&lt&#&#x&nbsp" * 20_000),
        "pings and chat markup": lambda: described("@everyone <@123> [a](javascript:b) ||c|| ```" * 100),
        "an iframe and a form": lambda: described("<iframe src='http://127.0.0.1/'></iframe><form><input>"),
        "XHTML with handlers": lambda: atom(
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml" onclick="a">b</div></content>'
        ),
        "an entry whose content lies in a file": lambda: atom('<content src="file:///etc/hostname"/>'),
    }


def link_and_date_bodies() -> dict[str, Body]:
    """Addresses and dates that are none; dates that are costly to read."""
    return {
        "links that are none": lambda: rss(
            *(item(link=escape(link), guid=f"{n}") for n, link in enumerate(BAD_LINKS))
        ),
        "a link of 1,900 blanks": lambda: rss(item(link="https://courier.example/a" + " " * 1_900 + "b")),
        "a link of 1,900 letters that turn into three each": lambda: rss(item(link="a\u3000" * 900)),
        "guids that are dangerous links": lambda: rss(
            *(item(guid=escape(link), link="") for link in BAD_LINKS)
        ),
        "links of an Atom entry that are none": lambda: atom(
            "".join(f'<link href="{escape(link.replace(chr(0), ""))}"/>' for link in BAD_LINKS)
        ),
        "a base address in a file": lambda: HONEST.replace(
            b"<channel>", b'<channel xml:base="file:///etc/">'
        ).replace(b"https://courier.example/1", b"hostname"),
        "a base address that runs a script": lambda: HONEST.replace(
            b"<channel>", b'<channel xml:base="javascript:alert(1)//">'
        ).replace(b"https://courier.example/1", b"x"),
        "dates that are none": lambda: rss(*(dated(escape(date), n) for n, date in enumerate(BAD_DATES))),
        "a date of 5,000 letters": lambda: rss(dated("a" * 5_000)),
        "a date of half a million digits": lambda: rss(dated("1" * 500_000)),
        "a date of half a million blanks": lambda: rss(dated("4 Mar" + " " * 500_000 + "2026")),
        "a date of 100,000 colons": lambda: rss(dated("2026-03-04T" + ":" * 100_000)),
        "a date of 100,000 dashes": lambda: rss(dated("2026" + "-" * 100_000)),
        "a date of 100,000 commas": lambda: rss(dated("Wed" + ", 4 Mar" * 100_000)),
        "a date of 20,000 years": lambda: rss(dated("2026" * 20_000)),
    }  # fmt: skip - one line for each body


def dated(date: str, number: int = 1) -> str:
    """An item with a date, as it stands."""
    return item(guid=f"tag:{number}", inside=f"<pubDate>{date}</pubDate>")
