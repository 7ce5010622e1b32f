"""By which kind an error in a quote is counted. The articles are invented."""

import pytest

from tests.gold.quoting import Kind, errors_of, verbatim_share

TEXT = "Ada Roe came. Roe said that the bridge would hold on Monday. It rained."


def kinds(*wanted: str, text: str = TEXT, cue: str = "said", name: str = "Ada Roe") -> list[Kind]:
    quotes = [
        {
            "spans": [[text.index(words), text.index(words) + len(words)]],
            "text": words,
            "cue": cue,
            "speaker_type": "person",
            "speaker_name": name,
        }
        for words in wanted
    ]
    return [error.kind for error in errors_of({"id": "invented", "text": text, "quotes": quotes})]


def test_a_quote_that_is_found_is_no_error_and_its_that_does_not_count() -> None:
    assert kinds("that the bridge would hold on Monday") == []


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        (["the bridge"], Kind.TOO_LONG),
        (["Roe said that the bridge would hold on Monday. It rained."], Kind.TOO_SHORT),
        (["would hold on Monday. It rained."], Kind.SHIFTED),
    ],
)
def test_a_wrong_boundary_is_named(wanted: list[str], kind: Kind) -> None:
    assert kinds(*wanted) == [kind]


def test_two_quotes_found_as_one_are_joined() -> None:
    assert kinds("the bridge", "would hold on") == [Kind.JOINED, Kind.JOINED]


@pytest.mark.parametrize(
    ("cue", "kind"), [("said", Kind.NO_FRAME), ("a murmur", Kind.NO_CUE), ("", Kind.CUELESS)]
)
def test_a_missed_quote_is_counted_by_its_cue(cue: str, kind: Kind) -> None:
    assert kinds("It rained.", text="The harbour was closed. It rained.", cue=cue) == [kind]


def test_a_quote_that_nobody_marked_is_spurious() -> None:
    assert kinds() == [Kind.SPURIOUS]


def test_a_wrong_speaker_is_named() -> None:
    assert kinds("the bridge would hold on Monday", name="John Hart") == [Kind.SPEAKER]


def share(marked: str) -> float:
    text = "“We go there at once,” Ada Roe said. It rained."
    start = text.index(marked)
    quote = {"spans": [[start, start + len(marked)]], "text": marked, "cue": "said"}
    return verbatim_share([{"id": "invented", "text": text, "quotes": [quote]}])


def test_a_direct_quote_counts_as_verbatim_only_when_all_its_words_were_marked() -> None:
    assert share("“We go there at once,”") == 1
    assert share("“We go there") == 0
