"""The article out of a web page: the one door to trafilatura. Runs in a worker, as `parse.py` does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from feeds.model import Wall
from feeds.polling.dates import read_date
from feeds.polling.plain import LONGEST_TEXT, plain_line, tidy_lines
from feeds.polling.prepare import decode_page
from feeds.polling.walls import find_wall

META = re.compile(r"<meta\s([^<>]{1,1000})>", re.IGNORECASE)
META_NAME = re.compile(r"""(?:property|name|itemprop)\s{0,5}=\s{0,5}["']?([\w:.-]{1,60})""", re.IGNORECASE)
META_CONTENT = re.compile(r"""content\s{0,5}=\s{0,5}(?:"([^"]{0,999})"|'([^']{0,999})')""", re.IGNORECASE)
TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,500})", re.IGNORECASE)
LINKED_DATE = re.compile(r'"datePublished"\s{0,5}:\s{0,5}"([^"<>]{4,60})"')
TIME_TAG = re.compile(r"""<time\s[^<>]{0,300}?datetime\s{0,5}=\s{0,5}["']([^"'<>]{4,60})""", re.IGNORECASE)

SHORTEST_TEXT = 200
"""Characters below which a page's text is taken for a notice or a paywall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """What a page's article says; `text` is empty where the page holds none, a teaser's at a paywall."""

    url: str  # where the page came from in the end
    title: str
    text: str  # paragraphs separated by newlines
    published: datetime | None
    wall: Wall = Wall.NONE  # what stands in the article's place

    @property
    def is_readable(self) -> bool:
        """Whether the article itself was found: no wall, and more than a notice."""
        return self.wall is Wall.NONE and len(self.text) >= SHORTEST_TEXT


def extract_article(html: bytes, url: str) -> PageText:
    """Find the article in a page, without menus, comments and tables."""
    import trafilatura  # noqa: PLC0415 - a worker loads it when it is needed

    page = decode_page(html)
    found = trafilatura.bare_extraction(
        page, url=url, favor_precision=True, include_comments=False, include_tables=False
    )
    meta = meta_tags(page)
    title = page_title(page, meta)
    text = without_headline(tidy_lines((getattr(found, "text", None) or "")[:LONGEST_TEXT]), title)
    return PageText(
        url=url,
        title=title,
        text=text,
        published=published_date(page, meta),
        wall=find_wall(page, text=text, titles=(title, window_title(page)), meta=meta, url=url),
    )


def meta_tags(page: str) -> dict[str, str]:
    """Read the page's own card: its meta tags by name, the first of each."""
    tags: dict[str, str] = {}
    for tag in META.finditer(page):
        name, content = META_NAME.search(tag[1]), META_CONTENT.search(tag[1])
        if name and content:
            tags.setdefault(name[1].lower(), content[1] or content[2] or "")
    return tags


def page_title(page: str, meta: dict[str, str]) -> str:
    """Give the headline that a page is shared under, else its window title."""
    return plain_line(meta.get("og:title", "")) or window_title(page)


def window_title(page: str) -> str:
    """Give the title of a page's window; it often goes on with the outlet's name."""
    window = TITLE.search(page)
    return plain_line(window[1]) if window else ""


def without_headline(text: str, title: str) -> str:
    """Drop the headline from the head of the text; a window's title may go on with the outlet's name."""
    first, _, rest = text.partition("\n")
    return rest if rest and title.startswith(first) else text


def published_date(page: str, meta: dict[str, str]) -> datetime | None:
    """Give the first believable date of publication, the most trustworthy place first."""
    now = datetime.now(UTC)
    dates = (read_date(words, now=now) for words in date_words(page, meta))
    return next((date for date in dates if date), None)


def date_words(page: str, meta: dict[str, str]) -> Iterator[str]:
    """Find the places where a page says when it was published."""
    yield meta.get("article:published_time", "")
    for place in (LINKED_DATE, TIME_TAG):
        if found := place.search(page):
            yield found[1]
    yield meta.get("datepublished", "")
    yield meta.get("date", "")
