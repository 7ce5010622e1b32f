"""What every renderer does to a text before it marks it up: tame, measure, shorten; and its links."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from bot.replies import Line, Quotation, Words

OMISSION = "…"
LONGEST_LINK = 1_024
LONGEST_CREDIT = 150
MOST_CREDITS = 12

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but tab and line feed
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069"  # change the direction of what follows
    "\u2060-\u2064\ufeff\ufff9-\ufffb]"  # joiners and annotations that nobody sees
)
_BROKEN = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_NO_LINK = re.compile(r"[\s\x00-\x20\x7f-\x9f\ud800-\udfff]")
_UNSAFE_IN_LINK = re.compile(r"[()<>\"'\\`|\[\]{}^*]")


def tame(text: str) -> str:
    """Take out what nobody sees: control characters, marks of direction, broken halves of characters."""
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return _BROKEN.sub("\ufffd", _UNSEEN.sub("", lines))


def units(text: str) -> int:
    """Count UTF-16 code units, as Telegram does; never less than the number of characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def brief(text: str, most: int) -> str:
    """Shorten a label to one line of at most `most` UTF-16 units, with a mark of omission."""
    line = " ".join(tame(text[: 4 * most]).split())
    if units(line) <= most:
        return line
    kept = line[: most - 1]
    while units(kept) > most - 1:
        kept = kept[:-1]
    return kept.rstrip() + OMISSION


def brief_credit(line: Line) -> Line:
    """Bound a credit line, so that a hostile name can't fill a message."""
    return tuple(_brief_words(words) for words in line[:MOST_CREDITS])


def _brief_words(words: Words) -> Words:
    if len(words.text) <= LONGEST_CREDIT:
        return words
    return replace(words, text=brief(words.text, LONGEST_CREDIT))


def quoted_words(quotation: Quotation) -> str:
    """Put each run between marks of its own; an outlet's paraphrase stands without."""
    runs = (tame(run) for run in quotation.runs)
    return " … ".join(runs if quotation.paraphrase else (f"“{run}”" for run in runs))


def safe_link(link: str) -> str:
    """Give a web address that can stand in markup, or nothing when it is not one."""
    if len(link) > LONGEST_LINK or _NO_LINK.search(link):
        return ""
    try:
        parts = urlsplit(link)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or not port_is_valid:
        return ""
    return _UNSAFE_IN_LINK.sub(lambda found: f"%{ord(found[0]):02X}", link)
