"""Reply: what a command answers and an alert says, for every platform.

A small typed tree. The renderers turn it into messages; nothing above them knows of markup or limits.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.charts.chart import Chart
from feeds.model import Label, Stance, StoryId


class Tone(StrEnum):
    """How words stand out. A platform that can't show a tone shows the words."""

    PLAIN = "plain"
    STRONG = "strong"
    FAINT = "faint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A run of plain text: never markup, whatever it looks like."""

    text: str
    link: str = ""  # http(s) only
    tone: Tone = Tone.PLAIN


Line = tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The title of a reply or of one of its parts."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Our own words around the news: labels, counts, hints."""

    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A sentence of a stored article, verbatim, with its credit. Shown without quotation marks of ours."""

    text: str
    credit: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words that an article attributes to somebody.

    `runs` are verbatim spans, joined by an ellipsis. A paraphrase (an indirect quote) is shown without
    quotation marks and is marked as the outlet's wording.
    """

    speaker: str
    runs: tuple[str, ...]
    paraphrase: bool
    credit: Line  # outlet, ownership where it matters, date, link


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A position: who, where he stands, who says so and the evidence."""

    who: str
    stance: Stance
    chain: str  # "self-stated", "reported by Ivo Daalder", "anonymous"
    evidence: str
    credit: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """One entry of a list."""

    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns of short cells, for `health` and the like."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Excerpt | Quotation | Stand | Bullet | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart beside the words, drawn only where it can be shown: without it the words still say it all."""

    chart: Chart
    alt: str  # what it shows, in words: one sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A text file to be had with the words, in UTF-8."""

    name: str  # letters, digits, dots and dashes: "positions.csv"
    content: str

    @property
    def data(self) -> bytes:
        """The content as it is sent."""
        return self.content.encode("utf-8", "replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button that asks a command: what a user would type, without the slash, at most 59 bytes."""

    label: str
    command: str
    turns_page: bool = False  # the answer takes the place of the message; a private one does not


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The story whose card a reply is, for readers that are programs."""

    story: StoryId
    label: Label
    changed: datetime  # as of when it is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """How a message is filed where messages have a place of their own: a thread, or a post in a forum."""

    name: str
    tags: tuple[str, ...] = ()  # it is filed under those of these names that there are
    opens_thread: bool = False  # in a chat that is no forum, too


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer or an alert."""

    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()
    private: bool = False  # for the asker only, where the platform can
    is_repeated: bool = False  # said a moment ago: left out where others would see it
    silent: bool = False  # no sound: an alert that can wait
    ping: str = ""  # the id of the one role that it calls when it is sent, where there are roles
    beneath: str = ""  # the message of ours that it follows, in its platform's own terms
    stance: Stance | None = None  # gives a card its colour, beside the word
    lead: str = ""  # the one link that may show what stands behind it, where the platform can
    picture: Picture | None = None
    file: File | None = None  # with a few words only, and no picture
    language: str = ""  # of what we say ourselves, in it and around it; empty: English
    subject: Subject | None = None  # of a card
    filing: Filing | None = None  # likewise, where it is an alert


def text(words: str, *, link: str = "", tone: Tone = Tone.PLAIN) -> Words:
    """Make a run of plain text."""
    return Words(text=words, link=link, tone=tone)


def paragraph(*parts: Words | str) -> Paragraph:
    """Make a paragraph of runs; a bare string is a plain one."""
    return Paragraph(line=tuple(text(part) if isinstance(part, str) else part for part in parts))


def note(words: str, *, private: bool = False) -> Reply:
    """Answer with one sentence."""
    return Reply(blocks=(paragraph(words),), private=private)
