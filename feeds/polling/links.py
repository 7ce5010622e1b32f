"""Give a link the one form that it has however its reader came by it.

courlan, which trafilatura brings, was weighed: its `normalize_url` drops parameters that tell pages apart
(`cid`, `eid`, `uid`, `source`, `keyword`, `gallery`, and any without a value: `?20260304`), sorts the rest,
writes the path anew, and keeps `cmp`, `wt_mc` and `maca`.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import SplitResult, urlsplit, urlunsplit

from feeds.model import DEFAULT_PORTS, host_of

APP_ROUTES = ("!", "/")
"""How a fragment begins that names a page: `#!/news/1`, `#/news/1`; any other names a place in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """The query parameters that only track, in lower case."""

    families: tuple[str, ...]  # how their names begin
    names: frozenset[str]
    referring: frozenset[str]  # with one of these values only
    channels: frozenset[str]


def canonical_link(url: str) -> str:
    """Give a link without what only tracks its reader: the same for all ways to one page.

    Host in lower case, no default port, no fragment unless an app finds its page by it, no parameters that
    track; all else as it stands, in its order. What is no http(s) address comes back as it is. `/amp` and
    `m.` stay: no rule is safe for all outlets.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            return url
        return urlunsplit(
            (
                parts.scheme,
                server(parts),
                parts.path or "/",
                without_tracking(parts.query),
                parts.fragment if parts.fragment.startswith(APP_ROUTES) else "",
            )
        )
    except ValueError:  # brackets or a port that are none
        return url


def server(parts: SplitResult) -> str:
    """Give host and port; a password keeps its capitals."""
    login, at, host = parts.netloc.rpartition("@")
    if parts.port == DEFAULT_PORTS[parts.scheme]:
        host = host.rpartition(":")[0]
    return f"{login}{at}{host.lower()}"


def without_tracking(query: str) -> str:
    """Drop the parameters that track."""
    if not query:
        return ""
    known = known_tracking()
    return "&".join(part for part in query.split("&") if part and not is_tracking(part, known))


def is_tracking(parameter: str, known: Tracking) -> bool:
    """Whether a parameter only tells how its reader came."""
    name, _, value = parameter.lower().partition("=")
    if name in known.names or name.startswith(known.families):
        return True
    return name in known.referring and (value in known.channels or value.startswith(("rss-", "rss_", "rss.")))


def site_of(url: str) -> str:
    """Give the site of an address: its host, with or without `www.` the same.

    Not the registrable name: to tell herald.github.io from herald.co.uk takes the list of public suffixes.
    """
    return host_of(url).removeprefix("www.")


@cache
def known_tracking() -> Tracking:
    """Load the parameters that track, once."""
    words = tomllib.loads(Path(__file__).with_name("links.toml").read_text("utf-8"))
    return Tracking(
        families=tuple(words["families"]),
        names=frozenset(words["names"]),
        referring=frozenset(words["referring"]),
        channels=frozenset(words["channels"]),
    )
