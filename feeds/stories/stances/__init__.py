"""The parts of `positions.py`: who is said to want what, and who says so."""
