"""Feed lists from and for other readers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.errors import CatalogueError
from feeds.model import FeedSource, Outlet, Ownership
from feeds.polling.opml import read_opml, write_opml

NAMES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40)
SOURCES = st.builds(
    FeedSource,
    url=st.integers(0, 10**6).map(lambda number: f"https://courier.example/rss?id={number}&lang=en"),
    outlet=st.builds(
        Outlet,
        name=NAMES,
        country=NAMES,
        language=st.sampled_from(["en", "fr", "uk", "und"]),
        ownership=st.sampled_from(Ownership),
    ),
    priority=st.booleans(),
)


@settings(deadline=None)
@given(st.lists(SOURCES, unique_by=lambda source: source.url, max_size=5))
def test_list_comes_back_as_it_went(sources: list[FeedSource]) -> None:
    assert read_opml(write_opml(sources).encode()) == tuple(sources)


@settings(deadline=None)
@given(st.text(), st.text(), st.sampled_from(["https://courier.example/?a=1&b=<2>\"'", "http://b.example/"]))
def test_any_name_is_written_so_that_it_can_be_read(name: str, country: str, url: str) -> None:
    outlet = Outlet(name=name, country=country, language="en", ownership=Ownership.AGENCY)
    (once,) = read_opml(write_opml([FeedSource(url=url, outlet=outlet, priority=True)]).encode())
    assert (once.url, once.priority, once.outlet.ownership) == (url, True, Ownership.AGENCY)
    assert read_opml(write_opml([once]).encode()) == (once,)


def test_outlet_of_no_known_language_is_written_as_such() -> None:
    outlet = Outlet(name="Bote", country="", language="", ownership=Ownership.PRIVATE)
    (read,) = read_opml(write_opml([FeedSource(url="https://bote.example/rss", outlet=outlet)]).encode())
    assert read.outlet.language == "und"


def test_list_in_other_readers_spellings_is_read() -> None:
    spelled = """<OPML xmlns="http://opml.org/spec2" VERSION="2.0"><BODY><OUTLINE TEXT="Bote" XMLURL="https://b.example/1"/>
    <outline text="Räven" xmlurl="https://r.example/1" language="SV" ownership="nobody's"/></BODY></OPML>"""
    names = [(source.outlet.name, source.outlet.language) for source in read_opml(spelled.encode("utf-16"))]
    assert names == [("Bote", "und"), ("Räven", "sv")]


def test_folders_may_stand_within_each_other() -> None:
    folders = '<outline text="folder">' * 40 + '<outline xmlUrl="https://b.example/1"/>' + "</outline>" * 40
    assert len(read_opml(f"<opml><body>{folders}</body></opml>".encode())) == 1


def test_foreign_list_is_read_with_its_folders() -> None:
    foreign = b"""<?xml version="1.0" encoding="UTF-8"?><opml version="1.1"><body>
    <outline text="Papers">
    <outline title="The Harbour Courier" xmlUrl="https://courier.example/rss" language="en-ie"/>
    <outline xmlUrl="https://bote.example/rss"/><outline xmlUrl="https://bote.example/rss"/></outline>
    <outline text="bad" xmlUrl="javascript:alert(1)"/></body></opml>"""
    first, second = read_opml(foreign)
    assert first.outlet == Outlet(
        name="The Harbour Courier", country="", language="en", ownership=Ownership.PRIVATE
    )
    assert (second.outlet.name, second.outlet.language) == ("bote.example", "und")


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"", "an empty answer"),
        (b"not xml", "not an OPML file"),
        (b"<rss/>", "its root element is <rss>"),
        (b"<opml><body>", "not an OPML file"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', "declares XML entities"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml/>'.decode().encode("utf-16"), "declares XML entities"),
        (b" " * 6_000_000, "more than 5 MB"),
        (b"<opml>" + b"<outline>" * 100_000 + b"</outline>" * 100_000 + b"</opml>", "more than 100 folders"),
        (b"<opml><outline text='" + b"x" * 2_000_000, "not an OPML file"),
    ],
)
def test_what_is_no_list_is_said_in_words(document: bytes, words: str) -> None:
    with pytest.raises(CatalogueError, match=words):
        read_opml(document)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_list_or_a_catalogue_error(noise: bytes) -> None:
    for document in (noise, b"<opml><body>" + noise + b"</body></opml>"):
        try:
            read_opml(document)
        except CatalogueError as error:
            assert str(error)  # noqa: PT017 - either outcome is right, an error must say why
