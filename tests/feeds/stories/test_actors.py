"""Rules for who is meant by a name, a role or a country's words."""

import tomllib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import Speaker
from feeds.stories.actors import actor_named, countries_in, country_in, flag, identify, roster
from feeds.stories.people.offices import holder
from feeds.stories.people.roster import known_until

SPRING_2024 = date(2024, 3, 1)
LANGUAGES = ("en", "fr", "de", "pl", "uk", "ru", "es", "it", "sv")
COUNTRIES = Path("feeds/stories/data/countries.toml")


def resolved(
    name: str, mention: str, language: str = "en", day: date | None = SPRING_2024
) -> tuple[str, str]:
    speaker = identify(Speaker(name=name, mention=mention), language, day)
    return speaker.actor, speaker.country


@pytest.mark.parametrize(
    ("name", "mention", "actor", "country"),
    [
        ("Emmanuel Macron", "he", "Emmanuel Macron", "France"),
        ("Macron", "Macron", "Emmanuel Macron", "France"),
        ("", "President Zelenskyy", "Volodymyr Zelensky", "Ukraine"),
        ("Kremlin", "the Kremlin", "Kremlin", "Russia"),
        ("", "the Russian Defence Ministry", "Russian Defence Ministry", "Russia"),
        (
            "",
            "US Ambassador to the United Nations Linda Thomas-Greenfield",
            "Linda Thomas-Greenfield",
            "United States",
        ),
    ],
)
def test_a_name_is_resolved(name: str, mention: str, actor: str, country: str) -> None:
    assert resolved(name, mention) == (actor, country)


@pytest.mark.parametrize(
    ("mention", "actor"),
    [
        ("the French leader", "Emmanuel Macron"),
        ("the chancellor", "Olaf Scholz"),
        ("Russia's foreign minister", "Sergey Lavrov"),
        ("the Kremlin spokesman", "Dmitry Peskov"),
        ("the NATO chief", "Jens Stoltenberg"),
        ("the top US diplomat", "Antony Blinken"),
        ("the Croatian prime minister", "Andrej Plenković"),
        ("the Austrian chancellor", "Karl Nehammer"),
        ("Turkey's defence minister", "Yaşar Güler"),
        ("the Greek defence minister", "Nikos Dendias"),
    ],
)
def test_a_role_is_resolved_by_its_day(mention: str, actor: str) -> None:
    assert resolved("", mention)[0] == actor


def test_the_same_role_is_another_person_later() -> None:
    assert resolved("", "the chancellor", day=date(2025, 9, 1))[0] == "Friedrich Merz"


def test_without_a_day_a_role_is_nobody_s() -> None:
    assert resolved("", "the French leader", day=None) == ("", "France")


@pytest.mark.parametrize(
    ("mention", "country"),
    [
        ("a senior US official", "United States"),
        ("the former French president", "France"),
        ("the Polish deputy foreign minister", "Poland"),
        ("an adviser to the Ukrainian president", "Ukraine"),
        ("a Kremlin official", "Russia"),
        ("the Polish leader", "Poland"),
        ("two people familiar with the talks", ""),
    ],
)
def test_somebody_near_an_office_is_not_its_holder(mention: str, country: str) -> None:
    assert resolved("", mention) == ("", country)


@pytest.mark.parametrize(
    ("name", "mention", "actor"),
    [
        ("Leyen", "Ursula von der Leyen", "Ursula von der Leyen"),
        ("Roe", "President Macron and Roe", ""),
        ("Leyen Roe", "Ursula von der Leyen Roe", ""),
    ],
)
def test_a_name_that_lost_its_beginning_is_found_where_it_stands(name: str, mention: str, actor: str) -> None:
    assert resolved(name, mention)[0] == actor


def test_terms_begin_before_they_end() -> None:
    ends = [(office.since, office.until) for actor in roster() for office in actor.offices]
    assert all(since <= until for since, until in ends if since and until)


def test_no_office_has_two_holders_on_a_day_but_that_of_the_change() -> None:
    terms = sorted(
        (office.role, office.country, office.since, office.until or date.max, actor.name)
        for actor in roster()
        for office in actor.offices
        if office.since
    )
    overlapping = [
        (one, other)
        for one, other in pairwise(terms)
        if one[:2] == other[:2] and other[2] < one[3] and one[4] != other[4]
    ]
    assert overlapping == []


def test_another_first_name_is_another_person() -> None:
    assert resolved("Jane Macron", "Macron") == ("", "")


def test_the_spokesman_of_a_person_is_not_that_person() -> None:
    assert resolved("", "Scholz's spokesman") == ("", "Germany")


def test_a_common_surname_names_only_who_is_in_office() -> None:
    assert resolved("Austin", "Austin")[0] == "Lloyd Austin"
    assert resolved("Austin", "Austin", day=date(2025, 9, 1))[0] == ""


def test_a_person_speaks_for_whom_he_worked_on_that_day() -> None:
    assert resolved("Mark Rutte", "Rutte", day=date(2023, 5, 1))[1] == "Netherlands"
    assert resolved("Mark Rutte", "Rutte", day=date(2025, 5, 1))[1] == "NATO"


@pytest.mark.parametrize(
    ("mention", "language", "actor"),
    [
        ("Макрона", "ru", "Emmanuel Macron"),
        ("Зеленського", "uk", "Volodymyr Zelensky"),
        ("Tuska", "pl", "Donald Tusk"),
        ("la première ministre italienne", "fr", "Giorgia Meloni"),
        ("der Bundeskanzler", "de", "Olaf Scholz"),
        ("szef MSZ Polski", "pl", "Radosław Sikorski"),
        ("министр иностранных дел России", "ru", "Sergey Lavrov"),
        ("прем'єр-міністр Великої Британії", "uk", "Rishi Sunak"),
        ("el presidente francés", "es", "Emmanuel Macron"),
        ("il ministro della Difesa italiano", "it", "Guido Crosetto"),
        ("Sveriges statsminister", "sv", "Ulf Kristersson"),
    ],
)
def test_names_and_roles_are_read_in_nine_languages(mention: str, language: str, actor: str) -> None:
    assert resolved("", mention, language)[0] == actor


def test_an_unknown_speaker_keeps_his_name() -> None:
    speaker = identify(Speaker(name="Jan Muster", mention="Polish MP Jan Muster"), "en", SPRING_2024)
    assert (speaker.name, speaker.actor, speaker.country) == ("Jan Muster", "", "Poland")


@pytest.mark.parametrize("typed", ["macron", "MACRON", "Makron", "emmanuel macron", "Макрон"])
def test_a_user_may_type_a_name_in_any_way(typed: str) -> None:
    actor = actor_named(typed)
    assert actor is not None
    assert actor.name == "Emmanuel Macron"


@pytest.mark.parametrize("typed", ["", "  ", "nobody at all", "💥", "'", "12"])
def test_what_names_nobody_finds_nobody(typed: str) -> None:
    assert actor_named(typed) is None


@pytest.mark.parametrize(
    ("words", "language", "country"),
    [
        ("British troops", "en", "United Kingdom"),
        ("ask us tomorrow", "en", ""),
        ("U.S. officials", "en", "United States"),
        ("les troupes françaises", "fr", "France"),
        ("un soldat", "fr", ""),
        ("der polnischen Regierung", "de", "Poland"),
        ("w Szwecji", "pl", "Sweden"),
        ("до Німеччини", "uk", "Germany"),
        ("из Великобритании", "ru", "United Kingdom"),
        ("la OTAN", "es", "NATO"),
        ("il governo tedesco", "it", "Germany"),
        ("finska soldater", "sv", "Finland"),
    ],
)
def test_words_name_a_country(words: str, language: str, country: str) -> None:
    assert country_in(words, language) == country


def test_a_list_gives_every_country_with_its_place() -> None:
    words = "Spain, the UK and Germany"
    assert [(country, words[start:end]) for country, start, end in countries_in(words, "en")] == [
        ("Spain", "Spain"),
        ("United Kingdom", "UK"),
        ("Germany", "Germany"),
    ]


def test_countries_have_flags_and_alliances_may_have_none() -> None:
    assert (flag("France"), flag("NATO"), flag("Atlantis")) == ("🇫🇷", "", "")


def test_every_country_is_named_in_all_nine_languages() -> None:
    rows = tomllib.loads(COUNTRIES.read_text(encoding="utf-8"))["countries"]
    assert all(set(row["words"]) == set(LANGUAGES) for row in rows)


def test_terms_of_office_begin_before_they_end() -> None:
    terms = [office for actor in roster() for office in actor.offices]
    assert all(term.since and (term.until is None or term.since < term.until) for term in terms)


@pytest.mark.parametrize(
    ("name", "mention", "language", "shown", "country"),
    [
        ("Франции Клер Обри", "министр обороны Франции Клер Обри", "ru", "Клер Обри", "France"),
        ("Кремля Дмитрий Волков", "Представитель Кремля Дмитрий Волков", "ru", "Дмитрий Волков", "Russia"),
        ("Естонії", "міністр оборони Естонії", "uk", "Міністр оборони Естонії", "Estonia"),
        ("France Duval Martin", "France Duval Martin", "fr", "France Duval Martin", "France"),
    ],
)
def test_a_titles_country_is_no_part_of_a_name(
    name: str, mention: str, language: str, shown: str, country: str
) -> None:
    speaker = identify(Speaker(name=name, mention=mention), language, None)
    assert (speaker.name, speaker.country) == (shown, country)


def test_after_the_last_day_that_is_known_a_role_names_nobody() -> None:
    assert resolved("", "the French president", day=known_until())[0] == "Emmanuel Macron"
    assert resolved("", "the French president", day=known_until() + timedelta(days=1))[0] == ""


def test_two_people_never_hold_an_office_in_midterm() -> None:
    for actor in roster():
        for office in actor.offices:
            assert office.since is not None
            midterm = office.since + (min(office.until or date.max, known_until()) - office.since) / 2
            assert holder(office.role, office.country, midterm) is actor


@given(name=st.text(), mention=st.text(), language=st.sampled_from(LANGUAGES))
def test_any_speaker_is_taken(name: str, mention: str, language: str) -> None:
    speaker = identify(Speaker(name=name, mention=mention), language, SPRING_2024)
    assert speaker.mention == mention
    assert bool(speaker.actor) <= bool(speaker.country)


@given(words=st.text(), language=st.sampled_from(LANGUAGES))
def test_countries_lie_inside_the_words(words: str, language: str) -> None:
    assert all(0 <= start < end <= len(words) for _, start, end in countries_in(words, language))
