"""Where charts are drawn: in a worker process, so that drawing never holds up the loop.

matplotlib keeps the interpreter to itself while it draws, for 0.2 s and longer, and for a second while it is
imported: in a thread that would delay every other chat. The worker is not the one that reads feeds: a chart
does not wait for a feed, nor a feed for a chart. After a minute without work it is let go.
"""

import logging
from importlib.util import find_spec
from typing import Self

from bot.charts.chart import Chart
from bot.charts.draw import draw
from feeds.errors import FeedError
from feeds.polling.workers import Workers

log = logging.getLogger(__name__)

SECONDS = 15.0
"""How long a drawing may take; the words follow without it then."""


def charts_are_on() -> bool:
    """Whether the extra `charts` is installed."""
    return find_spec("matplotlib") is not None


def charts_in_words() -> str:
    """Say whether charts are drawn, and how to turn them on."""
    return "on" if charts_are_on() else "off, answers are words only; `make charts` turns them on"


class Studio:
    """Draws charts, one at a time. An async context manager: on leaving, no process is left behind."""

    def __init__(self) -> None:
        self._workers = Workers()
        self._is_on = charts_are_on()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._workers.__aexit__()

    async def draw(self, chart: Chart) -> bytes:
        """Draw a chart as a PNG; empty where that can't be done. Never raises: the words matter more."""
        if not self._is_on:
            return b""
        try:
            return await self._workers.run(draw, chart, seconds=SECONDS)
        except (FeedError, OSError) as error:
            log.warning("a chart was not drawn: %s", error)
        except Exception:
            log.exception("a chart was not drawn")
        return b""
