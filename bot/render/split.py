"""Cuts a reply into messages that fit: between blocks, or inside one that is too long by itself."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.render.text import OMISSION
from bot.replies import Block, Bullet, Excerpt, Heading, Line, Paragraph, Quotation, Stand, Table, paragraph

MOST_MESSAGES = 5
"""A longer answer is cut, so that one question never floods a chat."""

SPARE = 8
"""Units that each message keeps free for the mark of omission."""

GAP = 2
"""The longest gap between two blocks, in units."""

HOPELESS = 4
"""A text this many times longer than a message is cut before it is marked up: megabytes cost nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block in a platform's markup, and what it takes of a message's room."""

    block: Block
    markup: str
    length: int  # UTF-16 units
    marks: int = 0  # formatted runs, where the platform counts them


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What fits into one message."""

    length: int
    marks: int = 0

    def holds(self, pieces: Iterable[Piece]) -> bool:
        """Tell whether the pieces fit together."""
        taken = list(pieces)
        length = sum(piece.length + GAP for piece in taken)
        return length + SPARE <= self.length and sum(piece.marks for piece in taken) <= self.marks


def split(
    blocks: Iterable[Block], *, piece: Callable[[Block], Piece], room: Room, most: int
) -> tuple[tuple[Piece, ...], ...]:
    """Arrange blocks in at most `most` messages, never none; what is left out leaves a mark of omission."""
    omission = piece(paragraph(OMISSION))
    pages: list[list[Piece]] = [[]]
    for part in _parts(blocks, piece=piece, room=room):
        if room.holds([*pages[-1], part]):
            pages[-1].append(part)
        elif len(pages) < most:
            pages.append([part])
        else:
            pages[-1].append(omission)
            break
    if not pages[0]:
        pages[0].append(omission)
    return tuple(tuple(page) for page in pages)


def joined(pieces: tuple[Piece, ...]) -> str:
    """Put the blocks of one message one under the other."""
    gaps = [_gap(above.block, below.block) for above, below in pairwise(pieces)]
    return "".join(piece.markup + gap for piece, gap in zip(pieces, [*gaps, ""], strict=True))


def _gap(above: Block, below: Block) -> str:
    together = isinstance(above, Heading) or (isinstance(above, Bullet) and isinstance(below, Bullet))
    return "\n" if together else "\n\n"


def _parts(blocks: Iterable[Block], *, piece: Callable[[Block], Piece], room: Room) -> Iterator[Piece]:
    waiting = list(blocks)[::-1]
    while waiting:
        block = waiting.pop()
        if _longest_text(block) > HOPELESS * room.length:
            waiting.extend(reversed(_halves(block)))
            continue
        part = piece(block)
        if part.length and room.holds([part]):
            yield part
        elif part.length:
            waiting.extend(reversed(_halves(block)))


def _longest_text(block: Block) -> int:
    match block:
        case Paragraph() | Bullet():
            return max((len(words.text) for words in block.line), default=0)
        case Quotation():
            return max(map(len, block.runs), default=0)
        case Excerpt():
            return len(block.text)
        case Stand():
            return len(block.evidence)
        case Table() | Heading():
            return 0


def _halves(block: Block) -> tuple[Block, ...]:
    """Cut a block in two; one that can't be cut becomes a mark of omission."""
    halves: tuple[Block, ...] = ()
    match block:
        case Paragraph() | Bullet():
            halves = tuple(replace(block, line=line) for line in _line_halves(block.line))
        case Quotation():
            halves = tuple(replace(block, runs=runs) for runs in _run_halves(block.runs))
        case Excerpt():
            halves = tuple(replace(block, text=text) for text in _marked_halves(block.text))
        case Stand():
            halves = tuple(replace(block, evidence=text) for text in _marked_halves(block.evidence))
        case Table():
            middle = len(block.rows) // 2
            rows = (block.rows[:middle], block.rows[middle:]) if middle else ()
            halves = tuple(replace(block, rows=half) for half in rows)
    return halves or (paragraph(OMISSION),)


def _line_halves(line: Line) -> tuple[Line, ...]:
    if len(line) > 1:
        middle = len(line) // 2
        return line[:middle], line[middle:]
    return tuple((replace(line[0], text=text),) for text in _text_halves(line[0].text)) if line else ()


def _run_halves(runs: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    if len(runs) > 1:
        middle = len(runs) // 2
        return runs[:middle], runs[middle:]
    return tuple((text,) for text in _text_halves(runs[0])) if runs else ()


def _marked_halves(text: str) -> tuple[str, ...]:
    """Cut verbatim words that stand without quotation marks: the cut is marked on both sides."""
    halves = _text_halves(text.strip(OMISSION + " "))
    return (f"{halves[0]} {OMISSION}", f"{OMISSION} {halves[1]}") if halves else ()


def _text_halves(text: str) -> tuple[str, ...]:
    """Cut a text near its middle, between words where it has words."""
    middle = len(text) // 2
    if middle < 1:
        return ()
    gap = max(text.rfind(white, middle // 2, middle) for white in " \n")
    return (text[:gap], text[gap + 1 :]) if gap > 0 else (text[:middle], text[middle:])
