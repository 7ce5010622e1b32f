"""What the bot's HTTP side shows to feed readers and to whoever watches over the bot."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import urlencode, urlsplit

from bot.commands.desk import Desk
from bot.commands.meaning import meant
from bot.commands.query import NotReadError, read_query
from bot.commands.searching import KEYS
from bot.syndication import Channel, atom, json_feed
from bot.web import Call, Route, Said
from feeds.model import Story
from feeds.polling.pace import is_silent
from storage.errors import StorageError

ON_FEED = 40
SINCE = "2026-11-01"
"""From when the ids of feeds are ours (RFC 4151)."""

FORMATS = {"atom": (atom, "application/atom+xml"), "json": (json_feed, "application/feed+json")}

GAUGES: Mapping[str, str] = {
    "stories": "Stories that are kept.",
    "articles": "Articles that are kept.",
    "quotes": "Quotes that are kept.",
    "entries": "Items of feeds that were ever seen.",
    "alerts_due": "Alerts that wait.",
    "alerts_dead": "Alerts that were given up.",
    "chats_parked": "Chats to which nothing can be sent.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outward:
    """The routes for readers and watchmen. Nothing here changes anything."""

    desk: Desk
    public_url: str

    def routes(self) -> tuple[Route, ...]:
        """Give the routes, for `serve_web`."""
        return (
            Route(method="GET", path="/healthz", answer=self.alive),
            Route(method="GET", path="/readyz", answer=self.ready),
            Route(method="GET", path="/metrics", answer=self.metrics),
            Route(method="GET", path="/feed.{format:atom|json}", answer=self.feed),
        )

    async def alive(self, call: Call) -> Said:
        """Say that the process lives."""
        del call
        return Said(body=b"alive\n")

    async def ready(self, call: Call) -> Said:
        """Say whether the database can be read."""
        del call
        try:
            await self.desk.store.counts()
        except StorageError as error:
            return Said(status=503, body=f"{error}\n".encode())
        return Said(body=b"ready\n")

    async def metrics(self, call: Call) -> Said:
        """Give the figures of /health in the text format of Prometheus."""
        del call
        counts, feeds = await self.desk.store.counts(), await self.desk.store.feeds()
        now = self.desk.clock()
        lines = [line for name, said in GAUGES.items() for line in _gauge(name, said, getattr(counts, name))]
        lines += _gauge("feeds", "Feeds that are polled.", len(feeds))
        lines += _gauge("feeds_broken", "Feeds whose last visit failed.", sum(bool(f.fault) for f in feeds))
        lines += _gauge("feeds_silent", "Feeds without news.", sum(is_silent(f, now) for f in feeds))
        lines += _gauge("uptime_seconds", "Since the start.", round(self.desk.pulse.age, 3))
        lines += _gauge(
            "loop_held_up_seconds", "The longest hold-up of the loop.", round(self.desk.pulse.longest, 4)
        )
        return Said(body=("\n".join(lines) + "\n").encode(), content_type="text/plain")

    async def feed(self, call: Call) -> Said:
        """Give stories as a feed: the newest, or those that `?q=` asks for in the words of /search."""
        words = dict(call.query).get("q", "")
        try:
            stories = await self._stories(words)
        except NotReadError as error:
            return Said(status=400, body=f"{error}\n".encode("utf-8", "replace"))
        write, content_type = FORMATS[call.parameters["format"]]
        asked = f"?{urlencode({'q': words})}" if words else ""
        channel = Channel(
            title=f"Troopwire: {words[:100]}" if words else "Troopwire",
            url=f"{self.public_url.rstrip('/')}/feed.{call.parameters['format']}{asked}",
            authority=f"{urlsplit(self.public_url).hostname or 'troopwire.invalid'},{SINCE}",
            updated=max((story.last_changed for story in stories), default=self.desk.clock()),
        )
        body = write(channel, stories, self.desk.zone)
        mark = f'"{blake2b(body, digest_size=12).hexdigest()}"'
        headers = {"ETag": mark, "Cache-Control": "no-cache"}
        if stories and call.headers.get("If-None-Match") == mark:
            return Said(status=304, headers=headers, content_type=content_type)
        return Said(body=body, headers=headers, content_type=content_type)

    async def _stories(self, words: str) -> tuple[Story, ...]:
        if not words.strip():
            return await self.desk.store.latest(limit=ON_FEED)
        query = read_query(words, self.desk.clock().astimezone(self.desk.zone).date(), KEYS)
        found = await self.desk.store.search(await meant(self.desk, query))
        return await self.desk.store.stories(found.stories[:ON_FEED])


def _gauge(name: str, said: str, value: float) -> list[str]:
    full = f"troopwire_{name}"
    return [f"# HELP {full} {said}", f"# TYPE {full} gauge", f"{full} {value}"]
