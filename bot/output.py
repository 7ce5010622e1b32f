"""Writing to stdout, for whoever may stop reading in the middle: `| head`."""

import os
import sys


def say(words: str) -> None:
    """Write a line; after the reader has gone, write nothing, and fail at nothing."""
    try:
        sys.stdout.write(words + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  until the end of the process
