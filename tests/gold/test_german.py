"""How runs and speakers are compared. The texts are invented."""

from typing import Any

import pytest

from tests.gold.german import GERMAN, RUSSIAN, Score, found_runs, is_same_speaker, lines, scored, wanted_runs

TEXT = "„Wir gehen nicht dorthin“, sagte Ute Rabe. Von „Gesindel“ sprach sie nicht."


def row(*quotes: tuple[str, str], text: str = TEXT) -> dict[str, Any]:
    marked = [
        {"spans": [[text.index(words), text.index(words) + len(words)]], "speaker": speaker, "kind": "direct"}
        for words, speaker in quotes
    ]
    return {"text": text, "quotes": marked}


def score(*quotes: tuple[str, str]) -> Score:
    given = row(*quotes)
    return scored(wanted_runs(given), found_runs(given, "de"))


def test_a_run_that_is_found_with_its_speaker_is_right() -> None:
    found = score(("„Wir gehen nicht dorthin“", "Ute Rabe"))
    assert (found.f1, found.speaker_right, found.wrong) == (1, 1, 0)


def test_a_run_of_another_is_wrong() -> None:
    found = score(("„Wir gehen nicht dorthin“", "Jan Muster"))
    assert (found.f1, found.speaker_right, found.wrong) == (1, 0, 1)


def test_a_word_in_marks_is_not_asked_for() -> None:
    assert wanted_runs(row(("„Gesindel“", "Ute Rabe"))) == []


def test_a_run_that_nobody_marked_is_found_in_vain() -> None:
    found = score()
    assert (found.wanted, found.found, found.f1) == (0, 1, 0)


@pytest.mark.parametrize(
    ("wanted", "shown", "is_same"),
    [
        ("Ministerin Ute Rabe", "Ute Rabe / die Ministerin", True),
        ("Er", "Jan Muster / er", True),
        ("er", "Jan Muster / sie", False),
        ("die Ministerin", "Jan Muster / Muster", False),
    ],
)
def test_speakers_are_compared_by_name_and_by_mention(wanted: str, shown: str, is_same: bool) -> None:
    assert is_same_speaker(wanted, shown) is is_same


@pytest.mark.gold
@pytest.mark.skipif(
    not (GERMAN.is_file() and RUSSIAN.is_file()), reason="needs the annotated texts in ../shared/data/quotes"
)
def test_the_figures_of_both_languages_are_given(capsys: pytest.CaptureFixture[str]) -> None:
    shown = list(lines(with_errors=False))
    with capsys.disabled():
        print("\n" + "\n".join(shown))  # noqa: T201 - the figures are what this is run for
    assert [line.split()[0] for line in shown] == ["german_dev", "russian_sentences"]
