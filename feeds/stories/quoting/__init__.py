"""The parts of `quotes.py` and `speakers.py`: marks, cues, frames, subjects, names."""
