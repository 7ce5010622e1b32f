"""feeds check: visit a feed, ask its server a second time, look at one page; say in words how all that is."""

import sys
from dataclasses import replace
from datetime import timedelta

from bot.clock import utc_now
from bot.config import Settings
from feeds.errors import FeedError, NotInvited
from feeds.model import FeedSource, Outlet, Ownership
from feeds.polling.catalogue import load_catalogue
from feeds.polling.checkup import Checkup, PageLook, describe, lines_of
from feeds.polling.diagnose import in_words
from feeds.polling.examine import Examined, examine
from feeds.polling.fetch import NO_VALIDATORS, Fetched, Fetcher, Gone, NotModified
from feeds.polling.finder import Finder, FoundFeed
from feeds.polling.pages import find_article
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers

EXAMINE_SECONDS = 10.0


async def check(settings: Settings, url: str) -> int:
    """Say in words how a feed is; give the exit code."""
    try:
        checkup = await _visit(settings, url)
    except FeedError as error:
        sys.stderr.write(f"troopwire: {url}: {in_words(error)}\n")
        return 1
    interval = timedelta(seconds=settings.poll_seconds)
    for line in lines_of(describe(checkup, now=utc_now(), interval=interval)):
        sys.stdout.write(f"{line}\n")
    return 0


async def _visit(settings: Settings, url: str) -> Checkup:
    fetcher = Fetcher(contact=settings.contact, allow_loopback=settings.allow_loopback)
    async with fetcher, Workers() as workers:
        robots = Robots(fetcher)
        finder = Finder(fetcher=fetcher, robots=robots, workers=workers, clock=utc_now)
        found = await finder.find(url)
        answer = found.answer
        examined = await workers.run(
            examine, answer.body, answer.url, answer.content_type, utc_now(), seconds=EXAMINE_SECONDS
        )
        return Checkup(
            asked=url,
            source=_source(settings, found, examined),
            others=found.others,
            answer=answer,
            again=await _again(fetcher, found),
            examined=examined,
            page=await _page(fetcher, robots, workers, examined),
        )


def _source(settings: Settings, found: FoundFeed, examined: Examined) -> FeedSource:
    """The feed as the catalogue has it, or as it would be added."""
    outlet = Outlet(
        name=examined.parsed.title or found.url,
        country="",
        language=examined.language,
        ownership=Ownership.PRIVATE,
    )
    known = {source.url: source for source in load_catalogue(settings.feeds)}
    return replace(known.get(found.url, FeedSource(url=found.url, outlet=outlet)), url=found.url)


async def _again(fetcher: Fetcher, found: FoundFeed) -> Fetched | NotModified | Gone | None:
    """Ask as the poller does at its second visit; None where the server gives nothing to ask with."""
    validators = found.answer.validators
    return None if validators == NO_VALIDATORS else await fetcher.fetch(found.url, validators)


async def _page(fetcher: Fetcher, robots: Robots, workers: Workers, examined: Examined) -> PageLook | None:
    """Read the first item's page as the gatherer would."""
    link = next((entry.link for entry in examined.parsed.entries if entry.link), "")
    if not link or examined.whole_texts == examined.size:
        return None
    pause = await robots.delay(link)
    try:
        found = await find_article(link, fetcher=fetcher, robots=robots, workers=workers)
    except NotInvited:
        return PageLook(allowed=False)
    except FeedError as error:
        return PageLook(pause=pause, error=error)
    if found is None:
        return PageLook(pause=pause, error=FeedError("gone for good (410)"))
    return PageLook(pause=pause, characters=len(found.text), wall=found.wall)
