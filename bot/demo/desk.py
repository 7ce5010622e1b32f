"""Answers the requests that reach the sample newsroom, as a well-kept web server would."""

from collections import Counter
from datetime import UTC, datetime
from hashlib import blake2b

from aiohttp import web

from bot.demo.articles import Edition, SampleOutlet, Timetable, editions_out, load_outlets
from bot.demo.feeds import CONTENT_TYPES, render_feed
from bot.demo.pages import render_front_page, render_page

ROBOTS = "User-agent: *\nDisallow: /lindental/archiv/\n"
RETRY_AFTER_SECONDS = 2
MAX_AGE_SECONDS = 1


class Desk:
    """The newsroom's request handlers. All that it keeps is how often each feed was asked for."""

    def __init__(self, timetable: Timetable, *, address: str) -> None:
        self._timetable = timetable
        self._address = address
        self._asked: Counter[str] = Counter()

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses that are answered."""
        return [
            web.get("/robots.txt", self.robots),
            web.get("/{outlet}/", self.front_page),
            web.get("/{outlet}/feed.xml", self.feed),
            web.get("/{outlet}/{slug}", self.page),
        ]

    async def robots(self, _request: web.Request) -> web.Response:
        """All may be read but one path."""
        return web.Response(text=ROBOTS)

    async def front_page(self, request: web.Request) -> web.Response:
        """The outlet's headlines."""
        outlet = _outlet(request)
        editions = editions_out(outlet, self._timetable, now=datetime.now(UTC))
        body = render_front_page(outlet, editions)
        return _answer(request, body, kind="text/html", outlet=outlet, changed=_last_change(editions))

    async def page(self, request: web.Request) -> web.Response:
        """One article, once it is published."""
        outlet = _outlet(request)
        edition = self._edition(outlet, request.match_info["slug"])
        body = render_page(outlet, edition)
        return _answer(request, body, kind="text/html", outlet=outlet, changed=edition.updated)

    async def feed(self, request: web.Request) -> web.Response:
        """The outlet's feed; now and then, where the outlet is so minded, a 503."""
        outlet = _outlet(request)
        self._asked[outlet.key] += 1
        if outlet.fails_every and self._asked[outlet.key] % outlet.fails_every == 0:
            return web.Response(status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
        now = datetime.now(UTC)
        editions = editions_out(outlet, self._timetable, now=now)
        built = now if outlet.rebuilds else _last_change(editions)
        body = render_feed(outlet, editions, address=self._address, built=built)
        return _answer(request, body, kind=CONTENT_TYPES[outlet.format], outlet=outlet, changed=built)

    def _edition(self, outlet: SampleOutlet, slug: str) -> Edition:
        for edition in editions_out(outlet, self._timetable, now=datetime.now(UTC)):
            if edition.article.slug == slug:
                return edition
        raise web.HTTPNotFound


def _outlet(request: web.Request) -> SampleOutlet:
    for outlet in load_outlets():
        if outlet.key == request.match_info["outlet"]:
            return outlet
    raise web.HTTPNotFound


def _last_change(editions: tuple[Edition, ...]) -> datetime:
    return max(edition.updated for edition in editions)


def _answer(
    request: web.Request, body: bytes, *, kind: str, outlet: SampleOutlet, changed: datetime
) -> web.Response:
    """Send a document, or 304 to who has it already."""
    changed = changed.replace(microsecond=0)
    etag = blake2b(body, digest_size=8).hexdigest()
    unchanged = _has_it(request, etag, changed)
    response = web.Response(status=304) if unchanged else web.Response(body=body)
    response.etag = etag
    response.last_modified = changed
    response.headers["Cache-Control"] = f"max-age={MAX_AGE_SECONDS}"
    response.headers["Vary"] = "Accept-Encoding"
    if not unchanged:
        response.content_type, response.charset = kind, outlet.encoding
        _compress_if_asked(request, response)
    return response


def _has_it(request: web.Request, etag: str, changed: datetime) -> bool:
    """If-None-Match, where it is sent, decides alone (RFC 9110, section 13.2.2)."""
    if request.if_none_match is not None:
        return any(tag.value in (etag, "*") for tag in request.if_none_match)
    return request.if_modified_since is not None and changed <= request.if_modified_since


def _compress_if_asked(request: web.Request, response: web.Response) -> None:
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.enable_compression(web.ContentCoding.gzip)
