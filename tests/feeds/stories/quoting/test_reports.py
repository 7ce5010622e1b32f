"""Where reported words begin and end. All people and texts are invented."""

import pytest

from feeds.stories.quotes import find_quotes


def told(text: str) -> list[tuple[str, str]]:
    return [
        (quote.speaker.name, " … ".join(span.of(text) for span in quote.spans))
        for quote in find_quotes(text, "en")
    ]


@pytest.mark.parametrize(
    "joint", [", and he", ", but he", ", though he", " — and he", ", although he", ", while he"]
)
def test_a_second_report_after_a_comma_or_a_dash_is_not_part_of_the_first(joint: str) -> None:
    text = f"John Hart said the bridge would hold{joint} warned that the harbour was closed."
    assert told(text) == [("John Hart", "the bridge would hold"), ("John Hart", "the harbour was closed")]


def test_a_quotation_that_ends_with_a_comma_lets_the_next_report_begin() -> None:
    text = "John Hart said the bridge was “a very old thing,” but he said that it would hold."
    assert told(text)[1] == ("John Hart", "it would hold")


def test_a_relative_clause_told_by_somebody_else_is_not_part_of_what_is_told_before() -> None:
    text = "Ada Roe said the harbour had two ferries, which John Hart said were armed."
    assert told(text) == [
        ("Ada Roe", "the harbour had two ferries"),
        ("John Hart", "which … were armed"),
    ]


def test_a_relative_pronoun_before_a_report_takes_in_nothing_further_left() -> None:
    text = "The ferry stood in the harbour, which Ada Roe said was closed."
    assert told(text) == [("Ada Roe", "which … was closed")]


@pytest.mark.parametrize(
    "verb", ["went on to say", "appeared to suggest", "seemed to argue", "was quick to warn"]
)
def test_a_cue_that_hangs_on_another_verb_reports(verb: str) -> None:
    assert told(f"Ada Roe {verb} that the harbour was closed.") == [("Ada Roe", "the harbour was closed")]


@pytest.mark.parametrize("verb", ["refused to say", "declined to confirm", "was asked to explain"])
def test_who_refuses_to_say_something_has_not_said_it(verb: str) -> None:
    assert told(f"Ada Roe {verb} that the harbour was closed.") == []


def test_pointing_out_needs_no_that() -> None:
    assert told("Ada Roe pointed out the harbour was closed.") == [("Ada Roe", "the harbour was closed")]


def test_an_example_may_stand_between_a_verb_with_its_particle_and_the_quotation() -> None:
    text = "Ada Roe spoke in Kiel, pointing out, for example, that “the harbour was closed.”"
    assert told(text) == [("Ada Roe", "the harbour was closed.")]


def test_summing_up_reports() -> None:
    text = "“The harbour is closed and nobody goes there,” Ada Roe summed up."
    assert told(text) == [("Ada Roe", "The harbour is closed and nobody goes there,")]


def test_a_sum_is_no_report() -> None:
    assert told("Ada Roe sums the bills that the harbour sends.") == []


@pytest.mark.parametrize("lead", ["As reported by", "As told by", "In the words of"])
def test_a_source_may_be_named_in_front(lead: str) -> None:
    text = f"{lead} Ada Roe, the harbour was closed."
    assert told(text) == [("Ada Roe", "the harbour was closed")]


def test_a_fragment_in_the_reporters_own_sentence_is_nobodys() -> None:
    text = (
        "“We are ready to go,” Ada Roe said. The new fleet has “four ferries and a crew of sixty for each”."
    )
    assert told(text) == [("Ada Roe", "We are ready to go,")]


@pytest.mark.parametrize("words", ["a tired pilot", "the harbour minister"])
def test_words_that_describe_a_source_in_front_are_not_reported(words: str) -> None:
    text = f"According to John Hart, {words}, the ferry was never late."
    assert told(text)[0][1] == "the ferry was never late"


def test_the_first_words_after_a_source_are_reported_when_they_describe_nobody() -> None:
    text = "According to John Hart, the old ferry, built in Kiel, was never late."
    assert told(text) == [("John Hart", "the old ferry, built in Kiel, was never late")]


def test_a_clause_after_a_source_is_reported_from_its_first_word_on() -> None:
    text = "According to John Hart, a storm delayed the ferry, and the harbour was closed."
    assert told(text) == [("John Hart", "a storm delayed the ferry, and the harbour was closed")]


def test_a_judgement_is_told_with_what_it_is_about() -> None:
    text = "Ada Roe dismissed the plan of the harbour as “a very grave mistake” on Monday."
    assert told(text) == [("Ada Roe", "the plan of the harbour as “a very grave mistake”")]


@pytest.mark.parametrize("place", ["outside", "beside", "beyond"])
def test_a_place_may_stand_between_a_hearer_and_what_is_told(place: str) -> None:
    text = f"Ada Roe told reporters {place} the harbour in Kiel that “the bridge would hold at once.”"
    assert told(text) == [("Ada Roe", "the bridge would hold at once.")]


@pytest.mark.parametrize("verb", ["barked", "muttered", "whispered", "scoffed", "swore"])
def test_verbs_for_ways_of_speaking_report(verb: str) -> None:
    assert told(f"“Nobody goes there at all,” Ada Roe {verb}.") == [("Ada Roe", "Nobody goes there at all,")]
