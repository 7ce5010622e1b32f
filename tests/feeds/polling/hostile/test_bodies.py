"""Whatever a server sends, it comes to a harmless feed or to a reason in words; and the next feed is read."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from feeds.errors import CatalogueError, FeedError
from feeds.model import Entry
from feeds.polling.discovery import find_feeds
from feeds.polling.opml import read_opml
from feeds.polling.parse import parse_feed
from feeds.polling.parsed import ParsedFeed
from feeds.polling.workers import Workers
from feeds.stories.read import read_text, screen
from tests.feeds.polling.documents import HONEST, NOW, URL
from tests.feeds.polling.hostile.bodies import SLOWEST, all_bodies
from tests.feeds.polling.hostile.harmless import assert_harmless, assert_in_words, is_web_address
from tests.feeds.polling.hostile.texts import all_texts

# One worker serves a whole module's bodies, as it serves the feeds of a whole day.
pytestmark = pytest.mark.asyncio(loop_scope="module")

PATIENCE = 20.0  # seconds; each takes less than one on a machine that is not busy
IMPATIENCE = 0.5  # for the documents that would take minutes


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers() -> AsyncIterator[Workers]:
    async with Workers(1) as workers:
        yield workers


async def parsed(workers: Workers, body: bytes, content_type: str, seconds: float) -> ParsedFeed | FeedError:
    try:
        return await workers.run(parse_feed, body, URL, content_type, NOW, seconds=seconds)
    except FeedError as error:
        return error


async def test_the_cabinet_holds_at_least_a_hundred_different_bodies() -> None:
    assert len({make() for make in all_bodies().values()}) == len(all_bodies()) >= 100


@pytest.mark.parametrize("name", all_bodies())
async def test_hostile_body_is_contained_and_an_honest_one_is_read_after_it(
    workers: Workers, name: str
) -> None:
    seconds = IMPATIENCE if name in SLOWEST else PATIENCE
    body = all_bodies()[name]()
    outcome = await parsed(workers, body, "", seconds)
    if isinstance(outcome, FeedError):
        assert_in_words(outcome)
        assert name in SLOWEST or "its parser" not in str(outcome)
    else:
        assert_harmless(outcome)
        await assert_known_the_next_time(workers, body, outcome)
    honest = await parsed(workers, HONEST, "", PATIENCE)
    assert isinstance(honest, ParsedFeed)
    assert [entry.title for entry in honest.entries] == ["Minister answers"]


async def assert_known_the_next_time(workers: Workers, body: bytes, feed: ParsedFeed) -> None:
    """What was read item by item is passed over when it comes again."""
    if feed.items:
        again = await workers.run(parse_feed, body, URL, "", NOW, frozenset(feed.items), seconds=PATIENCE)
        assert again.entries == ()
        assert again.items == feed.items


@pytest.mark.parametrize(
    "content_type",
    [
        *("text/html; charset=" + "u" * 100_000, "; charset=" * 10_000, "text/xml; charset*=utf-8''%00%ff"),
        *("text/xml; charset=unicode_escape", "text/xml; charset=\0", "\r\nX: y", "=?utf-8?q?" * 1_000),
    ],
    ids=lambda content_type: repr(content_type[:30]),
)
async def test_hostile_content_type_is_contained(workers: Workers, content_type: str) -> None:
    body = HONEST.replace(b"answers", "à bientôt".encode("latin-1"))
    outcome = await parsed(workers, body, content_type, PATIENCE)
    assert isinstance(outcome, ParsedFeed)
    assert [entry.title for entry in outcome.entries] == ["Minister à bientôt"]


@pytest.mark.parametrize("name", all_bodies())
async def test_hostile_body_names_no_dangerous_feed_when_it_is_taken_for_a_page(
    workers: Workers, name: str
) -> None:
    found = await workers.run(find_feeds, all_bodies()[name](), URL, seconds=PATIENCE)
    assert all(link.startswith(("http://", "https://")) for link in found)


@pytest.mark.parametrize("name", all_bodies())
async def test_hostile_body_that_is_imported_is_a_list_of_feeds_or_refused(
    workers: Workers, name: str
) -> None:
    try:
        sources = await workers.run(read_opml, all_bodies()[name](), seconds=PATIENCE)
    except CatalogueError as error:
        assert_in_words(error)
    else:
        assert all(is_web_address(source.url) for source in sources)


@pytest.mark.parametrize("name", all_texts())
async def test_hostile_article_is_read_in_time_and_quoted_verbatim(workers: Workers, name: str) -> None:
    text = all_texts()[name]()
    entry = Entry(guid="1", link="", title=text, summary=text, body=text, published=NOW)
    assert len(await workers.run(screen, (entry,), "en", seconds=PATIENCE)) == 1
    reading = await workers.run(read_text, text[:500], text, seconds=PATIENCE)
    for quote in reading.quotes:
        for start, end in (*quote.spans, *quote.quoted):
            assert 0 <= start <= end <= len(text)
