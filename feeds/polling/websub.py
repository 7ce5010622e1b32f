"""What a subscriber of WebSub says and believes. Pure: no network, no clock, no storage.

After the W3C recommendation of 23 January 2018, https://www.w3.org/TR/websub/: section 5.1 the form, 5.2 and
5.3 what a hub asks back, 7.1 the signature. Whatever does not match what we asked for is not believed.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

WISHED_LEASE = timedelta(days=10)
LONGEST_LEASE = timedelta(days=30)
SHORTEST_RENEWAL = timedelta(minutes=40)
"""No hub is asked more often, however short the leases that it gives: two thirds of an hour's lease."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(hours=1), timedelta(days=1)
"""Between two attempts at a hub that does not confirm: doubling between these."""

METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})
LONGEST_CHALLENGE = 2_000  # characters
LONGEST_REASON = 200
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

Query = Sequence[tuple[str, str]]
"""The pairs of a query string, decoded, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The hub asks whether it was we who asked; it was."""

    challenge: str  # to be answered with, as it is
    lease: timedelta  # as the hub gives it, from now; never longer than our longest


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """The hub does not want to tell us."""

    reason: str


def subscription_form(*, callback: str, topic: str, secret: str) -> Mapping[str, str]:
    """Give the fields to post to a hub in order to subscribe, or to renew a subscription."""
    return {
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.callback": callback,
        "hub.secret": secret,
        "hub.lease_seconds": str(int(WISHED_LEASE.total_seconds())),
    }


def over_tls(hub: str) -> str:
    """Give a hub's address with https: the secret and the callback never travel in the clear.

    Feeds still name the big public hubs with http; these answer to both. Only this machine is left as it is.
    """
    try:
        address = urlsplit(hub)
    except ValueError:  # no address at all, which whoever posts to it will say
        return hub
    if address.scheme != "http" or address.hostname in LOOPBACK_NAMES:
        return hub
    return urlunsplit(address._replace(scheme="https", netloc=address.netloc.removesuffix(":80")))


def check_query(query: Query, *, topic: str, is_asked: bool) -> Confirmed | Denied | None:
    """Judge what somebody asks at our callback. None: it is not about what we asked for, to be answered 404.

    A confirmation counts only while a question of ours is open, so that a repeated one prolongs nothing. A
    refusal counts at any time.
    """
    said = dict(query)
    if len(said) < len(query) or said.get("hub.topic") != topic:
        return None
    if said.get("hub.mode") == "denied":
        return Denied(reason=_one_line(said.get("hub.reason", "")))
    challenge, lease = said.get("hub.challenge", ""), _lease(said.get("hub.lease_seconds"))
    is_ours = is_asked and said.get("hub.mode") == "subscribe" and 0 < len(challenge) <= LONGEST_CHALLENGE
    return Confirmed(challenge=challenge, lease=lease) if is_ours and lease else None


def _one_line(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words[:LONGEST_REASON]).split())


def _lease(written: str | None) -> timedelta | None:
    """Read a lease in seconds; None when it is none, which the recommendation does not allow."""
    if not written or not (written.isascii() and written.isdigit()):
        return None
    digits = written.lstrip("0")
    if len(digits) > len(str(int(LONGEST_LEASE.total_seconds()))):
        return LONGEST_LEASE
    return min(timedelta(seconds=int(digits or 0)), LONGEST_LEASE) or None


def is_signed(header: str, body: bytes, secret: str) -> bool:
    """Whether `X-Hub-Signature` shows that a body comes from who has our secret; in constant time."""
    method, _, signature = header.strip().partition("=")
    if method.lower() not in METHODS or not signature.isascii():
        return False
    expected = hmac.new(secret.encode(), body, method.lower()).hexdigest()
    return hmac.compare_digest(expected, signature.lower())


def renewal(lease: timedelta, now: datetime) -> datetime:
    """Give the time to renew a lease that begins now: when a third of it is left."""
    return now + max(lease * 2 / 3, SHORTEST_RENEWAL)


def next_attempt(tries: int, now: datetime, *, retry_after: float | None = None) -> datetime:
    """Give the time to ask a hub again that was asked `tries` times in a row and has not confirmed.

    `retry_after`: the seconds of patience that it asks for.
    """
    pause = min(FIRST_PAUSE * (1 << min(max(tries - 1, 0), 10)), LONGEST_PAUSE)
    patience = min(timedelta(seconds=min(retry_after or 0.0, 1e6)), LONGEST_LEASE)
    return now + max(pause, patience)
