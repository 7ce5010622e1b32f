"""Whatever fails, and however often the program dies: nothing is lost, nothing is told twice for nothing."""

import logging
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.deliver import Deliverer
from storage.model import Alert
from tests.simulation.run import live
from tests.simulation.verdict import judge

LIVES = 40


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of failures are foreseen here, and each is logged."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a disk that is waited for at each step proves nothing here."""
    memory = Path("/dev/shm")  # noqa: S108  only where to make a folder of our own
    if not memory.is_dir():
        yield tmp_path
        return
    with TemporaryDirectory(dir=memory) as made:
        yield Path(made)


@pytest.mark.parametrize("seed", range(LIVES))
async def test_a_life_of_faults_and_crashes_loses_nothing(seed: int, folder: Path) -> None:
    verdict = judge(await live(seed, folder))
    assert not verdict.faults
    assert verdict.owed


async def test_the_same_seed_is_the_same_life(folder: Path) -> None:
    (folder / "again").mkdir()
    assert judge(await live(3, folder)) == judge(await live(3, folder / "again"))


class Forgetful(Deliverer):
    """It does not take up what was in flight when it died."""

    async def recover(self) -> None:
        """Forget."""


class Eager(Deliverer):
    """It delivers everything twice."""

    async def deliver(self, alert: Alert) -> None:
        """Deliver, and once more."""
        await super().deliver(alert)
        await super().deliver(alert)


@pytest.mark.parametrize("planted", [Forgetful, Eager])
async def test_a_planted_fault_is_found(planted: type[Deliverer], folder: Path) -> None:
    verdicts = [judge(await live(seed, folder, make=planted)) for seed in range(3)]
    assert any(verdict.faults for verdict in verdicts)
