"""Reading only what is new gives what reading all would have given."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.model import Entry, Hints
from feeds.polling.feedreader import read_whole
from feeds.polling.parse import parse_feed
from feeds.polling.parsed import MOST_ENTRIES, ParsedFeed, clean_entry
from feeds.polling.prepare import decode, strip_prolog
from tests.feeds.polling.documents import NOW, URL, item, rss

NAMESPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
)
RDF = 'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'


def read(document: str | bytes, known: frozenset[bytes] = frozenset()) -> ParsedFeed:
    return parse_feed(document if isinstance(document, bytes) else document.encode(), URL, "", NOW, known)


def plainly(document: str) -> tuple[Entry, ...]:
    """What feedparser makes of the whole document, by its front door."""
    whole = read_whole(strip_prolog(decode(document.encode())).encode())
    return tuple(clean_entry(entry, base=URL, now=NOW) for entry in whole.entries)


def assert_same_without(document: str, chosen: set[int]) -> None:
    """Whatever is known, the rest comes out as it does from the whole document."""
    whole = read(document)
    assert whole.entries == plainly(document)
    known = frozenset(digest for place, digest in enumerate(whole.items) if place in chosen)
    partly = read(document, known)
    assert partly.items == whole.items
    assert partly.title == whole.title
    assert partly.hints == whole.hints
    if whole.items:
        pairs = zip(whole.items, whole.entries, strict=True)
        assert partly.entries == tuple(entry for digest, entry in pairs if digest not in known)
    else:
        assert partly.entries == whole.entries


TEXTS = st.sampled_from(
    (
        "", "Two words", "Военные &amp; мир", "a &lt;b&gt; c", "&#8212; &#x27; &apos;",
        "<![CDATA[<item>x</item>]]>",
        "<![CDATA[</entry>]]> more", "<!-- <item> --> after", "<?php echo '<item>' ?>", "]]&gt;",
        "&lt;/item&gt;",
        "<![CDATA[&amp;<p>One</p><p>Two</p>]]>", "\n \t", "<![CDATA[]]]]><![CDATA[>]]>",
    )
)  # fmt: skip
ATTRIBUTES = st.sampled_from(
    (
        "",
        ' xml:base="http://elsewhere.example/a/"',
        " xml:lang='de'",
        ' about="&lt;item> &lt;entry"',
        ' x=">"',
    )
)
MORE = st.sampled_from(
    (
        "", "<source url='http://b.example/'>B</source>", "<image><url>/i.png</url><link>/l</link></image>",
        "<media:content url='/a'><media:description>long caption</media:description></media:content>",
        "<media:group><media:title>T</media:title></media:group>", "<dc:date>2026-03-04</dc:date>",
        "<content:encoded><![CDATA[<p>Long</p><p>body</p>]]></content:encoded>", "<category>a</category>",
        f'<content type="xhtml"><div {XHTML}><p>In <b>line</b></p></div></content>',
        f'<content type="xhtml"><div {XHTML}><picture><source/></picture><title>t</title></div></content>',
        '<content type="html">&lt;p&gt;x&lt;/p&gt;</content>',
        "<description><div>raw <p>markup</p></div></description>",
        '<svg xmlns="http://www.w3.org/2000/svg"><title>s</title></svg>', "<summary>s</summary>",
        '<o:p xmlns:o="http://unknown.example/"/>', '<dc:p xmlns:dc="http://unknown.example/"/>',
        '<x:title xmlns:x="http://unknown.example/">X</x:title>',
        '<x:title xmlns:x="http://www.w3.org/2005/Atom">Y</x:title>',
        "<item><title>inner</title></item>", "<author><name>N</name></author>", "<language>fr</language>",
        "<source><title>S</title><entry/></source>",
        "<title>second title</title>", "<summary><div>d</div></summary>",
        "<textInput><title>t</title></textInput>", "<ITEM/>", "<info>i</info>", "<body>b</body>",
    )
)  # fmt: skip


@st.composite
def items(draw: st.DrawFn, name: str) -> str:
    if draw(st.integers(0, 9)) == 0:
        return f"<{name}{draw(ATTRIBUTES)}/>"
    guid = draw(
        st.sampled_from(("", "<guid>1</guid>", "<guid isPermaLink='false'>2</guid>", "<id>urn:3</id>"))
    )
    link = draw(
        st.sampled_from(("", "<link>/a</link>", '<link href="b"/>', "<link>http://c.example/</link>"))
    )
    date = draw(st.sampled_from(("", "<pubDate>Wed, 04 Mar 2026 10:00:00 MSK</pubDate>")))
    inside = (
        f"{guid}<title>{draw(TEXTS)}</title>{link}{date}<description>{draw(TEXTS)}</description>{draw(MORE)}"
    )
    return f"<{name}{draw(ATTRIBUTES)}>{inside}{draw(MORE)}</{name}\n>"


HEADS = st.sampled_from(
    (
        "<title>The Harbour Courier</title>", "",
        "<image><title>I</title><url>/i</url><link>/</link></image>",
        "<ttl>5</ttl><skipHours><hour>1</hour></skipHours>", "<lastBuildDate>1 Mar 2026</lastBuildDate>",
        "<description><div>raw</div></description>", "<!-- <item> --><title><![CDATA[<item>]]></title>",
        "<textInput><title>t</title></textInput>", '<atom:link rel="hub" href="https://hub.example/"/>',
        f'<subtitle type="xhtml"><div {XHTML}><source/></div></subtitle>',
        "<foo><item><title>odd</title></item></foo>",
        "<language>de</language><link>/</link><pubDate>1 Mar 2026</pubDate><category>a &amp; b</category>",
        "<title>One</title><image><link>/</link><title>I</title></image><foo><title>T</title></foo>",
        "<image><url>/i</url><title>I</title></image><title>One</title><title>Two</title>",
        '<link rel="hub">https://hub.example/</link><link/><id>urn:1</id><updated>2026</updated>',
        "<link>/<!-- </link> --></link><copyright><![CDATA[</copyright>]]></copyright><docs><b>c</b></docs>",
        "<managingEditor>a@b.example (A)</managingEditor><description>One</description><language></language>",
        "<link xmlns='http://unknown.example/'>/</link><dc:language>fr</dc:language><generator>g</generator>",
        "<description>One</description><description>Two</description><logo>/l</logo><icon>/i</icon>",
    )
)  # fmt: skip
SHAPES = st.sampled_from(
    (
        ("item", f'<rss version="2.0" {NAMESPACES}><channel>', "</channel></rss>"),
        (
            "item",
            f'<rss {NAMESPACES} xml:base="http://base.example/x/"><channel xml:lang="uk">',
            "</channel></rss>",
        ),
        ("entry", f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACES}>', "</feed>"),
        ("atom:entry", f"<atom:feed {NAMESPACES}>", "</atom:feed>"),
        (
            "item",
            f"<r:RDF {RDF} {NAMESPACES}><channel><title>R</title></channel>",
            "</r:RDF>",
        ),
        ("item", f'<rss version="2.0" {NAMESPACES}><channel/>', "</rss>"),
        ("x:item", f'<rss xmlns:x="http://unknown.example/" {NAMESPACES}><channel>', "</channel></rss>"),
    )
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    name, start, end = draw(SHAPES)
    pieces = [draw(HEADS)]
    for _ in range(draw(st.integers(0, 5))):
        pieces += [
            draw(items(name)),
            draw(st.sampled_from(("", "\n  ", "<!-- </item> -->", "<x>gap</x>", "<link>/gap</link>"))),
        ]
        if draw(st.integers(0, 4)) == 0:
            pieces.append(pieces[1])  # a twin, byte by byte
    return f"{start}{''.join(pieces)}{draw(HEADS) if draw(st.integers(0, 5)) == 0 else ''}{end}"


@settings(deadline=None, max_examples=300)
@given(documents(), st.sets(st.integers(0, 9)))
def test_any_choice_of_known_items_leaves_the_others_as_the_whole_document_gives_them(
    document: str, chosen: set[int]
) -> None:
    assert_same_without(document, chosen)


TWO = (item(guid="1"), item(guid="2", link="b"))
LEAKY = '<description type="xhtml"><p>a<title>b</title></p></description>'
CUT = {
    "items in CDATA": rss(item(title="<![CDATA[<item></channel>]]>"), *TWO),
    "items in comments": rss("<!-- <item> -->", *TWO, "<!-- </item> -->"),
    "items in instructions": rss("<?x <item> ?>", *TWO),
    "items in attributes": rss(item(inside="<a b='&lt;item>' c='>'/>"), *TWO),
    "items of one tag": rss("<item/>", *TWO, "<item />"),
    "twins": rss(*TWO, *TWO),
    "an end tag with a space": rss("<item><title>a</title></item\t>", *TWO),
    "an address of its own": rss(TWO[0].replace("<item>", '<item xml:base="http://e.example/">'), TWO[1]),
    "namespaces declared in an item": rss(
        item(inside='<m:x xmlns:m="http://search.yahoo.com/mrss/"/>'), *TWO
    ),
    "an unknown namespace in an item": rss(item(inside='<og:x xmlns:og="http://unknown.example/"/>'), *TWO),
    "items after the channel": b"<rss version='2.0'><channel/>"
    + TWO[0].encode()
    + TWO[1].encode()
    + b"</rss>",
    "a byte that is no letter": rss(item(title="a�b"), *TWO).replace("�".encode(), b"\xff"),
    "a hub in a tag that is closed by another": rss(
        *TWO, head='<link rel="hub" href="https://hub.example/"></link>'
    ),
    "a time to live in what need not be read": rss(*TWO, head="<docs>a<ttl>15</ttl></docs>"),
    "a link that is text, and one that is a comment": rss(*TWO, head="<link>/</link><link><!-- / --></link>"),
    "nothing but items of one tag": rss("<item/>", "<item/>"),
}
WHOLE = {
    "not well-formed": rss(*TWO)[:-8],
    "an entity that XML does not know": rss(item(title="a&nbsp;b"), *TWO),
    "a title behind the items": rss(*TWO, "<title>The Harbour Courier</title>"),
    "an item in an item": rss(item(inside=item()), *TWO),
    "an item outside the list": rss("<foo>", item(), "</foo>", *TWO),
    "an entry in a source": rss(item(inside="<source><entry/></source>"), *TWO),
    "two channels": rss(*TWO).replace(b"</channel>", b"</channel><channel xml:base='http://e/'></channel>"),
    "markup that ends what it did not begin": rss(item(inside=LEAKY), *TWO),
    "a prefix with two meanings": rss(
        item(inside='<q:x xmlns:q="http://unknown.example/"/>'),
        item(inside='<q:x xmlns:q="http://www.w3.org/2005/Atom"/>'),
    ),
    "a prefix of feedparser's for something else": rss(
        item(inside='<dc:title xmlns:dc="http://purl.org/rss/1.0/">x</dc:title>'), *TWO
    ),
    "a drawing that is not closed for feedparser": rss(
        item(
            inside='<content type="xhtml"><svg xmlns="http://www.w3.org/2000/svg"><a/></svg><svg/></content>'
        )
        .replace("<svg/>", '<svg xmlns="http://www.w3.org/2000/svg">x</svg>')
        .replace("</item>", "<description><div>d</div></description></item>"),
        *TWO,
    ),
}


@pytest.mark.parametrize("name", CUT)
def test_document_that_is_built_as_feeds_are_is_read_by_items(name: str) -> None:
    document = CUT[name].decode("utf-8", "replace")
    count = len(read(document).entries)
    assert len(read(document).items) == count
    for chosen in range(2**count):
        assert_same_without(document, {place for place in range(count) if chosen >> place & 1})


@pytest.mark.parametrize("name", WHOLE)
def test_document_with_anything_odd_is_read_whole(name: str) -> None:
    document = WHOLE[name].decode()
    assert read(document).items == ()
    assert read(document).entries == plainly(document)
    assert read(document, frozenset(read(rss(*TWO)).items)).entries == plainly(document)


def test_only_the_new_item_is_read() -> None:
    before = read(rss(*TWO))
    after = read(rss(item(guid="3"), *TWO), frozenset(before.items))
    assert [entry.guid for entry in after.entries] == ["3"]
    assert after.items[1:] == before.items


def test_edited_item_is_new() -> None:
    before = read(rss(*TWO))
    after = read(rss(item(guid="1", title="Minister resigns"), TWO[1]), frozenset(before.items))
    assert [entry.title for entry in after.entries] == ["Minister resigns"]


def test_build_date_and_title_of_the_feed_make_no_item_new() -> None:
    before = read(rss(*TWO, head="<title>Old</title><lastBuildDate>1 Mar 2026</lastBuildDate>"))
    after = read(
        rss(*TWO, head="<title>New</title><lastBuildDate>2 Mar 2026</lastBuildDate>"), frozenset(before.items)
    )
    assert after.entries == ()
    assert after.title == "New"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<channel>", b'<channel xml:base="http://elsewhere.example/">'),
        (b"<rss ", b"<rss xml:base='http://elsewhere.example/' "),
        (b"<rss ", b'<rss xmlns="http://unknown.example/" '),
    ],
)
def test_change_of_what_items_mean_makes_all_of_them_new(old: bytes, new: bytes) -> None:
    assert not set(read(rss(*TWO)).items) & set(read(rss(*TWO).replace(old, new)).items)


def test_items_beyond_the_limit_are_neither_read_nor_taken_for_known() -> None:
    feed = read(rss(*(item(guid=str(number)) for number in range(MOST_ENTRIES + 2))))
    assert len(feed.items) == len(feed.entries) == MOST_ENTRIES
    moved = rss(*(item(guid=str(number)) for number in range(1, MOST_ENTRIES + 2)))
    assert [entry.guid for entry in read(moved, frozenset(feed.items)).entries] == [str(MOST_ENTRIES)]


def test_what_stands_between_items_beyond_the_limit_brings_none_of_them_back() -> None:
    numbered = (item(guid=str(number)) for number in range(MOST_ENTRIES + 1))
    document = rss(*numbered, "<link>/</link>", item(guid="last"))
    assert read(document, frozenset(read(document).items)).entries == ()


JSON_ITEMS = [
    {"id": "1", "title": "One"},
    "odd",
    {"id": "2", "content_html": "<p>Two</p>"},
    {"id": "1", "title": "One"},
]


def json_feed(items: Sequence[object], **more: object) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items, **more}).encode()


def test_json_feed_is_read_by_items_too() -> None:
    whole = read(json_feed(JSON_ITEMS))
    assert len(whole.items) == len(whole.entries) == 3
    assert whole.items[0] == whole.items[2]
    assert read(json_feed(JSON_ITEMS), frozenset(whole.items[:1])).entries == whole.entries[1:2]
    turned = [{"title": "One", "id": "1"}]
    assert read(json_feed(turned), frozenset(whole.items)).entries == ()


def test_hints_of_rss_are_read() -> None:
    head = (
        "<ttl>15</ttl><skipHours><hour>0</hour>\n<hour> 13 </hour><hour>24</hour><hour>77</hour></skipHours>"
        "<skipDays><day>Saturday</day><day>Sunday</day><day>Caturday</day></skipDays>"
        '<atom:link rel="self" href="/rss/all.xml"/><atom:link rel="hub" href="javascript:x"/>'
        '<atom:link rel="hub" href="https://hub.example/"/>'
    )
    document = rss(*TWO, head=head).replace(b"<rss ", f"<rss {NAMESPACES} ".encode())
    hints = Hints(
        ttl_minutes=15,
        skip_hours=frozenset({0, 13}),
        skip_days=frozenset({5, 6}),
        hub="https://hub.example/",
        topic=URL,
    )
    assert read(document).hints == hints
    assert read(document, frozenset(read(document).items)).hints == hints
    assert read(document[:-6]).hints == hints, "of a document that is cut off, too"


def test_hints_of_atom_and_json_are_read() -> None:
    atom = b'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="hub" href="https://h.example/"/></feed>'
    assert read(atom).hints == Hints(hub="https://h.example/")
    more = {
        "hubs": [
            3,
            {"type": "rssCloud", "url": "https://c.example/"},
            {"type": "WebSub", "url": "https://h.example/"},
        ]
    }
    feed = read(json_feed([], feed_url=URL, **more))
    assert feed.hints == replace(Hints(), hub="https://h.example/", topic=URL)


def test_words_of_an_article_are_no_hint() -> None:
    inside = "<description><![CDATA[<skipHours><hour>3</hour></skipHours>]]></description>"
    assert read(rss(item(inside=inside))).hints == Hints()
