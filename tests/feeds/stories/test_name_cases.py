"""The first case of a name that an article gives in another one only. All people are invented."""

import pytest

from feeds.stories.people.cases import nominative


@pytest.mark.parametrize(
    ("language", "given", "name"),
    [
        ("uk", "Ірини Калюжної", "Ірина Калюжна"),
        ("uk", "Катерини Гнатюк", "Катерина Гнатюк"),
        ("uk", "Тараса Калиненка", "Тарас Калиненко"),
        ("uk", "Остапа Вербовського", "Остап Вербовський"),
        ("ru", "Ирины Калюжной", "Ирина Калюжная"),
        ("ru", "Марии Галкиной", "Мария Галкина"),
        ("ru", "Игоря Галкина", "Игорь Галкин"),
        ("pl", "Joanny Rudnik", "Joanna Rudnik"),
        ("pl", "Marka Zawilskiego", "Marek Zawilski"),
        ("pl", "Andrzeja Kostrzewy", "Andrzej Kostrzewa"),
    ],
)
def test_a_genitive_is_turned_back(language: str, given: str, name: str) -> None:
    assert " ".join(nominative(given.split(), language)) == name


@pytest.mark.parametrize(
    ("language", "given"),
    [
        ("uk", "Олега Сірка"),  # Сірко or Сірок
        ("ru", "Ивана Полевого"),  # Полевой or Полевый
        ("pl", "Jana Dudka"),  # Dudek or Dudko
        ("pl", "Quxa Zawilskiego"),  # no first name that is known
        ("pl", "Zawilskiego"),
        ("de", "Anna Rabe"),
    ],
)
def test_a_doubtful_genitive_stays_as_the_article_has_it(language: str, given: str) -> None:
    assert " ".join(nominative(given.split(), language)) == given


@pytest.mark.parametrize("language", ["pl", "uk", "ru"])
@pytest.mark.parametrize("words", [(), ("",), ("", "")])
def test_empty_names_do_no_harm(language: str, words: tuple[str, ...]) -> None:
    assert nominative(words, language) == words
