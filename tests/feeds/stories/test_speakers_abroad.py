"""Whose words they are in other languages, in their order and cases. Who holds no office is invented."""

from datetime import date

import pytest

from feeds.stories.actors import identify
from feeds.stories.quotes import find_quotes

DAY = date(2024, 3, 1)


def shown(language: str, text: str) -> list[tuple[str, str]]:
    """Give speaker and country of each quote, as a reader of the bot sees them."""
    speakers = [identify(quote.speaker, language, DAY) for quote in find_quotes(text, language, DAY)]
    return [(speaker.name, speaker.country) for speaker in speakers]


def names(language: str, text: str) -> list[str]:
    return [name for name, _ in shown(language, text)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Макар Стебловський приїхав. За словами Стебловського, війська не потрібні."),
        ("uk", "Макар Стебловський приїхав. На думку Макара Стебловського, війська не потрібні."),
        ("uk", "Як повідомив Макар Стебловський, війська вже в дорозі."),
    ],
)
def test_a_ukrainian_name_in_another_case_is_shown_in_the_first(language: str, text: str) -> None:
    assert names(language, text) == ["Макар Стебловський"]


@pytest.mark.parametrize(
    "text",
    [
        "Ирина Зуева приехала. По словам Зуевой, войска не нужны.",
        "Ирина Зуева приехала. По мнению Ирины Зуевой, войска не нужны.",
        "Как сообщила Ирина Зуева, войска уже в пути.",
    ],
)
def test_a_russian_name_in_another_case_is_shown_in_the_first(text: str) -> None:
    assert names("ru", text) == ["Ирина Зуева"]


def test_of_two_who_may_be_meant_by_a_case_none_is_taken() -> None:
    text = "Ирина Зуева и Анна Зуева приехали. По словам Зуевой, войска не нужны."
    assert names("ru", text) == ["Зуевой"]


def test_a_subject_is_not_taken_for_the_case_of_another_name() -> None:
    text = "Иван Зуев приехал. Как сообщила Зуева, войска уже в пути."
    assert names("ru", text) == ["Зуева"]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("uk", "За словами Макрона, війська можуть бути відправлені.", "Emmanuel Macron"),
        ("ru", "По словам Макрона, войска могут быть отправлены.", "Emmanuel Macron"),
        ("pl", "Jak powiedział Emmanuel Macron, wojska zostaną wysłane.", "Emmanuel Macron"),
        ("de", "„Wir gehen nicht dorthin“, sagte Ursula von der Leyen.", "Ursula von der Leyen"),
        ("fr", "« Nous irons là-bas », a dit Ursula von der Leyen.", "Ursula von der Leyen"),
        ("en", "“We stay here,” Ursula von der Leyen said.", "Ursula von der Leyen"),
    ],
)
def test_a_known_person_is_found_in_any_case_and_with_particles(language: str, text: str, name: str) -> None:
    assert names(language, text) == [name]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("es", '"No enviaremos tropas", ha asegurado la ministra de Defensa, Clara Vidal.', "Clara Vidal"),
        ("it", '"Non manderemo soldati", ha dichiarato il ministro della Difesa, Aldo Neri.', "Aldo Neri"),
        ("fr", "« Nous irons là-bas », a déclaré la ministre des Armées, Clara Morin.", "Clara Morin"),
    ],
)
def test_a_name_after_an_office_and_a_comma_is_the_speakers(language: str, text: str, name: str) -> None:
    assert names(language, text) == [name]


def test_the_next_of_several_is_not_taken_for_the_name_of_an_office() -> None:
    text = '"No enviaremos tropas", dijo la ministra de Defensa, Clara Vidal y otros lo aplaudieron.'
    assert names("es", text) == ["La ministra de Defensa"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Ein Sprecher des Verteidigungsministeriums sagte: „Es gibt keine neuen Pläne.“",
            "Ein Sprecher des Verteidigungsministeriums",
        ),
        ("„Wir gehen nicht dorthin“, urteilte die Schriftstellerin Ute Rabe.", "Ute Rabe"),
        ("„Wir gehen nicht dorthin“, erwiderte Verbandsvorsitzender Jan Muster.", "Jan Muster"),
        ("„Wir gehen nicht dorthin“, sagte Ute Rabe von der Neuen Mitte.", "Ute Rabe"),
    ],
)
def test_german_offices_keep_their_genitive_and_leave_the_name(text: str, name: str) -> None:
    assert names("de", text) == [name]


def test_the_hearer_is_no_part_of_a_speaker() -> None:
    assert names("ru", '"Мы так не делаем здесь", - сказал ему следователь.') == ["Следователь"]


@pytest.mark.parametrize(
    ("language", "text", "country"),
    [
        ("en", "The Polish deputy minister Ada Roe came. “We will not go,” Roe said.", "Poland"),
        ("de", "Die polnische Botschafterin Ute Rabe kam. „Wir gehen nicht hin“, sagte Rabe.", "Poland"),
        ("fr", "La députée allemande Clara Morin est venue. « Nous irons là », a dit Morin.", "Germany"),
        ("pl", "Niemiecki poseł Jan Muster przyjechał. „Nie pojedziemy tam” – powiedział Muster.", "Germany"),
    ],
)
def test_a_speakers_country_is_that_of_his_title_anywhere_in_the_article(
    language: str, text: str, country: str
) -> None:
    assert [land for _, land in shown(language, text)] == [country]


def test_whom_titles_give_two_countries_has_none() -> None:
    text = "The Polish minister Ada Roe came. The French minister Ada Roe left. “We will not go,” Roe said."
    assert shown("en", text) == [("Ada Roe", "")]


def test_a_place_before_a_name_is_no_title() -> None:
    text = "Behind the Polish border Ada Roe fell ill. “We will not go,” Roe said."
    assert shown("en", text)[-1][1] == ""
