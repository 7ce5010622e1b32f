"""Reading the news about troops: pure functions of values, without clock, network, database or log."""

from pathlib import Path

DATA = Path(__file__).parent / "data"
"""The word lists, people and countries, in TOML: data is not code."""
