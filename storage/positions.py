"""Positions: who holds which, and the ledger that they make (feeds/stories/ledger.py)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from feeds.model import ArticleId, Chain, Held, Matter, Position, Reading, Span, Stance, Troops
from storage.database import Connection, Row
from storage.values import moment, read_spans, written_spans

STANCES = {each.value: each for each in Stance}
CHAINS = {each.value: each for each in Chain}
TROOPS = {each.value: each for each in Troops}
"""Looked up ten times as quickly as an enumeration finds them; somebody's line has thousands."""

OF_ARTICLES = """
    SELECT * FROM position WHERE article IN (SELECT value FROM json_each(:ids)) ORDER BY article, ordinal
"""

HOLDERS = """
    WITH RECURSIVE holder (name) AS (
        SELECT min({column}) FROM position WHERE counts AND {column} > ''
        UNION ALL
        SELECT (SELECT min({column}) FROM position WHERE counts AND {column} > holder.name)
        FROM holder WHERE holder.name IS NOT NULL)
"""  # leaps from name to name through the index: its time grows with the names, not with the positions

IN_FORCE = """
    , matter (name) AS (VALUES ('sending troops'), ('troops of others'), ('troops there now'))
    SELECT found.* FROM holder JOIN matter JOIN position AS found ON (found.article, found.ordinal) = (
        SELECT article, ordinal FROM position
        WHERE counts AND {column} = holder.name AND matter = matter.name AND {condition}
        ORDER BY rank, said DESC, article DESC, ordinal LIMIT 1)
    WHERE holder.name IS NOT NULL
    ORDER BY holder.name, found.said DESC
"""

OF_COUNTRIES = (HOLDERS + IN_FORCE).format(column="country", condition="official = 1")
OF_ACTORS = (HOLDERS + IN_FORCE).format(column="actor", condition="1")
ACTORS = f"{HOLDERS.format(column='actor')} SELECT name FROM holder WHERE name IS NOT NULL"  # noqa: S608  ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whose positions are asked for: those of some actors, all of a country's, or anybody's."""

    actors: tuple[str, ...] = ()
    country: str = ""
    is_anybody: bool = False


async def keep(connection: Connection, article: ArticleId, reading: Reading) -> None:
    """Keep the positions that were read in an article, in place of those that it had."""
    await connection.execute("DELETE FROM position WHERE article = :id", id=article)
    for ordinal, position in enumerate(reading.positions):
        await connection.execute(
            """
            INSERT INTO position (article, ordinal, actor, country, stance, start, "end", chain, reporter,
                condition, troops, official)
            VALUES (:article, :ordinal, :actor, :country, :stance, :start, :end, :chain, :reporter,
                :condition, :troops, :official)
            """,
            article=article,
            ordinal=ordinal,
            actor=position.actor,
            country=position.country,
            stance=position.stance.value,
            start=position.span.start,
            end=position.span.end,
            chain=position.chain.value,
            reporter=position.reporter,
            condition=None if position.condition is None else written_spans((position.condition,)),
            troops=position.troops.value,
            official=int(position.is_official),
        )


async def of_articles(
    connection: Connection, articles: Sequence[ArticleId]
) -> dict[ArticleId, tuple[Position, ...]]:
    """Give the positions of some articles."""
    found: dict[ArticleId, list[Position]] = {}
    for row in await connection.rows(OF_ARTICLES, ids=json.dumps(articles)):
        found.setdefault(ArticleId(row["article"]), []).append(position(row))
    return {article: tuple(stands) for article, stands in found.items()}


async def of_countries(connection: Connection) -> tuple[Held, ...]:
    """Give what each country's officials hold now, one for each matter, by country."""
    return tuple(held(row) for row in await connection.rows(OF_COUNTRIES))


async def of_actors(connection: Connection, country: str) -> tuple[Held, ...]:
    """Give what each actor of a country holds now, one for each matter, by actor."""
    return tuple(held(row) for row in await connection.rows(OF_ACTORS) if country in ("", row["country"]))


async def history(connection: Connection, holder: Holder, *, limit: int) -> tuple[Held, ...]:
    """Give the positions of a holder, the newest first."""
    rows = await connection.rows(
        f"""
        SELECT * FROM position WHERE counts AND {_whose(holder)}
        ORDER BY said DESC, article DESC, ordinal LIMIT :limit
        """,  # noqa: S608  our own words
        actors=json.dumps(holder.actors),
        country=holder.country,
        limit=limit,
    )
    return tuple(held(row) for row in rows)


def _whose(holder: Holder) -> str:
    """Ask for one thing only, so that an index finds it."""
    if holder.is_anybody:
        return "1"
    return "country = :country" if holder.country else "actor IN (SELECT value FROM json_each(:actors))"


async def actors(connection: Connection) -> tuple[str, ...]:
    """Name all who hold a position, in the order of the alphabet."""
    rows = await connection.rows(ACTORS)
    return tuple(row["name"] for row in rows)


async def own_words(connection: Connection, actor: str, matter: Matter, limit: int) -> tuple[Held, ...]:
    """Give the newest positions that an actor took himself on a matter, the newest first."""
    rows = await connection.rows(
        """
        SELECT * FROM position WHERE counts AND actor = :actor AND matter = :matter AND rank = 0
        ORDER BY said DESC LIMIT :limit
        """,
        actor=actor,
        matter=matter.value,
        limit=limit,
    )
    return tuple(held(row) for row in rows)


def held(row: Row) -> Held:
    """Read a line of the ledger from a row."""
    return Held(position=position(row), article=ArticleId(row["article"]), said=moment(row["said"]))


def position(row: Row) -> Position:
    """Read a position from a row."""
    return Position(
        actor=row["actor"],
        country=row["country"],
        stance=STANCES[row["stance"]],
        span=Span(row["start"], row["end"]),
        chain=CHAINS[row["chain"]],
        reporter=row["reporter"],
        condition=None if row["condition"] is None else read_spans(row["condition"])[0],
        troops=TROOPS[row["troops"]],
        is_official=bool(row["official"]),
    )
