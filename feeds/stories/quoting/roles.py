"""People by what they are: "the French foreign minister" is the one whom the article calls so by name."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.names import Name, People

WORD = re.compile(r"[^\W\d_][\w.'’-]*")
APPOSITION = re.compile(r"\s*,\s*([^,.;\n]{3,90})")
INDEFINITE = re.compile(r"\s*(?:an?|one|another|some|several|two|three|many)\b", re.IGNORECASE)
REACH_BEFORE = 90  # characters before a name that can hold its title
MOST_WORDS_BEFORE = 8
NEIGHBOURS = 40  # holders of roles looked at on each side of a mention
CONNECTING = frozenset({"of", "for", "the", "to", "former", "then", "and"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A person and the words that the article uses for the office."""

    name: Name
    words: frozenset[str]


class Roles:
    """Who holds which office in an article."""

    def __init__(self, text: str, people: People, words: CueWords) -> None:
        self._words = words
        self._people = people
        named = [name for name in people.names if people.has_full_name(name.surname)]
        self._holders = [role for name in named if (role := _read_role(text, name, words)) is not None]
        self._starts = [role.name.span.start for role in self._holders]

    def holder(self, mention: str, at: int) -> str | None:
        """Give the full name of the one meant by a role; the nearest of several."""
        asked = role_words(mention, self._words) - self._words.people.empty_roles
        if not asked & heads(self._words) or INDEFINITE.match(mention):
            return None
        fitting = [role for role in self._near(at) if self._fits(asked, role.words)]
        if not fitting:
            return None
        nearest = min(fitting, key=lambda role: abs(role.name.span.start - at))
        return self._people.full_name(nearest.name.words)

    def _fits(self, asked: frozenset[str], held: frozenset[str]) -> bool:
        """Hold a mention against an office; whoever leads a country may be called its leader."""
        people = self._words.people
        may_lead = bool(held & people.leaders)
        return all(word in held or (may_lead and word in people.leader_words) for word in asked)

    def _near(self, at: int) -> Sequence[Role]:
        place = bisect_left(self._starts, at)
        return self._holders[max(0, place - NEIGHBOURS) : place + NEIGHBOURS]


def heads(words: CueWords) -> frozenset[str]:
    """Give the words that make a phrase a role: minister, spokesman."""
    return words.role_heads


def role_words(phrase: str, words: CueWords) -> frozenset[str]:
    """Give all words of a phrase, nationalities turned into their countries."""
    nationalities = words.people.nationalities
    plain = (match.group().lower().rstrip(".") for match in WORD.finditer(phrase))
    return frozenset(nationalities.get(word, word) for word in plain) - words.grammar.articles


def _read_role(text: str, name: Name, words: CueWords) -> Role | None:
    after = _apposition(text, name, words)
    described = role_words(f"{_title_before(text, name, words)} {name.span.of(text)} {after}", words)
    known = described & words.role_vocabulary
    return Role(name=name, words=known) if known & heads(words) else None


def _apposition(text: str, name: Name, words: CueWords) -> str:
    """Give "the Polish envoy" of "Ada Roe, the Polish envoy", and nothing of "Ada Roe, praised the envoy"."""
    found = APPOSITION.match(text, name.span.end)
    if found is None:
        return ""
    described = WORD.findall(found.group(1))
    opens = described[0].lower() if described else ""
    names_something = (
        opens in words.grammar.determiners
        or opens in words.people.office_words
        or _may_be_title(described[0] if described else "-", words)
    )
    says = any(word in words.cues.closing and word not in words.cues.nouns_too for word in described)
    return found.group(1) if names_something and not says else ""


def _title_before(text: str, name: Name, words: CueWords) -> str:
    """Give the words before a name that belong to its title."""
    before = WORD.findall(text[max(0, name.span.start - REACH_BEFORE) : name.span.start])[-MOST_WORDS_BEFORE:]
    title: list[str] = []
    for word in reversed(before):
        if not _may_be_title(word, words):
            break
        title.append(word)
    return " ".join(title)


def _may_be_title(word: str, words: CueWords) -> bool:
    plain = word.lower().rstrip(".")
    people, grammar = words.people, words.grammar
    if plain in people.titles or plain in words.role_heads or plain in CONNECTING:
        return True
    if plain in people.nationalities:
        return True
    return word[0].isupper() and plain not in grammar.determiners and plain not in grammar.prepositions
