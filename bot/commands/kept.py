"""Questions with pages: read from what was typed or kept, and put on the buttons that turn the pages."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.commands.asked import GONE, page_buttons, words_on_button
from bot.commands.desk import Desk
from bot.commands.query import NotReadError, Query, read_query, written
from bot.platforms.port import Ask
from bot.replies import Button


async def asked_query(desk: Desk, ask: Ask, keys: Collection[str]) -> Query:
    """Read a question, be it typed or kept under a number. Raises NotReadError."""
    today = desk.clock().astimezone(desk.zone).date()
    query = read_query(ask.words, today, keys)
    if not query.again:
        return query
    words = await desk.store.question(query.again)
    if not words:
        raise NotReadError(GONE)
    return replace(read_query(words, today, keys), page=query.page)


async def turning(desk: Desk, command: str, query: Query, *, pages: int) -> tuple[Button, ...]:
    """Make the buttons to the pages before and after; a question too long for them is kept."""
    page = min(query.page, pages)
    if pages == 1:
        return ()
    words = await words_on_button(desk, command, written(replace(query, page=1)))
    return page_buttons(f"{command} {words}", page, pages=pages)


def period(query: Query, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """Give the beginning and the end of the days that are asked for, the end exclusive."""
    after = None if query.until is None else query.until + timedelta(days=1)
    return _begins(query.since, zone), _begins(after, zone)


def _begins(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=zone)
