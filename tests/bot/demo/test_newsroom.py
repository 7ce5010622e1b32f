import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape

import feedparser
import pytest
from aiohttp import ClientSession

from bot.demo.articles import SampleOutlet, load_articles, load_outlets
from bot.demo.desk import RETRY_AFTER_SECONDS
from bot.demo.newsroom import Newsroom, open_newsroom

EVERY_OUTLET = pytest.mark.parametrize("outlet", load_outlets(), ids=lambda outlet: outlet.key)
LONG_AGO = "Thu, 01 Jan 1998 00:00:00 GMT"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def feed(self) -> feedparser.FeedParserDict:
        return feedparser.parse(self.body, response_headers={"content-type": self.headers["Content-Type"]})


class Reader:
    """A plain HTTP client that sends no header of its own and unpacks nothing."""

    def __init__(self, session: ClientSession, room: Newsroom) -> None:
        self._session = session
        self._room = room

    async def get(self, path: str, **headers: str) -> Answer:
        wire_names = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self._session.get(self._room.address + path, headers=wire_names) as response:
            return Answer(response.status, await response.read(), dict(response.headers))


def new_session() -> ClientSession:
    return ClientSession(auto_decompress=False, skip_auto_headers=["Accept-Encoding"])


@pytest.fixture
async def room() -> AsyncIterator[Newsroom]:
    async with open_newsroom(datetime.now(UTC), pace=0) as newsroom:
        yield newsroom


@pytest.fixture
async def reader(room: Newsroom) -> AsyncIterator[Reader]:
    async with new_session() as session:
        yield Reader(session, room)


async def test_the_sources_are_the_feeds_of_all_outlets(room: Newsroom) -> None:
    assert [source.outlet for source in room.sources] == [outlet.publisher for outlet in load_outlets()]
    assert room.sources[0].url == f"{room.address}/ostrel/feed.xml"
    assert room.address.startswith("http://127.0.0.1:")


@EVERY_OUTLET
async def test_a_feed_is_well_formed_and_lists_every_article(outlet: SampleOutlet, reader: Reader) -> None:
    feed = (await reader.get(f"/{outlet.key}/feed.xml")).feed
    assert not feed.bozo
    assert feed.version in ("rss20", "atom10")
    assert feed.feed.title == outlet.publisher.name
    assert {entry.title for entry in feed.entries} == {
        (article.correction or article).wording.title for article in load_articles(outlet.key)
    }


@EVERY_OUTLET
async def test_a_feed_says_that_it_is_invented(outlet: SampleOutlet, reader: Reader) -> None:
    feed = (await reader.get(f"/{outlet.key}/feed.xml")).feed
    assert "invented sample" in feed.feed.subtitle.lower()


@EVERY_OUTLET
async def test_every_entry_has_an_identity_a_date_and_a_page(outlet: SampleOutlet, reader: Reader) -> None:
    feed = (await reader.get(f"/{outlet.key}/feed.xml")).feed
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    for entry in feed.entries:
        assert entry.published_parsed
        assert (await reader.get("/" + entry.link.split("/", 3)[3])).status == 200


async def test_an_entry_keeps_its_identity_when_the_newsroom_opens_again() -> None:
    async with new_session() as session:
        identities = []
        for _ in range(2):
            async with open_newsroom(datetime.now(UTC)) as newsroom:
                feed = (await Reader(session, newsroom).get("/ostrel/feed.xml")).feed
                identities.append([entry.id for entry in feed.entries])
    assert identities[0] == identities[1]


async def test_an_unchanged_feed_is_not_sent_again(reader: Reader) -> None:
    first = await reader.get("/ostrel/feed.xml")
    by_etag = await reader.get("/ostrel/feed.xml", If_None_Match=first.headers["Etag"])
    by_date = await reader.get("/ostrel/feed.xml", If_Modified_Since=first.headers["Last-Modified"])
    assert (by_etag.status, by_etag.body) == (304, b"")
    assert (by_date.status, by_date.body) == (304, b"")
    assert by_etag.headers["Etag"] == first.headers["Etag"]


@pytest.mark.parametrize(
    ("etag_is_ours", "date_is_ours", "status"),
    [(True, True, 304), (True, False, 304), (False, True, 200), (False, False, 200)],
)
async def test_if_none_match_wins_over_if_modified_since(
    reader: Reader, etag_is_ours: bool, date_is_ours: bool, status: int
) -> None:
    first = await reader.get("/valmire/feed.xml")
    again = await reader.get(
        "/valmire/feed.xml",
        If_None_Match=first.headers["Etag"] if etag_is_ours else '"another"',
        If_Modified_Since=first.headers["Last-Modified"] if date_is_ours else LONG_AGO,
    )
    assert again.status == status


async def test_a_feed_is_packed_when_asked_and_only_then(reader: Reader) -> None:
    plain = await reader.get("/zorianka/feed.xml")
    packed = await reader.get("/zorianka/feed.xml", Accept_Encoding="gzip")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body


async def test_one_feed_asks_for_patience_at_every_third_request(reader: Reader) -> None:
    answers = [await reader.get("/lindental/feed.xml") for _ in range(6)]
    assert [answer.status for answer in answers] == [200, 200, 503, 200, 200, 503]
    assert answers[2].headers["Retry-After"] == str(RETRY_AFTER_SECONDS)


async def test_one_feed_changes_at_every_build_though_nothing_is_new(reader: Reader) -> None:
    first = await reader.get("/wexcombe/feed.xml")
    await asyncio.sleep(1.0)  # a build date knows no fractions of a second
    second = await reader.get("/wexcombe/feed.xml", If_None_Match=first.headers["Etag"])
    assert second.status == 200
    assert second.feed.feed.updated != first.feed.feed.updated
    assert [entry.id for entry in second.feed.entries] == [entry.id for entry in first.feed.entries]


async def test_the_russian_feed_is_sent_in_windows_1251(reader: Reader) -> None:
    answer = await reader.get("/severograd/feed.xml")
    assert answer.headers["Content-Type"].endswith("charset=windows-1251")
    assert "В Кремле назвали законной целью" in answer.body.decode("windows-1251")
    assert answer.feed.feed.title == "Североградский вестник"


async def test_a_caption_stands_before_the_article(reader: Reader) -> None:
    feed = (await reader.get("/kilbrannock/feed.xml")).feed
    entry = next(entry for entry in feed.entries if entry.link.endswith("european-refusals-troops"))
    assert [content.type for content in entry.content] == ["text/plain", "text/html"]
    assert entry.content[0].value.startswith("Defence ministers at the informal meeting")


async def test_some_entries_carry_a_whole_article_some_a_summary_some_a_headline(reader: Reader) -> None:
    agency = (await reader.get("/ostrel/feed.xml")).feed.entries
    paper = (await reader.get("/wexcombe/feed.xml")).feed.entries
    assert all(entry.content[0].value.count("<p>") >= 3 for entry in agency)
    assert not any(entry.get("content") for entry in paper)
    assert {bool(entry.get("summary")) for entry in paper} == {True, False}


async def test_new_articles_appear_while_the_newsroom_is_open() -> None:
    async with open_newsroom(datetime.now(UTC), pace=0.1) as newsroom, new_session() as session:
        reader = Reader(session, newsroom)
        before = await reader.get("/ostrel/feed.xml")
        page = "/ostrel/estonia-ready-to-send-company"
        assert (await reader.get(page)).status == 404
        await asyncio.sleep(0.25)
        after = await reader.get("/ostrel/feed.xml", If_None_Match=before.headers["Etag"])
        assert len(after.feed.entries) == len(before.feed.entries) + 1
        assert after.feed.entries[0].title.startswith("Estonia ready to send infantry company")
        assert (await reader.get(page)).status == 200


async def test_a_correction_takes_the_place_of_the_first_wording() -> None:
    titles = []
    for age in (0, 100):
        started = datetime.now(UTC) - timedelta(seconds=age)
        async with open_newsroom(started) as newsroom, new_session() as session:
            feed = (await Reader(session, newsroom).get("/wexcombe/feed.xml")).feed
            titles += [entry.title for entry in feed.entries if entry.link.endswith("trainers-lviv-commons")]
    assert titles == [
        "Up to 200 British instructors could go to Lviv, minister tells MPs",
        "Correction: up to 20 British instructors could go to Lviv, minister tells MPs",
    ]


@EVERY_OUTLET
async def test_a_page_holds_its_article_amid_clutter(outlet: SampleOutlet, reader: Reader) -> None:
    article = load_articles(outlet.key)[-1]
    answer = await reader.get(f"/{outlet.key}/{article.slug}")
    page = answer.body.decode(outlet.encoding)
    assert answer.headers["Content-Type"] == f"text/html; charset={outlet.encoding}"
    for paragraph in article.wording.text.strip().split("\n\n"):
        assert f"<p>{escape(paragraph, quote=False)}</p>" in page
    for clutter in ("cookie-bar", "main-menu", "newsletter", "share", "<footer", "read-more"):
        assert clutter in page or (clutter == "read-more" and outlet.layout == "divisions")


@EVERY_OUTLET
async def test_every_page_says_that_it_is_invented(outlet: SampleOutlet, reader: Reader) -> None:
    paths = ["", *(article.slug for article in load_articles(outlet.key))]
    for path in paths:
        page = (await reader.get(f"/{outlet.key}/{path}")).body.decode(outlet.encoding)
        assert "invented sample" in page.split("<footer")[1].lower()


async def test_the_front_page_names_the_feed(reader: Reader) -> None:
    page = (await reader.get("/borowica/")).body.decode()
    assert 'rel="alternate"' in page
    assert 'href="/borowica/feed.xml"' in page


async def test_robots_may_read_all_but_one_path(reader: Reader) -> None:
    assert (await reader.get("/robots.txt")).body.decode().count("Disallow: /") == 1


@pytest.mark.parametrize("path", ["/nobody/feed.xml", "/nobody/", "/ostrel/nothing", "/"])
async def test_what_is_not_there_is_not_found(reader: Reader, path: str) -> None:
    assert (await reader.get(path)).status == 404


async def test_the_port_is_free_again_after_closing() -> None:
    async with open_newsroom(datetime.now(UTC)) as newsroom:
        port = int(newsroom.address.rsplit(":", 1)[1])
    async with open_newsroom(datetime.now(UTC), port=port) as newsroom:
        assert newsroom.address.endswith(f":{port}")


async def test_a_taken_port_is_an_error() -> None:
    async with open_newsroom(datetime.now(UTC)) as newsroom:
        port = int(newsroom.address.rsplit(":", 1)[1])
        with pytest.raises(OSError, match="in use"):
            async with open_newsroom(datetime.now(UTC), port=port):
                pass
