import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import resources
from importlib.resources.abc import Traversable

import pytest

from bot.demo.articles import (
    SampleArticle,
    SampleOutlet,
    Timetable,
    editions_out,
    load_articles,
    load_outlets,
)
from feeds.model import Label, Ownership

STARTED = datetime(2026, 3, 1, 12, tzinfo=UTC)
REAL_OUTLETS = (
    *("Reuters", "AFP", "AP", "dpa", "PAP", "BBC", "CNN", "RTÉ", "TASS", "ТАСС", "РИА", "Interfax"),
    *("Интерфакс", "Укрінформ", "Guardian", "New York Times", "Le Monde", "Figaro", "Spiegel", "RTBF"),
    *("Gazeta Wyborcza", "Kyiv Independent", "Українська правда", "Politico", "Bloomberg", "Sky News"),
)
INTENDED = [(outlet, article) for outlet in load_outlets() for article in load_articles(outlet.key)]
SUBJECT = [(outlet, article) for outlet, article in INTENDED if article.label is not Label.NO]


def name_of(value: object) -> str:
    if isinstance(value, SampleOutlet):
        return value.key
    return value.slug if isinstance(value, SampleArticle) else str(value)


def data_files(folder: Traversable | None = None) -> Iterator[Traversable]:
    for file in (folder or resources.files("bot.demo").joinpath("data")).iterdir():
        if file.is_dir():
            yield from data_files(file)
        else:
            yield file


DATA_FILES = tuple(data_files())


def slugs_out(outlet: SampleOutlet, *, after: float, pace: float = 1.0) -> list[str]:
    timetable = Timetable(started=STARTED, pace=pace)
    editions = editions_out(outlet, timetable, now=STARTED + timedelta(seconds=after))
    return [edition.article.slug for edition in editions]


def test_ten_outlets_write_in_six_languages() -> None:
    outlets = [outlet.publisher for outlet in load_outlets()]
    assert len(outlets) == 10
    assert {outlet.language for outlet in outlets} == {"en", "fr", "de", "uk", "ru", "pl"}
    assert {Ownership.AGENCY, Ownership.STATE_CONTROLLED} < {outlet.ownership for outlet in outlets}


def test_over_sixty_articles_of_which_about_a_third_is_on_the_subject() -> None:
    labels = Counter(article.label for _, article in INTENDED)
    assert labels.total() > 60
    assert 0.3 < (labels[Label.CORE] + labels[Label.RELATED]) / labels.total() < 0.4


def test_most_articles_are_out_at_the_start_and_the_rest_within_two_minutes() -> None:
    assert sum(len(slugs_out(outlet, after=0)) for outlet in load_outlets()) >= 40
    assert sum(len(slugs_out(outlet, after=120)) for outlet in load_outlets()) == len(INTENDED)


def test_the_first_news_on_the_subject_comes_within_three_seconds() -> None:
    assert 0 < min(article.after for _, article in SUBJECT if article.minutes_ago is None) <= 3


def test_no_address_is_used_twice_by_an_outlet() -> None:
    addresses = Counter((outlet.key, article.slug) for outlet, article in INTENDED)
    assert max(addresses.values()) == 1


def test_one_event_is_told_in_at_least_three_languages() -> None:
    tellings = {
        outlet.publisher.language for outlet, article in INTENDED if article.event == "estonia-company"
    }
    assert len(tellings) >= 3


def test_three_outlets_rewrite_one_dispatch_and_credit_its_agency() -> None:
    rewrites = [
        outlet.key
        for outlet, article in INTENDED
        if article.event == "force-plan" and outlet.publisher.language == "en" and outlet.key != "ostrel"
        if "Ostrel" in article.wording.text
    ]
    assert rewrites == ["wexcombe", "verity", "kilbrannock"]


@pytest.mark.parametrize(("outlet", "article"), SUBJECT, ids=name_of)
def test_an_article_on_the_subject_has_paragraphs_and_quotes_to_read(
    outlet: SampleOutlet, article: SampleArticle
) -> None:
    marks = {"en": '["“]', "fr": "«\N{NO-BREAK SPACE}", "de": "„", "uk": "«", "ru": "«", "pl": "„"}
    paragraphs = article.wording.text.strip().split("\n\n")
    assert 6 <= len(paragraphs) <= 14
    assert len(re.findall(marks[outlet.publisher.language], article.wording.text)) >= 2


@pytest.mark.parametrize(("outlet", "article"), INTENDED, ids=name_of)
def test_every_quotation_is_closed_and_set_in_its_languages_marks(
    outlet: SampleOutlet, article: SampleArticle
) -> None:
    for paragraph in article.wording.text.strip().split("\n\n"):
        assert paragraph.count("«") == paragraph.count("»")
        assert paragraph.count("„") == len(re.findall("[“”]", paragraph)) or "„" not in paragraph
        assert paragraph.count('"') % 2 == 0
        assert '"' not in paragraph or outlet.publisher.language == "en"


@pytest.mark.parametrize("file", DATA_FILES, ids=lambda file: file.name)
def test_every_data_file_says_at_its_head_that_all_is_invented(file: Traversable) -> None:
    assert "INVENTED SAMPLE" in file.read_text(encoding="utf-8")[:200]


@pytest.mark.parametrize("file", DATA_FILES, ids=lambda file: file.name)
def test_no_real_outlet_is_named(file: Traversable) -> None:
    names = "|".join(map(re.escape, REAL_OUTLETS))
    assert not re.findall(rf"\b(?:{names})\b", file.read_text(encoding="utf-8"))


def test_a_later_article_is_published_at_its_own_moment_and_stands_first() -> None:
    agency = load_outlets()[0]
    assert "estonia-ready-to-send-company" not in slugs_out(agency, after=1)
    assert slugs_out(agency, after=3)[0] == "estonia-ready-to-send-company"


def test_the_pace_stretches_the_timetable() -> None:
    agency = load_outlets()[0]
    assert slugs_out(agency, after=7, pace=0.5) == slugs_out(agency, after=14)
    assert len(slugs_out(agency, after=0, pace=0)) == len(load_articles(agency.key))


def test_a_corrected_article_keeps_its_date_and_changes_its_words() -> None:
    [(outlet, article)] = [pair for pair in INTENDED if pair[1].correction]
    timetable = Timetable(started=STARTED)
    before, after = (
        next(edition for edition in editions_out(outlet, timetable, now=now) if edition.article is article)
        for now in (STARTED, STARTED + timedelta(seconds=62))
    )
    assert before.published == after.published
    assert before.wording.title != after.wording.title
    assert after.updated == STARTED + timedelta(seconds=62)
