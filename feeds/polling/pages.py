"""A page of the web that a feed or a reader names: asked for politely, and its article found in a worker."""

from feeds.errors import NotInvited
from feeds.polling.fetch import Fetched, Fetcher
from feeds.polling.fulltext import PageText, extract_article
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers

PAGE_SECONDS = 10.0


async def find_article(url: str, *, fetcher: Fetcher, robots: Robots, workers: Workers) -> PageText | None:
    """Fetch a page and find its article; None when the page is gone for good (410).

    Raises NotInvited where robots.txt asks us not to come, and FeedError for whatever else goes wrong.
    """
    if not await robots.allows(url):
        raise NotInvited(url, "its robots.txt asks us not to read it")
    answer = await fetcher.fetch(url)
    if not isinstance(answer, Fetched):
        return None
    return await workers.run(extract_article, answer.body, answer.url, seconds=PAGE_SECONDS)
