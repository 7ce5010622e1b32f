"""The rules of the small model. Headlines are invented."""

from dataclasses import replace

import pytest

from feeds.model import Label
from feeds.stories.detect import judge
from feeds.stories.detection.features import BUCKETS
from feeds.stories.detection.lexicon import load_lexicon
from feeds.stories.detection.model import FOLDER, Model, Weights, load_model
from tests.gold.fit import DATA
from tests.gold.labelled import fingerprint

LARGEST = 100_000  # bytes
SURE = Model(
    subject=Weights(steps=[0] * BUCKETS, scale=1.0, bias=6.0),
    core=Weights(steps=[0] * BUCKETS, scale=1.0, bias=6.0),
    worth=dict.fromkeys(Label, (0.0, 1.0, 0.0, 0.0, 0.0)),
)
IN_PART = "Nato soldiers are not where they used to be"
VETOED = "Nato soldiers are not where they used to be in Kosovo"


def label(headline: str, model: Model) -> Label:
    lexicon = load_lexicon("en")
    assert lexicon is not None
    return judge(headline, "", lexicon, model).label


def test_model_that_is_sure_lifts_what_the_frames_see_in_part() -> None:
    assert label(IN_PART, SURE) is Label.RELATED


def test_model_lifts_nothing_over_a_veto() -> None:
    assert label(VETOED, SURE) is Label.NO


def test_model_lifts_nothing_without_a_force() -> None:
    assert label("Harvest fair opens in the rain", SURE) is Label.NO


def test_model_does_not_take_back_what_the_frames_found() -> None:
    against = replace(SURE.core, bias=-6.0)

    assert (
        label("France to send troops to Ukraine", replace(SURE, subject=against, core=against)) is Label.CORE
    )


def test_weights_are_small() -> None:
    assert (FOLDER / "weights.bin").stat().st_size + (FOLDER / "about.toml").stat().st_size < LARGEST
    assert len(load_model().subject.steps) == len(load_model().core.steps) == BUCKETS


@pytest.mark.gold
def test_weights_were_fitted_on_the_data_that_they_name() -> None:
    if not all(path.is_file() for path in DATA):
        pytest.skip("the labelled data of ../shared is not here")

    assert fingerprint(DATA) in (FOLDER / "about.toml").read_text(encoding="utf-8")
