"""What an operator is told of a feed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.errors import FetchError
from feeds.model import FeedSource, Validators, Wall
from feeds.polling.checkup import Checkup, PageLook, describe, lasting, lines_of
from feeds.polling.examine import examine
from feeds.polling.fetch import Fetched, Gone, NotModified
from tests.feeds.polling.documents import HONEST, NOW, URL, item, rss
from tests.samples import HERALD

FRESH = "<pubDate>Wed, 04 Mar 2026 10:00:00 GMT</pubDate>"
SOUND = rss(item(inside=FRESH))
READ = PageLook(characters=3_200)


def checked(document: bytes = SOUND, *, head: str = "", page: PageLook | None = READ) -> Checkup:
    """A feed as it was seen, all well."""
    body = document.replace(b"<channel>", f"<channel>{head}".encode())
    answer = Fetched(
        body=body, url=URL, content_type="application/rss+xml", validators=Validators(etag='"1"')
    )
    return Checkup(
        asked=URL,
        source=FeedSource(url=URL, outlet=HERALD),
        others=(),
        answer=answer,
        again=NotModified(url=URL),
        examined=examine(body, URL, "", NOW),
        page=page,
    )


def said(checkup: Checkup) -> str:
    return "\n".join(lines_of(describe(checkup, now=NOW, interval=timedelta(minutes=5))))


def test_a_sound_feed_is_said_to_be_one() -> None:
    assert said(checked()).splitlines() == [
        "The Harbour Courier",
        "  RSS 2.0, 1 item, language en.",
        "  It brings 12 items a day; the newest is of 04 Mar 2026 10:00 UTC.",
        "  It carries summaries only.",
        "What is wrong",
        "  Nothing that matters.",
        "Its server",
        "  It gives an ETag, and answers “not modified” when nothing is new.",
        "What Troopwire does",
        "  The next visit after 30 minutes: it brings 12 items a day.",
        "  Of items that may matter the pages are read: the newest has 3200 characters.",
    ]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (rss(), "it is empty"),
        (rss(item(guid="", inside=FRESH)), "1 of 1 items have no guid"),
        (rss(item(), item()), "1 of 2 items have the guid of another"),
        (HONEST, "1 of 1 items have no date"),
        (rss(item(inside="<pubDate>soon</pubDate>")), "a date that cannot be read"),
        (rss(item(inside=FRESH.replace("2026", "2036"))), "more than a day ahead"),
        (
            rss(item(inside=FRESH.replace("04", "03", 1)), item(guid="2", inside=FRESH)),
            "do not stand newest first",
        ),
        (rss(item(title="Salt & pepper")), "Not well-formed XML (not well-formed (invalid token): line 1"),
        (
            rss(item(title="Räven"), prolog='<?xml version="1.0" encoding="iso-8859-5"?>'),
            "says that it is in iso8859-5, and is not",
        ),
        (rss(item(inside=FRESH.replace("Mar", "Jan"))), "Nothing is newer than 59 days: it may be dead"),
    ],
)
def test_each_fault_of_a_document_is_named(document: bytes, words: str) -> None:
    assert words in said(checked(document)).partition("Its server")[0]


def test_feed_that_is_served_as_a_page_is_noticed() -> None:
    sound = checked()
    assert "served as text/html" in said(
        replace(sound, answer=replace(sound.answer, content_type="text/html"))
    )


@pytest.mark.parametrize(
    ("again", "words"),
    [
        (NotModified(url=URL), "answers “not modified”"),
        (checked().answer, "sends the same document again all the same"),
        (replace(checked().answer, body=b"<rss/>"), "sent another document"),
        (Gone(url=URL), "was gone for good"),
    ],
)
def test_second_visit_shows_whether_the_server_knows_its_own_marks(
    again: Fetched | NotModified | Gone, words: str
) -> None:
    assert words in said(replace(checked(), again=again))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"validators": Validators()}, "neither ETag nor Last-Modified: 1 KB a visit"),
        ({"validators": Validators(etag="1", last_modified="2")}, "an ETag and Last-Modified"),
        ({"max_age": 1800.0}, "calls its answer fresh for 30 minutes"),
        ({"retry_after": 7200.0}, "asks us to wait 2 hours"),
        ({"moved_to": "https://new.example/"}, "moved for good to https://new.example/"),
        ({"url": "https://cdn.example/"}, "redirects, not for good, to https://cdn.example/"),
    ],
)
def test_what_the_server_says_is_passed_on(answer: dict[str, object], words: str) -> None:
    sound = checked()
    given = replace(sound.answer, **answer)  # type: ignore[arg-type]  # each case names a field of its own
    again = None if given.validators == Validators() else sound.again
    assert words in said(replace(sound, answer=given, again=again))


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("<ttl>60</ttl>", "It may be kept for 1 hour (ttl)."),
        ("<ttl>60</ttl>", "The next visit after 1 hour: the feed's own ttl"),
        ("<skipHours><hour>3</hour></skipHours>", "left alone at some hours"),
        (
            '<link rel="hub" href="https://hub.example/" xmlns="http://www.w3.org/2005/Atom"/>',
            "https://hub.example/ (W",
        ),
    ],
)
def test_what_the_document_asks_is_passed_on(head: str, words: str) -> None:
    assert words in said(checked(head=head))


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (PageLook(allowed=False), "robots.txt asks us not to"),
        (PageLook(wall=Wall.PAYWALL), "behind a wall (paywall: read from the feed only)"),
        (PageLook(error=FetchError(URL, "the server hangs up")), "could not be (the server hangs up)"),
        (PageLook(pause=10, characters=9), "9 characters. robots.txt wants 10 s between two."),
        (None, "No pages are read: its items have no links."),
    ],
)
def test_what_came_of_a_page_is_said(page: PageLook | None, words: str) -> None:
    assert words in said(checked(page=page))


def test_feed_with_whole_articles_needs_no_pages() -> None:
    content = '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">{}</content:encoded>'
    words = said(checked(rss(item(inside=FRESH + content.format("word " * 400))), page=None))
    assert "It carries whole articles." in words
    assert "No pages are read: the feed has it all." in words


def test_page_that_led_to_the_feed_is_not_taken_for_it() -> None:
    page = "https://courier.example/"
    words = said(replace(checked(), asked=page, others=("https://courier.example/sport",)))
    assert f"Its address: {URL}" in words
    assert "other feeds, too: https://courier.example/sport" in words
    assert "redirects" not in words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (61, "1 minute"),
        (3_600, "1 hour"),
        (90_000, "25 hours"),
        (2e6, "23 days"),
    ],
)
def test_times_are_said_roughly(seconds: float, words: str) -> None:
    assert lasting(timedelta(seconds=seconds)) == words
