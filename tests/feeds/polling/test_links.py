"""One form for all ways to one page, and never one form for two pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.polling.links import canonical_link, known_tracking

PAGE = "https://courier.example/news/1"
PIECES = st.one_of(
    st.sampled_from(
        [
            *(
                "http://",
                "HTTPS://",
                "h",
                "Ä",
                "İ",
                "@",
                ":",
                "80",
                ":443",
                "/",
                "//",
                "?",
                "&",
                "#",
                "#!",
                "=",
            ),
            *(
                "utm_source",
                "id",
                "ref",
                "rss",
                "%",
                "[",
                "]",
                "::1",
                "\ud800",
                "\t",
                " ",
                ";",
                "amp;",
                "\x00",
            ),
        ]
    ),
    st.text(max_size=5),
)


@pytest.mark.parametrize(
    "tracked",
    [
        f"{PAGE}?utm_source=rss&utm_medium=rss&utm_campaign=feeds",
        f"{PAGE}?UTM_Source=rss",
        f"{PAGE}?at_medium=RSS&at_campaign=rss",
        f"{PAGE}?wt_mc=rss.news.beitrag.atom",
        f"{PAGE}?maca=en-rss-en-all-1573-rdf",
        f"{PAGE}?cmp=rss",
        f"{PAGE}?CMPID=feed",
        f"{PAGE}?xtor=RSS-3208",
        f"{PAGE}?traffic_source=rss",
        f"{PAGE}?ref=rss",
        f"{PAGE}?mod=rss_world",
        f"{PAGE}?src=rss&from=telegram",
        f"{PAGE}?fbclid=IwAR0&gclid=1",
        f"{PAGE}?",
        f"{PAGE}?&&",
        f"{PAGE}#comments",
        f"{PAGE}#xtor=RSS-1",
        f"{PAGE}?partner=rss&emc=rss#tk.rss_all",
        "https://COURIER.example/news/1",
        "https://courier.example:443/news/1",
        "HTTPS://courier.example:0443/news/1",
        " https://courier.example/news/1",
    ],
)
def test_all_ways_to_a_page_are_one_link(tracked: str) -> None:
    assert canonical_link(tracked) == PAGE


@pytest.mark.parametrize(
    "link",
    [
        f"{PAGE}?id=17419",
        f"{PAGE}?p=1609",
        f"{PAGE}?article=5&lang=uk&page=2",
        f"{PAGE}?storyId=1004",
        f"{PAGE}?cid=12&eid=4&uid=9&sid=3",
        f"{PAGE}?source=ministry&ref=17",
        f"{PAGE}?keyword=harbour",
        f"{PAGE}?gallery=4",
        f"{PAGE}?20260304",
        f"{PAGE}?z=1&a=2",
        f"{PAGE}?from=2026-03-01",
        f"{PAGE}?atlas=3&attachment_id=4",
        f"{PAGE}?feed=rss2",
        "https://courier.example/?p=1609",
        "https://courier.example/#!/news/1",
        "https://courier.example/#/news/1",
        "https://courier.example/amp/1",
        "https://m.courier.example/1",
        "https://courier.example//a//b;c=1/(d)+e~f,g",
        "https://courier.example:8443/1",
        "http://courier.example:443/1",
        "https://User:Pass@courier.example/1",
        "https://courier.example/%D0%BF%d1%80",
        "https://курьер.example/1",
        "http://[2001:db8::1]/1",
    ],
)
def test_what_tells_pages_apart_stays(link: str) -> None:
    assert canonical_link(link) == link


@pytest.mark.parametrize(
    "words",
    [
        "",
        "no address",
        "javascript:alert(1)",
        "mailto:a@b",
        "tag:courier.example,2026:1",
        "/news/1",
        "http://",
        "http://[x",
        "http://h:x/",
        "http://example.com:x/?utm_source=x#y",
        "http://h:99999/#a",
        "urn:uuid:1#a",
    ],
)
def test_what_is_no_web_address_comes_back_as_it_is(words: str) -> None:
    assert canonical_link(words) == words


def test_an_empty_path_is_the_front_page() -> None:
    assert canonical_link("https://courier.example") == "https://courier.example/"


@given(st.lists(PIECES, max_size=20).map("".join))
def test_any_words_have_one_form_that_stays(words: str) -> None:
    once = canonical_link(words)
    assert canonical_link(once) == once


@given(st.lists(st.from_regex(r"[a-z]{1,4}=[a-z0-9]{0,3}", fullmatch=True), min_size=1, max_size=6))
def test_other_parameters_keep_their_order_and_their_value(parameters: list[str]) -> None:
    known = known_tracking()
    kept = [
        part
        for part in parameters
        if part.split("=")[0] not in known.names | known.referring and not part.startswith(known.families)
    ]
    found = canonical_link(f"{PAGE}?{'&'.join(['utm_source=x', *parameters])}").partition("?")[2].split("&")
    assert [part for part in found if part.split("=")[0] not in known.referring and part] == kept


def test_names_are_written_as_they_are_compared() -> None:
    known = known_tracking()
    words = [*known.families, *known.names, *known.referring, *known.channels]
    assert [word for word in words if word != word.lower()] == []
    assert {"id", "p", "page", "article", "lang", "cid", "ref", "source"} & known.names == frozenset()
