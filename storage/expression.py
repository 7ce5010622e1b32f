"""Writes what is searched for as an expression of FTS5 that can't fail and is quick to look up.

Whatever a user types is quoted word by word: raw input made FTS5 raise in 25 of 29 trials (MEASURED.md, 4).
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from feeds.model import Label
from storage import facts
from storage.database import Connection
from storage.model import ArticlesWanted, Somebody, Term
from storage.values import maybe_moment

MOST_TERMS = 12
MOST_OUTLETS = 500
LONGEST_TERM = 200
SHORTEST_BEGINNING = 3
"""Bounds of a query: the beginnings of thousands of single letters took 45 s."""

INDEXED_BEGINNING = 4
"""Letters of the longest beginning that the index lists like a word (migration 11)."""

MOST_ENDINGS = 60
"""FTS5 gathers all places of a longer beginning before it gives the first, 0.1 s for a common one. So the
words that begin so are named one by one, unless they are too many."""

ENDINGS = """
    WITH RECURSIVE ending (term, number) AS (
        SELECT (SELECT term FROM article_vocabulary WHERE term >= :beginning LIMIT 1), 1
        UNION ALL
        SELECT (SELECT term FROM article_vocabulary WHERE term >= ending.term || char(1) LIMIT 1), number + 1
        FROM ending WHERE ending.term < :end AND number <= :most)
    SELECT term FROM ending WHERE term < :end
"""  # leaps from word to word: its time grows with the words, not with the places where they stand

_LATIN = re.compile(r"[a-z0-9\u00df-\u024f]+")


async def write(connection: Connection, wanted: ArticlesWanted) -> str:
    """Write what is wanted; empty where nothing can be found."""
    conditions = await _facts(connection, wanted)
    asked = [
        words
        for group in wanted.terms[:MOST_TERMS]
        if (words := await _either(connection, group[:MOST_TERMS]))
    ]
    if any(not condition for condition in conditions) or (wanted.terms and not asked):
        return ""
    both = " AND ".join([*(_in_facts(words) for words in conditions), *map(in_words, asked)])
    unwanted = await _either(connection, wanted.without[:MOST_TERMS])
    return f"({both}) NOT {in_words(unwanted)}" if unwanted else both


def in_words(written: str) -> str:
    """Look only where an article's own words are."""
    return f"{{title text}} : ({written})"


def on_subject(written: str, period: Sequence[str]) -> str:
    """Look only at articles on the subject, of a period, and there where their own words are."""
    labels = _labelled((Label.CORE, Label.RELATED))
    return f"{in_words(written)} AND {_in_facts(period)} AND {_in_facts(labels)}"


async def periods(connection: Connection) -> Iterator[Sequence[str]]:
    """Give the words for all that is stored, from the oldest month on: a month, two, four, and so on.

    Who wants the oldest articles with a word of half a million looks at few of them.
    """
    stored = await _stored(connection)
    return _doubling(facts.each_month(*stored)) if stored else iter(())


def _doubling(months: Sequence[str]) -> Iterator[Sequence[str]]:
    start, size = 0, 1
    while start < len(months):
        yield months[start : start + size]
        start, size = start + size, 2 * size


def _in_facts(words: Iterable[str]) -> str:
    return f"facts : ({' OR '.join(_quoted(word) for word in words)})"


def _labelled(labels: Iterable[Label]) -> Sequence[str]:
    return [f"k{label.value}" for label in labels]


async def _facts(connection: Connection, wanted: ArticlesWanted) -> list[Sequence[str]]:
    """Give the groups of words of which each must be there by one; a group without any finds nothing."""
    groups: list[Sequence[str]] = [_labelled(wanted.labels or (Label.CORE, Label.RELATED))]
    if wanted.languages:
        groups.append([f"l{language}" for language in wanted.languages])
    if wanted.story is not None:
        groups.append([f"s{wanted.story}"])
    if wanted.outlets is not None or wanted.homes:
        groups.append(await _outlets(connection, wanted))
    if wanted.since is not None or wanted.before is not None:
        groups.append(await _months(connection, wanted))
    return [*groups, *_people(wanted)]


def _people(wanted: ArticlesWanted) -> Iterator[Sequence[str]]:
    for somebody in wanted.who:
        yield [
            word if stance is None else facts.stance(stance, word)
            for word in _holders(somebody)
            for stance in wanted.stances or (None,)
        ]
    if wanted.stances and not wanted.who:
        yield [facts.stance(stance) for stance in wanted.stances]


def _holders(somebody: Somebody) -> Iterator[str]:
    yield from (facts.actor(name) for name in (*somebody.actors, *somebody.speakers))
    yield from (facts.country(name) for name in somebody.countries)
    yield from (facts.speaker(name) for name in somebody.speakers)


async def _outlets(connection: Connection, wanted: ArticlesWanted) -> list[str]:
    rows = await connection.rows(
        """
        SELECT id FROM outlet
        WHERE (:any_name OR name IN (SELECT value FROM json_each(:names)))
          AND (:any_home OR country IN (SELECT value FROM json_each(:homes)))
        LIMIT :limit
        """,
        any_name=wanted.outlets is None,
        names=json.dumps(wanted.outlets or ()),
        any_home=not wanted.homes,
        homes=json.dumps(wanted.homes),
        limit=MOST_OUTLETS,
    )
    return [f"o{row['id']}" for row in rows]


async def _months(connection: Connection, wanted: ArticlesWanted) -> Sequence[str]:
    stored = await _stored(connection)
    if stored is None:
        return ()
    first, last = stored
    return facts.months(max(first, wanted.since or first), min(last, wanted.before or last))


async def _stored(connection: Connection) -> tuple[datetime, datetime] | None:
    """Give when the oldest and the newest article were published."""
    row = await connection.row(
        """
        SELECT (SELECT min(published) FROM article) AS first, (SELECT max(published) FROM article) AS last
        """  # each by the index; both at once would read all of it
    )
    first, last = (maybe_moment(row["first"]), maybe_moment(row["last"])) if row else (None, None)
    return None if first is None or last is None else (first, last)


async def _either(connection: Connection, terms: Iterable[Term]) -> str:
    return " OR ".join([words for term in terms if (words := await _written(connection, term))])


async def _written(connection: Connection, term: Term) -> str:
    words = _plain(term.words)
    if not re.search(r"[^\W_]", words):
        return ""
    if term.is_phrase or len(words) < SHORTEST_BEGINNING:
        return _quoted(words)
    folded = _folded(words)
    if not folded.isalnum() or len(folded) <= INDEXED_BEGINNING:
        return f"{_quoted(words)}*"
    endings = await _endings(connection, folded)
    return " OR ".join(map(_quoted, endings)) if endings else f"{_quoted(words)}*"


async def _endings(connection: Connection, beginning: str) -> list[str]:
    """Give the words that begin so; none where they are too many to be named."""
    end = f"{beginning}\U0010ffff"
    rows = await connection.rows(ENDINGS, beginning=beginning, end=end, most=MOST_ENDINGS)
    return [row["term"] for row in rows] if len(rows) <= MOST_ENDINGS else []


def _folded(word: str) -> str:
    """Write a word as the index does: without case, and Latin letters without accents."""
    lowered = word.lower()
    if not _LATIN.fullmatch(lowered):
        return lowered
    letters = unicodedata.normalize("NFD", lowered)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _plain(words: str) -> str:
    whole = words[:LONGEST_TERM].encode("utf-8", "replace").decode()
    return whole.replace('"', " ").replace("\x00", " ").strip()


def _quoted(words: str) -> str:
    return f'"{_plain(words)}"'
