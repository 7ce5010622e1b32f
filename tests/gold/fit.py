"""`python -m tests.gold.fit`: fits the small model of the detector on ../shared and writes it into feeds/.

The weights go to weights.bin, one byte each; about.toml beside it names the data, its hash and the figures
that cross-validation reached.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from feeds.model import Label
from feeds.stories.detection.model import FOLDER, Model, Weights
from tests.gold.labelled import (
    EXTRA,
    FULL_LABELS,
    FULL_TEXTS,
    HEADLINES,
    Item,
    articles,
    extra,
    fingerprint,
    headlines,
)
from tests.gold.learning import examples_of, fit
from tests.gold.scoring import cross_validated, share_right

DATA = (HEADLINES, EXTRA, FULL_TEXTS, FULL_LABELS)


def main() -> int:
    """Fit, write, and say what was reached."""
    if not all(path.is_file() for path in DATA):
        sys.stderr.write("The labelled data of ../shared is not here: nothing to fit on.\n")
        return 1
    items = (*headlines(), *extra(), *articles())
    model = fit(examples_of(items))
    FOLDER.mkdir(exist_ok=True)
    steps = [*model.subject.steps, *model.core.steps]
    (FOLDER / "weights.bin").write_bytes(bytes(step % 256 for step in steps))
    (FOLDER / "about.toml").write_text(_about(model, items), encoding="utf-8")
    sys.stdout.write(f"Fitted on {len(items)} items; see {FOLDER / 'about.toml'}\n")
    return 0


def _about(model: Model, items: Sequence[Item]) -> str:
    files = ", ".join(f'"{path.name}"' for path in DATA)
    worth = "".join(f"{label} = [{_numbers(model.worth[label])}]\n" for label in Label)
    return f"""# Written by `python -m tests.gold.fit`; see docs/detector.md.
fitted = {datetime.now(UTC).date()}

[data]
files = [{files}]
blake2b = "{fingerprint(DATA)}"
items = {len(items)}

# Reached by cross-validation, near-duplicates in one fold.
{_reached(items)}
[subject]
{_shown(model.subject)}
[core]
{_shown(model.core)}
[worth]
{worth}"""


def _shown(weights: Weights) -> str:
    return f"scale = {weights.scale:.6g}\nbias = {weights.bias:.6g}\n"


def _numbers(numbers: Sequence[float]) -> str:
    return ", ".join(f"{number:.4f}" for number in numbers)


def _reached(items: Sequence[Item]) -> str:
    judged = cross_validated(items)
    lines = (
        f"[[reached]]\nscores = [{low}, {high}]\nitems = {count}\nmean = {mean:.3f}\nright = {right:.3f}\n\n"
        for low, high, count, mean, right in share_right(judged)
    )
    return "".join(lines)


if __name__ == "__main__":
    sys.exit(main())
