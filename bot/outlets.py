"""Which outlet an address belongs to, as far as the feeds that we know tell: pure."""

from collections.abc import Sequence

from feeds.model import Feed, Outlet, Ownership
from feeds.polling.links import site_of

LONGEST_TITLE = 80
"""Of a feed, as part of an outlet's name: the site behind it is to be seen."""


def outlet_of(url: str, feeds: Sequence[Feed]) -> Outlet:
    """Give the outlet whose feeds come from an address's site; else one that is named by the site."""
    named = Outlet(name=site_of(url), country="", language="", ownership=Ownership.PRIVATE)
    return _outlet_at(url, feeds) or named


def outlet_name(url: str, title: str, feeds: Sequence[Feed]) -> str:
    """Name the outlet of a new feed: that whose feeds come from its site, else by its title and its site.

    A feed may call itself what it likes: by its title alone it would pass for an outlet that it is not.
    """
    known = _outlet_at(url, feeds)
    if known:
        return known.name
    return f"{title[:LONGEST_TITLE]} ({site_of(url)})" if title else site_of(url)


def _outlet_at(url: str, feeds: Sequence[Feed]) -> Outlet | None:
    """Give the one outlet at a site; None where there is none, or where there are several (gov.uk)."""
    site = site_of(url)
    found = {feed.source.outlet for feed in feeds if site_of(feed.source.url) == site}
    return found.pop() if len(found) == 1 else None
