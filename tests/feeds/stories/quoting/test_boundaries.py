"""Where a report ends, and which words beside it are nobody's. All people and texts are invented."""

import pytest

from feeds.stories.quotes import find_quotes


def told(text: str) -> list[tuple[str, str]]:
    return [
        (quote.speaker.name, " … ".join(span.of(text) for span in quote.spans))
        for quote in find_quotes(text, "en")
    ]


def test_a_quotation_goes_on_with_the_quotation_before_it_rather_than_with_a_clause() -> None:
    text = "“We go there at once,” Ada Roe said, adding that the ferry was late. “Nobody waits here.”"
    assert told(text) == [
        ("Ada Roe", "We go there at once, … Nobody waits here."),
        ("Ada Roe", "the ferry was late"),
    ]


@pytest.mark.parametrize(
    "report",
    [
        "Ada Roe said on the Lantern’s “Morning Tide.”",
        "said Ada Roe on “Tide of the Morning,” a show.",
        "Ada Roe wrote in his book, “The Last Ferry.”",
    ],
)
def test_the_name_of_a_broadcast_or_a_book_is_not_what_is_said(report: str) -> None:
    assert [words for _, words in told(f"“We go there at once,” {report}")] == ["We go there at once,"]


def test_a_few_words_in_single_marks_on_a_line_of_their_own_are_a_heading() -> None:
    text = "“We go there at once,” Ada Roe said.\n‘The ferry was late.’\nIt rained."
    assert told(text) == [("Ada Roe", "We go there at once,")]


@pytest.mark.parametrize(
    "speaker",
    [
        "Ada Roe of Kiel's harbour, one of only a handful of pilots,",
        "Ada Roe, a pilot who is part of the crew,",
        "It was not late — Ada Roe, a pilot,",
    ],
)
def test_a_speaker_with_his_description_is_not_taken_for_what_is_said(speaker: str) -> None:
    assert told(f"{speaker} said the ferry would go.") == [("Ada Roe", "the ferry would go")]


def test_a_speaker_is_named_without_what_he_was_doing() -> None:
    text = "The harbour office, in an effort that has failed, has said it would wait."
    assert told(text) == [("The harbour office", "it would wait")]


@pytest.mark.parametrize("speaker", ["Two in three", "Several", "One"])
def test_a_number_of_people_can_say_something(speaker: str) -> None:
    assert [words for _, words in told(f"{speaker} said they would go.")] == ["they would go"]


def test_both_halves_of_a_subject_say_something() -> None:
    text = "The ferry was late, current and former pilots said."
    assert told(text) == [("Current and former pilots", "The ferry was late")]


@pytest.mark.parametrize("when", ["last week", "a day earlier", "Tuesday night"])
def test_a_time_between_a_cue_and_a_quotation_is_not_said(when: str) -> None:
    text = f"Ada Roe said {when}, “We will all have to go there.”"
    assert told(text) == [("Ada Roe", "We will all have to go there.")]


def test_a_source_may_stand_inside_what_it_says() -> None:
    text = "Over the years, according to the ministry, the ferry was mostly late."
    assert told(text) == [("The ministry", "Over the years … the ferry was mostly late")]


def test_a_closing_source_reports_what_another_is_said_to_have_said() -> None:
    text = "Ada Roe said that the ferry was late, according to the Lantern."
    assert told(text) == [("Lantern", "Ada Roe said that the ferry was late")]


def test_a_closing_source_takes_no_quoted_words_from_their_speaker_and_adds_none() -> None:
    text = "Ada Roe said that the ferry “came very late”, according to the Lantern."
    assert told(text) == [("Ada Roe", "the ferry “came very late”")]


def test_a_source_is_given_no_words_that_only_tell_where_somebody_spoke() -> None:
    text = "“We go there at once,” Ada Roe said in Kiel, according to the Lantern."
    assert told(text) == [("Ada Roe", "We go there at once,")]


def test_a_pronoun_or_an_amount_after_said_opens_a_clause() -> None:
    assert told("Ada Roe said they disagree on ferries.") == [("Ada Roe", "they disagree on ferries")]
    assert told("Ada Roe said about half of the ferries were late.") == [
        ("Ada Roe", "about half of the ferries were late")
    ]


@pytest.mark.parametrize("opening", ["But when", "Last week, when", "However, while", "A few weeks after"])
def test_a_subordinate_report_ends_where_the_main_clause_begins(opening: str) -> None:
    text = f"{opening} Ada Roe said the ferry would go, the harbour was closed."
    assert told(text) == [("Ada Roe", "the ferry would go")]


def test_the_comma_of_a_number_ends_no_report() -> None:
    text = "While Ada Roe said there were 2,400 ferries, the harbour was closed."
    assert told(text) == [("Ada Roe", "there were 2,400 ferries")]


def test_a_report_after_who_ends_where_the_sentence_goes_on() -> None:
    text = "Ada Roe, who said that the ferry was late, left the harbour."
    assert told(text) == [("Ada Roe", "the ferry was late")]


def test_a_report_between_dashes_ends_with_them() -> None:
    text = "The harbour was small - a pilot said it held two ferries - and its office was no bigger."
    assert told(text) == [("A pilot", "it held two ferries")]


@pytest.mark.parametrize("when", ["", "on Tuesday "])
def test_all_that_somebody_vows_to_do_is_reported_with_the_quoted_words_in_it(when: str) -> None:
    text = f"Ada Roe vowed {when}to stop using the phrase “late ferry” in the harbour."
    assert told(text) == [("Ada Roe", "to stop using the phrase “late ferry” in the harbour")]


def test_a_name_with_states_or_post_in_it_holds_no_cue() -> None:
    assert told("The late ferry left the United States, which was all that the pilot wanted.") == []
    assert told("The Harbour Post, which was late, closed the ferry.") == []


def test_a_place_with_a_full_stop_lets_the_second_quotation_follow() -> None:
    text = "“We are wrong here,” Ada Roe said in a talk in Kiel, Calif. “Nobody goes there at all.”"
    assert told(text) == [("Ada Roe", "We are wrong here, … Nobody goes there at all.")]


def test_a_quotation_after_a_few_linking_words_is_by_the_speaker_before() -> None:
    text = "“We are ready to go”, Ada Roe said.\nIn contrast, “the harbour of Kiel is closed for a year”."
    assert told(text)[1] == ("Ada Roe", "the harbour of Kiel is closed for a year")


@pytest.mark.parametrize(
    "report",
    ["said Ada Roe, who asks for “a new bridge.”", "said Ada Roe, urging others to “give him a rest.”"],
)
def test_quoted_words_inside_a_phrase_about_the_speaker_are_no_second_half(report: str) -> None:
    assert told(f"“We go there at once,” {report}")[0] == ("Ada Roe", "We go there at once,")


@pytest.mark.parametrize(
    ("report", "second"),
    [
        ("“it will be a danger to all.”", "it will be a danger to all."),
        ("was “a danger to all of us.”", "was “a danger to all of us.”"),
    ],
)
def test_words_on_both_sides_of_a_report_between_commas_are_said(report: str, second: str) -> None:
    text = f"Whatever it cost to build the bridge, Ada Roe said, {report}"
    assert told(text) == [("Ada Roe", f"Whatever it cost to build the bridge … {second}")]


@pytest.mark.parametrize("quotation", ["“We go there at once.”", "“The ferry is late.”"])
def test_an_adverb_before_a_report_of_a_whole_sentence_is_not_said(quotation: str) -> None:
    assert told(f"In the end, Ada Roe said, {quotation}") == [("Ada Roe", quotation.strip("“”"))]


@pytest.mark.parametrize(
    "clause",
    [
        "announced the ferry that the harbour had wanted for years",
        "added a bridge, which was closed",
        "wrote a cheque because the harbour was closed",
    ],
)
def test_a_thing_with_a_clause_about_it_is_not_said(clause: str) -> None:
    assert told(f"Ada Roe {clause}.") == []


def test_a_clause_that_is_added_without_that_is_said() -> None:
    text = "Ada Roe added the old ferry was late, although it never stormed."
    assert told(text)[0][1].startswith("the old ferry was late")


@pytest.mark.parametrize(
    "comment",
    [
        ", a plan that the harbour gave up",
        ", compared with three in ten a year ago",
        ", while others stayed at home",
        " — something that nobody had heard of",
    ],
)
def test_a_comment_that_closes_the_sentence_is_the_reporters(comment: str) -> None:
    assert told(f"Ada Roe said she would go to the harbour{comment}.") == [
        ("Ada Roe", "she would go to the harbour")
    ]


def test_a_description_inside_a_reported_clause_stays_in_it() -> None:
    text = "Ada Roe said that the ferry, a gift of the harbour, was late."
    assert told(text) == [("Ada Roe", "the ferry, a gift of the harbour, was late")]
