"""One line of the bench's table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was measured, and what it must and should reach."""

    what: str
    value: float
    unit: str
    must: str  # "at least 8", "at most 20": in words, for the table
    aim: str
    note: str = ""
