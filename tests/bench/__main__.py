"""`make bench`: speed and memory as ratios against something else that is measured in the same run.

The machine's own speed cancels out; a ratio that changes is a change of ours. Sections may be named:
`make bench ARGS="poller"`; one that takes a size is told it so: `make bench ARGS="search=1000000"`.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module

from tests.bench.figure import Figure
from tests.bench.table import print_table

SECTIONS: Mapping[str, str] = {
    "parsing": "tests.bench.parsing",
    "poller": "tests.bench.polling",
    "hostile": "tests.bench.hostile",
    "reading": "tests.bench.reading",
    "asking": "tests.bench.asking",
    "clustering": "tests.bench.clustering",
    "alerting": "tests.bench.alerting",
    "flood": "tests.bench.flood",
    "chats": "tests.bench.chats",
    "delivery": "tests.bench.delivery",
    "latency": "tests.bench.latency",
    "outages": "tests.bench.outages",
    "kills": "tests.bench.kills",
    "restarts": "tests.bench.restarts",
    "search": "tests.bench.search",
}
"""What can be named, and the module whose `measure` gives its figures."""


def main(names: list[str]) -> int:
    """Measure the sections that are named, or all, and print one table."""
    if strangers := [name for name in names if name.partition("=")[0] not in SECTIONS]:
        sys.stderr.write(f"no such section: {', '.join(strangers)}; there are {', '.join(SECTIONS)}\n")
        return 2
    figures: list[Figure] = []
    for name in names or SECTIONS:
        sys.stderr.write(f"measuring: {name} ...\n")
        section, _, size = name.partition("=")
        measure: Callable[..., Iterable[Figure]] = import_module(SECTIONS[section]).measure
        figures += measure(size) if size else measure()
    print_table(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
