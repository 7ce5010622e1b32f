"""Messages on their way: a platform that stops waits for them; one cut off may or may not have arrived."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

LONGEST_FLIGHT = 5.0  # seconds


class Flights:
    """Counts what is on its way."""

    def __init__(self) -> None:
        self._aloft = 0
        self._all_landed = asyncio.Event()
        self._all_landed.set()

    @contextmanager
    def flight(self) -> Iterator[None]:
        """Count one message while it is on its way."""
        self._aloft += 1
        self._all_landed.clear()
        try:
            yield
        finally:
            self._aloft -= 1
            if not self._aloft:
                self._all_landed.set()

    async def landed(self) -> None:
        """Wait until nothing is on its way, as long as that does not take for ever."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_FLIGHT):
                await self._all_landed.wait()
