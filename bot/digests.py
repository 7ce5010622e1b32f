"""Digests: many stories in one message, the positions that they bring, and who turned around meanwhile."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cards import STORIES_IN_DIGEST, story_line
from bot.held import Stood, holder_of, positions_of, stand
from bot.pictures import picture_of_countries
from bot.replies import Block, Bullet, Button, Heading, Reply, paragraph, text
from bot.speech import counted, phrases, worded
from bot.stands import TITLE, by_stance, reversal_of, turned
from bot.turns import LOOKED_AT
from feeds.model import Matter, Story, Turn
from feeds.stories.ledger import Reversal, fresh_reversal
from storage.store import Store

MORE = phrases("and {number} more story; /latest lists them", "and {number} more stories; /latest lists them")


STANDS = 6
TURNS = 3
TURNS_IN_DIGEST = 6
"""Shown in both sides' words; more are named."""


def latest_button() -> Button:
    """Make the button that carries the mark by which Discord finds a digest again."""
    return Button(label=worded("Latest"), command="latest")


async def digest(store: Store, stories: Sequence[Story], since: datetime, zone: ZoneInfo) -> Reply:
    """Make one message of many stories, the newest first, with what is new in them since some time."""
    lines = [story_line(story, zone) for story in stories[:STORIES_IN_DIGEST]]
    blocks: list[Block] = [Heading(text=counted("{number} story", "{number} stories", len(stories))), *lines]
    if more := len(stories) - len(lines):
        blocks.append(paragraph(counted(*MORE, more)))
    for reversal in await _turns(store, stories, since):
        sides = {reversal.before.article, reversal.after.article}
        blocks += turned(reversal, await store.articles(sides), zone)
    blocks += _positions(stories, zone)
    stands = by_stance(await store.stands_of_countries())
    today = max(story.last_changed for story in stories).astimezone(zone).date()
    picture = picture_of_countries(stands, title=worded(TITLE), today=today, zone=zone) if stands else None
    return Reply(blocks=tuple(blocks), buttons=(latest_button(),), silent=True, picture=picture)


async def digest_of_turns(store: Store, turns: Sequence[Turn], zone: ZoneInfo) -> Reply | None:
    """Make one message of those who turned around, the last first; None when, by now, nobody did."""
    told = [await reversal_of(store, turn, zone) for turn in reversed(turns)]
    shown = [reply.blocks for reply in told if reply is not None]
    if not shown:
        return None
    blocks: list[Block] = [Heading(text=counted("{number} reversal", "{number} reversals", len(shown)))]
    for each in shown[:TURNS_IN_DIGEST]:
        blocks += each
    for title, *_ in shown[TURNS_IN_DIGEST:]:
        blocks += [Bullet(line=(text(title.text),))] if isinstance(title, Heading) else []
    buttons = (Button(label=worded("Who stands where"), command="who"),)
    return Reply(blocks=tuple(blocks), buttons=buttons, silent=True)


def _positions(stories: Sequence[Story], zone: ZoneInfo) -> list[Block]:
    """Show the positions that the stories bring, of each holder the newest."""
    held: dict[tuple[str, Matter], Stood] = {}
    for story in stories:
        for kept, position in positions_of(story):
            held.setdefault((holder_of(position), position.matter), (kept, position))
    shown = [stand(kept, position, zone) for kept, position in list(held.values())[:STANDS]]
    return [Heading(text=worded("Who says what in them")), *shown] if shown else []


async def _turns(store: Store, stories: Sequence[Story], since: datetime) -> list[Reversal]:
    """Find who turned around in them."""
    speaking = {
        (position.actor, position.matter)
        for story in stories
        for kept in story.articles
        for position in kept.reading.positions
        if position.actor
    }
    found = [
        fresh_reversal(await store.own_words(actor, matter, limit=LOOKED_AT), since)
        for actor, matter in sorted(speaking)
    ]
    return [reversal for reversal in found if reversal is not None][:TURNS]
