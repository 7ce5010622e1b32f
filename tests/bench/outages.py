"""What becomes of alerts while platforms are away (tests/journeys/outages.py): an hour, told in minutes."""

import asyncio
import logging
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.figure import Figure
from tests.journeys.outages import live_through_outages

CHATS = 12
OUTAGES = 24
SECONDS = 10.0


def measure() -> Iterable[Figure]:
    """Let both platforms be away at the start, and drop out in turns afterwards."""
    logging.disable(logging.CRITICAL)
    with TemporaryDirectory(prefix="troopwire-outages-") as folder:
        told = asyncio.run(live_through_outages(Path(folder), chats=CHATS, outages=OUTAGES, seconds=SECONDS))
    owed = sum(map(len, told.owed.values()))
    note = f"{told.outages} outages of {SECONDS:.0f} s, {owed} messages owed, {told.seconds:.0f} s in all"
    for what, value in (
        ("lost", told.lost),
        ("twice", told.twice),
        ("chats told in another order", told.disordered),
    ):
        yield Figure(what=f"outages: {what}", value=value, unit="", must="at most 0", aim="", note=note)
