"""Fits the small model of feeds/stories/detection/model.py, in plain Python: two logistic regressions.

AdaGrad over hashed features gives the weights; what a label is worth is fitted on leans that were reached
out of fold, so that it is not flattered.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from random import Random
from zlib import crc32

from feeds.model import Basis, Label
from feeds.stories.detect import basis_of
from feeds.stories.detection.features import BUCKETS, features_of
from feeds.stories.detection.lexicon import load_lexicon
from feeds.stories.detection.model import Model, Weights, logistic, signs_of
from feeds.stories.detection.sight import look
from feeds.stories.detection.weighing import Verdict, weigh
from tests.gold.labelled import Item

FOLDS = 5
INNER_FOLDS = 3
ROUNDS = 8
STEP = 0.15
RIDGE = 0.005
WORTH_ROUNDS = 400
WORTH_STEP = 1.0
WORTH_RIDGE = 0.002
HIGHEST_STEP = 127
ON_SUBJECT = frozenset({Label.CORE, Label.RELATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An item as the model sees it."""

    item: Item
    features: tuple[int, ...]
    verdict: Verdict


def examples_of(items: Iterable[Item]) -> tuple[Example, ...]:
    """Look at each item that speaks of any force; the others never reach the model."""
    return tuple(example for item in items for example in _example(item))


def folds(groups: Iterable[str], count: int = FOLDS) -> tuple[int, ...]:
    """Say for each group in which fold it is."""
    return tuple(crc32(group.encode()) % count for group in groups)


def fit(examples: Sequence[Example]) -> Model:
    """Fit the whole model."""
    places = folds((example.item.group[::-1] for example in examples), INNER_FOLDS)
    tried: list[tuple[Example, float]] = []
    for fold in range(INNER_FOLDS):
        subject, core = _both([one for one, place in zip(examples, places, strict=True) if place != fold])
        for example in compress(examples, (place == fold for place in places)):
            is_core = example.verdict.label is Label.CORE
            tried.append((example, (core if is_core else subject).lean(example.features)))
    subject, core = _both(examples)
    return Model(subject=subject, core=core, worth={label: _worth(label, tried) for label in Label})


def _example(item: Item) -> Iterator[Example]:
    lexicon = load_lexicon(item.language)
    if lexicon is None:
        return
    sights = tuple(look(item.title, item.text, lexicon))
    if any(sight.is_telling for sight in sights):
        yield Example(
            item=item,
            features=features_of(item.title, item.text, sights),
            verdict=weigh(sights, is_short=basis_of(item.title, item.text) is not Basis.FULL_TEXT),
        )


def _both(examples: Sequence[Example]) -> tuple[Weights, Weights]:
    subject = _weights([(one.features, one.item.label in ON_SUBJECT) for one in examples])
    return subject, _weights([(one.features, one.item.label is Label.CORE) for one in examples])


def _weights(examples: Sequence[tuple[tuple[int, ...], bool]]) -> Weights:
    weights, slopes, bias = [0.0] * BUCKETS, [1e-8] * BUCKETS, 0.0
    order = list(examples)
    chance = Random(1)  # noqa: S311 - an order, no secret
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for features, is_one in order:
            error = logistic(bias + sum(weights[feature] for feature in features)) - is_one
            bias -= STEP / 3 * error
            for feature in features:
                slope = error + RIDGE * weights[feature]
                slopes[feature] += slope * slope
                weights[feature] -= STEP * slope / slopes[feature] ** 0.5
    return _in_steps(weights, bias)


def _in_steps(weights: Sequence[float], bias: float) -> Weights:
    scale = max(map(abs, weights), default=0.0) / HIGHEST_STEP or 1.0
    return Weights(steps=[round(weight / scale) for weight in weights], scale=scale, bias=bias)


def _worth(label: Label, tried: Iterable[tuple[Example, float]]) -> tuple[float, ...]:
    """Fit the chance that a label is right on what was said of it; more speaking for it never lowers it."""
    known = [
        (signs_of(one.verdict, lean), _is_right(one.item.label, label))
        for one, lean in tried
        if one.verdict.label is label
    ]
    worth = [0.0] * 5
    for _ in range(WORTH_ROUNDS if known else 0):
        slopes = [WORTH_RIDGE * weight for weight in worth]
        for signs, is_right in known:
            error = logistic(sum(map(_product, worth, signs))) - is_right
            slopes = [slope + error * sign / len(known) for slope, sign in zip(slopes, signs, strict=True)]
        moved = [weight - WORTH_STEP * slope for weight, slope in zip(worth, slopes, strict=True)]
        worth = [moved[0], *(max(0.0, weight) for weight in moved[1:])]
    return tuple(worth)


def _product(one: float, other: float) -> float:
    return one * other


def _is_right(label: Label, said: Label) -> bool:
    return label in ON_SUBJECT if said is Label.NO else label is said
