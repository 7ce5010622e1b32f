"""Subscriptions at hubs (WebSub): who was asked to tell us of a feed's news, and until when he will."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from feeds.model import FeedId
from storage.database import Connection, Row
from storage.values import instant, maybe_instant, maybe_moment, moment

BETWEEN_HUBS = timedelta(hours=1)
"""However often a feed changes its hub: it cannot make us knock at strangers more often."""


class SubscriptionState(StrEnum):
    """How we stand with a hub."""

    ASKED = "asked"  # for the first time, or to renew: the lease, if there is one, still holds
    ACTIVE = "active"
    REFUSED = "refused"  # not asked again unless the feed names another hub


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a hub was asked to tell us of."""

    feed: FeedId
    hub: str
    topic: str
    token: str  # the part of our callback's address that nobody can guess
    secret: str  # what the hub signs with
    state: SubscriptionState
    asked: datetime
    tries: int = 0  # how often in a row it was asked without an answer
    lease_until: datetime | None = None  # None: never confirmed, or refused
    renew_at: datetime | None = None  # when to ask (again); None: never
    fault: str = ""  # why it does not work, in words

    def __repr__(self) -> str:
        """Show neither the token nor the secret: they would stand in a log."""
        return f"<Subscription of feed {self.feed} at {self.hub}: {self.state}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribable:
    """A feed whose hub is to be asked now."""

    feed: FeedId
    hub: str
    topic: str
    known: Subscription | None = None  # to be renewed or tried again; None: a new one


async def subscribable(connection: Connection, now: datetime, limit: int) -> tuple[Subscribable, ...]:
    """Give the feeds whose hub is to be asked: new ones, those with another hub, and those to be renewed."""
    rows = await connection.rows(
        """
        SELECT wanted.*, subscription.*,
               wanted.wanted_hub = subscription.hub AND wanted.wanted_topic = subscription.topic AS is_known
        FROM (SELECT id, hub AS wanted_hub, coalesce(nullif(topic, ''), url) AS wanted_topic
              FROM feed WHERE hub <> '' AND retired = 0 AND removed = 0) AS wanted
        LEFT JOIN subscription ON subscription.feed = wanted.id
        WHERE subscription.feed IS NULL
           OR (is_known AND subscription.renew_at <= :now)
           OR (NOT is_known AND subscription.asked <= :settled)
        ORDER BY subscription.renew_at, wanted.id LIMIT :limit
        """,
        now=instant(now),
        settled=instant(now - BETWEEN_HUBS),
        limit=limit,
    )
    return tuple(
        Subscribable(
            feed=FeedId(row["id"]),
            hub=row["wanted_hub"],
            topic=row["wanted_topic"],
            known=_subscription(row) if row["is_known"] else None,
        )
        for row in rows
    )


async def by_token(connection: Connection, token: str) -> Subscription | None:
    """Give the subscription with this token, where its feed is still polled."""
    row = await connection.row(
        """
        SELECT subscription.* FROM subscription JOIN feed ON feed.id = subscription.feed
        WHERE token = :token AND feed.retired = 0 AND feed.removed = 0
        """,
        token=token,
    )
    return _subscription(row) if row else None


async def keep(connection: Connection, subscription: Subscription) -> None:
    """Keep a subscription in place of the one that its feed had."""
    await connection.execute(
        """
        INSERT OR REPLACE INTO subscription
            (feed, hub, topic, token, secret, state, asked, tries, lease_until, renew_at, fault)
        VALUES (:feed, :hub, :topic, :token, :secret, :state, :asked, :tries, :lease_until, :renew_at, :fault)
        """,
        feed=subscription.feed,
        hub=subscription.hub,
        topic=subscription.topic,
        token=subscription.token,
        secret=subscription.secret,
        state=subscription.state.value,
        asked=instant(subscription.asked),
        tries=subscription.tries,
        lease_until=maybe_instant(subscription.lease_until),
        renew_at=maybe_instant(subscription.renew_at),
        fault=subscription.fault,
    )


def _subscription(row: Row) -> Subscription:
    return Subscription(
        feed=FeedId(row["feed"]),
        hub=row["hub"],
        topic=row["topic"],
        token=row["token"],
        secret=row["secret"],
        state=SubscriptionState(row["state"]),
        asked=moment(row["asked"]),
        tries=row["tries"],
        lease_until=maybe_moment(row["lease_until"]),
        renew_at=maybe_moment(row["renew_at"]),
        fault=row["fault"],
    )
