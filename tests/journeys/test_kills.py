"""A few of the ends that `make bench` has hundreds of: nothing lost, nothing told twice for nothing."""

import signal
from pathlib import Path

from tests.journeys.lives import live


async def test_a_process_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    life = await live(tmp_path, ends=4, number=signal.SIGKILL, seed=2)
    assert life.owed
    assert (life.lost, life.twice_discord, life.unsettled, life.tracebacks) == (0, 0, 0, 0)
    assert life.most_in_a_chat <= life.ends


async def test_a_process_that_is_stopped_ends_well_and_tells_nothing_twice(tmp_path: Path) -> None:
    life = await live(tmp_path, ends=2, number=signal.SIGTERM, seed=1)
    assert set(life.codes) <= {0, -signal.SIGTERM}  # the latter while it is still loaded
    assert life.owed
    assert (life.lost, life.twice_discord, life.twice_telegram, life.tracebacks) == (0, 0, 0, 0)
