"""Owes the news of those who turn around: who says the contrary of what he last said himself."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from feeds.model import Chain, Position
from feeds.stories.ledger import fresh_reversal, is_for
from storage.edition import Edition
from storage.model import Interest

NEWS_FOR = timedelta(days=3)
"""A turn that is older is history: /position tells it."""

LOOKED_AT = 200
"""Positions of one actor on one matter that are compared, the newest: more in three days is no turn."""


async def owe_turns(edition: Edition, read: Iterable[Position], now: datetime) -> None:
    """Owe the news of each turn that positions bring to light, be they new, changed or taken back."""
    chats = await edition.chats_watching(Interest.REVERSALS)
    own = {(each.actor, each.matter) for each in read if each.actor and _is_side_of_his(each)}
    for actor, matter in sorted(own) if chats else ():
        line = await edition.own_words(actor, matter, limit=LOOKED_AT)
        if reversal := fresh_reversal(line, now - NEWS_FOR):
            for chat in chats:
                why = "this chat watches for reversals"
                article = reversal.after.article
                await edition.owe_reversal(chat.id, reversal.turn, article, why=why, due=now)


def _is_side_of_his(position: Position) -> bool:
    return position.chain is Chain.SELF_STATED and is_for(position.stance) is not None
