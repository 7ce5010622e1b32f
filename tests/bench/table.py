"""Prints the bench's figures as one table."""

import sys
from collections.abc import Iterable, Iterator

from tests.bench.figure import Figure


def print_table(figures: Iterable[Figure]) -> None:
    """Print what was measured, what it must and should reach, and whether it does."""
    rows = [("what", "figure", "must", "aim", "met", "note"), *(_row(figure) for figure in figures)]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write(f"{line.rstrip()}\n")


def is_met(value: float, bound: str) -> bool:
    """Whether a value keeps a bound: "at least 8", "at most 20"; an empty one is always kept."""
    if not bound:
        return True
    direction, _, limit = bound.rpartition(" ")
    return value >= float(limit) if direction == "at least" else value <= float(limit)


def _row(figure: Figure) -> tuple[str, ...]:
    value = f"{figure.value:,.{_decimals(figure.value)}f} {figure.unit}".rstrip()
    return (figure.what, value, figure.must, figure.aim, "; ".join(_verdicts(figure)), figure.note)


def _verdicts(figure: Figure) -> Iterator[str]:
    if not figure.must and not figure.aim:
        return
    if not is_met(figure.value, figure.must):
        yield "NOT MET"
    else:
        yield "aim met" if is_met(figure.value, figure.aim) else "must met"


def _decimals(value: float) -> int:
    if value == int(value) or abs(value) >= 100:
        return 0
    return 1 if abs(value) >= 1 else 2
