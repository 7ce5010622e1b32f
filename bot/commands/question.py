"""What somebody asks about quotes: a name or a story, and filters in any order.

`Germany since:2025-01 kind:direct`, `"NATO chief" lang:de`, `story:12`, `12`. What can't be read is said in
words, never an error.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from feeds.model import QuoteKind, StoryId

LONGEST = 300
LONGEST_NUMBER = 15  # digits
MOST_PAGES = 9_999

KINDS: Mapping[str, tuple[QuoteKind, ...]] = {
    "direct": (QuoteKind.DIRECT,),
    "indirect": (QuoteKind.INDIRECT, QuoteKind.MIXED),  # both are shown as the outlet's words
}
FILTERS = "since:, until:, lang:, outlet:, kind: and story:"

_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"'))
_PIECE = re.compile(r'([A-Za-z]+):\s*("[^"]*"|\S*)|"([^"]*)"|(\S+)')
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, read."""

    words: str  # as they were typed, without the page
    filters: str = ""  # the part of the words that are filters
    who: str = ""
    story: StoryId | None = None
    since: datetime | None = None
    before: datetime | None = None
    language: str = ""
    outlet: str = ""
    kinds: tuple[QuoteKind, ...] = ()
    page: int = 1
    again: int = 0  # the number of a kept question, whose words these are instead

    @property
    def has_filters(self) -> bool:
        """Whether it asks for only some of somebody's quotes."""
        return any((self.since, self.before, self.language, self.outlet, self.kinds))


class NotReadError(ValueError):
    """A question that can't be read; its text says why, for whoever asked."""


def read_question(typed: str, zone: ZoneInfo) -> Question:
    """Read what somebody typed. Raises NotReadError."""
    clean = "".join(letter if letter.isprintable() else " " for letter in typed[:LONGEST])
    question = Question(words="")
    names: list[str] = []
    kept: list[str] = []
    filters: list[str] = []
    for piece in _PIECE.finditer(clean.translate(_MARKS)):
        key, value, phrase, word = piece.groups()
        if key is None:
            names.append((phrase if word is None else word).strip('"'))
        else:
            question = _filtered(question, key.casefold(), value.strip('"'), zone)
        if key is None or key.casefold() not in {"page", "again"}:
            kept.append(piece[0])
            filters += [] if key is None else [piece[0]]
    question = replace(question, words=" ".join(kept), filters=" ".join(filters))
    return _named(question, " ".join(" ".join(names).split()))


def story_number(words: str) -> StoryId | None:
    """Read a story's number: "12" or "#12"."""
    found = re.fullmatch(rf"#?([0-9]{{1,{LONGEST_NUMBER}}})", words.strip())
    return StoryId(int(found[1])) if found else None


def _named(question: Question, who: str) -> Question:
    number = story_number(who)
    return replace(question, who=who) if number is None else replace(question, story=number)


def _filtered(question: Question, key: str, value: str, zone: ZoneInfo) -> Question:
    read = _READERS.get(key)
    if read is None:
        raise NotReadError(
            f"“{key[:40]}:” is no filter. There are {FILTERS}; "
            "for instance /quotes Germany since:2025-01 kind:direct"
        )
    return read(question, value, zone)


def _since(question: Question, value: str, zone: ZoneInfo) -> Question:
    return replace(question, since=_days("since", value, zone)[0])


def _until(question: Question, value: str, zone: ZoneInfo) -> Question:
    return replace(question, before=_days("until", value, zone)[1])


def _days(key: str, value: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Give the beginning and the end of a year, a month or a day, the end exclusive."""
    found = _DAY.fullmatch(value)
    try:
        if found is None:
            raise ValueError(value)  # noqa: TRY301  answered below like a month 13
        year, month, day = (int(part) if part else 0 for part in found.groups())
        first = datetime(year, month or 1, day or 1, tzinfo=zone)
        return first, _end(first, is_month=bool(month), is_day=bool(day))
    except (ValueError, OverflowError):
        raise NotReadError(
            f"{key}: takes a year, a month or a day, like 2025, 2025-01 or 2025-01-31, not “{value[:40]}”."
        ) from None


def _end(first: datetime, *, is_month: bool, is_day: bool) -> datetime:
    if is_day:
        return first + timedelta(days=1)
    if is_month and first.month < 12:
        return first.replace(month=first.month + 1)
    return first.replace(year=first.year + 1, month=1)


def _language(question: Question, value: str, _zone: ZoneInfo) -> Question:
    if not re.fullmatch(r"[A-Za-z]{2,3}", value):
        raise NotReadError(f"lang: takes a language in two letters, like en, de or uk, not “{value[:40]}”.")
    return replace(question, language=value.casefold())


def _outlet(question: Question, value: str, _zone: ZoneInfo) -> Question:
    if not value.strip():
        raise NotReadError(
            'outlet: takes an outlet\'s name or a part of it, like outlet:Herald or outlet:"The H".'
        )
    return replace(question, outlet=value.strip())


def _kind(question: Question, value: str, _zone: ZoneInfo) -> Question:
    if value.casefold() not in KINDS:
        raise NotReadError(f"kind: is direct or indirect, not “{value[:40]}”.")
    return replace(question, kinds=KINDS[value.casefold()])


def _story(question: Question, value: str, _zone: ZoneInfo) -> Question:
    number = story_number(value)
    if number is None:
        raise NotReadError(f"story: takes a story's number, like story:12, not “{value[:40]}”.")
    return replace(question, story=number)


def _page(question: Question, value: str, _zone: ZoneInfo) -> Question:
    number = story_number(value)
    if not number:
        raise NotReadError(f"page: takes a number, not “{value[:40]}”.")
    return replace(question, page=min(number, MOST_PAGES))


def _again(question: Question, value: str, _zone: ZoneInfo) -> Question:
    return replace(question, again=story_number(value) or -1)


_READERS: Mapping[str, Callable[[Question, str, ZoneInfo], Question]] = {
    "since": _since,
    "until": _until,
    "lang": _language,
    "outlet": _outlet,
    "kind": _kind,
    "story": _story,
    "page": _page,
    "again": _again,
}
