"""How often a feed brings news, and whether its silence is unlike it: pure, of values and `now`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import exp

from feeds.model import Entry, Feed

MEMORY = timedelta(days=7)
"""A week weighs all days of the week alike; what is older fades."""

SURPRISING_GAPS = 12
"""A silence of so many usual gaps is no chance: where items come at random, its odds are e^-12."""

SHORTEST_SILENCE = timedelta(hours=40)
"""Nights and Sundays are no silence."""

BETWEEN_WHOLE = timedelta(days=8)
"""How often at most we ask for a whole document because of a silence (MEASURED.md, 3)."""


def with_news(feed: Feed, new: Sequence[Entry], now: datetime) -> Feed:
    """Note that a visit brought new items; the first visit learns from their dates."""
    if not new:
        return feed
    if feed.news is None:
        return replace(feed, news=now, pace=dated_pace(new, now))
    return replace(feed, news=now, pace=pace_now(feed, now) + len(new) / days(MEMORY))


def pace_now(feed: Feed, now: datetime) -> float:
    """Give how many new items a day a feed brings, its silence since the last one counted."""
    silence = now - feed.news if feed.news else timedelta()
    return feed.pace * exp(-max(days(silence), 0.0) / days(MEMORY))


def dated_pace(entries: Sequence[Entry], now: datetime) -> float:
    """Tell the items a day from their dates: those of the last week, or of the time that they cover."""
    recent = [entry.published for entry in entries if entry.published and entry.published > now - MEMORY]
    if not recent:
        return 0.0
    covered = MEMORY if len(recent) < len(entries) else now - min(recent)
    return len(recent) / max(days(covered), 1 / 24)


def is_silent(feed: Feed, now: datetime) -> bool:
    """Whether a feed that answers has brought nothing for far longer than is usual for it."""
    if feed.news is None or feed.pace <= 0 or feed.fault:
        return False
    usual = timedelta(days=min(SURPRISING_GAPS / feed.pace, 3650))
    return now - feed.news > max(SHORTEST_SILENCE, usual)


def wants_whole(feed: Feed, now: datetime) -> bool:
    """Whether to ask for the whole document: some servers say "not modified" for ever.

    So in a silence, and now and then while a feed's rhythm is not known.
    """
    is_odd = is_silent(feed, now) or not feed.pace
    return is_odd and feed.whole is not None and now - feed.whole > BETWEEN_WHOLE


def days(time: timedelta) -> float:
    """Give a time in days."""
    return time / timedelta(days=1)
