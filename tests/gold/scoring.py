"""Judges labelled items with models that never saw them, and counts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise

from feeds.model import Assessment, Label
from feeds.stories.detect import assess, judge
from feeds.stories.detection.lexicon import load_lexicon
from feeds.stories.detection.model import Model
from tests.gold.labelled import Item
from tests.gold.learning import FOLDS, ON_SUBJECT, examples_of, fit, folds

BANDS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1.0)  # of scores


@dataclass(frozen=True, slots=True)
class Judged:
    """An item with what the detector says of it."""

    item: Item
    assessment: Assessment

    @property
    def is_on_subject(self) -> bool:
        """Tell whether it is flagged at all."""
        return self.assessment.label in ON_SUBJECT

    @property
    def is_right(self) -> bool:
        """Tell whether the label is right."""
        return self.assessment.label is self.item.label

    def __str__(self) -> str:
        reasons = "; ".join(dict.fromkeys(reason.why for reason in self.assessment.reasons[:3]))
        said = f"{self.item.label} ({self.item.kind}) taken for {self.assessment.label}"
        return f"{said}: {self.item.title[:160]} | {self.item.text[:160]!r} | {reasons}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Precision, recall and F1 of a yes or no."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def cross_validated(items: Sequence[Item]) -> tuple[Judged, ...]:
    """Judge each item with a model that was fitted on the other folds; near-duplicates share a fold."""
    places = folds(item.group for item in items)
    judged: list[Judged] = []
    for fold in range(FOLDS):
        model = fit(examples_of(compress(items, (place != fold for place in places))))
        judged += (_judged(item, model) for item in compress(items, (place == fold for place in places)))
    return tuple(judged)


def rates(judged: Iterable[Judged], is_wanted: Callable[[Label], bool]) -> Rates:
    """Count how well a question to the label is answered."""
    pairs = [(is_wanted(one.item.label), is_wanted(one.assessment.label)) for one in judged]
    found = sum(wanted and said for wanted, said in pairs)
    return Rates(
        precision=found / max(1, sum(said for _, said in pairs)),
        recall=found / max(1, sum(wanted for wanted, _ in pairs)),
    )


def share_right(judged: Sequence[Judged]) -> Iterator[tuple[float, float, int, float, float]]:
    """Give for each band of scores: from, to, how many, their mean score, and the share that was right.

    Right is a label CORE or RELATED that is so; of a NO, that it was wrong (its score is the chance of that).
    """
    for low, high in pairwise(BANDS):
        band = [one for one in judged if low < one.assessment.score <= high]
        if band:
            mean = sum(one.assessment.score for one in band) / len(band)
            yield low, high, len(band), mean, sum(map(_bears_out, band)) / len(band)


def _bears_out(one: Judged) -> bool:
    return one.is_right if one.is_on_subject else one.item.label in ON_SUBJECT


def _judged(item: Item, model: Model) -> Judged:
    lexicon = load_lexicon(item.language)
    if lexicon is None:
        return Judged(item, assess(item.title, item.text, item.language))
    return Judged(item, judge(item.title, item.text, lexicon, model))
