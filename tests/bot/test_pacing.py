import asyncio
import selectors
from functools import partial
from itertools import pairwise

from bot.pacing import Line


class VirtualTime(asyncio.SelectorEventLoop):
    """A loop whose clock stands still but while it waits, and then goes on at once, or so much late."""

    def __init__(self, late: float = 0.0) -> None:
        self.now = 0.0
        selector = selectors.SelectSelector()
        wait = selector.select

        def select(timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
            self.now += timeout + late if timeout else 0.0
            return wait(0)

        selector.select = select  # type: ignore[method-assign]
        super().__init__(selector)

    def time(self) -> float:
        return self.now


def test_no_two_turns_come_closer_than_the_platform_takes_them() -> None:
    times = list[float]()

    async def go(line: Line, comes_at: float) -> None:
        await asyncio.sleep(comes_at)
        await line.turn()
        times.append(asyncio.get_running_loop().time())

    async def all_go() -> None:
        line = Line(0.03)
        async with asyncio.TaskGroup() as tasks:
            for comes_at in (0.0, 0.0, 0.0, 0.05, 0.05, 0.5, 0.51):
                tasks.create_task(go(line, comes_at))

    with asyncio.Runner(loop_factory=VirtualTime) as runner:
        runner.run(all_go())
    assert [round(time, 3) for time in times] == [0.0, 0.03, 0.06, 0.09, 0.12, 0.5, 0.53]
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.0299


def test_who_wakes_late_each_time_does_not_add_it_up() -> None:
    async def all_go() -> float:
        line = Line(0.02)
        for _ in range(501):
            await line.turn()
        return asyncio.get_running_loop().time()

    with asyncio.Runner(loop_factory=partial(VirtualTime, 0.003)) as runner:
        assert 10.0 <= runner.run(all_go()) < 10.01
    with asyncio.Runner(loop_factory=partial(VirtualTime, 0.015)) as runner:
        assert runner.run(all_go()) > 500 * 0.034  # too late to catch up
