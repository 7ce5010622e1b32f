"""The loop's pulse: how long the event loop was ever held up, for `health` and the log."""

import asyncio
import logging
import time

log = logging.getLogger(__name__)

BEAT = 0.05
"""Seconds between two beats."""

TOO_LONG = 0.1
"""Seconds from which a hold-up is logged: nothing may block the loop longer."""


class Pulse:
    """Measures the longest time for which the event loop did nothing else."""

    def __init__(self) -> None:
        self.longest = 0.0  # seconds
        self.is_beating = False
        self.started = time.monotonic()

    async def run(self) -> None:
        """Beat until cancelled."""
        self.is_beating = True
        while True:
            before = time.monotonic()
            await asyncio.sleep(BEAT)
            held_up = time.monotonic() - before - BEAT
            self.longest = max(self.longest, held_up)
            if held_up > TOO_LONG:
                log.warning("the event loop was held up for %.0f ms", held_up * 1_000)

    @property
    def age(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started
