"""`make picture`: docs/card.svg, the card of a story as the console shows it, and the charts of docs/."""

import asyncio
import io
import sys
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from bot.app import open_newsroom
from bot.cards import card
from bot.clock import utc_now
from bot.config import Settings
from bot.demo.newsroom import open_newsroom as open_sample_newsroom
from bot.render.console import as_page
from bot.replies import Reply
from tests.charted import draw_charts

TARGET = Path(__file__).parents[1] / "docs" / "card.svg"
COLUMNS = 96

FRAME = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: monospace; font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
<rect width="100%" height="100%" rx="8" fill="#1b1b1b" />
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""rich's own frame loads a font from the network; this one does not."""


async def fullest_card() -> Reply:
    """Read the whole sample newsroom and make the card of its fullest story."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database=Path(folder) / "news.db", allow_loopback=True)
        async with (
            open_sample_newsroom(utc_now(), pace=0) as room,
            open_newsroom(settings, room.sources) as newsroom,
        ):
            await newsroom.poller.run_once()
            stories = await newsroom.store.latest(limit=50)
    fullest = max(stories, key=lambda story: (len(story.outlets), -story.id))
    return card(fullest, ZoneInfo("UTC"))


def main() -> int:
    """Write the pictures."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), color_system="truecolor")
    console.print(as_page(asyncio.run(fullest_card()), framed=True))
    TARGET.write_text(console.export_svg(code_format=FRAME, unique_id="card"), encoding="utf-8")
    for file in (TARGET, *draw_charts()):
        sys.stdout.write(f"{file} is drawn\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
