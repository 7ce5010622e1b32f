"""The nouns of what is remembered and what is owed, as frozen values; those of the news are `feeds.model`."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from feeds.model import ArticleId, KeptArticle, Label, QuoteKind, Stance, StoryId, Turn, WatchFilter

ChatId = NewType("ChatId", int)
AlertId = NewType("AlertId", int)
WatchId = NewType("WatchId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryMark:
    """What we remember of every item of a feed, so that it is never news twice."""

    key: bytes
    content_hash: bytes  # empty: its reading killed the worker, and is tried once more
    link_key: bytes = b""
    words: bytes = b""  # a sketch of its words (bot/sift.py); empty: not known
    dated: datetime | None = None  # when its words are from, as the item itself says
    article: ArticleId | None = None  # None: it was not on the subject, or its article was forgotten
    is_forgotten: bool = False  # its article was, for its age


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An article that whoever runs the bot judged otherwise than the detector."""

    kept: KeptArticle  # with the right label, and the one that it was corrected from
    at: datetime


class Delivery(StrEnum):
    """When a chat is told of what a watch found."""

    AT_ONCE = "at once"
    DAILY = "daily"
    WEEKLY = "weekly"  # on Mondays


class Length(StrEnum):
    """How much the message about a story says."""

    LINE = "line"  # its headline
    CARD = "card"
    LONG = "long"  # as much as one message takes


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchWanted:
    """What a chat wants to be told of, and how. None, or no language: as the chat has it."""

    words: str = ""  # as they are read again; empty: every CORE story
    filter: WatchFilter = field(default_factory=WatchFilter)
    delivery: Delivery = Delivery.AT_ONCE
    is_silent: bool = False
    ping: str = ""  # the id of the role that is called, in its platform's own terms
    quiet: tuple[int, int] | None = None  # from when until when, as in ChatHours; the same twice: never
    language: str = ""
    length: Length | None = None


class AlertKind(StrEnum):
    """What is owed to a chat."""

    CARD = "card"  # a story that the chat has not heard of
    EDIT = "edit"  # its card has grown
    NOTICE = "notice"  # something that whoever runs the bot should know
    REVERSAL = "reversal"  # somebody who turned around

    @property
    def makes_card(self) -> bool:
        """Whether its message is the story's card, and is edited as the story grows."""
        return self in (AlertKind.CARD, AlertKind.EDIT)

    @property
    def is_folded(self) -> bool:
        """Whether many of them are one digest."""
        return self in (AlertKind.CARD, AlertKind.REVERSAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatHours:
    """When and how a chat is told; in minutes since midnight of its own day. None: as the bot does it."""

    zone: str = ""  # an IANA name; empty: the bot's
    quiet_from: int | None = None
    quiet_until: int | None = None
    digest_at: int | None = None
    says_empty: bool = False  # that a digest has nothing to tell is said; else it is skipped
    language: str = ""  # in which it is told; empty: the asker's, else the bot's
    length: Length = Length.CARD
    opens_threads: bool = False  # at each card, where there are threads


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """One conversation on one platform."""

    id: ChatId
    platform: str
    address: str
    title: str = ""
    parked: str = ""  # why nothing is sent at present; empty when it is open
    hours: ChatHours = field(default_factory=ChatHours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A watch of a chat."""

    id: WatchId
    chat: Chat
    wanted: WatchWanted
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A chat whose address is on the web."""

    chat: Chat
    waiting: int  # alerts that it is owed
    fault: str  # why one of them has not arrived


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """Why, when and how a chat is to be told."""

    why: str  # in words
    due: datetime
    is_bundled: bool = False  # in a digest, however little there is
    is_silent: bool = False
    watch: WatchId | None = None  # that asked for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of an alert."""

    kind: AlertKind
    why: str
    state: str  # due, sending, sent, folded (into a digest that waits), dead
    owed: datetime
    settled: datetime | None
    fault: str
    watch: WatchId | None = None  # that asked for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One delivery owed to one chat."""

    id: AlertId
    chat: Chat
    story: StoryId | None  # a notice has none
    kind: AlertKind
    why: str  # the watch that asked for it, in words
    owed: datetime
    attempts: int  # started so far, this one included
    unsure: int = 0  # of these, how often the answer was lost
    digest: tuple[StoryId, ...] = ()  # the other stories that it tells, in a burst or in a day's digest
    is_bundled: bool = False  # it waited for a digest, and is told as one
    is_silent: bool = False
    ping: str = ""  # the role that its watch wants to be called
    language: str = ""  # in which its card was told, or its watch tells, or its chat; empty: the bot's
    length: Length = Length.CARD  # likewise
    notice: str = ""  # what a notice says
    turn: Turn | None = None  # of a reversal
    turns: tuple[Turn, ...] = ()  # the other turns that it tells
    message: str = ""  # the card's message, where there is one and this edits it
    shown: bytes = b""  # hash of what that message shows


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotesWanted:
    """Which quotes are asked for. By anybody, unless a speaker is named in one way or another."""

    names_somebody: bool = False  # whose words are wanted: those of any of the next three
    actors: tuple[str, ...] = ()
    country: str = ""
    speakers: tuple[str, ...] = ()
    story: StoryId | None = None
    since: datetime | None = None  # of publication
    before: datetime | None = None
    languages: tuple[str, ...] = ()  # none: any
    outlets: tuple[str, ...] | None = None  # their names; None: any
    kinds: tuple[QuoteKind, ...] = ()  # none: any


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that an article has: one word or its beginning, or a phrase as it stands."""

    words: str
    is_phrase: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """Who speaks in an article, or whose position it tells: any of these."""

    actors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesWanted:
    """Which articles are searched for; what is empty asks nothing."""

    terms: tuple[tuple[Term, ...], ...] = ()  # every group, by one of its terms
    without: tuple[Term, ...] = ()
    since: datetime | None = None  # of publication
    before: datetime | None = None
    languages: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()  # without any: all that are on the subject
    outlets: tuple[str, ...] | None = None  # their names; None: any
    homes: tuple[str, ...] = ()  # the countries of the outlets
    who: tuple[Somebody, ...] = ()  # each of them
    stances: tuple[Stance, ...] = ()  # taken by one of `who`, where somebody is wanted
    story: StoryId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found: stories, the best of the newest day first."""

    stories: tuple[StoryId, ...] = ()
    read_to: datetime | None = None  # of so many articles only those published since were looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentMark:
    """How far somebody has followed what changed among the articles with which newcomers are compared."""

    number: int
    mark: bytes  # tells a change from another that took its number, where it was undone


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is stored."""

    articles: int
    since: datetime | None  # when the oldest of them was published
