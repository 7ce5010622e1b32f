"""How many messages a platform takes in a time, whatever chats they are for."""

import asyncio


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
            self._free_at = clock() + self._seconds_between
