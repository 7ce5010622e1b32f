"""Which articles are one dispatch, and which agency a credit names. The reports are invented."""

from itertools import combinations
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.model import Quote, QuoteKind, Signature, Span, Speaker
from feeds.stories.cluster import sign
from feeds.stories.origins import Report, credit
from feeds.stories.origins import same_dispatch as is_one

DISPATCH = (
    "Estonia is preparing a company of engineers that could clear mines around Odesa once the guns fall "
    "silent, defence minister Juhan Tammsalu said on Wednesday in the harbour town of Paldiski. The "
    "unit of 140 soldiers would leave within three weeks of a ceasefire and stay for half a year, he "
    "told the budget committee. Parliament has to agree to every mission abroad. The opposition party "
    "Kodu asked for a vote before Easter."
)
SHORTENED = (
    "Estonia is preparing a company of engineers that could clear mines around Odesa, defence minister "
    "Juhan Tammsalu said on Wednesday in Paldiski. The unit of 140 soldiers would leave within three "
    "weeks of a ceasefire. Parliament has to agree to every mission abroad."
)
REWRITTEN = (
    "A company of engineers that could clear mines around Odesa is being prepared in Estonia, its "
    "defence minister Juhan Tammsalu told the budget committee on Wednesday. Once there is a ceasefire, "
    "the unit of 140 soldiers would leave within three weeks and stay for half a year. The opposition "
    "party Kodu wants a vote."
)
INDEPENDENT = (
    "Tallinn has sappers ready for southern Ukraine, people close to the general staff told this "
    "newspaper. They train at the Nursipalu range with Danish machines, and their families were "
    "informed last week. Minister Tammsalu would not say how many would go; lawmakers of all parties "
    "expect a debate in April."
)


@pytest.mark.parametrize(("one", "other"), list(combinations([DISPATCH, SHORTENED, REWRITTEN], 2)))
def test_rewrites_of_one_dispatch_are_one_origin(one: str, other: str) -> None:
    assert same_dispatch(signed(one), "AFP", signed(other), "AFP")


@pytest.mark.parametrize("named", [("", ""), ("AFP", ""), ("AFP", "Reuters"), ("AFP", "AFP")])
def test_independent_reports_of_one_event_are_two_origins(named: tuple[str, str]) -> None:
    assert not same_dispatch(signed(DISPATCH), named[0], signed(INDEPENDENT), named[1])


def test_a_copy_is_known_without_any_credit() -> None:
    assert same_dispatch(signed(DISPATCH), "", signed(f"From our desk.\n{DISPATCH}"), "")


def test_a_shortened_dispatch_is_known_without_any_credit() -> None:
    assert same_dispatch(signed(DISPATCH), "", signed(SHORTENED), "")


def test_a_copy_under_the_name_of_another_agency_is_still_a_copy() -> None:
    assert same_dispatch(signed(DISPATCH), "AFP", signed(DISPATCH), "dpa")


def test_two_reporters_who_heard_the_same_speech_are_two_origins() -> None:
    speech = "We shall send engineers and nobody else because mines kill children long after the war is over"
    one = f'"{speech}," the minister told lawmakers in a crowded hall near the old harbour this morning.'
    other = f'Asked by students in Tartu what he had meant, Juhan Tammsalu repeated himself: "{speech}."'
    assert not same_dispatch(signed(one, quoted=speech), "", signed(other, quoted=speech), "")


def test_being_one_dispatch_does_not_depend_on_who_came_first() -> None:
    one, other = signed(DISPATCH), signed(REWRITTEN)
    assert same_dispatch(one, "AFP", other, "") == same_dispatch(other, "", one, "AFP")


def test_who_rests_on_an_outlets_report_has_its_origin() -> None:
    told = sign("Engineers", "Engineers may go, Politico reports.", "en", (), ())
    resting = Report(outlet="The Quay", credit="", signature=told)
    assert is_one(resting, Report(outlet="Politico Europe", credit="", signature=signed(DISPATCH)))
    assert not is_one(resting, Report(outlet="Fjordbladet", credit="", signature=signed(DISPATCH)))


def test_too_few_words_are_no_dispatch() -> None:
    assert not same_dispatch(signed("Short."), "AFP", signed("Short."), "AFP")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("KYIV, March 4 (Reuters) - Engineers left the harbour.\nThe end.", "Reuters"),
        ("PALDISKI (AFP) — Engineers left the harbour.", "AFP"),
        ("МОСКВА, 4 марта. /ТАСС/. Сапёры вышли из порта.", "TASS"),
        ("Engineers left the harbour. (AP)", "AP"),
        ("Pioniere verließen den Hafen. — dpa", "dpa"),
        ("Pioniere verließen den Hafen.\ndpa/afp", "dpa"),
        ("Pioniere verließen den Hafen.\nQuelle: dpa", "dpa"),
        ("Сапёры вышли из порта.\nТАСС", "TASS"),
        ("By Agence France-Presse\nEngineers left the harbour.", "AFP"),
        ("Engineers left.\nThe Associated Press contributed to this report.", "AP"),
        ("Engineers left.\nAnn Oak in Tallinn and Reuters contributed reporting.", "Reuters"),
        ("Saperzy wypłynęli z portu.\nŹródło: PAP", "PAP"),
    ],
)
def test_a_credit_names_its_agency(text: str, agency: str) -> None:
    assert credit(text) == agency


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Engineers left the harbour, an official told Reuters.",
        "The Associated Press saw engineers leave, and the ministry confirmed it to AFP on Monday.",
        "Reuters reporters stood on the pier. The ship left at noon.",
        "A map application (MAP) showed the pier.",
    ],
)
def test_an_agency_that_is_only_cited_is_no_credit(text: str) -> None:
    assert credit(text) == ""


@settings(deadline=None)  # the first call reads the word lists
@given(st.text())
def test_no_text_is_too_strange_for_a_credit(text: str) -> None:
    assert isinstance(credit(text), str)


@pytest.mark.parametrize("pattern", ['"', " ", "(", "AFP", "AFP ", "AFP/", "— ", "\n", "Source: "])
def test_a_huge_text_is_searched_quickly(pattern: str) -> None:
    started = process_time()
    credit(pattern * (1_000_000 // len(pattern)))
    assert process_time() - started < 1


def same_dispatch(one: Signature, one_credit: str, other: Signature, other_credit: str) -> bool:
    return is_one(
        Report(outlet="The Quay", credit=one_credit, signature=one),
        Report(outlet="Fjordbladet", credit=other_credit, signature=other),
    )


def signed(text: str, *, quoted: str = "") -> Signature:
    start = text.index(quoted)
    span = Span(start, start + len(quoted))
    quote = Quote(kind=QuoteKind.DIRECT, speaker=Speaker(name="", mention=""), spans=(span,), quoted=(span,))
    return sign("Engineers may go to Odesa", text, "en", (quote,) if quoted else (), ())
