"""The far side of `workers.py`: a small process that runs one task after another until its pipe closes.

It imports nothing heavy, so that it is quick to start and small at rest: whatever a task needs is imported
by the task's own function. A message is its length (8 bytes) and a pickle.
"""

import contextlib
import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

LENGTH = struct.Struct("!Q")
READY = LENGTH.pack(0)  # an empty message: set up, waiting for the first task
NICENESS = 10
HAS_TIMERS = hasattr(signal, "setitimer")  # not on Windows
TIME_IS_UP = -signal.SIGPROF if HAS_TIMERS else None  # the exit status of a worker that worked for too long
PATIENCE = 6 if HAS_TIMERS else 1  # times what a call may work, it may last: other programs want to run, too
GRACE_SECONDS = 2.0  # the parent kills what lasts too long; should it be gone, the kernel does later


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One call to make, and how many seconds of CPU time it may take."""

    function: Callable[..., object]
    arguments: tuple[object, ...]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a call came to: its result, or the error that it raised."""

    result: object = None
    error: Exception | None = None


def serve(memory_limit: int) -> None:
    """Run tasks from stdin, within `memory_limit` bytes, until the pipe closes."""
    requests, answers = sys.stdin.buffer, take_over_stdout()
    limit_memory(memory_limit)
    step_back()
    answers.write(READY)
    answers.flush()
    while request := read_message(requests):
        answer = run_task(request)
        answers.write(LENGTH.pack(len(answer)))
        answers.write(answer)
        answers.flush()


def take_over_stdout() -> BinaryIO:
    """Keep stdout for our answers, and send what a library prints to stderr."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def limit_memory(limit: int) -> None:
    """Cap the address space, where the system knows such limits, and leave no core files behind."""
    try:
        import resource  # noqa: PLC0415 - does not exist on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def step_back() -> None:
    """Let the event loop go first where both want the same core: reading can wait some milliseconds."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(NICENESS)


def read_message(stream: BinaryIO) -> bytes:
    """Read one message; empty at the end of the stream."""
    prefix = stream.read(LENGTH.size)
    if len(prefix) < LENGTH.size:
        return b""
    (length,) = LENGTH.unpack(prefix)
    return stream.read(length)


def run_task(request: bytes) -> bytes:
    """Run one pickled task and pickle its outcome, be it a result or an error."""
    try:
        task: Task = pickle.loads(request)  # noqa: S301 - written by our own parent
        with deadline(task.seconds):
            outcome = Outcome(result=task.function(*task.arguments))
            return pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - whatever went wrong is the answer
        return pickled_error(error)


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Let the kernel end this process after some seconds of CPU time, even inside one long C call.

    What sleeps uses none: it ends when it has lasted too long.
    """
    if not HAS_TIMERS:
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * PATIENCE + GRACE_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def pickled_error(error: Exception) -> bytes:
    """Pickle an error; one that would not survive the journey is sent as its words."""
    try:
        answer = pickle.dumps(Outcome(error=error), pickle.HIGHEST_PROTOCOL)
        pickle.loads(answer)  # noqa: S301 - pickled one line above
    except Exception:  # noqa: BLE001 - any failure here means the same
        return pickle.dumps(Outcome(error=RuntimeError(repr(error))), pickle.HIGHEST_PROTOCOL)
    return answer
