"""The small linear model beside the frames: how likely an article is on the subject, by its hashed features.

It says what a score is worth, and finds what the frames see only in part. It never overrules a frame or a
veto. `python -m tests.gold.fit` fits it; data/detect/model/about.toml names the data, its hash and the
figures that were reached.
"""

import tomllib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import Any

from feeds.model import Label, Salience
from feeds.stories import DATA
from feeds.stories.detection.features import BUCKETS
from feeds.stories.detection.weighing import Verdict

FOLDER = DATA / "detect" / "model"
FARTHEST = 6.0  # a lean beyond this says no more
MANY = 2  # sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The weight of each feature, in steps of `scale`."""

    steps: Sequence[int]  # -127..127, one for each bucket
    scale: float
    bias: float

    def lean(self, features: Iterable[int]) -> float:
        """Add up the features: above 0 speaks for the subject, below against it."""
        total = self.bias + self.scale * sum(self.steps[feature] for feature in features)
        return max(-FARTHEST, min(FARTHEST, total))


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Two sets of weights, and what they are worth once a label is given."""

    subject: Weights  # CORE or RELATED
    core: Weights
    worth: Mapping[Label, Sequence[float]]  # how much each of `signs` counts, by label

    def score(self, verdict: Verdict, features: Sequence[int]) -> float:
        """Give the chance that a label is right; of NO, that the article is on the subject all the same."""
        worth = self.worth[verdict.label]
        signs = signs_of(verdict, self._lean(verdict.label, features))
        return round(logistic(sum(weight * sign for weight, sign in zip(worth, signs, strict=True))), 4)

    def _lean(self, label: Label, features: Sequence[int]) -> float:
        return (self.core if label is Label.CORE else self.subject).lean(features)


def signs_of(verdict: Verdict, lean: float) -> tuple[float, ...]:
    """Say what the chance of a verdict depends on: the frames' strength, the model's lean, how much it is."""
    strength = max((item.finding.strength for item in verdict.because), default=0.0)
    is_main = verdict.salience is Salience.MAIN and bool(verdict.because)
    return 1.0, lean, strength, float(is_main), float(len(verdict.because) >= MANY)


def logistic(lean: float) -> float:
    """Turn a lean into a chance."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, lean))))


@cache
def load_model() -> Model:
    """Read the model that the fitting script wrote."""
    about = tomllib.loads((FOLDER / "about.toml").read_text(encoding="utf-8"))
    steps = array("b", (FOLDER / "weights.bin").read_bytes())
    return Model(
        subject=_weights(about["subject"], steps[:BUCKETS]),
        core=_weights(about["core"], steps[BUCKETS:]),
        worth={Label(label): tuple(weights) for label, weights in about["worth"].items()},
    )


def _weights(about: Mapping[str, Any], steps: Sequence[int]) -> Weights:
    return Weights(steps=steps, scale=about["scale"], bias=about["bias"])
