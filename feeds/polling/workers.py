"""Run functions on hostile documents in processes that can be killed.

A document can crash, stall or bloat its parser (MEASURED.md, section 1), and a thread would not help: `re`
and expat hold the interpreter. So each call runs in a worker process with a memory limit and a deadline.

The deadline is of CPU time: on a busy machine a sound document must not be taken for a hostile one, whose
feed is then given up. A timer of the kernel keeps it (ITIMER_PROF), so nobody need look at a clock meanwhile,
and no C call outlives it. A second deadline, six times as long, is by the clock on the wall, for what only
waits; Windows has no such timer, and there that clock is the only one.

anyio.to_process and concurrent.futures were weighed: neither lets an idle process go, nor keeps a Ctrl-C
away from a starting child. The standard library's subprocesses do both.
"""

import asyncio
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self, TypeVar, TypeVarTuple, cast

from feeds.errors import ParserKilled
from feeds.polling.worker import LENGTH, PATIENCE, TIME_IS_UP, Outcome, Task

MEMORY_LIMIT = 600 * 1024 * 1024  # bytes of address space: ten times what an honest document takes
IDLE_SECONDS = 60.0  # a worker without work for so long is let go
TASKS_PER_WORKER = 2_000  # then a fresh one, so that no slow leak is blamed on an innocent feed
START_SECONDS = 20.0
START = "import sys; sys.path[:] = {path!r}; from feeds.polling.worker import serve; serve({memory_limit})"

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")


@dataclass(eq=False, slots=True)
class Worker:
    """One process, how much it has done, and when it will be let go."""

    process: Process
    tasks: int = 0
    retirement: asyncio.TimerHandle | None = None

    async def ask(self, request: bytes) -> Outcome:
        """Send one pickled task and wait for its outcome."""
        self.tasks += 1
        stdin = cast(asyncio.StreamWriter, self.process.stdin)
        stdin.write(LENGTH.pack(len(request)))
        stdin.write(request)
        await stdin.drain()
        return cast(Outcome, pickle.loads(await self.answer()))  # noqa: S301 - written by our own child

    async def answer(self) -> bytes:
        """Wait for the next message."""
        stdout = cast(asyncio.StreamReader, self.process.stdout)
        (length,) = LENGTH.unpack(await stdout.readexactly(LENGTH.size))
        return await stdout.readexactly(length)

    async def dismiss(self) -> None:
        """End the process, whatever it is doing, and wait until it is gone."""
        if self.retirement:
            self.retirement.cancel()
        self.kill()
        await self.process.communicate()

    def kill(self) -> None:
        """End the process without waiting."""
        if self.process.returncode is None:
            self.process.kill()


class Workers:
    """At most `limit` worker processes, started when needed and let go when idle.

    Use it as an async context manager: on leaving, calls under way are cancelled, and no process is left.
    """

    def __init__(
        self, limit: int = 1, *, memory_limit: int = MEMORY_LIMIT, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        self._places = asyncio.Semaphore(limit)
        self._memory_limit = memory_limit
        self._idle_seconds = idle_seconds
        self._staff: set[Worker] = set()
        self._idle: list[Worker] = []  # the most recently used last
        self._calls: set[asyncio.Task[Outcome]] = set()
        self._is_open = True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._is_open = False
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        for worker in self._staff:  # all are idle now: nobody else reads from them
            await worker.dismiss()

    async def run(
        self, function: Callable[[*Arguments], Result], *arguments: *Arguments, seconds: float
    ) -> Result:
        """Call a top-level function in a worker process and give its result or raise its error.

        `seconds` are of CPU time: waiting, for a free worker or for other programs, does not count.
        Raises ParserKilled when the call crashed, took more than `seconds`, lasted six times as long, or ran
        out of memory; OSError when no worker can be had.
        """
        if not self._is_open:
            raise OSError("the parser processes were let go")
        request = pickle.dumps(Task(function=function, arguments=arguments, seconds=seconds))
        call = asyncio.create_task(self._ask(request, seconds))  # of our own, so that leaving can end it
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)
        outcome = await call
        if outcome.error:
            raise outcome.error
        return cast(Result, outcome.result)

    async def _ask(self, request: bytes, seconds: float) -> Outcome:
        async with self._places:
            worker = await self._hire()
            try:
                outcome = await answered_in_time(worker, request, seconds)
            except BaseException:
                await worker.dismiss()
                raise
            self._rest(worker)
        return outcome

    async def _hire(self) -> Worker:
        """Give the worker that rested last, or a new one."""
        self._staff = {worker for worker in self._staff if worker.process.returncode is None}
        while self._idle:
            worker = self._idle.pop()
            if worker.retirement:
                worker.retirement.cancel()
            if worker in self._staff and worker.tasks < TASKS_PER_WORKER:
                return worker
            await worker.dismiss()
        return await self._start()

    async def _start(self) -> Worker:
        code = START.format(path=sys.path, memory_limit=self._memory_limit)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-c", code),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            start_new_session=True,  # a Ctrl-C at our terminal is ours alone to answer
        )
        worker = Worker(process)
        self._staff.add(worker)
        try:
            async with asyncio.timeout(START_SECONDS):
                await worker.answer()
        except (TimeoutError, asyncio.IncompleteReadError) as error:
            await worker.dismiss()
            raise OSError("a parser process does not start") from error
        except asyncio.CancelledError:
            await worker.dismiss()
            raise
        return worker

    def _rest(self, worker: Worker) -> None:
        self._idle.append(worker)
        loop = asyncio.get_running_loop()
        worker.retirement = loop.call_later(self._idle_seconds, self._retire, worker)

    def _retire(self, worker: Worker) -> None:
        self._idle.remove(worker)
        worker.kill()


async def answered_in_time(worker: Worker, request: bytes, seconds: float) -> Outcome:
    """Ask a worker, and say in words how a document got the better of it."""
    longest = seconds * PATIENCE
    try:
        async with asyncio.timeout(longest):
            outcome = await answered(worker, request, seconds)
    except TimeoutError:
        raise ParserKilled(f"stalled its parser, which was killed after {longest:g} seconds") from None
    if isinstance(outcome.error, MemoryError):
        raise ParserKilled("exhausted its parser's memory")
    return outcome


async def answered(worker: Worker, request: bytes, seconds: float) -> Outcome:
    """Ask a worker; its exit status tells one that its own timer ended from one that crashed."""
    try:
        return await worker.ask(request)
    except (asyncio.IncompleteReadError, ConnectionError):
        status = await worker.process.wait()  # killing it now would hide how it came to its end
    if status == TIME_IS_UP:
        raise ParserKilled(f"stalled its parser, which was killed after {seconds:g} seconds of work")
    raise ParserKilled("crashed its parser")
