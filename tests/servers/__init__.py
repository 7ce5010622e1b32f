"""Strict local servers, for the real and unmodified clients of both platforms."""
