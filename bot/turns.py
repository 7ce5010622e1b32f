"""Owes the news of those who turn around: who says the contrary of what he last said himself."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from bot.hearing import loudness, named, tells_late
from bot.hours import due_at, hours_of
from feeds.model import Chain, Position
from feeds.stories.ledger import Reversal, fresh_reversal, is_for
from feeds.stories.watch import hears_of_turn
from storage.edition import Edition
from storage.model import How, Watch

NEWS_FOR = timedelta(days=3)
"""A turn that is older is history: /position tells it."""

LOOKED_AT = 200
"""Positions of one actor on one matter that are compared, the newest: more in three days is no turn."""


async def owe_turns(edition: Edition, read: Iterable[Position], now: datetime) -> None:
    """Owe the news of each turn that positions bring to light, be they new, changed or taken back."""
    watches = [watch for watch in await edition.watches() if watch.wanted.filter.is_of_turns]
    own = {(each.actor, each.matter) for each in read if each.actor and _is_side_of_his(each)}
    for actor, matter in sorted(own) if watches else ():
        line = await edition.own_words(actor, matter, limit=LOOKED_AT)
        reversal = fresh_reversal(line, now - NEWS_FOR)
        if reversal is not None:
            for watch in sorted(watches, key=partial(loudness, now=now)):
                await _owe(edition, watch, reversal, now)


async def _owe(edition: Edition, watch: Watch, reversal: Reversal, now: datetime) -> None:
    if hears_of_turn(watch.wanted.filter, reversal.turn, reversal.after.position.country):
        how = How(
            why=named(watch),
            due=due_at(hours_of(watch), watch.wanted.delivery, now),
            is_bundled=tells_late(watch),
            is_silent=watch.wanted.is_silent,
            watch=watch.id,
        )
        await edition.owe_reversal(watch.chat.id, reversal.turn, reversal.after.article, how)


def _is_side_of_his(position: Position) -> bool:
    return position.chain is Chain.SELF_STATED and is_for(position.stance) is not None
