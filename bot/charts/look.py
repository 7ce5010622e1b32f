"""How a stance looks on every chart: a shape and a colour of its own, never a colour alone.

The colours are those of Masataka Okabe and Kei Ito (jfly.uni-koeln.de/color), which the colour-blind tell
apart; blue for, vermilion against.
"""

from dataclasses import dataclass

from feeds.model import Stance

INK = "#222222"
QUIET = "#6B6B6B"
GRID = "#E4E4E4"
PAPER = "#FFFFFF"

STANCES = tuple(Stance)
"""From for to against, then the two that are about what is there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A marker: its shape in matplotlib's letters, its colour, and its width in pixels."""

    shape: str
    colour: str
    width: float = 24.0


LOOKS = {
    Stance.SUPPORTS: Look(shape="o", colour="#0072B2"),
    Stance.OPEN: Look(shape="^", colour="#56B4E9"),
    Stance.CONDITIONAL: Look(shape="D", colour="#E69F00", width=20.0),
    Stance.OPPOSES: Look(shape="s", colour="#D55E00", width=22.0),
    Stance.DENIES: Look(shape="X", colour="#CC79A7", width=26.0),
    Stance.CLAIMS_PRESENT: Look(shape="p", colour="#333333", width=25.0),
}

HOLDERS = (
    Look(shape="o", colour="#0072B2", width=20.0),
    Look(shape="s", colour="#D55E00", width=18.0),
    Look(shape="^", colour="#009E73", width=20.0),
    Look(shape="D", colour="#333333", width=16.0),
    Look(shape="v", colour="#CC79A7", width=20.0),
    Look(shape="p", colour="#E69F00", width=21.0),
    Look(shape="X", colour="#56B4E9", width=20.0),
    Look(shape="P", colour="#8C6D1F", width=20.0),
)
"""One for each line of a timeline; its name stands at its end."""
