"""Replies with a picture, and what draws it, for the platforms' tests."""

from dataclasses import replace
from datetime import date

from bot.charts.chart import Chart, TimelineChart, TimelineEvent
from bot.replies import Heading, Picture, Reply, paragraph
from feeds.model import Chain, Stance
from tests.bot.platforms.newsdesk import CARD
from tests.servers.png import plain_png

PNG = plain_png(108, 144)
EVENT = TimelineEvent(day=date(2026, 2, 26), who="Ana Horn", stance=Stance.OPEN, chain=Chain.SELF_STATED)
PICTURE = Picture(
    chart=TimelineChart(events=(EVENT,), title="Ana Horn"), alt="Ana Horn is open since 26 Feb 2026."
)
PICTURED = replace(CARD, picture=PICTURE)
LONG = replace(
    PICTURED,
    blocks=(Heading(text="Long"), *(paragraph(f"The minister spoke again. {n} " * 20) for n in range(9))),
)


async def draw_plain(chart: Chart) -> bytes:
    """Draw the same for every chart."""
    del chart
    return PNG


async def draw_too_steep(chart: Chart) -> bytes:
    """Draw what no platform takes."""
    del chart
    return plain_png(1, 9_000)


def grown(reply: Reply) -> Reply:
    """The same reply with a word more."""
    return replace(reply, blocks=(*reply.blocks, paragraph("More.")))
