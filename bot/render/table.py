"""A table as lines of monospaced text."""

from itertools import zip_longest

from bot.render.text import brief
from bot.replies import Table

WIDEST_CELL = 40


def monospaced(table: Table) -> str:
    """Lay a table out in columns, the head underlined; cells that are too wide are shortened."""
    rows = [_cells(row) for row in (table.columns, *table.rows)]
    widths = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    lines = [_line(row, widths) for row in rows]
    return "\n".join([lines[0], "-" * len("  ".join("-" * width for width in widths)), *lines[1:]])


def _cells(row: tuple[str, ...]) -> list[str]:
    return [brief(cell, WIDEST_CELL) for cell in row]


def _line(row: list[str], widths: list[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
    return "  ".join(padded).rstrip()
