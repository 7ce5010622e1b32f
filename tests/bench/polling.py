"""The poller against the issue's figures: 10,000 feeds for a minute, a flood, the naive bot and a peer."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.certificate import Certificate, make_certificate
from tests.bench.figure import Figure
from tests.bench.newswire import open_newswire
from tests.bench.ours import LEAD
from tests.bench.side import run_side

Measured = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where all sides compete: the same addresses, certificate and first state."""

    folder: Path
    certificate: Certificate
    started: datetime
    port: int

    @property
    def warm(self) -> Path:
        """The database after the first visits."""
        return self.folder / "warm.db"


def measure() -> list[Figure]:
    """Measure our poller, the naive bot and the peer."""
    with tempfile.TemporaryDirectory(prefix="troopwire-bench-") as folder:
        ground = prepare(Path(folder))
        minute, flood = ours(ground, "minute"), ours(ground, "flood")
        naive = side(ground, "naive", copy(ground, "naive.db"))
        peer = side(ground, "peer", ground.folder / "peer.db", ground.port)
    return [*minute_figures(minute), *flood_figures(flood), *compared(minute, flood, naive, peer)]


def prepare(folder: Path) -> Ground:
    """Let our poller make its first visits."""
    ground = Ground(
        folder=folder,
        certificate=make_certificate(folder),
        started=datetime.now(UTC).replace(microsecond=0),
        port=0,
    )
    with open_newswire(ground.certificate, ground.started) as newswire:
        ground = replace(ground, port=newswire.port)
        run_ours(ground, "first", ground.warm)
    return ground


def ours(ground: Ground, phase: str) -> Measured:
    """Run our poller over a newswire that stands where it stood after the first visits."""
    with open_newswire(ground.certificate, ground.started, port=ground.port) as newswire:
        seen = run_ours(ground, phase, copy(ground, f"{phase}.db"))
    return {**seen, **{f"served {name}": count for name, count in newswire.counts.items()}}


def run_ours(ground: Ground, phase: str, database: Path) -> Measured:
    """Run one phase of our poller."""
    arguments = (phase, database, ground.port, ground.started.isoformat())
    return run_side("ours", *arguments, trusted=ground.certificate.trusted)


def side(ground: Ground, module: str, *arguments: object) -> Measured:
    """Run somebody else over the same newswire."""
    with open_newswire(ground.certificate, ground.started, port=ground.port):
        return run_side(module, *arguments, trusted=ground.certificate.trusted)


def copy(ground: Ground, name: str) -> Path:
    """Give a database of one's own."""
    return Path(shutil.copy(ground.warm, ground.folder / name))


def minute_figures(seen: Measured) -> list[Figure]:
    """Give the figures of ordinary polling."""
    wrong = seen.get("served wrong conditions", 0) + seen.get("served whole", 0)
    return [
        Figure(
            what="10,000 feeds at 5 minutes: CPU of one core",
            value=100 * seen["cpu"] / seen["seconds"],
            unit="%",
            must="at most 20",
            aim="at most 12",
            note=f"{seen['polls'] / seen['seconds']:.0f} polls/s, {1_000 * per_poll(seen):.1f} ms each, of "
            f"which {1_000 * seen['main thread'] / seen['polls']:.1f} on the loop's thread; "
            f"{seen['served resumed'] / (seen['polls'] + LEAD):.0%} by resumed TLS",
        ),
        Figure(
            what="loop lag p99, ordinary load",
            value=seen["lag p99"],
            unit="ms",
            must="at most 20",
            aim="at most 10",
            note=f"at most {seen['lag most']:.0f} ms",
        ),
        Figure(
            what="body received to stored, p95",
            value=seen["stored p95"],
            unit="ms",
            must="at most 60",
            aim="at most 30",
            note=f"p50 {seen['stored p50']:.0f} ms, {seen['new']:.0f} new items",
        ),
        Figure(
            what="memory with 10,000 feeds",
            value=seen["memory"] + seen["memory of workers"],
            unit="MB",
            must="at most 250",
            aim="at most 150",
            note=f"bot {seen['memory']:.0f}, its worker {seen['memory of workers']:.0f}",
        ),
        Figure(
            what="polls without the right validators",
            value=wrong,
            unit="",
            must="at most 0",
            aim="at most 0",
        ),
    ]


def flood_figures(seen: Measured) -> list[Figure]:
    """Give the figures of polling as fast as it goes."""
    return [
        Figure(
            what="sustained polls on one core",
            value=seen["polls"] / seen["seconds"],
            unit="polls/s",
            must="at least 200",
            aim="at least 400",
            note=f"{seen['polls'] / seen['cpu']:.0f} polls per CPU-second",
        ),
        Figure(
            what="new items lost in it",
            value=seen["served new items"] - seen["stored"],
            unit="",
            must="at most 0",
            aim="at most 0",
            note=f"{seen['stored']:.0f} stored",
        ),
    ]


def compared(minute: Measured, flood: Measured, naive: Measured, peer: Measured) -> list[Figure]:
    """Give what others take for the same."""
    return [
        Figure(
            what="CPU per poll, the naive bot's against ours",
            value=per_poll(naive) / per_poll(flood),
            unit="times",
            must="at least 2.2",
            aim="at least 4",
            note=f"{1_000 * per_poll(naive):.1f} against {1_000 * per_poll(flood):.1f} ms, both flooded; "
            f"its loop lags {naive['lag p99']:.0f} ms; ours in the minute: {1_000 * per_poll(minute):.1f}",
        ),
        Figure(
            what="polls per CPU-second against reader's",
            value=per_poll(peer) / per_poll(flood),
            unit="times",
            must="at least 5",
            aim="at least 10",
            note=f"{1 / per_poll(flood):.0f} against {1 / per_poll(peer):.0f}",
        ),
    ]


def per_poll(seen: Measured) -> float:
    """CPU seconds for a poll, all processes."""
    return seen["cpu"] / seen["polls"]
