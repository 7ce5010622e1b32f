"""The parts of `detect.py`: whose forces do what, and where."""
