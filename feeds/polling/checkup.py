"""Say in words how a feed is, how its server behaves, and what the poller would do about both: pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.errors import FeedError
from feeds.model import Feed, FeedId, FeedSource, Hints, Wall
from feeds.polling.diagnose import fault
from feeds.polling.examine import Examined
from feeds.polling.fetch import Fetched, Gone, NotModified
from feeds.polling.pace import dated_pace, with_news
from feeds.polling.schedule import Asked, a_day, plan_next

OLD = timedelta(days=30)
"""A feed whose newest item is older than this may be dead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLook:
    """What came of reading the page of the newest item."""

    allowed: bool = True
    pause: float = 0.0  # seconds that robots.txt wants between two pages
    characters: int = 0
    wall: Wall = Wall.NONE
    error: FeedError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """All that was seen of a feed."""

    asked: str  # the address that somebody gave
    source: FeedSource  # as it would be polled
    others: tuple[str, ...]  # feeds that the page there names beside this one
    answer: Fetched
    again: Fetched | NotModified | Gone | None  # when asked for news only; None: it cannot be asked so
    examined: Examined
    page: PageLook | None  # None: there is none to read


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of what there is to say."""

    heading: str
    lines: tuple[str, ...]


def describe(checkup: Checkup, *, now: datetime, interval: timedelta) -> tuple[Part, ...]:
    """Say all of it; `interval` is the operator's."""
    return (
        Part(heading=name_of(checkup), lines=tuple(what_it_is(checkup, now))),
        Part(
            heading="What is wrong",
            lines=tuple(what_is_wrong(checkup, now)) or ("Nothing that matters.",),
        ),
        Part(heading="Its server", lines=tuple(how_it_is_served(checkup))),
        Part(heading="What Troopwire does", lines=tuple(what_we_do(checkup, now, interval))),
    )


def name_of(checkup: Checkup) -> str:
    """Give the feed's title."""
    return checkup.examined.parsed.title or "A feed without a title"


def what_it_is(checkup: Checkup, now: datetime) -> Iterator[str]:
    """Say what the feed is and brings."""
    examined = checkup.examined
    if checkup.others or checkup.answer.url != checkup.asked != checkup.source.url:
        yield f"Its address: {checkup.source.url}"
    yield f"{examined.form}, {counted(examined.size, 'item')}, language {examined.language}."
    if examined.newest:
        pace = dated_pace(examined.parsed.entries, now)
        yield f"It brings {a_day(pace)}; the newest is of {examined.newest:%d %b %Y %H:%M} UTC."
    if examined.size:
        yield whole_or_not(examined)
    if checkup.others:
        yield f"The page names other feeds, too: {', '.join(checkup.others)}"


def whole_or_not(examined: Examined) -> str:
    """Say how much of its articles a feed carries."""
    whole = examined.whole_texts
    if whole == examined.size:
        return "It carries whole articles."
    return f"It carries {whole} of {examined.size} articles whole." if whole else "It carries summaries only."


def what_is_wrong(checkup: Checkup, now: datetime) -> Iterator[str]:
    """Name every fault, with what it means for us (MEASURED.md, sections 1 and 2)."""
    examined = checkup.examined
    if not examined.size:
        yield "It is a feed, and it is empty."
    yield from faults_of_items(examined)
    yield from faults_of_document(checkup.answer, examined)
    if examined.newest and examined.newest < now - OLD:
        yield f"Nothing is newer than {lasting(now - examined.newest)}: it may be dead."


def faults_of_items(examined: Examined) -> Iterator[str]:
    """Name what is wrong with the items."""
    size = examined.size
    if examined.without_guid:
        yield f"{examined.without_guid} of {size} items have no guid: their links or words tell them apart."
    if examined.repeated:
        yield f"{examined.repeated} of {size} items have the guid of another: one may pass for the other."
    if not examined.is_newest_first:
        yield "Its items do not stand newest first: all are looked at each time."
    if examined.undated:
        yield f"{examined.undated} of {size} items have no date: they count from when they are first seen."
    if examined.unreadable_dates:
        yield f"{examined.unreadable_dates} of {size} items have a date that cannot be read."
    if examined.future_dates:
        yield f"{examined.future_dates} of {size} items are dated more than a day ahead: not believed."


def faults_of_document(answer: Fetched, examined: Examined) -> Iterator[str]:
    """Name what is wrong with the document around them."""
    if examined.broken_at:
        yield f"Not well-formed XML ({examined.broken_at}): it is repaired as far as that goes."
    if examined.misnamed:
        yield f"It says that it is in {examined.misnamed}, and is not; it is read as what it is."
    if examined.lost_letters:
        yield f"{counted(examined.lost_letters, 'letter')} in it cannot be read."
    if examined.size and not examined.parsed.items:
        yield "Its items cannot be read apart: it is parsed whole whenever it changes."
    if "html" in answer.content_type.lower():
        yield f"It is served as {answer.content_type}, as if it were a web page."


def how_it_is_served(checkup: Checkup) -> Iterator[str]:
    """Say how the server answers, and what it asks of us."""
    answer, hints = checkup.answer, checkup.examined.parsed.hints
    if answer.moved_to:
        yield f"It has moved for good to {answer.moved_to}"
    elif answer.url not in {checkup.source.url, checkup.asked}:
        yield f"It redirects, not for good, to {answer.url}"
    yield validators(answer) + asked_again(answer, checkup.again)
    if answer.max_age:
        yield f"It calls its answer fresh for {lasting(timedelta(seconds=answer.max_age))}."
    if answer.retry_after:
        yield f"It asks us to wait {lasting(timedelta(seconds=answer.retry_after))} (Retry-After)."
    yield from wishes(hints)


def validators(answer: Fetched) -> str:
    """Say by what the server can be asked for news only."""
    given = [
        name
        for name, value in (
            ("an ETag", answer.validators.etag),
            ("Last-Modified", answer.validators.last_modified),
        )
        if value
    ]
    size = f"{max(len(answer.body) // 1024, 1)} KB"
    return (
        f"It gives {' and '.join(given)}"
        if given
        else f"It gives neither ETag nor Last-Modified: {size} a visit."
    )


def asked_again(answer: Fetched, again: Fetched | NotModified | Gone | None) -> str:
    """Say what the server did when asked for news only."""
    match again:
        case None:
            return ""
        case NotModified():
            return ", and answers “not modified” when nothing is new."
        case Fetched() if again.body == answer.body:
            return ", and sends the same document again all the same."
        case Fetched():
            return ", and sent another document at the second visit."
        case Gone():
            return ", and was gone for good (410) at the second visit."


def wishes(hints: Hints) -> Iterator[str]:
    """Say what the document asks of us."""
    if hints.ttl_minutes:
        yield f"It may be kept for {lasting(timedelta(minutes=hints.ttl_minutes))} (ttl)."
    if hints.skip_hours or hints.skip_days:
        yield "It wants to be left alone at some hours or on some days (skipHours, skipDays)."
    if hints.hub:
        yield f"Its news can be subscribed to at {hints.hub} (WebSub)."


def what_we_do(checkup: Checkup, now: datetime, interval: timedelta) -> Iterator[str]:
    """Say when it is visited next, and whether the pages of its items are read."""
    answer = checkup.answer
    asked = Asked(max_age=answer.max_age, retry_after=answer.retry_after)
    plan = plan_next(as_polled(checkup, now), now=now, interval=interval, asked=asked)
    yield f"The next visit after {lasting(plan.due - now)}: {plan.why}."
    if checkup.page:
        yield f"Of items that may matter the pages are read: {how_the_page_is(checkup.page)}"
    elif checkup.examined.size and checkup.examined.whole_texts == checkup.examined.size:
        yield "No pages are read: the feed has it all."
    else:
        yield "No pages are read: its items have no links."


def as_polled(checkup: Checkup, now: datetime) -> Feed:
    """Give the feed as the poller would know it after this visit."""
    feed = Feed(
        id=FeedId(0),
        source=checkup.source,
        due=now,
        validators=checkup.answer.validators,
        hints=checkup.examined.parsed.hints,
        polled=now,
        succeeded=now,
    )
    return with_news(feed, checkup.examined.parsed.entries, now)


def how_the_page_is(page: PageLook) -> str:
    """Say what reading the newest item's page came to."""
    if not page.allowed:
        return "robots.txt asks us not to, so only the feed's own words are."
    pause = f" robots.txt wants {page.pause:g} s between two." if page.pause else ""
    if page.error:
        return f"the newest could not be ({fault(page.error)}).{pause}"
    if page.wall is not Wall.NONE:
        return f"the newest is behind a wall ({page.wall}: read from the feed only).{pause}"
    return f"the newest has {page.characters} characters.{pause}"


def lasting(time: timedelta) -> str:
    """Say how long a time is, roughly."""
    for unit, length in (
        ("day", timedelta(days=1)),
        ("hour", timedelta(hours=1)),
        ("minute", timedelta(minutes=1)),
    ):
        if time >= 2 * length or (time >= length and unit != "day"):
            return counted(round(time / length), unit)
    return counted(round(time.total_seconds()), "second")


def counted(count: int, what: str) -> str:
    """Give a number of things."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def lines_of(parts: Sequence[Part]) -> Iterator[str]:
    """Write the parts as lines for a terminal."""
    for part in parts:
        yield part.heading
        yield from (f"  {line}" for line in part.lines)
