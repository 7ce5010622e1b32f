"""Reply -> Telegram messages: HTML within Telegram's limits, buttons as an inline keyboard.

Limits, from core.telegram.org/bots/api and core.telegram.org/api/entities: 4,096 UTF-16 units of text after
the markup is parsed, 1,024 under a photo, 100 formatted runs a message, 64 bytes of callback data.
"""

import re
from dataclasses import dataclass, replace
from html import escape, unescape

from bot.render.buttons import usable
from bot.render.language import in_its_language
from bot.render.split import MOST_MESSAGES, Piece, Room, joined, split
from bot.render.table import monospaced
from bot.render.text import brief, brief_credit, quoted_words, safe_link, tame, units
from bot.replies import (
    Block,
    Bullet,
    Button,
    Excerpt,
    File,
    Heading,
    Line,
    Paragraph,
    Quotation,
    Reply,
    Stand,
    Table,
    Tone,
    Words,
)
from bot.speech import worded
from bot.terms import stance_words

ROOM = Room(length=4_096, marks=100)
CAPTION = Room(length=1_024, marks=100)
LONGEST_ALT = 250
LONGEST_CALLBACK = 64  # bytes
LONGEST_LABEL = 60
LONGEST_HEADING = 250
FOLDED_FROM = 300  # units: a longer quotation is folded until it is tapped
BUTTONS_IN_ROW = 3

ASK = "ask:"
"""Opens the callback data of a button; what follows is the command."""

TURN = "turn:"
"""The same of a button that turns a page: its answer takes the place of the message."""

_TAG = re.compile(r"<[^<>]*>")
_OPENING_TAG = re.compile(r"<[a-z]")
_MENTION = re.compile(r"@(?=\w)")
_WORD_JOINER = "\u2060"
_TONES = {Tone.PLAIN: "", Tone.STRONG: "b", Tone.FAINT: "i"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramMessage:
    """One message as Telegram wants it; with a picture or a file, its words are the caption."""

    html: str
    keyboard: tuple[tuple[Button, ...], ...] = ()
    picture: bytes = b""  # PNG
    preview: str = ""  # the link that is shown with what stands behind it; no other ever is
    file: File | None = None


@in_its_language
def render(reply: Reply, *, most: int = MOST_MESSAGES) -> tuple[TelegramMessage, ...]:
    """Render a reply as at least one and at most `most` messages; its buttons stand under the last."""
    pages = split(reply.blocks, piece=_piece, room=ROOM, most=most)
    first, *others = _messages([joined(page) for page in pages], reply.buttons)
    return replace(first, file=reply.file, preview=safe_link(reply.lead)), *others


@in_its_language
def illustrate(reply: Reply, png: bytes, *, most: int = MOST_MESSAGES + 1) -> tuple[TelegramMessage, ...]:
    """Render a reply whose first message is its picture: over all its words, or over its alt text."""
    words, *others = _captioned(reply, most)
    return replace(words, picture=png), *others


def visible(html: str) -> str:
    """Give what a reader sees of rendered text."""
    return unescape(_TAG.sub("", html))


def callback_data(button: Button) -> str:
    """Give what Telegram sends back when a button is pressed."""
    return (TURN if button.turns_page else ASK) + button.command


def _captioned(reply: Reply, most: int) -> tuple[TelegramMessage, ...]:
    pages = split(reply.blocks, piece=_piece, room=CAPTION, most=min(most, 2))
    if len(pages) == 1:
        return _messages([joined(pages[0])], reply.buttons)
    alt = _text(brief(reply.picture.alt, LONGEST_ALT)) if reply.picture else ""
    pages = split(reply.blocks, piece=_piece, room=ROOM, most=most - 1)
    return _messages([alt, *(joined(page) for page in pages)], reply.buttons)


def _messages(texts: list[str], buttons: tuple[Button, ...]) -> tuple[TelegramMessage, ...]:
    """Put the buttons under the last one."""
    *others, last = texts
    keyboard = _keyboard(buttons)
    return *(TelegramMessage(html=html) for html in others), TelegramMessage(html=last, keyboard=keyboard)


def _piece(block: Block) -> Piece:
    html = _block(block)
    shown = visible(html)
    length = units(shown) if shown.strip() else 0
    return Piece(block=block, markup=html, length=length, marks=len(_OPENING_TAG.findall(html)))


def _block(block: Block) -> str:
    match block:
        case Heading():
            return _linked(_tagged("b", _text(brief(block.text, LONGEST_HEADING))), block.link)
        case Paragraph():
            return _line(block.line)
        case Bullet():
            return f"• {_line(block.line)}"
        case Excerpt():
            return _quoted(tame(block.text), _line(brief_credit(block.credit)))
        case Quotation():
            return _quotation(block)
        case Stand():
            return _stand(block)
        case Table():
            return _tagged("pre", escape(monospaced(block)))


def _quotation(quotation: Quotation) -> str:
    credit = _line(brief_credit(quotation.credit))
    quoted = _quoted(
        quoted_words(quotation), f"{worded('paraphrase by')} {credit}" if quotation.paraphrase else credit
    )
    return f"{_name(quotation.speaker)}:\n{quoted}"


def _stand(stand: Stand) -> str:
    chain = f" ({_text(brief(stand.chain, LONGEST_LABEL))})" if stand.chain else ""
    evidence = _quoted(tame(stand.evidence), _line(brief_credit(stand.credit)))
    return f"{_name(stand.who)}: {stance_words(stand.stance)}{chain}\n{evidence}"


def _name(who: str) -> str:
    return _tagged("b", _text(brief(who, LONGEST_LABEL)))


def _quoted(words: str, credit: str) -> str:
    """Set words off as a block quotation, its credit below it."""
    fold = " expandable" if units(words) > FOLDED_FROM else ""
    quoted = f"<blockquote{fold}>{_text(words)}</blockquote>" if words.strip() else ""
    return f"{quoted}\n— {credit}" if credit else quoted


def _line(line: Line) -> str:
    return "".join(_words(words) for words in line)


def _words(words: Words) -> str:
    return _linked(_tagged(_TONES[words.tone], _text(tame(words.text))), words.link)


def _tagged(tag: str, html: str) -> str:
    return f"<{tag}>{html}</{tag}>" if tag and html.strip() else html


def _linked(html: str, link: str) -> str:
    address = safe_link(link)
    return f'<a href="{escape(address)}">{html}</a>' if address and html.strip() else html


def _text(tamed: str) -> str:
    """Escape text, and keep "@name" in it from calling anybody: Telegram finds mentions by itself."""
    return escape(_MENTION.sub(f"@{_WORD_JOINER}", tamed), quote=False)


def _keyboard(buttons: tuple[Button, ...]) -> tuple[tuple[Button, ...], ...]:
    fitting = usable(buttons, lambda button: len(callback_data(button).encode()) <= LONGEST_CALLBACK)
    return tuple(fitting[start : start + BUTTONS_IN_ROW] for start in range(0, len(fitting), BUTTONS_IN_ROW))
