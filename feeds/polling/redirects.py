"""Where a server sends us instead of answering: pure."""

from dataclasses import dataclass
from urllib.parse import urljoin

from feeds.errors import FetchError
from feeds.polling.guard import checked
from feeds.polling.headers import is_text
from feeds.polling.plain import LONGEST_LINK

PERMANENT = frozenset({301, 308})
REDIRECTS = PERMANENT | {302, 303, 307}


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """Where to go next, and whether to go there at once the next time."""

    target: str
    permanent: bool


def read_redirect(url: str, status: int, location: str) -> Redirect:
    """Read where a redirect leads; raises FetchError when that is nowhere."""
    location = location.strip()
    if not location:
        raise FetchError(url, "the server redirects without saying where to")
    if not is_text(location) or len(location) > LONGEST_LINK:
        raise FetchError(url, "the server redirects to something that is no address")
    try:
        target = urljoin(url, location)
    except ValueError as error:
        raise FetchError(url, "the server redirects to something that is no address") from error
    checked(target)
    return Redirect(target=target, permanent=status in PERMANENT)
