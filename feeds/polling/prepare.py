"""Make the bytes of a document harmless before a parser sees them.

What a parser gets is text that decoded, begins with its root element, and has no document type: without that,
honest feeds come out wrong and hostile ones kill (MEASURED.md, section 1).
"""

import codecs
import re
from email.message import Message

from feeds.errors import ParseError

# Byte order marks, and how XML begins in UTF-16 without one.
BEGINNINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']""")
# Encodings of text; Python's own inventions, such as punycode and unicode_escape, are not among them.
TEXT_ENCODING = re.compile(r"utf-(8|16|32)|iso8859|cp\d|koi8|mac-|gb|big5|shift_jis|euc_|ascii|tis-620")
META_CHARSET = re.compile(
    rb"""<meta\s[^<>]{0,200}?charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE
)
CYRILLIC_WORD = re.compile(rb"[\xc0-\xff]{3,}")
LONE_ACCENT = re.compile(rb"(?<![\x80-\xff])[\xc0-\xff](?![\x80-\xff])")
WHITE_SPACE = re.compile("[\ufeff \t\r\n\f\v\0]+")
PROLOG = (("<?", "?>"), ("<!--", "-->"))
ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,60})")


def decode(body: bytes, content_type: str = "") -> str:
    """Decode a document; a few bad bytes cost their own letters and no others.

    What reads as UTF-8 is UTF-8, whatever it says of itself: no other encoding of our languages looks so.
    """
    for mark, encoding in BEGINNINGS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    text = body.decode("utf-8", "replace")
    if is_mostly_read(text):
        return text
    encodings = (declared_encoding(body), announced_encoding(content_type), likely_encoding(body))
    return body.decode(next(name for name in encodings if name not in {"", "utf-8"}), "replace")


def is_mostly_read(text: str) -> bool:
    """Whether of the letters beyond ASCII fewer were lost than were read."""
    lost = text.count("\ufffd")
    return not lost or lost * 2 < len(text) - len(text.encode("ascii", "ignore"))


def decode_page(html: bytes) -> str:
    """Decode a web page, by what its head says where it is not UTF-8."""
    charset = META_CHARSET.search(html[:4_000])
    declared = known_encoding(charset.group(1).decode("ascii", "replace")) if charset else ""
    return decode(html, f"text/html; charset={declared}")


def declared_encoding(body: bytes) -> str:
    """Give the encoding that the XML declaration names, empty when it names none that we know."""
    declaration = DECLARED.search(body[:1_000])
    return known_encoding(declaration.group(1).decode("ascii", "replace")) if declaration else ""


def announced_encoding(content_type: str) -> str:
    """Give the encoding that a Content-Type header names."""
    message = Message()
    message["Content-Type"] = " ".join(content_type.split())
    return known_encoding(str(message.get_content_charset("")))


def known_encoding(name: str) -> str:
    """Give Python's name of an encoding of text, empty for any other."""
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    if not TEXT_ENCODING.match(known):
        return ""
    # As browsers do: who says Latin-1 means windows-1252.
    return "cp1252" if known in {"iso8859-1", "ascii"} else known


def likely_encoding(body: bytes) -> str:
    """Guess between the two old encodings of our outlets: only Cyrillic words are all high bytes."""
    return "cp1251" if len(CYRILLIC_WORD.findall(body)) > len(LONE_ACCENT.findall(body)) else "cp1252"


def strip_prolog(text: str) -> str:
    """Drop all before the root element; raises ParseError for a document type that declares entities."""
    position = after_space(text, 0)
    while (end := after_piece(text, position)) > position:
        position = after_space(text, end)
    if position == len(text):
        raise ParseError("an empty answer")
    return text[position:]


def after_space(text: str, position: int) -> int:
    """Pass over white space, and what some servers take for it."""
    space = WHITE_SPACE.match(text, position)
    return space.end() if space else position


def after_piece(text: str, position: int) -> int:
    """Pass over one declaration, comment or document type; the position itself when none stands there."""
    for start, mark in PROLOG:
        if text.startswith(start, position):
            return after_mark(text, mark, position)
    if text[position : position + len("<!doctype")].lower() != "<!doctype":
        return position
    end = after_mark(text, ">", position)
    if "[" in text[position:end]:
        raise ParseError("declares XML entities, which no feed needs and an attack does")
    return end


def after_mark(text: str, mark: str, position: int) -> int:
    """Find where a mark ends; the end of the text when it is missing."""
    start = text.find(mark, position)
    return len(text) if start < 0 else start + len(mark)


def root_name(document: str) -> str:
    """Give the root element's name in lower case, empty when there is none."""
    root = ROOT.match(document)
    return root.group(1).lower() if root else ""
