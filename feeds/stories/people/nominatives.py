"""Finds the full name for one in another case: "за словами Стебловського" is Макар Стебловський."""

from collections.abc import Iterable, Sequence

from feeds.stories.people.cases import nominative
from feeds.stories.people.spellings import base_forms, name_key

MOST_BEARERS = 8  # of one surname in an article
DECLINED = frozenset({"pl", "uk", "ru"})  # languages in which names have cases

Words = tuple[str, ...]


class Nominatives:
    """The full names of one article, to be found by another case of the surname or of all their words."""

    def __init__(self, names: Iterable[Words], language: str) -> None:
        self._language = language
        self._bearers: dict[str, dict[Words, None]] = {}
        for name in names if language in DECLINED else ():
            if len(name) > 1:
                self._note(name)

    def of(self, words: Sequence[str]) -> Words:
        """Give the one full name of which these words can be a case; the words themselves without one."""
        found = {name: None for key in self._forms(words[-1]) for name in self._bearers.get(key, ())}
        fitting = [name for name in found if self._is_case(words, name)]
        if len(fitting) == 1:
            return fitting[0]
        return tuple(words) if fitting else nominative(words, self._language)

    def _note(self, name: Words) -> None:
        bearers = self._bearers.setdefault(name_key(name[-1]), {})
        if len(bearers) < MOST_BEARERS:
            bearers[name] = None

    def _forms(self, word: str) -> tuple[str, ...]:
        """Give what the word may be another case of, itself left out."""
        return base_forms(name_key(word), self._language)[1:] if self._bearers else ()

    def _is_case(self, words: Sequence[str], name: Words) -> bool:
        if len(words) == 1:
            return True
        return len(words) == len(name) and all(
            name_key(nominative) in base_forms(name_key(word), self._language)
            for word, nominative in zip(words, name, strict=True)
        )
