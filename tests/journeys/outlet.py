"""An invented outlet on loopback whose feeds and pages a test changes as it goes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from aiohttp import web

from feeds.model import FeedSource
from tests.samples import HERALD

SUBJECT = (
    "The defence minister of Estonia said on Tuesday that his country was ready to send troops to Ukraine.",
    '"We are ready to send a company to Ukraine, but only after a ceasefire," Juhan Tammsalu said.',
    "The defence minister of Italy ruled out sending Italian soldiers to Ukraine, a spokesman said.",
    "The two countries discussed the question of troops on Ukrainian soil at a NATO meeting in Brussels.",
)


@dataclass(slots=True)
class OutletServer:
    """What the outlet serves at the moment."""

    port: int = 0
    items: list[tuple[str, str]] = field(default_factory=list)  # slug, title
    paragraphs: tuple[str, ...] = SUBJECT
    pages: dict[str, tuple[str, ...]] = field(default_factory=dict)  # slugs whose pages say something else
    answers: dict[str, bytes] = field(default_factory=dict)  # other paths, served as they are
    refused: dict[str, int] = field(default_factory=dict)  # paths that are not for us, with their status
    requests: list[tuple[str, int]] = field(default_factory=list)  # path, status

    def source(self, path: str = "feed.xml") -> FeedSource:
        """The feed as a catalogue names it."""
        return FeedSource(url=f"http://127.0.0.1:{self.port}/{path}", outlet=HERALD)

    def statuses(self, path: str) -> list[int]:
        """The answers that a path gave so far."""
        return [status for asked, status in self.requests if asked == f"/{path}"]

    async def handle(self, request: web.Request) -> web.Response:
        """Answer anything."""
        answer = self._answer(request)
        self.requests.append((request.path, answer.status))
        return answer

    def _answer(self, request: web.Request) -> web.Response:
        path = request.path.removeprefix("/")
        if path in self.refused:
            return web.Response(status=self.refused[path])
        if path in self.answers:
            return web.Response(body=self.answers[path], content_type="application/xml")
        if path == "feed.xml":
            etag = f'"{len(self.items)}-{hash((self.paragraphs, *self.items[:1]))}"'
            if request.headers.get("If-None-Match") == etag:
                return web.Response(status=304, headers={"ETag": etag})
            return web.Response(text=self._feed(), content_type="application/rss+xml", headers={"ETag": etag})
        if any(slug == path for slug, _ in self.items):
            return web.Response(text=self._page(path), content_type="text/html")
        return web.Response(status=404)

    def _feed(self) -> str:
        now = format_datetime(datetime.now(UTC), usegmt=True)
        items = "".join(
            f"<item><guid>{slug}</guid><link>http://127.0.0.1:{self.port}/{slug}</link>"
            f"<title>{escape(title)}</title><pubDate>{now}</pubDate></item>"
            for slug, title in self.items
        )
        return f'<rss version="2.0"><channel><title>The Harbour Herald</title>{items}</channel></rss>'

    def _page(self, slug: str) -> str:
        title = dict(self.items)[slug]
        paragraphs = "".join(f"<p>{escape(words)}</p>" for words in self.pages.get(slug, self.paragraphs))
        article = f"<article><h1>{escape(title)}</h1>{paragraphs}</article>"
        return f"<html><body><nav>Menu</nav>{article}</body></html>"


@asynccontextmanager
async def open_outlet() -> AsyncIterator[OutletServer]:
    """Serve an outlet on a free port until the block is left."""
    outlet = OutletServer()
    application = web.Application()
    application.add_routes([web.get("/{path:.*}", outlet.handle)])
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    try:
        await site.start()
        outlet.port = runner.addresses[0][1]
        yield outlet
    finally:
        await runner.cleanup()
