"""How often a real process that is killed loses a story, or tells it twice (tests/journeys/lives.py).

The chats are local servers, which keep the truth whatever the bot believes.
"""

import asyncio
import logging
import signal
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.figure import Figure
from tests.journeys.lives import Life, live

KILLS = 200


def measure(size: str = str(KILLS)) -> Iterable[Figure]:
    """Kill the process so often, at moments that chance picks."""
    life = ended(int(size), signal.SIGKILL)
    moments = ", ".join(f"{count} {moment}" for moment, count in sorted(life.ended_at.items()))
    yield Figure(
        what="kill -9: ends of the real process", value=life.ends, unit="", must="", aim="", note=moments
    )
    yield from figures_of(life, "kill -9")
    yield Figure(
        what="kill -9: twice on Telegram",
        value=life.twice_telegram,
        unit="",
        must=f"at most {life.ends * 2}",
        aim="",
        note=f"two chats a story; at most {life.most_in_a_chat} in one chat",
    )


def ended(ends: int, number: signal.Signals) -> Life:
    """End a process so often; what it and the servers log of broken connections is foreseen."""
    logging.disable(logging.CRITICAL)
    try:
        with TemporaryDirectory(prefix="troopwire-kills-") as folder:
            return asyncio.run(live(Path(folder), ends=ends, number=number))
    finally:
        logging.disable(logging.NOTSET)


def figures_of(life: Life, name: str) -> Iterable[Figure]:
    """Give what must be so however a process ends."""
    told = f"{life.stories:,} stories, {life.owed:,} messages owed"
    yield Figure(what=f"{name}: lost", value=life.lost, unit="", must="at most 0", aim="", note=told)
    yield Figure(
        what=f"{name}: twice on Discord", value=life.twice_discord, unit="", must="at most 0", aim=""
    )
    yield Figure(
        what=f"{name}: messages without their quotation",
        value=life.unquoted,
        unit="",
        must="at most 0",
        aim="",
    )
    yield Figure(what=f"{name}: given up or still owed", value=life.unsettled, unit="", must="", aim="")
    yield Figure(
        what=f"{name}: tracebacks in the log",
        value=life.tracebacks,
        unit="",
        must="at most 0",
        aim="",
        note="; ".join(life.errors)[:300],
    )
