"""How many messages a platform takes in a time, whatever chats they are for."""

import asyncio

LATE = 0.01
"""Seconds by which a sleeper may wake late without putting off those behind him: over hundreds it adds up.
The pace of each platform is slower than its limit by more than that."""


class Line:
    """Alerts that wait until a platform takes the next message: one that is sent too many refuses them."""

    def __init__(self, seconds_between: float) -> None:
        self._seconds_between = seconds_between
        self._first = asyncio.Lock()
        self._free_at = 0.0  # by the loop's clock

    async def turn(self) -> None:
        """Wait for one's turn; who comes late puts off those behind, so that no two come close together."""
        async with self._first:
            clock = asyncio.get_running_loop().time
            if (early := self._free_at - clock()) > 0:
                await asyncio.sleep(early)
            now = clock()
            woke_late = now - self._free_at < LATE
            self._free_at = (self._free_at if woke_late else now) + self._seconds_between
