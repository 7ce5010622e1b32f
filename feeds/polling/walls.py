"""Tell a page that stands in the way of an article from the article: pure, of a page's markup and its text.

The words are in `walls.toml`. A word alone proves nothing: an article may be about paywalls, and a banner,
a newsletter box or a form to log in stand beside most. So it counts where the page has no article to read,
where the page's title or address says the same, or right behind a text that is too short.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from feeds.model import Wall
from feeds.polling.plain import plain_text

SHORT = 200
"""Characters of text below which there is no article to read."""

TEASER = 400
"""Characters up to which a text may be a teaser although it does not break off."""

ENOUGH = 1_500
"""Characters from which a text is taken for the whole article, whatever stands around it."""

BEHIND = 5  # lines behind a text that belong to it
LONGEST_LINE = 200  # characters; a longer one is a paragraph, not a notice
LOOKED_AT = 300_000  # characters of markup
TITLE_PARTS = re.compile(r"\s[|·•:/–—-]{1,2}\s")
EDGE = re.compile(r'^[^\w"“”„«»‘]+')  # quotation marks stay: who quotes a notice is none
ELLIPSIS = re.compile(r"(?:…|\.\.\.)[\])»]?$")
CUT_SHORT = re.compile(r"[^\W\d_],?$")
PASSWORD = re.compile(r"""<input\s[^<>]{0,500}?type\s?=\s?["']?password""", re.IGNORECASE)
IS_FREE = re.compile(
    r'"isAccessibleForFree"\s{0,5}:\s{0,5}"?(?:https?://schema\.org/)?(true|false)', re.IGNORECASE
)
IS_ARTICLE = re.compile(r'"@type"\s{0,5}:\s{0,5}\[?\s{0,5}"[A-Za-z]{0,30}(?:Article|BlogPosting)"')


WHOLE_PAGES = (Wall.CHALLENGE, Wall.MISSING, Wall.PAYWALL, Wall.LOGIN, Wall.CONSENT)
"""In the order of what they tell: the last may stand beside the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What gives one kind of wall away, in lower case; see `walls.toml`."""

    titles: frozenset[str]
    lines: tuple[str, ...]
    beside: tuple[str, ...]
    segments: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What is to be seen of a page."""

    titles: frozenset[str]  # their parts
    segments: frozenset[str]  # of its address
    lines: tuple[str, ...]  # all of them
    opening: str  # the first line of the article's text
    own: tuple[str, ...]  # those of its lines that are neither its title nor a notice
    behind: tuple[str, ...]  # what follows these
    size: int  # characters of `own`
    is_article: bool  # so it says
    has_login: bool


def find_wall(page: str, *, text: str, titles: Iterable[str], meta: Mapping[str, str], url: str) -> Wall:
    """Tell what stands in an article's place on a page; `text` is what could be read as the article."""
    is_article = says_article(page, meta)
    if is_article and len(text) >= ENOUGH:
        return Wall.NONE
    seen = look(page, text, titles, url, is_article=is_article)
    return next(walls_in(seen, access(page, meta)), Wall.NONE)


def walls_in(seen: Sight, access: str) -> Iterator[Wall]:
    """Give what stands on a page, the surest first; a cookie banner stands on every other wall, too."""
    if not seen.is_article or seen.size < SHORT:
        yield from (kind for kind in WHOLE_PAGES if is_named(seen, kind))
        if access != "locked":
            yield from (kind for kind in WHOLE_PAGES if is_said(seen, kind))
    if is_teaser(seen, access):
        yield Wall.PAYWALL


def says_article(page: str, meta: Mapping[str, str]) -> bool:
    """Whether a page calls itself an article."""
    is_tagged = meta.get("og:type", "").lower() == "article" or "article:published_time" in meta
    return is_tagged or bool(IS_ARTICLE.search(page))


def access(page: str, meta: Mapping[str, str]) -> str:
    """Say who may read an article by its own word: free, metered or locked; empty when it does not say."""
    tier = meta.get("article:content_tier", "").lower()
    if tier in {"free", "metered", "locked"}:
        return tier
    free = IS_FREE.search(page)
    return "" if not free else "free" if free[1].lower() == "true" else "locked"


def look(page: str, text: str, titles: Iterable[str], url: str, *, is_article: bool) -> Sight:
    """Take in what a page shows."""
    lines = tuple(folded(line) for line in plain_text(page[:LOOKED_AT]).splitlines())
    read = tuple(map(folded, text.splitlines()))
    headings = frozenset(part for title in titles for part in title_parts(title))
    own = tuple(line for line in read if line not in headings and not is_notice(line))
    return Sight(
        titles=headings,
        segments=frozenset(address_parts(url)),
        lines=lines,
        opening=read[0] if read else "",
        own=own,
        behind=lines_behind(lines, own),
        size=sum(map(len, own)),
        is_article=is_article,
        has_login=bool(PASSWORD.search(page)),
    )


def folded(line: str) -> str:
    """Give a line as our words are written."""
    return EDGE.sub("", line.replace("’", "'").replace("\xa0", " ").lower())


def title_parts(title: str) -> Iterable[str]:
    """Give a title, and its parts: one of them is often the outlet's name."""
    whole = " ".join(folded(title).rstrip(".!").split())
    return (whole, *TITLE_PARTS.split(whole))


def address_parts(url: str) -> Iterable[str]:
    """Give the segments of an address's path, and the labels of its host but the outlet's own."""
    try:
        parts = urlsplit(url.lower())
    except ValueError:
        return ()
    return (*parts.path.split("/"), *(parts.hostname or "").split(".")[:-2])


def is_notice(line: str) -> bool:
    """Whether a line of a text is a wall's, not the article's."""
    return any(begins(line, words.lines) or begins(line, words.beside) for words in known_walls().values())


def begins(line: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a line is a notice that begins so."""
    return len(line) <= LONGEST_LINE and line.startswith(beginnings)


def lines_behind(lines: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """Give the lines that follow the text; all of them where it cannot be found on the page."""
    if not own:
        return tuple(lines)
    last = own[-1][:60]
    place = next((number for number in range(len(lines) - 1, -1, -1) if last in lines[number]), -1)
    return tuple(lines[place + 1 : place + 1 + BEHIND]) if place >= 0 else tuple(lines)


def is_named(seen: Sight, kind: Wall) -> bool:
    """Whether a page's title or address says that it is a wall, and the page bears that out."""
    words = known_walls()[kind]
    if not (words.titles & seen.titles or words.segments & seen.segments):
        return False
    return seen.size < SHORT or says(seen.lines, words.lines)


def is_said(seen: Sight, kind: Wall) -> bool:
    """Whether a page without a text to speak of says that it is a wall."""
    words = known_walls()[kind]
    if kind is Wall.CONSENT:
        is_opened = not seen.is_article and seen.opening.startswith(words.lines)
        return is_opened or (not seen.own and says(seen.lines, words.lines))
    is_shown = says(seen.lines, words.lines) or (kind is Wall.LOGIN and seen.has_login)
    return seen.size < SHORT and is_shown


def says(lines: Iterable[str], beginnings: tuple[str, ...]) -> bool:
    """Whether one of some lines is a notice that begins so."""
    return any(begins(line, beginnings) for line in lines)


def is_teaser(seen: Sight, access: str) -> bool:
    """Whether a text is but the beginning of an article that must be paid for."""
    if seen.size >= ENOUGH or access == "free":
        return False
    words = known_walls()[Wall.PAYWALL]
    if access == "locked" or says(seen.behind, words.lines):
        return True
    if access == "metered":
        return breaks_off(seen.own) or says(seen.lines, words.lines + words.beside)
    return says(seen.behind, words.beside) and (seen.size <= TEASER or breaks_off(seen.own))


def breaks_off(own: Sequence[str]) -> bool:
    """Whether a text ends in the middle of a sentence."""
    last = own[-1] if own else ""
    return bool(ELLIPSIS.search(last)) or (len(last) > 60 and bool(CUT_SHORT.search(last)))


@cache
def known_walls() -> Mapping[Wall, Words]:
    """Load the words of the walls that we know, once."""
    document = tomllib.loads(Path(__file__).with_name("walls.toml").read_text("utf-8"))
    return {
        Wall[name.upper()]: Words(
            titles=frozenset(words.get("titles", ())),
            lines=tuple(words.get("lines", ())),
            beside=tuple(words.get("beside", ())),
            segments=frozenset(words.get("segments", ())),
        )
        for name, words in document.items()
    }
