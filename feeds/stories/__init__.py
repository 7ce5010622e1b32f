"""Reading the news about troops: pure functions of values, without clock, network, database or log."""
