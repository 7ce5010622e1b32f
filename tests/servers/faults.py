"""Failures that a local server is told to have."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One failed request."""

    status: int = 0  # 0: the connection is dropped without an answer
    reason: str = "fault"
    retry_after: float | None = None  # seconds
    performed: bool = False  # the request takes effect all the same


DROPPED = Fault()
"""The connection breaks before the request takes effect."""

ANSWER_LOST = Fault(performed=True)
"""The request takes effect and the connection breaks before the answer."""


class Faults:
    """What is still to go wrong, by name of request, each once and in order."""

    def __init__(self) -> None:
        self.delays: dict[str, float] = {}  # seconds before requests of a name are looked at
        self._planned: dict[str, deque[Fault | None]] = defaultdict(deque)

    def plan(self, request: str, *faults: Fault | None) -> None:
        """Let the next requests of this name fail; None stands for one that goes well."""
        self._planned[request].extend(faults)

    async def delay(self, request: str) -> None:
        """Let a request wait, where that was asked for."""
        await asyncio.sleep(self.delays.get(request, 0.0))

    def take(self, request: str) -> Fault | None:
        """Give the fault of the request that has just come in, if it has one."""
        planned = self._planned[request]
        return planned.popleft() if planned else None
