"""Every command once, for every platform."""
