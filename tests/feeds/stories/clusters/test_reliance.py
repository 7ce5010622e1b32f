"""On whose report a text rests. The reports are invented, the outlets that they name are real."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.stories.clusters.anchors import SIZE, anchors
from feeds.stories.clusters.reliance import is_same_outlet, relied_on


@pytest.mark.parametrize(
    ("lead", "outlet"),
    [
        ("Engineers may go to Odesa, as first reported by Politico.", "Politico"),
        ("Engineers may go to Odesa, Politico reports.", "Politico"),
        ("According to Der Spiegel, engineers may go to Odesa.", "Der Spiegel"),
        ("Engineers may go, the newspaper The Blue Anchor reported.", "The Blue Anchor"),
        ("Pioniere könnten bald aufbrechen, berichtet der „Spiegel“.", "Der Spiegel"),
        ("Le génie partirait bientôt, selon Politico.", "Politico"),
        ("Los zapadores irán pronto, según informó Politico.", "Politico"),
        ("I genieri partirebbero presto, secondo Politico.", "Politico"),
        ("Saperzy wyjadą wkrótce, jak podaje Politico.", "Politico"),
        ("Ingenjörerna reser snart, enligt Politico.", "Politico"),
        ("Сапери поїдуть незабаром, повідомляє Politico.", "Politico"),
        ("Сапёры скоро поедут, пишет Politico.", "Politico"),
    ],
)
def test_a_lead_that_gives_all_as_an_outlets_report_rests_on_it(lead: str, outlet: str) -> None:
    assert relied_on("Engineers", lead) == outlet


@pytest.mark.parametrize(
    "text",
    [
        "Engineers left the harbour, an official told Reuters.",
        "Engineers left, according to Minister Juhan Tamm.",
        "Engineers left the harbour at noon. " * 12 + "Politico reported in May that they would.",
    ],
)
def test_a_text_that_only_cites_rests_on_nobody(text: str) -> None:
    assert relied_on("Engineers", text) == ""


def test_an_edition_of_an_outlet_is_that_outlet() -> None:
    assert is_same_outlet("Politico", "POLITICO Europe")
    assert not is_same_outlet("The Quay", "The Lantern")
    assert not is_same_outlet("", "The Lantern")


def test_names_and_numbers_of_a_translation_stay_side_by_side() -> None:
    one = anchors("Zofia Karelska sends 75 soldiers to Zhytomyr.", "en")
    other = anchors("Зофія Карельська відправить 75 військових у Житомир.", "uk")
    assert len(one & other) >= len(one) / 2


@settings(deadline=None)  # the first call reads the word lists
@given(st.text(), st.text())
def test_no_text_is_too_strange(title: str, text: str) -> None:
    assert isinstance(relied_on(title, text), str)
    assert len(anchors(text, "en")) <= SIZE


@pytest.mark.parametrize("pattern", ["Politico ", "A", "AFP\n", "according to ", "the ", "«", "Ab. ", "12 "])
def test_a_huge_text_is_read_quickly(pattern: str) -> None:
    relied_on("", "")
    text = pattern * (1_000_000 // len(pattern))
    started = process_time()
    relied_on(text, text)
    anchors(text[:60_000], "en")
    assert process_time() - started < 2
