"""How the ledger is told: who stands where, in whose words, since when, and who turned around.

No judgement of ours: each line names who holds it, who says so, the day, the outlet, and shows its words.
"""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.credits import credit, local_day
from bot.held import chain_of, holder_of, stand
from bot.render.text import brief
from bot.replies import Block, Bullet, Button, Heading, Paragraph, Reply, Tone, paragraph, text
from bot.speech import counted, country_name, phrase, phrases, worded
from bot.terms import stance_words
from feeds.model import ArticleId, Chain, Held, KeptArticle, Matter, Stance, Turn
from feeds.stories.actors import flag
from feeds.stories.ledger import Reversal, Stretch, find_reversals, is_for
from storage.store import Store

TITLE = phrase("Who says what about troops for Ukraine")

HEADINGS = {
    Stance.SUPPORTS: phrase("Supports sending troops"),
    Stance.OPEN: phrase("Open to it"),
    Stance.CONDITIONAL: phrase("Under a condition"),
    Stance.OPPOSES: phrase("Opposes it"),
    Stance.DENIES: phrase("Denies that troops are there, or planned"),
    Stance.CLAIMS_PRESENT: phrase("Claims that troops are there"),
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
            blocks.append(Heading(text=worded(HEADINGS[shown])))
        blocks.append(_line(held, articles[held.article], zone))
    return blocks


def _line(held: Held, kept: KeptArticle, zone: ZoneInfo) -> Bullet:
    position = held.position
    who = "" if position.actor == position.country else f"{position.actor}, "
    evidence = brief(position.span.of(kept.article.text), LONGEST_EVIDENCE)
    return Bullet(
        line=(
            text(f"{flag(position.country)} {country_name(position.country)}".strip(), tone=Tone.STRONG),
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
        condition = position.condition.of(kept.article.text)
        notes.append(worded("condition: {words}", words=condition))
    if stretch.times > 1:
        since = local_day(stretch.since, zone)
        notes.append(
            counted(
                "in {number} article since {since}",
                "in {number} articles since {since}",
                stretch.times,
                since=since,
            )
        )
    return [*blocks, paragraph(text("; ".join(notes), tone=Tone.FAINT))] if notes else blocks


def turned(reversal: Reversal, articles: Articles, zone: ZoneInfo) -> list[Block]:
    """Show both sides of a reversal, each in his own words, and the days between."""
    before, after = reversal.before, reversal.after
    who = holder_of(after.position) + (
        " " + worded("on the troops of others") if after.position.matter is Matter.OTHERS else ""
    )
    return [
        Heading(text=_turn_in_words(who, reversal.days(zone), was_for=bool(is_for(before.position.stance)))),
        stand(articles[before.article], before.position, zone),
        stand(articles[after.article], after.position, zone),
    ]


def _turn_in_words(who: str, days: int, *, was_for: bool) -> str:
    if not days and was_for:
        return worded("{who}: from for to against within a day", who=who)
    if not days:
        return worded("{who}: from against to for within a day", who=who)
    turn = phrases(
        "{who}: from against to for in {number} day", "{who}: from against to for in {number} days"
    )
    if was_for:
        turn = phrases(
            "{who}: from for to against in {number} day", "{who}: from for to against in {number} days"
        )
    return counted(*turn, days, who=who)


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
        Button(label=worded("The whole line"), command=f"position {turn.actor}"),
        Button(label=worded("Summary"), command=f"summary {story}"),
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
            text(f" {stance_words(position.stance)}: {holder_of(position)} ({chain_of(position)}), "),
            text(kept.article.outlet.name, link=kept.article.url),
        )
    )


def legend(stands: Sequence[Held]) -> Paragraph:
    """Say what the table is, and what it is not."""
    second_hand = sum(held.position.chain is not Chain.SELF_STATED for held in stands)
    what = worded(
        "What officials were last quoted as saying in the articles kept here; a claim is its speaker's."
    )
    told_by_others = counted(
        "{number} of these only as others tell it.",
        "{number} of these only as others tell it.",
        second_hand,
    )
    return paragraph(
        text(
            f"{what} {told_by_others}" if second_hand else what,
            tone=Tone.FAINT,
        )
    )
