"""What SIGTERM at any moment costs: nothing lost, nothing told twice, and the process soon at its end."""

import signal
from collections.abc import Iterable

from tests.bench.figure import Figure
from tests.bench.kills import ended, figures_of

RESTARTS = 100


def measure(size: str = str(RESTARTS)) -> Iterable[Figure]:
    """Stop the process so often, at moments that chance picks."""
    life = ended(int(size), signal.SIGTERM)
    deaf = life.codes.count(-signal.SIGTERM)  # the interpreter was still loading the program
    yield from figures_of(life, "SIGTERM")
    yield Figure(
        what="SIGTERM: twice on Telegram", value=life.twice_telegram, unit="", must="at most 0", aim=""
    )
    yield Figure(
        what="SIGTERM: ended otherwise than with 0",
        value=sum(code not in (0, -signal.SIGTERM) for code in life.codes),
        unit="",
        must="at most 0",
        aim="",
        note=f"of {life.ends}; {deaf} were told before they had loaded, and ended by the signal",
    )
    yield Figure(what="SIGTERM: slowest end", value=max(life.seconds), unit="s", must="at most 5", aim="")
