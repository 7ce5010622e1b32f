"""Writes one regular expression that finds any of many words and stems, letter by letter as a tree.

A plain alternation of two thousand words would be tried word by word at each place of a text.
"""

import re
from collections.abc import Iterable

Tree = dict[str, "Tree"]
WHOLE = "$"  # a word ends here
STEM = "*"  # a stem ends here: whatever follows belongs to the word


def pattern_of(keys: Iterable[str]) -> str:
    """Give the pattern that finds whole words, of stems (`troop*`) with all that follows."""
    root: Tree = {}
    for key in keys:
        _plant(root, key.removesuffix(STEM), STEM if key.endswith(STEM) else WHOLE)
    return rf"(?<!\w){_written(root)}\w*"  # quicker than a boundary


def _plant(tree: Tree, letters: str, end: str) -> None:
    for letter in (*letters, end):
        tree = tree.setdefault(letter, {})


def _written(tree: Tree) -> str:
    if STEM in tree:
        return ""
    ways = [r"\b"] if WHOLE in tree else []
    ways += [re.escape(letter) + _written(below) for letter, below in sorted(tree.items()) if letter != WHOLE]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
