"""Reply -> Discord messages: one embed a message, coloured by stance; buttons below it.

Limits, from discord.com/developers/docs/resources/message: title 256, description 4,096, 6,000 in all,
25 buttons in rows of 5, custom ids of 100, button labels of 80 characters.
"""

import re
from dataclasses import dataclass, replace

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
from feeds.model import Stance

ROOM = Room(length=4_096)
LONGEST_TITLE = 256
LONGEST_HEADING = 250
LONGEST_NAME = 60
LONGEST_LABEL = 80
LONGEST_CUSTOM_ID = 100
MOST_BUTTONS = 25
LONGEST_ALT = 1_024

BUTTON_ID = r"(?P<how>ask|turn)(?:#(?P<nonce>[^:]+))?:(?P<typed>.+)"
"""The custom id of a button: whether its answer is a new message or takes the place of this one; on the first
button of a message, the nonce with which it was sent; and the command."""

SHARE = "share"
"""The custom id of the button that shows everybody what only its reader sees."""

SHARE_LABEL = "Share"

PLAIN_COLOUR = 0x5B6770
COLOURS = {
    Stance.SUPPORTS: 0x2E7D32,
    Stance.OPEN: 0x7CB342,
    Stance.CONDITIONAL: 0xF9A825,
    Stance.OPPOSES: 0xC62828,
    Stance.DENIES: 0x6A1B9A,
    Stance.CLAIMS_PRESENT: 0x1565C0,
}

_MARKUP = re.compile(r"([\\*_~`|<>#\-+\[\]():@])")
_NUMBERED = re.compile(r"^( *\d+)\.", re.MULTILINE)
_TONES = {Tone.PLAIN: "", Tone.STRONG: "**", Tone.FAINT: "*"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordMessage:
    """One message as Discord wants it: an embed and its buttons; a picture is shown below its words."""

    title: str = ""
    link: str = ""
    description: str = ""
    footer: str = ""
    colour: int = PLAIN_COLOUR
    buttons: tuple[Button, ...] = ()
    picture: bytes = b""  # PNG
    alt: str = ""
    file: File | None = None
    nonce: str = ""  # by which it can be found again; for that it needs a button
    ping: str = ""  # the role that it calls when it is sent

    @property
    def has_files(self) -> bool:
        """Whether there is more to it than words."""
        return bool(self.picture) or self.file is not None


@in_its_language
def render(reply: Reply, *, most: int = MOST_MESSAGES) -> tuple[DiscordMessage, ...]:
    """Render a reply as at least one and at most `most` messages; its buttons stand under the last."""
    heading, blocks = _title(reply.blocks)
    pages = split(blocks, piece=_piece, room=ROOM, most=most)
    last = len(pages) - 1
    return tuple(
        DiscordMessage(
            title=_title_text(heading) if index == 0 else "",
            link=safe_link(heading.link) if index == 0 else "",
            description=joined(page),
            footer=_position(reply.stance) if index == 0 else "",
            colour=COLOURS[reply.stance] if reply.stance else PLAIN_COLOUR,
            buttons=_fitting(reply.buttons) if index == last else (),
            file=reply.file if index == 0 else None,
            ping=reply.ping if index == 0 else "",
        )
        for index, page in enumerate(pages)
    )


def illustrate(reply: Reply, png: bytes, *, most: int = MOST_MESSAGES) -> tuple[DiscordMessage, ...]:
    """Render a reply, its picture in the first message."""
    first, *others = render(reply, most=most)
    alt = brief(reply.picture.alt, LONGEST_ALT) if reply.picture else ""
    return replace(first, picture=png, alt=alt), *others


def custom_ids(message: DiscordMessage) -> tuple[str, ...]:
    """Give what Discord sends back when a button is pressed; the first carries the nonce if it has room."""
    plain = tuple(custom_id(button) for button in message.buttons)
    if not message.nonce or not plain:
        return plain
    marked = custom_id(message.buttons[0], nonce=message.nonce)
    return (marked, *plain[1:]) if units(marked) <= LONGEST_CUSTOM_ID else plain


def custom_id(button: Button, *, nonce: str = "") -> str:
    """Name a button by what it does."""
    return f"{'turn' if button.turns_page else 'ask'}{f'#{nonce}' if nonce else ''}:{button.command}"


def nonce_in(custom_id: str) -> str:
    """Read the nonce of a message off one of its buttons; empty where it carries none."""
    found = re.fullmatch(BUTTON_ID, custom_id)
    return (found["nonce"] or "") if found else ""


def _title(blocks: tuple[Block, ...]) -> tuple[Heading, tuple[Block, ...]]:
    """Take the first heading as the embed's title, unless nothing follows it."""
    if len(blocks) > 1 and isinstance(blocks[0], Heading):
        return blocks[0], blocks[1:]
    return Heading(text=""), blocks


def _title_text(heading: Heading) -> str:
    title = _text(brief(heading.text, LONGEST_HEADING))
    return title if units(title) <= LONGEST_TITLE else _text(brief(heading.text, LONGEST_HEADING // 2))


def _position(stance: Stance | None) -> str:
    """Say the stance in words: a colour alone says nothing to many."""
    return worded("Position: {stance}", stance=stance_words(stance)) if stance else ""


def _fitting(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    return usable(buttons, lambda button: units(custom_id(button)) <= LONGEST_CUSTOM_ID)[:MOST_BUTTONS]


def _piece(block: Block) -> Piece:
    markdown = _block(block)
    return Piece(block=block, markup=markdown, length=units(markdown) if markdown.strip() else 0)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return _linked(_toned("**", _text(brief(block.text, LONGEST_HEADING))), block.link)
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
            return f"```\n{monospaced(block).replace('`', 'ˋ')}\n```"


def _quotation(quotation: Quotation) -> str:
    credit = _line(brief_credit(quotation.credit))
    quoted = _quoted(
        quoted_words(quotation), f"{worded('paraphrase by')} {credit}" if quotation.paraphrase else credit
    )
    return f"{_name(quotation.speaker)}:\n{quoted}"


def _stand(stand: Stand) -> str:
    chain = f" ({_text(brief(stand.chain, LONGEST_NAME))})" if stand.chain else ""
    evidence = _quoted(tame(stand.evidence), _line(brief_credit(stand.credit)))
    return f"{_name(stand.who)}: {stance_words(stand.stance)}{chain}\n{evidence}"


def _name(who: str) -> str:
    return _toned("**", _text(brief(who, LONGEST_NAME)))


def _quoted(words: str, credit: str) -> str:
    """Set words off as a block quotation, its credit below it."""
    quoted = "> " + _text(words).replace("\n", "\n> ") if words.strip() else ""
    return f"{quoted}\n— {credit}" if credit else quoted


def _line(line: Line) -> str:
    return "".join(_words(words) for words in line)


def _words(words: Words) -> str:
    return _linked(_toned(_TONES[words.tone], _text(tame(words.text))), words.link)


def _toned(mark: str, markdown: str) -> str:
    """Put marks around words; white space at their ends stays outside, or the marks would be shown."""
    words = markdown.strip()
    if not mark or not words:
        return markdown
    before, _, after = markdown.partition(words)
    return f"{before}{mark}{words}{mark}{after}"


def _linked(markdown: str, link: str) -> str:
    address = safe_link(link)
    return f"[{markdown}]({address})" if address and markdown.strip() else markdown


def _text(tamed: str) -> str:
    """Escape all that Discord would take for markup, a mention, a link, an emoji or a time."""
    return _NUMBERED.sub(r"\1\\.", _MARKUP.sub(r"\\\1", tamed))
