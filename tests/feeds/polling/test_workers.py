"""Functions that go wrong in a worker harm neither the loop nor the next function."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from feeds.errors import ParseError, ParserKilled
from feeds.polling.workers import Workers

CHILDREN = Path(f"/proc/self/task/{os.getpid()}/children")
LONGEST_LAG = 1.0  # seconds; some milliseconds on a machine that is not busy, half a minute without workers


def double(number: int) -> int:
    return number * 2


def own_process() -> int:
    return os.getpid()


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def burn() -> int:
    return sum(range(10**15))  # one call in C, which no Python signal handler interrupts


def work(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def crash() -> None:
    os.abort()


def bloat() -> int:
    return len(bytes(2_000_000_000))


def print_much() -> str:
    print("x" * 100_000)  # noqa: T201 - what a chatty library does
    return "done"


def refuse() -> None:
    raise ParseError("a web page, not a feed")


class Unpicklable(Exception):
    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


def fail_oddly() -> None:
    raise Unpicklable("a", "b")


@asynccontextmanager
async def measured_lag() -> AsyncIterator[list[float]]:
    """How long the loop was blocked, in seconds, a figure for each beat."""
    lags: list[float] = [0.0]

    async def beat() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            lags.append(time.perf_counter() - before - 0.005)

    task = asyncio.create_task(beat())
    try:
        yield lags
    finally:
        task.cancel()


async def test_result_and_error_come_back_from_one_and_the_same_process() -> None:
    async with Workers(1) as workers:
        first = await workers.run(own_process, seconds=5)
        assert await workers.run(double, 21, seconds=5) == 42
        with pytest.raises(ParseError, match="a web page, not a feed"):
            await workers.run(refuse, seconds=5)
        assert await workers.run(print_much, seconds=5) == "done"
        with pytest.raises(RuntimeError, match="Unpicklable"):
            await workers.run(fail_oddly, seconds=5)
        assert await workers.run(own_process, seconds=5) == first != os.getpid()


@pytest.mark.parametrize(
    ("function", "words"), [(crash, "crashed"), (bloat, "memory")], ids=["crash", "memory"]
)
async def test_what_kills_its_worker_is_told_and_the_next_call_works(
    function: Callable[[], object], words: str
) -> None:
    async with Workers(1) as workers:
        with pytest.raises(ParserKilled, match=words):
            await workers.run(function, seconds=5)
        assert await workers.run(double, 1, seconds=5) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no timer of CPU time")
async def test_waiting_for_the_processor_does_not_count() -> None:
    async with Workers(1) as workers:
        pid = await workers.run(own_process, seconds=5)
        await workers.run(sleep, 0.6, seconds=0.2)
        assert await workers.run(own_process, seconds=5) == pid


@pytest.mark.skipif(sys.platform == "win32", reason="no timer of CPU time")
@pytest.mark.parametrize(
    ("function", "arguments", "words"),
    [(burn, (), "after 0.3 seconds of work$"), (sleep, (30.0,), "after 1.8 seconds$")],
    ids=["works", "sleeps"],
)
async def test_stall_is_killed_at_the_deadline_and_the_loop_never_waits(
    function: Callable[..., object], arguments: tuple[float, ...], words: str
) -> None:
    async with Workers(1) as workers, measured_lag() as lags:
        await workers.run(double, 1, seconds=5)
        started = time.monotonic()
        with pytest.raises(ParserKilled, match=f"stalled its parser, which was killed {words}"):
            await workers.run(function, *arguments, seconds=0.3)
        assert time.monotonic() - started < 5
        assert await workers.run(double, 1, seconds=5) == 2
    assert max(lags) < LONGEST_LAG


async def test_work_of_earlier_calls_does_not_count() -> None:
    async with Workers(1) as workers:
        pid = await workers.run(own_process, seconds=5)
        for _ in range(4):
            await workers.run(work, 0.1, seconds=0.3)
        assert await workers.run(own_process, seconds=5) == pid


async def test_first_error_is_told_where_calls_are_under_way_and_no_process_is_left() -> None:
    workers = Workers(1)
    pid = await workers.run(own_process, seconds=5)
    calls = [asyncio.create_task(workers.run(sleep, 30.0, seconds=60)) for _ in range(3)]
    await asyncio.sleep(0.2)
    with pytest.raises(ParseError, match="a web page"):
        async with workers:
            refuse()
    assert not is_alive(pid)
    ends = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(end) for end in ends] == [asyncio.CancelledError] * 3


async def test_no_process_is_started_after_leaving() -> None:
    async with Workers(1) as workers:
        pass
    with pytest.raises(OSError, match="let go"):
        await workers.run(own_process, seconds=5)


async def test_cancelled_call_leaves_no_process() -> None:
    async with Workers(1) as workers:
        pid = await workers.run(own_process, seconds=5)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await workers.run(sleep, 30.0, seconds=60)
        assert not is_alive(pid)
        assert await workers.run(double, 1, seconds=5) == 2


@pytest.mark.skipif(not CHILDREN.exists(), reason="no /proc to find a new process by")
async def test_call_cancelled_while_its_worker_starts_leaves_no_process() -> None:
    before = children()
    async with Workers(1) as workers:
        call = asyncio.create_task(workers.run(own_process, seconds=5))
        while not children() - before:  # noqa: ASYNC110 - the start of a process sets no event of ours
            await asyncio.sleep(0)
        await asyncio.sleep(0.005)  # its pipes are connected, and it is not yet ready
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert not children() - before


async def test_idle_worker_is_let_go_and_another_hired_when_needed() -> None:
    async with Workers(1, idle_seconds=0.05) as workers:
        pid = await workers.run(own_process, seconds=5)
        async with asyncio.timeout(5):
            while is_alive(pid):  # noqa: ASYNC110 - the end of a process sets no event of ours
                await asyncio.sleep(0.02)
        assert await workers.run(own_process, seconds=5) != pid


async def test_no_more_workers_than_allowed_and_none_left_behind() -> None:
    async with Workers(2) as workers:
        pids = set(await asyncio.gather(*(workers.run(own_process, seconds=5) for _ in range(6))))
        assert 1 <= len(pids) <= 2
    assert not any(is_alive(pid) for pid in pids)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_program_ends_quietly_and_takes_its_workers_along(
    tmp_path: Path, sent: signal.Signals
) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import asyncio, signal, time\n"
        "from feeds.polling.workers import Workers\n"
        "from tests.feeds.polling.test_workers import own_process, sleep\n"
        "async def main():\n"
        "    loop, task = asyncio.get_running_loop(), asyncio.current_task()\n"
        "    for sent in (signal.SIGINT, signal.SIGTERM):\n"
        "        loop.add_signal_handler(sent, task.cancel)\n"
        "    try:\n"
        "        async with Workers(1) as workers:\n"
        "            print(await workers.run(own_process, seconds=5), flush=True)\n"
        "            await workers.run(sleep, 30.0, seconds=60)\n"
        "    except asyncio.CancelledError:\n"
        "        print('bye')\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-X", "dev", str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    ) as running:
        assert running.stdout is not None
        worker = int(running.stdout.readline())
        os.killpg(running.pid, sent)  # as a terminal does with Ctrl-C
        output, errors = running.communicate(timeout=10)
    assert (running.returncode, output, errors) == (0, "bye\n", "")
    assert not is_alive(worker)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was reaped does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def children() -> set[str]:
    """Give the ids of the processes that this one's main thread has started and that still run."""
    return set(CHILDREN.read_text().split())
