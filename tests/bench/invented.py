"""What the bench's 10,000 invented feeds carry: pure, of a feed's number and how often it has changed.

Nine feeds in a hundred bring a new item whenever they are asked, one only a new build date, the others
nothing. Of the feeds with news one in 45 is about the subject.
"""

import random
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from importlib import resources
from typing import Any

ITEMS = 40
POOL = 240
"""Different texts; an item's own title, link, guid and date make it one of its feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A feed at one moment."""

    number: int
    port: int
    changes: int = 0  # since the newswire opened

    @property
    def etag(self) -> str:
        """Its validator, quotes included."""
        return f'"{self.number}-{self.changes}"'

    @property
    def site(self) -> str:
        """Its outlet's address."""
        return f"https://f{self.number}.feeds.test:{self.port}"

    @property
    def newest(self) -> int:
        """The number of its newest item."""
        return self.changes if brings_news(self.number) else 0


def brings_anything(number: int) -> bool:
    """Whether a feed has changed whenever it is asked."""
    return number % 10 == 0


def brings_news(number: int) -> bool:
    """Whether a feed has a new item whenever it is asked."""
    return brings_anything(number) and number % 100 != 0


def is_on_subject(number: int, item: int) -> bool:
    """Whether an item is about foreign troops in Ukraine."""
    return item > 0 and number % 500 == 10


def address(number: int, port: int) -> str:
    """Give a feed's address."""
    return f"{State(number=number, port=port).site}/feed.xml"


def last_modified(state: State, started: datetime) -> str:
    """Give the other validator of a feed."""
    return format_datetime(started + timedelta(seconds=state.changes), usegmt=True)


def document(state: State, started: datetime) -> bytes:
    """Give a feed's document: RSS, its items newest first."""
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Invented outlet {state.number}</title>"
        f"<link>{state.site}/</link><description>Nothing here is true.</description>"
        f"<language>en</language><lastBuildDate>{last_modified(state, started)}</lastBuildDate>\n"
    )
    numbers = range(state.newest, state.newest - ITEMS, -1)
    items = "".join(_item(state, number, started) for number in numbers)
    return f"{head}{items}</channel></rss>\n".encode()


def page(number: int, item: int) -> bytes:
    """Give the web page of an item."""
    menu = "".join(f"<li><a href='/{place.lower()}'>{place}</a></li>" for place in _words()["places"])
    paragraphs = (*_subject(number), *_texts()[number % POOL][1:])
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{_title(number, item)}</title>"
        f"</head><body><nav><ul>{menu}</ul></nav><article><h1>{_title(number, item)}</h1>{text}"
        "</article><footer>Invented</footer></body></html>"
    ).encode()


def _item(state: State, item: int, started: datetime) -> str:
    number = state.number
    texts = _texts()[(number * 7 + item) % POOL]
    summary, *paragraphs = (*_subject(number), *texts[:2]) if is_on_subject(number, item) else texts
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs[: 1 + number % 3])
    link = f"{state.site}/articles/{item + 1_000_000}"
    return (
        f"<item><title>{_title(number, item)}</title><link>{link}</link>"
        f'<guid isPermaLink="false">{link}#{number}</guid><pubDate>{_published(item, started)}</pubDate>'
        f"<dc:creator><![CDATA[Invented author {item % 9}]]></dc:creator><category>News</category>"
        f"<category>{_words()['places'][item % 10]}</category>"
        f"<description><![CDATA[{summary}]]></description><content:encoded><![CDATA[<figure>"
        f'<img src="{state.site}/pictures/{item}.jpg" alt="A view"></figure>{body}'
        f'<p>Read <a href="{link}?from=feed">the whole article</a>.</p>]]></content:encoded></item>\n'
    )


def _title(number: int, item: int) -> str:
    if is_on_subject(number, item):
        return str(_words()["subject"]["title"]).format(troops=_troops(number))
    return f"{_texts()[(number * 7 + item) % POOL][0].split(',')[0]} ({number}, {item})"


def _subject(number: int) -> tuple[str, ...]:
    """Give summary and paragraphs of an item about the subject."""
    subject = _words()["subject"]
    return (subject["summary"].format(troops=_troops(number)), *subject["paragraphs"])


def _troops(number: int) -> int:
    return 100 + number % 9_000


def _published(item: int, started: datetime) -> str:
    since = timedelta(seconds=item) if item > 0 else timedelta(minutes=37 * item)
    return format_datetime((started + since).astimezone(UTC), usegmt=True)


@cache
def _texts() -> tuple[tuple[str, ...], ...]:
    """Give the pool: each text is a summary and four paragraphs."""
    dice = random.Random(1)  # noqa: S311  the same texts in every process
    return tuple(tuple(_paragraph(dice, 2) for _ in range(5)) for _ in range(POOL))


def _paragraph(dice: random.Random, sentences: int) -> str:
    words = _words()
    return " ".join(
        f"In {dice.choice(words['places'])} {dice.choice(words['who'])} {dice.choice(words['did'])} "
        f"{dice.choice(words['what'])}, {dice.choice(words['who'])} said {dice.randrange(2, 90)} weeks "
        "after the vote."
        for _ in range(sentences)
    )


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(resources.files("tests.bench").joinpath("invented.toml").read_text("utf-8"))
