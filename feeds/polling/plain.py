"""Turn the markup of strangers into plain text, and their links into addresses that are safe to show.

Regular expressions, each linear on any input, in place of an HTML parser: feeds hold fragments, and the
standard library's parser takes longer over those than feedparser over the feed.
"""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

LONGEST_TEXT = 500_000  # characters of one title, summary or body; what comes after is not read
LONGEST_LINK = 2_000

# Comments, scripts and styles go with their content; when they are not closed, so does all that follows. Of a
# CDATA section, which double wrapping leaves behind, only the wrapping goes.
UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template|noscript|svg)\b.*?(?:</\1\s*>|\Z)|<!\[CDATA\[|\]\]>",
    re.DOTALL | re.IGNORECASE,
)
BREAK = re.compile(
    r"</?(?:p|div|br|li|[uod]l|d[dt]|table|t[rdh]|h[1-6]|hr|pre|blockquote|section|article|fig\w{3,7})\b[^<>]*>",
    re.IGNORECASE,
)
# A tag, with `>` allowed between quotes; a tag with an odd quote; a declaration or an instruction.
TAG = re.compile(r"""</?[A-Za-z](?:[^<>"']|"[^"<]*"|'[^'<]*')*>|</?[A-Za-z][^<>]*>|<[!?][^<>]*>""")
# Control characters, marks that reorder or hide text, soft hyphens, lone surrogates, invisible tags.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# A reference to a character by a number that Python refuses to read; the largest has seven digits.
HUGE_REFERENCE = re.compile(r"&#[0-9]{100,};?")


def plain_text(markup: str) -> str:
    """Give the text that a reader of the markup would see, a line for each paragraph."""
    text = markup[:LONGEST_TEXT]
    if "<" in text:
        text = without_tags(text)
    return tidy_lines(unescape(without_huge_references(text)))


def plain_line(markup: str) -> str:
    """Give the text of some markup on one line."""
    return plain_text(markup).replace("\n", " ")


def tidy_lines(text: str) -> str:
    """Take what cannot be seen out of plain text, fold its white space and drop its empty lines."""
    lines = (" ".join(line.split()) for line in INVISIBLE.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)


def without_tags(markup: str) -> str:
    """Cut the tags out; line ends count as such only where no tag marks the paragraphs."""
    text = UNSEEN.sub(" ", markup)
    if BREAK.search(text):
        text = BREAK.sub("\n", " ".join(text.splitlines()))
    return TAG.sub("", text)


def without_huge_references(markup: str) -> str:
    """Put the sign of a lost letter where a reference's number is too long for `html.unescape` to read."""
    return HUGE_REFERENCE.sub("\ufffd", markup)


def safe_link(link: str, base: str) -> str:
    """Give a link as an absolute http(s) address; empty for anything else, such as `javascript:`."""
    # Not unescaped like text: `&lang=en` would lose its meaning.
    cleaned = INVISIBLE.sub("", link).replace("&amp;", "&").strip()
    if not cleaned or len(cleaned) > LONGEST_LINK:  # before it costs anything; joined it may be longer
        return ""
    try:
        address = urljoin(base, cleaned)
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    shown = "%20".join(address.split())
    return shown if usable and len(shown) <= LONGEST_LINK else ""
