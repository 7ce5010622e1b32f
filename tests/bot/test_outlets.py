"""An outlet is known by the site of its feeds, and nothing passes for it by calling itself so."""

from dataclasses import replace

import pytest

from bot.outlets import LONGEST_TITLE, outlet_name, outlet_of
from feeds.model import Feed, FeedId, FeedSource, Outlet
from tests.samples import HERALD, NOON, VESTNIK


def feed(url: str, outlet: Outlet) -> Feed:
    return Feed(id=FeedId(1), source=FeedSource(url=url, outlet=outlet), due=NOON)


HARBOUR = feed("https://www.herald.example/feed.xml", HERALD)
SHARED = (feed("https://shared.example/1", HERALD), feed("https://shared.example/2", VESTNIK))


@pytest.mark.parametrize(
    "url",
    [
        "https://herald.example/1",
        "http://WWW.Herald.example:80/1",
        "https://herald.example?1",
        "https://user@herald.example/",
    ],
)
def test_an_address_at_the_site_of_a_feed_belongs_to_its_outlet(url: str) -> None:
    assert outlet_of(url, [HARBOUR]) == HERALD
    assert outlet_name(url, "Anything", [HARBOUR]) == HERALD.name


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://other.example/1", "other.example"),
        ("https://herald.example@other.example/1", "other.example"),
        ("https://herald.example.other.example/", "herald.example.other.example"),
        ("https://herald.example:8443/", "herald.example:8443"),
        ("https://shared.example/3", "shared.example"),
    ],
)
def test_an_address_elsewhere_or_of_several_outlets_is_named_by_its_site(url: str, site: str) -> None:
    known = (HARBOUR, *SHARED)
    assert outlet_of(url, known) == replace(outlet_of(url, ()), name=site)
    assert outlet_name(url, HERALD.name, known) == f"{HERALD.name} ({site})"
    assert outlet_name(url, "", known) == site


def test_a_long_title_does_not_hide_the_site() -> None:
    assert outlet_name("https://other.example/", "x" * 500, ()) == "x" * LONGEST_TITLE + " (other.example)"
