"""Charts are drawn beside the loop, or not at all, and never in the way."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import cast

from bot.charts.chart import MatrixChart
from bot.charts.draw import draw
from bot.charts.studio import Studio, charts_in_words

CHART = MatrixChart(rows=(), title="Who would send troops", as_of=date(2026, 3, 3))


async def test_a_worker_draws_the_same_as_we_would() -> None:
    async with Studio() as studio:
        assert await studio.draw(CHART) == draw(CHART)


async def test_a_chart_that_can_not_be_drawn_is_left_out() -> None:
    broken = replace(CHART, as_of=cast(date, None))  # a fault of ours
    async with Studio() as studio:
        assert await studio.draw(broken) == b""
        assert await studio.draw(CHART) != b""


def test_the_bot_starts_without_what_draws() -> None:
    heavy = "{'matplotlib', 'PIL', 'numpy'}"
    code = f"import sys, bot.verbs.serving, bot.platforms.telegram; print({heavy} & set(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "set()"


def test_without_the_extra_the_words_say_how_to_turn_charts_on() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"  # as if it were not installed
        "import asyncio; from datetime import date; from bot.charts.chart import MatrixChart\n"
        "from bot.charts.studio import Studio, charts_in_words\n"
        "async def main():\n"
        "    async with Studio() as studio:\n"
        "        print(await studio.draw(MatrixChart(rows=(), title='', as_of=date(2026, 3, 3))))\n"
        "asyncio.run(main()); print(charts_in_words())"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines() == ["b''", "off, answers are words only; `make charts` turns them on"]
    assert not ended.stderr


def test_with_it_charts_are_on() -> None:
    assert charts_in_words() == "on"
