"""Owes cards to the chats whose watches hear of a story; and says what a watch would have told before."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial

from bot.hours import due_at, hours_of, is_quiet
from bot.speech import speaking, worded
from feeds.model import Label, Story, StoryId, WatchFilter
from feeds.stories.watch import StoryFacts, facts_of, hears
from storage.edition import Edition
from storage.model import AlertKind, ArticlesWanted, ChatId, Delivery, How, Watch
from storage.store import Store

LOOKED_BACK = timedelta(days=30)


async def owe_cards(edition: Edition, story_id: StoryId, carded: Collection[ChatId], now: datetime) -> None:
    """Owe the card of a story to each chat that hears of it, has none and did not mute it, once."""
    deaf = {*carded, *await edition.chats_that_muted(story_id)}
    waiting = [watch for watch in await edition.watches() if watch.chat.id not in deaf]
    story = await edition.story(story_id) if waiting else None
    if story is None:
        return
    facts = facts_of(story.articles)
    told: set[ChatId] = set()
    for watch in sorted(waiting, key=partial(loudness, now=now)):
        if watch.chat.id not in told and hears(watch.wanted.filter, facts) is not None:
            told.add(watch.chat.id)
            await edition.owe(AlertKind.CARD, watch.chat.id, story_id, _how(watch, facts, now))


async def backtest(store: Store, wanted: WatchFilter, now: datetime) -> tuple[Story, ...]:
    """Give the stories that a watch would have told in the last 30 days, the newest first.

    Each is played again article by article, in the order of arrival, as it was told at the time.
    """
    found = await store.search(ArticlesWanted(labels=wanted.labels, since=now - LOOKED_BACK))
    stories = await store.stories(found.stories)
    return tuple(story for story in stories if first_heard(wanted, story) is not None)


def first_heard(wanted: WatchFilter, story: Story) -> int | None:
    """Give the number of articles that a story had when a watch heard of it first; None when it never did."""
    for number in range(1, len(story.articles) + 1):
        if hears(wanted, facts_of(story.articles[:number])) is not None:
            return number
    return None


def named(watch: Watch) -> str:
    """Name a watch, for a reader."""
    return worded("watch {number}: {what}", number=watch.id, what=asked_for(watch))


def asked_for(watch: Watch) -> str:
    """Say what a watch asks for, for a reader."""
    return watch.wanted.words or worded("every CORE story")


def loudness(watch: Watch, now: datetime) -> tuple[bool, bool, bool, bool]:
    """Order watches that hear of the same: at once before late, aloud before silent, with a role first.

    One in its quiet hours comes after those that may tell now.
    """
    is_held = is_quiet(hours_of(watch), now)
    return tells_late(watch), is_held, watch.wanted.is_silent, not watch.wanted.ping


def tells_late(watch: Watch) -> bool:
    """Whether what a watch hears of waits for a digest."""
    return watch.wanted.delivery is not Delivery.AT_ONCE


def _how(watch: Watch, facts: StoryFacts, now: datetime) -> How:
    wanted = watch.wanted
    with speaking(wanted.language or watch.chat.hours.language):
        why = named(watch)
    return How(
        why=why,
        due=due_at(hours_of(watch), wanted.delivery, now, outlets=facts.outlets),
        is_bundled=tells_late(watch),
        is_silent=wanted.is_silent or facts.label is not Label.CORE,
        watch=watch.id,
    )
