"""Ask a site's robots.txt before reading its pages (RFC 9309); a feed is an invitation in itself."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from weakref import WeakValueDictionary

from feeds.errors import Blocked, Busy, FetchError, WrongStatus
from feeds.polling.fetch import Fetched, Fetcher

OUR_NAME = "Troopwire"
DAY = 24 * 3600.0  # seconds
HOUR = 3600.0  # a site in trouble is asked again sooner
LARGEST_FILE = 500 * 1024  # bytes; the standard asks for no more
MOST_SITES = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a site allows, and until when we believe it."""

    parser: RobotFileParser
    until: float  # on our clock


class Robots:
    """What the sites allow, remembered for a day each."""

    def __init__(self, fetcher: Fetcher, *, clock: Callable[[], float] = monotonic) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._rules: dict[str, Rules] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def allows(self, url: str) -> bool:
        """Whether we may read a page; a site without a readable robots.txt allows all."""
        try:
            parts = urlsplit(url)
            rules = await self._rules_of(f"{parts.scheme}://{parts.netloc}")
            return rules.parser.can_fetch(OUR_NAME, url)
        except ValueError:  # no address at all, such as http://example.com%5B/
            return False

    async def _rules_of(self, site: str) -> Rules:
        turn = self._turns.setdefault(site, asyncio.Lock())
        async with turn:
            known = self._rules.pop(site, None)
            rules = known if known and self._clock() < known.until else await self._ask(site)
            self._rules[site] = rules  # the site asked for last stands last
            if len(self._rules) > MOST_SITES:
                del self._rules[next(iter(self._rules))]
        return rules

    async def _ask(self, site: str) -> Rules:
        parser, seconds = await self._fetch_rules(f"{site}/robots.txt")
        return Rules(parser=parser, until=self._clock() + seconds)

    async def _fetch_rules(self, url: str) -> tuple[RobotFileParser, float]:
        """Fetch a robots.txt; give what it means and for how many seconds."""
        try:
            answer = await self._fetcher.fetch(url)
        except Blocked:
            return closed(), DAY
        except Busy:
            return closed(), HOUR
        except WrongStatus as error:
            return (closed(), HOUR) if error.status >= 500 else (opened(), DAY)
        except FetchError:
            return opened(), HOUR  # if the site cannot be reached, neither can the page
        if not isinstance(answer, Fetched):
            return opened(), DAY
        return await asyncio.to_thread(read_rules, answer.body), DAY  # a long one takes 0.2 s


def read_rules(body: bytes) -> RobotFileParser:
    """Read a robots.txt."""
    parser = RobotFileParser()
    parser.parse(body[:LARGEST_FILE].decode("utf-8-sig", "replace").splitlines())
    return parser


def opened() -> RobotFileParser:
    """Allow all."""
    return read_rules(b"")


def closed() -> RobotFileParser:
    """Allow nothing."""
    return read_rules(b"User-agent: *\nDisallow: /")
