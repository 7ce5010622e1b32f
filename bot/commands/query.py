"""The grammar of questions: words, "phrases", -words, one OR another, and filters, in any order.

`"special forces" OR instructors -Kursk from:Estonia since:2025-01 lang:fr`: one grammar for every command
that takes filters. Pure: what was typed becomes a Query, and `written` turns a Query into words that are read
as the same one. What can't be read is said in words, never an error.
"""

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from bot.commands.days import NoDayError, first_and_last
from bot.commands.languages import language_named
from bot.speech import phrase, worded
from feeds.model import Label, Stance, StoryId
from storage.model import Term

LONGEST = 10_000  # characters: the longest that `written` writes is shorter
LONGEST_WORD = 80
LONGEST_PHRASE = 100
LONGEST_NUMBER = 15  # digits
MOST_TERMS = 12
MOST_VALUES = 5  # of one filter: any of them
MOST_PAGES = 9_999

KINDS = ("direct", "indirect")

_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"'))
_EDGES = ":;,.!?()[]…"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked, read. Names are as they were typed: who or what they mean depends on what is stored."""

    terms: tuple[tuple[Term, ...], ...] = ()  # every group, by one of its terms
    without: tuple[Term, ...] = ()
    since: date | None = None
    until: date | None = None  # the last day, included
    language: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    home: tuple[str, ...] = ()  # the country of the outlet
    country: tuple[str, ...] = ()  # for which somebody speaks
    actor: tuple[str, ...] = ()  # who speaks
    stance: tuple[Stance, ...] = ()
    label: tuple[Label, ...] = ()
    kind: tuple[str, ...] = ()  # direct, indirect
    story: StoryId | None = None
    page: int = 1
    again: int = 0  # the number of a kept question, whose words these are instead

    @property
    def words(self) -> str:
        """The words without filters and marks: a name, where a command asks for one."""
        return " ".join(term.words for group in self.terms for term in group)

    @property
    def is_filtered(self) -> bool:
        """Whether anything is asked beside words, a story and the page."""
        return self != Query(terms=self.terms, story=self.story, page=self.page, again=self.again)


class NotReadError(ValueError):
    """A question that can't be read; its text says why, for whoever asked."""


def read_query(typed: str, today: date, keys: Collection[str]) -> Query:
    """Read what somebody typed, with the filters that a command takes. Raises NotReadError.

    An open quotation mark is closed; of more than 12 words, or 5 values of one filter, the first are read.
    """
    clean = "".join(letter if letter.isprintable() else " " for letter in typed[:LONGEST])
    query, joins = Query(), False
    for piece in _PIECE.finditer(_GAP.sub(r"\1:", clean.translate(_MARKS))):
        key, value = _key_of(piece, keys)
        if key:
            query = _READERS[key](query, value, today)
        elif piece["word"] == "OR" and not piece["minus"]:
            joins = bool(query.terms)
            continue
        else:
            query = _with_term(query, piece, joins=joins)
        joins = False
    return query


def written(query: Query) -> str:
    """Write a query in words that are read as the same query."""
    return " ".join(_pieces(query))


def story_number(words: str) -> StoryId | None:
    """Read a story's number: "12" or "#12"."""
    found = re.fullmatch(rf"#?([0-9]{{1,{LONGEST_NUMBER}}})", words.strip())
    return StoryId(int(found[1])) if found else None


def nearest(name: str, known: Collection[str]) -> str:
    """Suggest what may have been meant: " Did you mean Estonia?"; empty where nothing is like it."""
    by_folded = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(name[:LONGEST_WORD].casefold(), by_folded, n=2, cutoff=0.6)
    if not near:
        return ""
    meant = worded(" or ").join(by_folded[one] for one in near)
    return " " + worded("Did you mean {name}?", name=meant)


def _key_of(piece: re.Match[str], keys: Collection[str]) -> tuple[str, str]:
    """Give the filter that a piece is, and its value; what is no filter at all is a word."""
    key, value = (piece["key"] or "").casefold(), (piece["value"] or "").strip('"').strip()[:LONGEST_WORD]
    if not key or (key not in _READERS and (not value or value.startswith("//"))):
        return "", ""
    if key not in keys and key not in {"page", "again"}:
        ours = ", ".join(f"{name}:" for name in sorted(keys))
        raise NotReadError(
            worded("“{key}:” is no filter here.", key=key[:40])
            + nearest(f"{key}:", _with_colon(keys))
            + " "
            + worded("There are {filters}", filters=ours)
        )
    if piece["minus"]:
        raise NotReadError(worded("Only words can be left out with a minus, not {key}:", key=key))
    return key, value.strip()


def _with_colon(keys: Collection[str]) -> tuple[str, ...]:
    return tuple(f"{key}:" for key in keys)


def _with_term(query: Query, piece: re.Match[str], *, joins: bool) -> Query:
    term = _term(piece)
    if term is None:
        return query
    if piece["minus"]:
        return replace(query, without=(*query.without, term)[:MOST_TERMS])
    if sum(map(len, query.terms)) == MOST_TERMS:
        return query
    if joins:
        return replace(query, terms=(*query.terms[:-1], (*query.terms[-1], term)))
    return replace(query, terms=(*query.terms, (term,)))


def _term(piece: re.Match[str]) -> Term | None:
    if piece["phrase"] is not None:
        words = " ".join(piece["phrase"].split())[:LONGEST_PHRASE].strip()
        return Term(words=words, is_phrase=True) if words else None
    typed = piece["word"] or f"{piece['key']}:{piece['value'] or ''}".replace('"', "")
    word = typed[:LONGEST_WORD].strip(_EDGES).lstrip("-").strip(_EDGES)
    return _word(word)


def _word(word: str) -> Term | None:
    """Take what would be read otherwise, were it typed again, for a phrase."""
    if not word:
        return None
    again = _PIECE.fullmatch(word)
    is_word = again is not None and again["word"] == word != "OR" and word == word.strip(_EDGES).lstrip("-")
    return Term(words=word, is_phrase=not is_word)


def _pieces(query: Query) -> Iterator[str]:
    for group in query.terms:
        yield " OR ".join(map(_marked, group))
    yield from (f"-{_marked(term)}" for term in query.without)
    for key, field in _FIELDS.items():
        values: tuple[str, ...] = getattr(query, field)
        yield from (f"{key}:{_value(value.lower() if field == 'label' else value)}" for value in values)
    if query.since is not None:
        yield f"since:{query.since.isoformat()}"
    if query.until is not None:
        yield f"until:{query.until.isoformat()}"
    for key, number, usual in (
        ("story", query.story, None),
        ("again", query.again, 0),
        ("page", query.page, 1),
    ):
        if number != usual:
            yield f"{key}:{number}"


def _marked(term: Term) -> str:
    return f'"{term.words}"' if term.is_phrase else term.words


def _value(value: str) -> str:
    return f'"{value}"' if re.search(r"\s", value) else value


def _since(query: Query, value: str, today: date) -> Query:
    return replace(query, since=_days("since", value, today)[0])


def _until(query: Query, value: str, today: date) -> Query:
    return replace(query, until=_days("until", value, today)[1])


def _days(key: str, value: str, today: date) -> tuple[date, date]:
    try:
        return first_and_last(value, today)
    except NoDayError:
        raise NotReadError(
            worded(
                "{key}: takes a year, a month or a day, like 2025, 2025-01, 2025-01-31, yesterday or 7d, "
                "not “{value}”.",
                key=key,
                value=value[:40],
            )
        ) from None


def _language(query: Query, value: str, _today: date) -> Query:
    language = language_named(value)
    if not language:
        raise NotReadError(
            worded(
                "lang: takes a language in two letters, like en, de or uk, not “{value}”.", value=value[:40]
            )
        )
    return replace(query, language=_added(query.language, language))


def _outlet(query: Query, value: str, _today: date) -> Query:
    name = _some(value, phrase("outlet: takes an outlet's name or a part of it, like outlet:Herald."))
    return replace(query, outlet=_added(query.outlet, name))


def _home(query: Query, value: str, _today: date) -> Query:
    return replace(
        query,
        home=_added(
            query.home,
            _some(value, phrase("from: takes the country of the outlet, like from:Estonia.")),
        ),
    )


def _country(query: Query, value: str, _today: date) -> Query:
    name = _some(
        value,
        phrase("country: takes the country for which somebody speaks, like country:Germany."),
    )
    return replace(query, country=_added(query.country, name))


def _actor(query: Query, value: str, _today: date) -> Query:
    name = _some(value, phrase("actor: takes a person or body, like actor:Macron."))
    return replace(query, actor=_added(query.actor, name))


def _some(value: str, wanted: str) -> str:
    if not value:
        raise NotReadError(worded(wanted))
    return value


def _stance(query: Query, value: str, _today: date) -> Query:
    name = _one_of("stance", value.replace(" ", "-"), [stance.value for stance in Stance])
    return replace(query, stance=_added(query.stance, Stance(name)))


def _label(query: Query, value: str, _today: date) -> Query:
    name = _one_of("label", value, [Label.CORE.value.lower(), Label.RELATED.value.lower()])
    return replace(query, label=_added(query.label, Label(name.upper())))


def _kind(query: Query, value: str, _today: date) -> Query:
    return replace(query, kind=_added(query.kind, _one_of("kind", value, KINDS)))


def _one_of(key: str, value: str, known: Collection[str]) -> str:
    if value.casefold() not in known:
        names = worded(" or ").join(known)
        said = worded("{key}: is {names}, not “{value}”.", key=key, names=names, value=value[:40])
        raise NotReadError(said + nearest(value, known))
    return value.casefold()


def _story(query: Query, value: str, _today: date) -> Query:
    number = story_number(value)
    if number is None:
        raise NotReadError(
            worded("story: takes a story's number, like story:12, not “{value}”.", value=value[:40])
        )
    return replace(query, story=number)


def _page(query: Query, value: str, _today: date) -> Query:
    number = story_number(value)
    if not number:
        raise NotReadError(worded("page: takes a number, not “{value}”.", value=value[:40]))
    return replace(query, page=min(number, MOST_PAGES))


def _again(query: Query, value: str, _today: date) -> Query:
    return replace(query, again=story_number(value) or -1)


def _added(values: tuple[Value, ...], value: Value) -> tuple[Value, ...]:
    return tuple(dict.fromkeys((*values, value)))[:MOST_VALUES]


_READERS: Mapping[str, Callable[[Query, str, date], Query]] = {
    "since": _since,
    "until": _until,
    "lang": _language,
    "outlet": _outlet,
    "from": _home,
    "country": _country,
    "actor": _actor,
    "stance": _stance,
    "label": _label,
    "kind": _kind,
    "story": _story,
    "page": _page,
    "again": _again,
}

_FIELDS: Mapping[str, str] = {
    "actor": "actor",
    "country": "country",
    "stance": "stance",
    "from": "home",
    "outlet": "outlet",
    "lang": "language",
    "label": "label",
    "kind": "kind",
}
"""Filters with several values, in the order in which they are written."""

_PIECE = re.compile(
    r'(?P<minus>-?)(?:(?P<key>[A-Za-z]+):(?P<value>"[^"]*"?|[^\s"]*)|"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))'
)
_GAP = re.compile(rf"(?<![^\s])((?:{'|'.join(_READERS)})):[ ]+", re.IGNORECASE)
