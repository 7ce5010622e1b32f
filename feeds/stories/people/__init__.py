"""The parts of `actors.py`: who is known by which name, in which office, for which country."""
