"""The one door to matplotlib: a sheet to draw on in pixels, from the top left, that becomes a PNG.

Only its object interface is used, with a font that it brings along: no pyplot, no fonts of this machine, and
so the same bytes for the same chart.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from matplotlib import get_data_path
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image

from bot.charts.look import INK, PAPER, Look
from bot.render.text import OMISSION, brief

WIDTH = 1_080
"""Pixels: what a phone shows without scaling up."""

DOTS = 72
"""An inch, so that a point is a pixel."""

LONGEST_NAME = 80
OTHER_SCRIPT = "(name in another script)"
COLOURS = 256
"""In a PNG's palette: a third of the size, and nobody sees it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """How words look: the size in pixels."""

    size: float
    colour: str = INK
    bold: bool = False


class Sheet:
    """White paper, 1,080 pixels wide; how long it is shows when all is drawn."""

    def __init__(self) -> None:
        self._figure = Figure(dpi=DOTS, facecolor=PAPER)
        self._canvas = FigureCanvasAgg(self._figure)
        self._downwards = Affine2D()
        self._widths: dict[tuple[str, Pen], float] = {}  # measuring takes as long as drawing

    def write(
        self, x: float, y: float, words: str, pen: Pen, *, align: Literal["left", "center"] = "left"
    ) -> None:
        """Write words on a base line, as they are: no markup, no formulas."""
        written = Text(
            x,
            y,
            words,
            color=pen.colour,
            fontproperties=self._properties(pen),
            horizontalalignment=align,
            transform=self._downwards,
            parse_math=False,
            usetex=False,
        )
        self._figure.add_artist(written)

    def fitted(self, words: str, pen: Pen, room: float) -> str:
        """Make words fit `room` pixels on one line: without what the font lacks, cut with a mark."""
        if not words.strip():
            return ""
        line = brief("".join(self._shown(words[: 4 * LONGEST_NAME], pen)), LONGEST_NAME) or OTHER_SCRIPT
        while line != OMISSION and (width := self.width_of(line, pen)) > room:
            letters = len(line.removesuffix(OMISSION))
            line = line[: max(0, min(letters - 1, int(letters * room / width)))].rstrip() + OMISSION
        return line

    def wrapped(self, words: str, pen: Pen, room: float, *, most: int) -> tuple[str, ...]:
        """Break words into at most `most` lines of `room` pixels."""
        lines = [""]
        for word in "".join(self._shown(words[: 4 * LONGEST_NAME], pen)).split():
            longer = f"{lines[-1]} {word}".strip()
            if not lines[-1] or len(lines) == most or self.width_of(longer, pen) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return tuple(self.fitted(line, pen, room) for line in lines)

    def width_of(self, words: str, pen: Pen) -> float:
        """Measure words on one line, in pixels."""
        if (words, pen) not in self._widths:
            renderer, font = self._canvas.get_renderer(), self._properties(pen)
            width, _, _ = renderer.get_text_width_height_descent(words, font, ismath=False)
            self._widths[words, pen] = float(width)
        return self._widths[words, pen]

    def mark(self, x: float, y: float, look: Look, *, hollow: bool = False, scale: float = 1.0) -> None:
        """Set a marker around a point; a hollow one shows the paper."""
        self._add(
            [(x, y)],
            color=look.colour,
            marker=look.shape,
            markersize=look.width * scale,
            markerfacecolor=PAPER if hollow else look.colour,
            markeredgewidth=3.5 * scale,
            linestyle="none",
        )

    def line(self, points: Sequence[tuple[float, float]], colour: str, *, width: float = 1.0) -> None:
        """Draw a line through points."""
        self._add(points, color=colour, linewidth=width, solid_capstyle="round", solid_joinstyle="round")

    def dots(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        """Draw a faint dotted line through points."""
        self._add(points, color=colour, linewidth=2.0, linestyle=(0, (1, 3)))

    def png(self, height: float) -> bytes:
        """Give the picture, cut off at `height`."""
        self._figure.set_size_inches(WIDTH / DOTS, round(height) / DOTS)
        self._downwards.clear().scale(1, -1).translate(0, round(height))
        self._canvas.draw()
        size, drawn = self._canvas.get_width_height(), self._canvas.buffer_rgba()
        picture = Image.frombuffer("RGBA", size, drawn).convert("RGB")
        written = BytesIO()
        picture.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(written, "PNG")
        return written.getvalue()

    def _add(self, points: Sequence[tuple[float, float]], **looks: Any) -> None:
        across, down = zip(*points, strict=True)
        self._figure.add_artist(Line2D(across, down, transform=self._downwards, **looks))

    def _properties(self, pen: Pen) -> FontProperties:
        return FontProperties(fname=_font(bold=pen.bold), size=pen.size)

    def _shown(self, words: str, pen: Pen) -> Iterable[str]:
        """Keep what the font can draw, and one mark over a letter: a tower of them would hide other words."""
        known = _letters(bold=pen.bold)
        for before, letter in pairwise(" " + unicodedata.normalize("NFC", words)):
            is_stacked = unicodedata.combining(before) and unicodedata.combining(letter)
            if not is_stacked and (ord(letter) in known or letter.isspace()):
                yield letter


@cache
def _letters(*, bold: bool) -> frozenset[int]:
    """Give the letters that the font has."""
    return frozenset(get_font(_font(bold=bold)).get_charmap())


@cache
def _font(*, bold: bool) -> str:
    return str(Path(get_data_path(), "fonts", "ttf", f"DejaVuSans{'-Bold' if bold else ''}.ttf"))
