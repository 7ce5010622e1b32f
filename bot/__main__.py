"""The command `troopwire`, also `python -m bot`."""

import sys


def main() -> int:
    """Run the command line."""
    # Imported here, so that a worker process, which imports this file again, stays light.
    from bot.cli import run_command_line  # noqa: PLC0415

    return run_command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
