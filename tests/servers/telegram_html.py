"""Telegram's HTML, read more strictly than Telegram does: whatever is doubtful is refused."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

TAGS = frozenset(
    {
        "b",
        "strong",
        "i",
        "em",
        "u",
        "ins",
        "s",
        "strike",
        "del",
        "code",
        "pre",
        "a",
        "blockquote",
        "tg-spoiler",
    }
)
MOST_ENTITIES = 100

_ESCAPE = re.compile(r"&(?:amp|lt|gt|quot|#\d+|#x[0-9a-fA-F]+);")
_LOOSE = re.compile(r"&(?!(?:amp|lt|gt|quot|#\d+|#x[0-9a-fA-F]+);)")
_TAG = re.compile(r"</?[a-z-]+(?: [a-z-]+(?:=\"[^\"<>]*\")?)*>")


class BadMarkup(Exception):
    """Telegram would not, or might not, understand this text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A formatted run: UTF-16 units of the text."""

    type: str
    offset: int
    length: int
    url: str = ""


def parse(html: str) -> tuple[str, tuple[Entity, ...]]:
    """Give the text that users see, and its formatted runs. Raises BadMarkup."""
    if _LOOSE.search(html):
        raise BadMarkup("an ampersand that is not part of &amp; &lt; &gt; &quot; or a number")
    if re.search(r"[<>]", _TAG.sub("", html)):
        raise BadMarkup("a bare < or >")
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.open:
        raise BadMarkup(f"<{reader.open[-1].tag}> is never closed")
    if len(reader.entities) > MOST_ENTITIES:
        raise BadMarkup(f"{len(reader.entities)} formatted runs")
    return reader.text, tuple(reader.entities)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    tag: str
    kind: str
    offset: int
    url: str


@dataclass
class _Reader(HTMLParser):
    text: str = ""
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise BadMarkup(f"unsupported start tag {tag!r}")
        if tag == "blockquote" and any(outer.tag == tag for outer in self.open):
            raise BadMarkup("a quotation inside a quotation")
        kind, url = _meaning(tag, dict(attrs))
        self.open.append(_Open(tag=tag, kind=kind, offset=_units(self.text), url=url))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            raise BadMarkup(f"unexpected end tag {tag!r}")
        opened = self.open.pop()
        length = _units(self.text) - opened.offset
        if length:
            self.entities.append(
                Entity(type=opened.kind, offset=opened.offset, length=length, url=opened.url)
            )

    def handle_data(self, data: str) -> None:
        self.text += data


def _meaning(tag: str, attributes: dict[str, str | None]) -> tuple[str, str]:
    if tag == "a":
        url = attributes.pop("href", None) or ""
        if attributes or not url.startswith(("http://", "https://")):
            raise BadMarkup(f"a link to {url!r}")
        return "text_link", url
    if tag == "blockquote" and list(attributes) == ["expandable"]:
        return "expandable_blockquote", ""
    if attributes:
        raise BadMarkup(f"attributes of <{tag}>")
    return tag, ""


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
