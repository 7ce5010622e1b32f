"""How one position is told: whose it is, on whose word, and the words that show it."""

from zoneinfo import ZoneInfo

from bot.credits import credit
from bot.replies import Stand
from bot.speech import country_name, worded
from feeds.model import Chain, KeptArticle, Matter, Position, Stance, Story
from feeds.stories.positions import is_outweighed
from feeds.stories.summarise import headline

OPENING_MARKS = frozenset('"“„«')
CLOSING_MARKS = frozenset('"”“»')

Stood = tuple[KeptArticle, Position]


def positions_of(story: Story) -> tuple[Stood, ...]:
    """Give the positions of a story, the headline's language and the newest first, each holder's stance once.

    A yes with a condition outweighs the same holder's yes without it: a shorter report left it out.
    """
    seen: dict[tuple[str, Matter, Stance], Stood] = {}
    language = headline(story.articles).reading.language
    newest_first = story.articles[::-1]
    for kept in sorted(newest_first, key=lambda kept: kept.reading.language != language):
        for position in kept.reading.positions:
            holder = position.actor or position.country
            seen.setdefault((holder, position.matter, position.stance), (kept, position))
    return tuple(held for key, held in seen.items() if not is_outweighed(key, seen))


def stand(kept: KeptArticle, position: Position, zone: ZoneInfo) -> Stand:
    """Show a position: whose it is, who says so, and the words that show it."""
    return Stand(
        who=holder_of(position),
        stance=position.stance,
        chain=chain_of(position),
        evidence=_without_stray_mark(position.span.of(kept.article.text)),
        credit=credit(kept, zone),
    )


def holder_of(position: Position) -> str:
    """Name who holds a position, and for whom he speaks."""
    if not position.actor or position.actor == position.country:
        return country_name(position.country) or position.actor
    return f"{position.actor} ({country_name(position.country)})" if position.country else position.actor


def chain_of(position: Position) -> str:
    """Say on whose word it is his, and where it is about the troops of others."""
    others = worded(", of the troops of others") if position.matter is Matter.OTHERS else ""
    if position.reporter and position.chain is Chain.REPORTED:
        return worded("reported by {who}", who=position.reporter) + others
    if position.reporter and position.chain is Chain.ATTRIBUTED:
        return worded("attributed by {who}", who=position.reporter) + others
    return worded(position.chain.value) + others


def _without_stray_mark(words: str) -> str:
    """Leave out an opening mark whose closing one stands in a later sentence; the rest is still verbatim."""
    is_stray = words[:1] in OPENING_MARKS and not any(mark in words[1:] for mark in CLOSING_MARKS)
    return words[1:] if is_stray else words
