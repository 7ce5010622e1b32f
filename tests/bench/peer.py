"""The peer: the PyPI package `reader`, a feed reader's library, over the same feeds with its own storage."""

import json
import logging
import os
import sys
from pathlib import Path
from time import monotonic
from typing import Any

import feedparser_sgmllib
import requests.adapters

from tests.bench.invented import address
from tests.bench.newswire import pin, play_the_resolver
from tests.bench.ours import CORE
from tests.bench.reckoning import cpu_seconds

FEEDS = range(150)
ROUNDS = 3


def main() -> None:
    """Visit some feeds; print what it took as JSON. Arguments: a database to be made, and the port."""
    pin(CORE)
    play_the_resolver()
    logging.disable()
    with opened(Path(sys.argv[1])) as reader:
        for number in FEEDS:
            reader.add_feed(address(number, int(sys.argv[2])))
        reader.update_feeds()
        sys.stdout.write(json.dumps(measured(reader)) + "\n")


def opened(database: Path) -> Any:
    """Open a reader; the feedparser that it carries asks for sgmllib by the name that it had before.

    It hears of no other certificates than those of `certifi`, so we put ours into their place.
    """
    sys.modules.setdefault("sgmllib", feedparser_sgmllib)
    vars(requests.adapters)["DEFAULT_CA_BUNDLE_PATH"] = os.environ["SSL_CERT_FILE"]
    from reader import make_reader  # noqa: PLC0415  only now can it be imported

    return make_reader(str(database))


def measured(reader: Any) -> dict[str, float]:
    """Visit the feeds again, some times, after the first visits."""
    known = reader.get_entry_counts().total or 0
    cpu, began = cpu_seconds(), monotonic()
    for _ in range(ROUNDS):
        reader.update_feeds(scheduled=False)
    return {
        "polls": ROUNDS * len(FEEDS),
        "cpu": cpu_seconds() - cpu,
        "seconds": monotonic() - began,
        "stored": (reader.get_entry_counts().total or 0) - known,
        "broken": reader.get_feed_counts(broken=True).total or 0,
    }


if __name__ == "__main__":
    main()
