"""The parts of `cluster.py`: what makes two articles alike."""
