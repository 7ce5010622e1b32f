"""Everything that can go wrong between an outlet and a story.

FeedError
├── FetchError            the server could not be reached, or its answer is of no use
│   ├── Blocked           403: the outlet does not want to be read by us
│   │   ├── LoginAsked    401: not without a login
│   │   ├── PaymentAsked  402: not without payment
│   │   ├── Challenged    a challenge page: not by a machine
│   │   └── NotInvited    its robots.txt says so beforehand
│   ├── Busy              429 or 503: later, after `retry_after` seconds where the server named them
│   ├── WrongStatus       404, 500 and the like
│   ├── AddressForbidden  the address is not public, or not http(s)
│   └── NotReached        there was no connection, so that nothing was sent
├── ParseError            the answer is not a feed that can be read
│   └── ParserKilled      it crashed, stalled or bloated the parser
└── CatalogueError        the feed list is wrong
"""


class FeedError(Exception):
    """Something about one feed failed; the others live."""


class FetchError(FeedError):
    """The server could not be reached, or its answer is of no use."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason


class Blocked(FetchError):
    """The outlet refuses us: 401, 402, 403 or a challenge page in place of the feed."""


class LoginAsked(Blocked):
    """The server wants to know who we are: 401."""


class PaymentAsked(Blocked):
    """The server wants to be paid: 402."""


class Challenged(Blocked):
    """A bot wall wants us to prove that we are human."""


class NotInvited(Blocked):
    """The outlet's robots.txt asks us not to come; so we did not."""


class NotReached(FetchError):
    """There was no connection, so that nothing was sent."""


class Busy(FetchError):
    """The server asks for patience: 429 or 503."""

    def __init__(self, url: str, reason: str, *, retry_after: float | None) -> None:
        super().__init__(url, reason)
        self.retry_after = retry_after  # seconds


class WrongStatus(FetchError):
    """The server answered, but not with what we asked for."""

    def __init__(self, url: str, status: int, phrase: str) -> None:
        super().__init__(url, f"the server answers {status} {phrase}".rstrip())
        self.status = status


class AddressForbidden(FetchError):
    """The address is not on the public internet, or is not http(s)."""


class ParseError(FeedError):
    """The bytes are not a feed that can be read."""


class ParserKilled(ParseError):
    """The document crashed, stalled or bloated its parser, which was killed."""


class CatalogueError(FeedError):
    """The feed list is wrong; the message names the place and the fault."""
