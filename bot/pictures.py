"""From the ledger's lines to the pictures beside them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.charts.chart import MatrixChart, MatrixRow, TimelineChart, TimelineEvent
from bot.credits import local_day
from bot.replies import Picture
from bot.speech import language_now, worded
from bot.terms import stance_words
from feeds.model import Held, Matter, Stance
from feeds.stories.ledger import find_reversals

LONGEST_NAME = 60


def picture_of_countries(stands: Sequence[Held], *, title: str, today: date, zone: ZoneInfo) -> Picture:
    """Picture the table of `/who`: countries by stance."""
    rows = tuple(
        MatrixRow(
            country=held.position.country,
            stance=held.position.stance,
            said=held.said.astimezone(zone).date(),
            who=_whose(held, "" if held.position.actor == held.position.country else held.position.actor),
            chain=held.position.chain,
        )
        for held in stands
    )
    times = Counter(row.stance for row in rows)
    counted = ", ".join(f"{stance_words(stance)} {times[stance]}" for stance in Stance if times[stance])
    alt = worded("Countries by stance: {counts}.", counts=counted)
    return Picture(chart=MatrixChart(rows=rows, title=title, as_of=today, language=language_now()), alt=alt)


def picture_of_line(held: Sequence[Held], *, title: str, zone: ZoneInfo) -> Picture:
    """Picture who stood where over time, from one position on; of others' troops on a line apart."""
    turns = {(each.after.article, each.after.position.span) for each in find_reversals(held)}
    events = tuple(
        TimelineEvent(
            day=one.said.astimezone(zone).date(),
            who=_whose(one, one.position.actor or one.position.country),
            stance=one.position.stance,
            chain=one.position.chain,
            is_turn=(one.article, one.position.span) in turns,
        )
        for one in held
    )
    last = max(held, key=lambda one: one.said)
    alt = worded(
        "{title}, by date; the last: {stance}, {day}.",
        title=title,
        stance=stance_words(last.position.stance),
        day=local_day(last.said, zone),
    )
    return Picture(chart=TimelineChart(events=events, title=title, language=language_now()), alt=alt)


def _whose(held: Held, who: str) -> str:
    if held.position.matter is not Matter.OTHERS:
        return who
    others = worded("others' troops")
    return f"{who[:LONGEST_NAME]} ({others})".strip()
