"""How the ledger is told: who stands where, in whose words, since when, and who turned around.

No judgement of ours: each line names who holds it, who says so, the day, the outlet, and shows its words.
"""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.cards import chain_of, holder_of, stand
from bot.credits import count, credit, local_day
from bot.render.text import brief
from bot.replies import Block, Bullet, Button, Heading, Paragraph, Reply, Tone, paragraph, text
from feeds.model import ArticleId, Chain, Held, KeptArticle, Matter, Stance, Turn
from feeds.stories.actors import flag
from feeds.stories.ledger import Reversal, Stretch, find_reversals, is_for
from storage.store import Store

HEADINGS = {
    Stance.SUPPORTS: "Supports sending troops",
    Stance.OPEN: "Open to it",
    Stance.CONDITIONAL: "Under a condition",
    Stance.OPPOSES: "Opposes it",
    Stance.DENIES: "Denies that troops are there, or planned",
    Stance.CLAIMS_PRESENT: "Claims that troops are there",
}
"""In the order in which they are shown."""

LONGEST_EVIDENCE = 180
"""Characters of the evidence in a line of a table; /who with the country's name shows the whole."""

LOOKED_AT = 500
"""Positions of an actor on a matter that are looked at when a turn is told, the newest."""

Articles = Mapping[ArticleId, KeptArticle]


def by_stance(stands: Sequence[Held]) -> tuple[Held, ...]:
    """Put positions in the order of the table: by stance, the newest first."""
    newest_first = sorted(stands, key=lambda held: held.said, reverse=True)
    order = list(HEADINGS)
    return tuple(sorted(newest_first, key=lambda held: order.index(held.position.stance)))


def table(stands: Sequence[Held], articles: Articles, zone: ZoneInfo) -> list[Block]:
    """Show where countries stand, a line each under its stance."""
    blocks: list[Block] = []
    shown: Stance | None = None
    for held in stands:
        if held.position.stance is not shown:
            shown = held.position.stance
            blocks.append(Heading(text=HEADINGS[shown]))
        blocks.append(_line(held, articles[held.article], zone))
    return blocks


def _line(held: Held, kept: KeptArticle, zone: ZoneInfo) -> Bullet:
    position = held.position
    who = "" if position.actor == position.country else f"{position.actor}, "
    evidence = brief(position.span.of(kept.article.text), LONGEST_EVIDENCE)
    return Bullet(
        line=(
            text(f"{flag(position.country)} {position.country}".strip(), tone=Tone.STRONG),
            text(f" ({who}{chain_of(position)}): {evidence} — "),
            *credit(kept, zone),
        )
    )


def told(stretch: Stretch, articles: Articles, zone: ZoneInfo) -> list[Block]:
    """Show a position in full, and how long he has said so."""
    kept = articles[stretch.last.article]
    position = stretch.last.position
    blocks: list[Block] = [stand(kept, position, zone)]
    notes = []
    if position.condition is not None:
        notes.append(f"condition: {position.condition.of(kept.article.text)}")
    if stretch.times > 1:
        notes.append(f"in {count(stretch.times, 'article')} since {local_day(stretch.since, zone)}")
    return [*blocks, paragraph(text("; ".join(notes), tone=Tone.FAINT))] if notes else blocks


def turned(reversal: Reversal, articles: Articles, zone: ZoneInfo) -> list[Block]:
    """Show both sides of a reversal, each in his own words, and the days between."""
    before, after = reversal.before, reversal.after
    sides = ("for", "against") if is_for(before.position.stance) else ("against", "for")
    days = reversal.days(zone)
    how_long = f"in {count(days, 'day')}" if days else "within a day"
    others = " on the troops of others" if after.position.matter is Matter.OTHERS else ""
    return [
        Heading(text=f"{holder_of(after.position)}{others}: from {sides[0]} to {sides[1]} {how_long}"),
        stand(articles[before.article], before.position, zone),
        stand(articles[after.article], after.position, zone),
    ]


async def reversal_of(store: Store, turn: Turn, zone: ZoneInfo) -> Reply | None:
    """Tell how somebody turned around; None when, by now, he did not."""
    line = await store.own_words(turn.actor, turn.matter, limit=LOOKED_AT)
    alike = [each for each in find_reversals(line) if _is_same(each.turn, turn)]
    if not alike:
        return None
    reversal = alike[-1]
    articles = await store.articles({reversal.before.article, reversal.after.article})
    story = articles[reversal.after.article].story
    buttons = (
        Button(label="The whole line", command=f"position {turn.actor}"),
        Button(label="Summary", command=f"summary {story}"),
    )
    return Reply(blocks=tuple(turned(reversal, articles, zone)), buttons=buttons)


def _is_same(one: Turn, other: Turn) -> bool:
    """Recognise a turn whose first or last word is now found in another article."""
    return one.before == other.before or one.day == other.day


def entry(held: Held, kept: KeptArticle, zone: ZoneInfo) -> Bullet:
    """Show a position as one line of a timeline."""
    position = held.position
    return Bullet(
        line=(
            text(local_day(held.said, zone), tone=Tone.STRONG),
            text(f" {position.stance.words}: {holder_of(position)} ({chain_of(position)}), "),
            text(kept.article.outlet.name, link=kept.article.url),
        )
    )


def legend(stands: Sequence[Held]) -> Paragraph:
    """Say what the table is, and what it is not."""
    second_hand = sum(held.position.chain is not Chain.SELF_STATED for held in stands)
    told_by_others = f" {second_hand} of these only as others tell it." if second_hand else ""
    return paragraph(
        text(
            "What officials were last quoted as saying in the articles kept here; a claim is its speaker's."
            + told_by_others,
            tone=Tone.FAINT,
        )
    )
