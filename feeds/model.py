"""The nouns of the domain (docs/words.md), as frozen values.

Times are aware and in UTC. Offsets are code points into the text they belong to, the end exclusive.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple, NewType
from urllib.parse import urlsplit

FeedId = NewType("FeedId", int)
ArticleId = NewType("ArticleId", int)
StoryId = NewType("StoryId", int)

DEFAULT_PORTS = {"http": 80, "https": 443}


class Ownership(StrEnum):
    """Who stands behind an outlet; shown to the reader, never used to hide it."""

    PUBLIC = "public"
    PRIVATE = "private"
    STATE_CONTROLLED = "state-controlled"
    GOVERNMENT = "government"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """The publisher of one or more feeds."""

    name: str
    country: str  # English short name: "France"; alliances by their own: "NATO"
    language: str  # ISO 639-1
    ownership: Ownership


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSource:
    """A feed as the catalogue or an operator names it."""

    url: str
    outlet: Outlet
    priority: bool = False  # polled every minute where its server allows

    @property
    def host(self) -> str:
        """The server that it is polled from."""
        return host_of(self.url)


@lru_cache(maxsize=20_000)  # asked several times at each visit
def host_of(url: str) -> str:
    """Give the server of an address: name in lower case, and port unless it is the usual one; empty: none."""
    try:
        parts = urlsplit(url)
        name, port = parts.hostname or "", parts.port
    except ValueError:  # brackets or a port that are none
        return ""
    return name if port in {None, DEFAULT_PORTS.get(parts.scheme)} else f"{name}:{port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """ETag and Last-Modified of one 200 answer, verbatim, always used and stored as one set."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a feed's document says of how it wants to be polled; remembered over a "not modified"."""

    ttl_minutes: int | None = None
    skip_hours: frozenset[int] = frozenset()  # 0 to 23, UTC: the feed asks not to be read then
    skip_days: frozenset[int] = frozenset()  # 0 to 6, Monday first, UTC
    hub: str = ""  # where its news may be subscribed to (WebSub); empty: nowhere
    topic: str = ""  # the address under which the hub knows it


class Identity(StrEnum):
    """By what a feed's items are told apart; a step down where its guids or links prove to be unstable."""

    GUID = "guid"
    LINK = "link"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that we poll, with what its last visits taught us."""

    id: FeedId
    source: FeedSource
    due: datetime
    not_before: datetime | None = None  # until then its server does not want to see us
    why: str = ""  # why it is due then, in words; empty before the first visit
    validators: Validators = Validators()
    body_hash: bytes = b""  # of the last body that was parsed
    hints: Hints = Hints()
    identity: Identity = Identity.GUID
    polled: datetime | None = None  # last visit, however it ended
    succeeded: datetime | None = None  # last visit that gave a feed or "not modified"
    whole: datetime | None = None  # last visit that gave a whole document
    news: datetime | None = None  # last visit that brought a new item
    pace: float = 0.0  # new items a day, as it was at `news`
    breaking_until: datetime | None = None  # a story is breaking at its outlet
    moved_to: str = ""  # where its server says, for good, that it is now
    moved_times: int = 0  # how often in a row it said so
    moved_since: datetime | None = None  # when it said so first
    failures: int = 0  # in a row
    fault: str = ""  # why the last visit failed, in words; empty when it did not
    failing_since: datetime | None = None
    crashes: int = 0  # documents in a row that killed or stalled who read them
    retired: bool = False  # 410 Gone, or quarantined: no longer polled
    subscribed_until: datetime | None = None  # its hub promised to tell us of news until then (WebSub)
    pushes: int = 0  # how often it did, since a poll last found news that it had not told us of


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of one feed, as parsed: plain text, no markup."""

    guid: str
    link: str
    title: str
    summary: str
    body: str  # the longest text/html content, paragraphs separated by newlines; may be empty
    published: datetime | None
    page: str = ""  # the link without what only tracks its readers or names a place in the page
    updated: datetime | None = None  # when it was edited last, where the feed says so

    @property
    def dated(self) -> datetime | None:
        """From when its words are, as far as the feed says."""
        return self.updated or self.published

    @property
    def key(self) -> bytes:
        """What tells this item from the feed's others: guid, else link, else its words (16 bytes)."""
        return digest(self.guid or self.link or f"{self.title}\n{self.summary}")

    @property
    def link_key(self) -> bytes:
        """What tells it from others where guids are unstable (16 bytes); empty without a link."""
        return digest(self.page or self.link) if self.link else b""

    @property
    def content_hash(self) -> bytes:
        """Changes when the item was edited (16 bytes)."""
        return digest(f"{self.title}\x00{self.summary}\x00{self.body}")


def digest(words: str) -> bytes:
    """Hash some words (16 bytes)."""
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Basis(StrEnum):
    """How much of an article there was to read."""

    HEADLINE = "headline"
    SUMMARY = "summary"
    FULL_TEXT = "full text"


class Wall(StrEnum):
    """What stands in an article's place on its page."""

    NONE = "no wall"
    CONSENT = "consent page"
    LOGIN = "login"
    PAYWALL = "paywall"
    CHALLENGE = "bot wall"
    FORBIDDEN = "access refused"
    MISSING = "page not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An entry with the text that we read. All that we show is a span of `text`, or is the `title`.

    With no more than a headline or a summary to read, `text` is the title and the summary, a line each.
    """

    title: str
    text: str
    url: str
    outlet: Outlet
    published: datetime
    basis: Basis
    wall: Wall = Wall.NONE  # why the page was not read, and the feed's own words were

    @property
    def text_hash(self) -> bytes:
        """Stored with the text, so that a flipped bit is noticed (16 bytes)."""
        return digest(f"{self.title}\x00{self.text}")


class Span(NamedTuple):
    """A part of a text: code points, the end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the words themselves."""
        return text[self.start : self.end]


class Label(StrEnum):
    """What an article is about: see docs/words.md."""

    CORE = "CORE"
    RELATED = "RELATED"
    NO = "NO"


class Source(StrEnum):
    """Which part of an article a span points into."""

    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an article got its label: some words of it, and what they were taken for."""

    span: Span
    why: str
    source: Source = Source.TEXT


class Salience(StrEnum):
    """Whether the subject is what the article is for, or is only touched."""

    MAIN = "main"
    PASSING = "passing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the detector says of an article."""

    label: Label
    score: float  # 0..1: the chance that the label is right; of NO, that it is on the subject all the same
    reasons: tuple[Reason, ...] = ()
    salience: Salience = Salience.MAIN
    basis: Basis = Basis.FULL_TEXT  # what there was to read


class QuoteKind(StrEnum):
    """How much of a quote stands between quotation marks: all, some or nothing."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """To whom an article attributes words."""

    name: str  # as shown to a user, resolved: "Emmanuel Macron"; empty when the article gives none
    mention: str  # the article's own words: "he", "the French leader"
    actor: str = ""  # canonical name in actors.toml, empty when not in it
    country: str = ""  # or the body he speaks for: "France", "NATO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that an article attributes to somebody."""

    kind: QuoteKind
    speaker: Speaker
    spans: tuple[Span, ...]  # the parts of its content: two for `"A," X said. "B."`
    quoted: tuple[Span, ...]  # the runs between quotation marks, marks excluded
    cue: Span | None = None


class Stance(StrEnum):
    """Where an actor stands on sending or stationing foreign military personnel."""

    SUPPORTS = "supports"
    OPEN = "open"
    CONDITIONAL = "conditional"
    OPPOSES = "opposes"
    DENIES = "denies"
    CLAIMS_PRESENT = "claims-present"

    @property
    def words(self) -> str:
        """The stance as a reader sees it: "claims present"."""
        return self.value.replace("-", " ")


class Chain(StrEnum):
    """Who says that an actor holds a position."""

    SELF_STATED = "self-stated"
    REPORTED = "reported"
    ANONYMOUS = "anonymous"
    ATTRIBUTED = "attributed by an opponent"


class Troops(StrEnum):
    """Whose troops a stance is about."""

    OWN = "own"
    OTHERS = "others"
    ANY = "any"  # not told, or any state's


class Matter(StrEnum):
    """What an actor takes a stance on; on each he has one of its own."""

    SENDING = "sending troops"
    OTHERS = "troops of others"
    PRESENCE = "troops there now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """An actor's stance, with the words of the article that show it."""

    actor: str
    country: str
    stance: Stance
    span: Span  # the evidence, in the article's text
    chain: Chain
    reporter: str = ""  # who says so, where that is not the actor
    condition: Span | None = None  # "only after a ceasefire", within the evidence
    troops: Troops = Troops.ANY
    is_official: bool = False  # he spoke for his country or body that day

    @property
    def matter(self) -> Matter:
        """On what the stance is taken."""
        if self.stance in (Stance.DENIES, Stance.CLAIMS_PRESENT):
            return Matter.PRESENCE
        return Matter.OTHERS if self.troops is Troops.OTHERS else Matter.SENDING


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What clustering compares: small sets instead of whole texts."""

    words: frozenset[str]  # folded content words of title and opening
    entities: frozenset[str]  # names, acts, numbers, "stance:", "quote:", "language:": read alike everywhere
    shingles: frozenset[int]  # hashes of word runs of the whole text, for rewrites of one dispatch
    anchors: frozenset[int] = frozenset()  # hashes of names and numbers side by side, for its translations
    rests_on: str = ""  # the outlet on whose report the whole text rests: "Politico"


NO_SIGNATURE = Signature(words=frozenset(), entities=frozenset(), shingles=frozenset())


RULES = 2
"""The number of the rules by which articles are read; higher whenever the same words may be read otherwise.

A bot that starts with articles of a lower number reads them again in the background.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was read in one article."""

    language: str  # ISO 639-1, or "und"
    assessment: Assessment
    quotes: tuple[Quote, ...] = ()
    positions: tuple[Position, ...] = ()
    summary: tuple[Span, ...] = ()  # whole sentences of the text, in reading order
    credit: str = ""  # the agency a credit line names: "AFP"
    signature: Signature = NO_SIGNATURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What an article said before its outlet edited it."""

    article: ArticleId
    number: int
    title: str
    text: str
    seen: datetime
    quotes: tuple[Quote, ...]  # their spans are in this text


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptArticle:
    """An article in the store, with what was read in it."""

    id: ArticleId
    story: StoryId
    origin: ArticleId  # the first article that carried the same dispatch; itself when independent
    article: Article
    reading: Reading
    seen: datetime
    version: int = 1
    altered: int = 0  # quotes that its outlet changed or took out since we first read it
    corrected_from: Label | None = None  # what the detector had said, where whoever runs the bot knew better

    @property
    def as_version(self) -> Version:
        """What it says now, as the version that an edit makes of it."""
        return Version(
            article=self.id,
            number=self.version,
            title=self.article.title,
            text=self.article.text,
            seen=self.seen,
            quotes=self.reading.quotes,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A line of the ledger: a position, the stored article that shows it, and when that was published."""

    position: Position
    article: ArticleId
    said: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchFilter:
    """What somebody wants to hear of; what is empty asks nothing.

    Labels and counts are asked of a story, all else of one of its articles.
    """

    labels: tuple[Label, ...] = (Label.CORE,)
    terms: tuple[tuple[str, ...], ...] = ()  # of each group one; a phrase stands between quotation marks
    without: tuple[str, ...] = ()
    pattern: str = ""  # a regular expression (RE2) that a title or a text has
    languages: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()  # their names, or parts of them
    homes: tuple[str, ...] = ()  # the countries of the outlets
    who: tuple[tuple[str, ...], ...] = ()  # of each group somebody speaks: an actor, a country or a speaker
    stances: tuple[Stance, ...] = ()  # taken by one of `who`, where somebody is wanted
    outlets_at_least: int = 1
    origins_at_least: int = 1
    is_of_turns: bool = False  # not of stories, but of those who turn around; `who` counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What tells one reversal of somebody from all others."""

    actor: str
    matter: Matter
    before: ArticleId  # the article with his last word on the side that he left
    day: date  # of his first word on the other side, in UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The articles about one event, over all outlets, in order of arrival."""

    id: StoryId
    label: Label
    published: datetime  # when its newest article was
    first_seen: datetime
    last_changed: datetime
    articles: tuple[KeptArticle, ...]
    follows: StoryId | None = None  # an earlier story, of which this one tells more

    @property
    def outlets(self) -> tuple[Outlet, ...]:
        """The outlets that carry it, each once, in order of arrival."""
        return tuple({kept.article.outlet.name: kept.article.outlet for kept in self.articles}.values())

    @property
    def origins(self) -> int:
        """How many independent sources it has: wire copies and rewrites count once."""
        return len({kept.origin for kept in self.articles})


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article of a recent story, as far as a newcomer is compared with it."""

    story: StoryId
    article: ArticleId
    origin: ArticleId
    signature: Signature
    published: datetime
    outlet: str = ""
    credit: str = ""
    is_rejected: bool = False  # whoever runs the bot judged that it is not about the subject
