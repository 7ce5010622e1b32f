"""The feed list on the command line: an address is enough, and what is wrong is said."""

import argparse
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import Settings
from bot.verbs.feeds import feeds
from feeds.errors import CatalogueError, FeedError, ParseError
from tests.journeys.outlet import SUBJECT, OutletServer, open_outlet


@pytest.fixture
async def outlet() -> AsyncIterator[OutletServer]:
    async with open_outlet() as server:
        server.items.append(("one", "Estonia ready to send troops"))
        links = "".join(
            f'<link rel="alternate" type="application/rss+xml" href="/{path}">'
            for path in ("comments/feed", "feed.xml")
        )
        server.answers["front"] = f"<!DOCTYPE html><html><head>{links}</head></html>".encode()
        yield server


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database=tmp_path / "news.db", allow_loopback=True)


def at(outlet: OutletServer, path: str) -> str:
    return f"http://127.0.0.1:{outlet.port}/{path}"


def named(outlet: OutletServer) -> str:
    """How its feed is called, which names no outlet that is known: by its title and its site."""
    return f"The Harbour Herald (127.0.0.1:{outlet.port})"


def given(does: str, url: str = "", **words: object) -> argparse.Namespace:
    names = {"outlet": "", "country": "Estonia", "language": "en", "ownership": "private"}
    return argparse.Namespace(does=does, url=url, **(names | words))


Said = pytest.CaptureFixture[str]


async def test_a_page_is_enough_to_add_its_feed(
    settings: Settings, outlet: OutletServer, capsys: Said
) -> None:
    assert await feeds(settings, given("add", at(outlet, "front"))) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{named(outlet)} added: 1 items, {at(outlet, 'feed.xml')}",
        f"The page names other feeds, too: {at(outlet, 'comments/feed')}",
    ]
    await feeds(settings, given("add", at(outlet, "feed.xml")))
    assert "was known already" in capsys.readouterr().out
    await feeds(settings, given("list"))
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{named(outlet)} (Estonia, en, private)  not yet visited")
    assert line.endswith(at(outlet, "feed.xml"))


async def test_what_is_no_feed_is_not_added(settings: Settings, outlet: OutletServer) -> None:
    outlet.answers["front"] = b"<html></html>"
    with pytest.raises(ParseError, match="a web page, not a feed; it names no feed"):
        await feeds(settings, given("add", at(outlet, "front")))
    with pytest.raises(FeedError, match="ownership must be one of"):
        await feeds(settings, given("add", at(outlet, "feed.xml"), ownership="mine"))


async def test_a_removed_feed_is_gone(settings: Settings, outlet: OutletServer, capsys: Said) -> None:
    await feeds(settings, given("add", at(outlet, "feed.xml")))
    assert await feeds(settings, given("remove", at(outlet, "feed.xml"))) == 0
    assert await feeds(settings, given("remove", at(outlet, "feed.xml"))) == 1
    assert "there is no feed" in capsys.readouterr().err


async def test_list_goes_out_and_comes_back(
    settings: Settings, outlet: OutletServer, tmp_path: Path, capsys: Said
) -> None:
    await feeds(settings, given("add", at(outlet, "feed.xml"), ownership="agency"))
    await feeds(settings, given("export", file=tmp_path / "feeds.opml"))
    await feeds(settings, given("remove", at(outlet, "feed.xml")))
    await feeds(settings, given("import", file=tmp_path / "feeds.opml"))
    assert "1 feeds read, 1 of them new" in capsys.readouterr().out
    await feeds(settings, given("list"))
    assert f"{named(outlet)} (Estonia, en, agency)" in capsys.readouterr().out


async def test_hostile_list_is_refused_in_words(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "deep.opml").write_text("<opml>" + "<outline>" * 100_000)
    with pytest.raises(CatalogueError, match="more than 100 folders within each other"):
        await feeds(settings, given("import", file=tmp_path / "deep.opml"))


async def test_check_says_what_it_saw(settings: Settings, outlet: OutletServer, capsys: Said) -> None:
    assert await feeds(settings, given("check", at(outlet, "front"))) == 0
    said = capsys.readouterr().out
    assert f"Its address: {at(outlet, 'feed.xml')}" in said
    assert "RSS 2.0, 1 item, language en." in said
    assert "answers “not modified” when nothing is new" in said
    assert "the pages are read: the newest has 419 characters" in said  # headline and paragraphs
    assert outlet.statuses("feed.xml") == [200, 304]
    assert not settings.database.exists()


async def test_check_asks_robots_before_it_reads_a_page(
    settings: Settings, outlet: OutletServer, capsys: Said
) -> None:
    outlet.answers["robots.txt"] = b"User-agent: *\nDisallow: /one"
    await feeds(settings, given("check", at(outlet, "feed.xml")))
    assert "robots.txt asks us not to" in capsys.readouterr().out
    assert outlet.statuses("one") == []


async def test_check_tells_a_wall(settings: Settings, outlet: OutletServer, capsys: Said) -> None:
    outlet.paragraphs = (*SUBJECT, "Subscribe to continue reading")
    await feeds(settings, given("check", at(outlet, "feed.xml")))
    assert "behind a wall (paywall: read from the feed only)" in capsys.readouterr().out


async def test_check_says_in_one_line_why_there_is_nothing_to_see(
    settings: Settings, outlet: OutletServer, capsys: Said
) -> None:
    assert await feeds(settings, given("check", at(outlet, "nothing"))) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "the server answers 404" in line
