"""The real program, killed and ended at moments of chance: nothing is lost, nothing is told twice on Discord.

`make bench ARGS=kills` does it two hundred times.
"""

import signal
from pathlib import Path

from tests.journeys.killing import end_again_and_again

KILLS, RESTARTS = 5, 3


async def test_what_is_killed_loses_nothing(tmp_path: Path) -> None:
    told = await end_again_and_again(tmp_path, ends=KILLS, seed=3, by=signal.SIGKILL)
    assert told.stories == KILLS
    assert told.lost == ()
    assert told.twice["discord"] == 0
    assert told.twice["telegram"] <= KILLS
    assert told.violations == ()


async def test_what_is_asked_to_end_ends_soon_and_tells_everything_once(tmp_path: Path) -> None:
    told = await end_again_and_again(tmp_path, ends=RESTARTS, seed=4, by=signal.SIGTERM)
    assert told.lost == ()
    assert told.twice == {"telegram": 0, "discord": 0}
    assert told.slowest < 5  # seconds
    assert told.violations == ()
