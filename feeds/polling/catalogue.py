"""Read the list of feeds that we ship, or an operator's own of the same shape."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from feeds.errors import CatalogueError
from feeds.model import FeedSource, Outlet, Ownership

LANGUAGE = re.compile(r"[a-z]{2}")
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def load_catalogue(path: Path) -> tuple[FeedSource, ...]:
    """Load a feed list; raises CatalogueError that names the file and every fault in it."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise CatalogueError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: not valid TOML: {error}") from error
    entries = document.get("feed")
    faults = list(faults_of_list(entries))
    if faults:
        raise CatalogueError("\n".join(f"{path}: {fault}" for fault in faults))
    return tuple(feed_source(entry) for entry in document["feed"])


def faults_of_list(entries: object) -> Iterator[str]:
    """Name every fault of a list, each with the entry that it is in."""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        yield "has no [[feed]] entries"
        return
    for number, entry in enumerate(entries, start=1):
        name = f"feed {number} ({entry.get('outlet') or entry.get('url') or 'without a name'})"
        yield from (f"{name}: {fault}" for fault in faults_of_entry(entry))
    times = Counter(str(entry["url"]) for entry in entries if "url" in entry)
    yield from (f"{url} stands {count} times" for url, count in times.items() if count > 1)


def faults_of_entry(entry: Mapping[str, object]) -> Iterator[str]:
    """Name every fault of one entry."""
    for rule in RULES:
        if rule.field not in entry:
            if rule.required:
                yield f"`{rule.field}` is missing"
        elif not rule.holds(entry[rule.field]):
            yield f"`{rule.field}` {rule.otherwise}: {str(entry[rule.field])[:80]!r}"
    known = {rule.field for rule in RULES}
    yield from (f"`{field}` is not known" for field in entry if field not in known)


def is_http(value: object) -> bool:
    """Whether a value is an http(s) address."""
    try:
        parts = urlsplit(str(value))
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def is_name(value: object) -> bool:
    """Whether a value is a text with something in it."""
    return isinstance(value, str) and bool(value.strip())


def is_language(value: object) -> bool:
    """Whether a value looks like a code of ISO 639-1."""
    return isinstance(value, str) and bool(LANGUAGE.fullmatch(value))


def is_ownership(value: object) -> bool:
    """Whether a value is one of the ownerships that we tell apart."""
    return value in list(Ownership)


def is_flag(value: object) -> bool:
    """Whether a value is true or false."""
    return isinstance(value, bool)


def is_sighting(value: object) -> bool:
    """Whether a value says when the address was seen to answer, or that nobody looked."""
    return value is False or (isinstance(value, str) and bool(MONTH.fullmatch(value)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What must hold for one field of an entry."""

    field: str
    holds: Callable[[object], bool]
    otherwise: str
    required: bool = True


RULES = (
    Rule(field="url", holds=is_http, otherwise="is not an http or https address"),
    Rule(field="outlet", holds=is_name, otherwise="is not a name"),
    Rule(field="country", holds=is_name, otherwise="is not a name"),
    Rule(field="language", holds=is_language, otherwise="is not a code of two letters"),
    Rule(field="ownership", holds=is_ownership, otherwise=f"is none of {', '.join(Ownership)}"),
    Rule(field="priority", holds=is_flag, otherwise="is neither true nor false", required=False),
    Rule(field="seen", holds=is_sighting, otherwise="is neither a month (2026-03) nor false", required=False),
)


def feed_source(entry: Mapping[str, str]) -> FeedSource:
    """Turn a faultless entry into a source."""
    outlet = Outlet(
        name=entry["outlet"],
        country=entry["country"],
        language=entry["language"],
        ownership=Ownership(entry["ownership"]),
    )
    return FeedSource(url=entry["url"], outlet=outlet, priority=bool(entry.get("priority", False)))
