"""Ask a site's robots.txt before reading its pages (RFC 9309): the one door to protego.

A feed is an invitation in itself.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from protego import Protego

from feeds.errors import Blocked, Busy, FetchError, WrongStatus
from feeds.polling.fetch import Fetched, Fetcher

OUR_NAME = "troopwire"
DAY = 24 * 3600.0  # seconds
HOUR = 3600.0  # a site in trouble is asked again sooner
LARGEST_FILE = 500 * 1024  # bytes; the standard asks for no more
MOST_SITES = 5_000
MOST_REMEMBERED = (
    2 * 1024 * 1024
)  # bytes of all files; in memory an honest one takes 15 times as much, any 96
LONGEST_DELAY = 60.0  # seconds
# However protego lets a line name a robot: "User-agent: x", "useragent x", "User agent:x".
AGENT_LINE = re.compile(r"user(?:-|\s{1,9})?agent(?:\s*:|\s)(.*)", re.IGNORECASE)
TOKEN = re.compile(r"[a-z_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a site allows, and until when we believe it."""

    parser: Protego
    size: int  # bytes
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
            rules = await self._rules_of(url)
            # In a thread, for the worst file takes 0.2 s; protego has no loop that holds the interpreter.
            return await asyncio.to_thread(rules.parser.can_fetch, url, OUR_NAME)
        except ValueError:  # no address at all, such as http://[example.com/
            return False

    async def delay(self, url: str) -> float:
        """Give the seconds that a site wants between two pages, at most a minute; zero where it asks none."""
        try:
            rules = await self._rules_of(url)
        except ValueError:
            return 0.0
        return min(rules.parser.crawl_delay(OUR_NAME) or 0.0, LONGEST_DELAY)

    async def _rules_of(self, url: str) -> Rules:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc.lower()}"
        turn = self._turns.setdefault(site, asyncio.Lock())
        async with turn:
            known = self._rules.pop(site, None)
            rules = known if known and self._clock() < known.until else await self._ask(site)
            self._rules[site] = rules  # the site asked for last stands last
            self._forget_oldest()
        return rules

    def _forget_oldest(self) -> None:
        while len(self._rules) > MOST_SITES or self._remembered > MOST_REMEMBERED:
            del self._rules[next(iter(self._rules))]

    @property
    def _remembered(self) -> int:
        return sum(rules.size for rules in self._rules.values())

    async def _ask(self, site: str) -> Rules:
        body, seconds = await self._fetch_rules(f"{site}/robots.txt")
        parser = await asyncio.to_thread(read_rules, body)  # a long one takes 0.6 s
        return Rules(parser=parser, size=min(len(body), LARGEST_FILE), until=self._clock() + seconds)

    async def _fetch_rules(self, url: str) -> tuple[bytes, float]:
        """Fetch a robots.txt; give what it amounts to and for how many seconds."""
        try:
            answer = await self._fetcher.fetch(url)
        except Blocked:
            return CLOSED, DAY
        except Busy:
            return CLOSED, HOUR
        except WrongStatus as error:
            return (CLOSED, HOUR) if error.status >= 500 else (OPEN, DAY)
        except FetchError:
            return OPEN, HOUR  # if the site cannot be reached, neither can the page
        return (answer.body if isinstance(answer, Fetched) else OPEN), DAY


OPEN = b""
CLOSED = b"User-agent: *\nDisallow: /"


def read_rules(body: bytes) -> Protego:
    """Read a robots.txt."""
    lines = body[:LARGEST_FILE].decode("utf-8-sig", "replace").splitlines()
    return Protego.parse("\n".join(as_to_us(line.strip()) for line in lines))


def as_to_us(line: str) -> str:
    """Name a robot by no more than what it is to us: ourselves, all, or another.

    Protego keeps a copy of each rule for each robot that it is for: 15,000 names before 17,000 rules, in less
    than 500 KB, take all memory. It also takes us for a robot whose name ours begins with.
    """
    agent = AGENT_LINE.match(line)
    if not agent:
        return line
    name = agent[1].partition("#")[0].strip(" \t:").lower()
    token = TOKEN.match(name)
    if token and token[0] == OUR_NAME:
        return f"User-agent: {OUR_NAME}"
    return "User-agent: *" if name == "*" else "User-agent: another"
