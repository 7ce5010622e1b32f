"""Runs one side of a comparison as a process of its own that trusts the newswire's certificate."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def run_side(module: str, *arguments: object, trusted: Path) -> Mapping[str, float]:
    """Run `python -m tests.bench.MODULE ...`; it prints its figures as JSON. Verification stays on."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)],
        env={**os.environ, "SSL_CERT_FILE": str(trusted)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    figures: Mapping[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures
