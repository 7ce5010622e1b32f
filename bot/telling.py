"""What an alert says when its turn comes: what is so by then, not what was so when it was owed."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cards import card, merged
from bot.digests import digest, digest_of_turns, latest_button
from bot.held import positions_of
from bot.replies import Button, Filing, Heading, Reply, paragraph
from bot.speech import country_name, language_now, speaking, worded
from bot.stands import reversal_of
from bot.terms import stance_words
from feeds.model import Story, StoryId, Turn
from feeds.stories.summarise import headline
from storage.model import Alert
from storage.store import Store

LOOKED_BACK = timedelta(days=8)
"""How far a digest looks back for who turned around: a week and some."""


async def tell(store: Store, alert: Alert, zone: ZoneInfo, language: str) -> tuple[Reply, datetime] | None:
    """Say what an alert says now, and as of when; None when there is nothing left to say.

    A notice, a card, a reversal, in a burst one digest, or that a digest is empty. In the language of its
    watch, else of the chat, else in the one that is given; a digest is in the chat's, whatever brought it.
    """
    own = alert.chat.hours.language if _is_digest(alert) else alert.language
    with speaking(own or language):
        told = await _told(store, alert, zone)
        return told and (replace(told[0], language=language_now()), told[1])


def _is_digest(alert: Alert) -> bool:
    return bool(alert.is_bundled or alert.digest or alert.turns)


async def _told(store: Store, alert: Alert, zone: ZoneInfo) -> tuple[Reply, datetime] | None:
    if alert.turn is not None:
        told = await _turned(store, alert, alert.turn, zone)
        return None if told is None else (told, alert.owed)
    if alert.story is None:
        return _notice(alert), alert.owed
    return await _of_story(store, alert, alert.story, zone)


async def _turned(store: Store, alert: Alert, turn: Turn, zone: ZoneInfo) -> Reply | None:
    if _is_digest(alert):
        return await digest_of_turns(store, (turn, *alert.turns), zone)
    told = await reversal_of(store, turn, zone)
    if told is None:
        return None
    of_story = await store.card_of(alert.chat.id, alert.story) if alert.story else ""
    return replace(_sounding(told, alert), beneath=of_story)


def _notice(alert: Alert) -> Reply:
    if alert.is_bundled:
        return Reply(blocks=(paragraph(worded(alert.notice)),), buttons=(latest_button(),), silent=True)
    blocks = (Heading(text=worded("Notice")), paragraph(alert.notice))
    return Reply(blocks=blocks, buttons=(Button(label=worded("Health"), command="health"),))


async def _of_story(store: Store, alert: Alert, number: StoryId, zone: ZoneInfo) -> tuple[Reply, datetime]:
    story = await store.story(number)
    if story is None:
        raise LookupError(f"story {number} is gone")
    if story.id != number and alert.message:
        return merged(number, story), story.last_changed
    if not _is_digest(alert):
        told = _sounding(card(story, zone, alert.length), alert)
        before = await store.card_of(alert.chat.id, story.follows) if story.follows else ""
        return replace(told, beneath=before, filing=_filing(story, alert)), story.last_changed
    return await _digest(store, alert, story, zone), story.last_changed


async def _digest(store: Store, alert: Alert, story: Story, zone: ZoneInfo) -> Reply:
    known = {each.id: each for each in (story, *await store.stories(alert.digest))}
    newest_first = sorted(known.values(), key=lambda each: each.published, reverse=True)
    return await digest(store, newest_first, alert.owed - LOOKED_BACK, zone)


def _filing(story: Story, alert: Alert) -> Filing:
    """File a card by its headline, under its label, countries and positions."""
    held = positions_of(story)
    countries = dict.fromkeys(position.country for _, position in held if position.country)
    stances = dict.fromkeys(position.stance for _, position in held)
    tags = [story.label, *countries, *map(country_name, countries)]
    tags += [name for stance in stances for name in (stance.words, stance_words(stance))]
    return Filing(
        name=headline(story.articles).article.title,
        tags=tuple(dict.fromkeys(tags)),
        opens_thread=alert.chat.hours.opens_threads,
    )


def _sounding(reply: Reply, alert: Alert) -> Reply:
    """Let an alert sound as its watch wants it; an edit calls nobody, nor does what is silent."""
    calls = not alert.is_silent and not alert.message
    return replace(reply, silent=alert.is_silent, ping=alert.ping if calls else "")
