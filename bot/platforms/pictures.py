"""How a platform comes by the picture of a reply."""

from collections.abc import Awaitable, Callable

from bot.charts.chart import Chart
from bot.replies import Reply

Draw = Callable[[Chart], Awaitable[bytes]]
"""Draws a chart as a PNG; empty where that can't be done. Never raises."""


async def no_pictures(chart: Chart) -> bytes:
    """Draw nothing: the words are shown alone."""
    del chart
    return b""


async def drawn(draw: Draw, reply: Reply) -> bytes:
    """Draw the picture of a reply; empty where it has none."""
    return await draw(reply.picture.chart) if reply.picture else b""
