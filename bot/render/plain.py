"""Reply -> plain lines, for pipes and for `ask`. Pure."""

from collections.abc import Iterator

from bot.render.language import in_its_language
from bot.render.text import tame
from bot.replies import (
    Block,
    Bullet,
    Excerpt,
    Heading,
    Line,
    Paragraph,
    Picture,
    Quotation,
    Reply,
    Stand,
    Table,
)
from bot.speech import worded
from bot.terms import stance_words


@in_its_language
def render(reply: Reply) -> str:
    """Write a reply as plain lines, links behind their words; of one with a file, the file alone."""
    if reply.file:
        return tame(reply.file.content)
    lines = [line for block in reply.blocks for line in _lines(block)]
    if reply.picture:
        lines.append(where_pictured(reply.picture))
    if reply.buttons:
        lines.append("  ".join(f"[/{button.command}]" for button in reply.buttons))
    return "\n".join(lines) + "\n"


def where_pictured(picture: Picture) -> str:
    """Say what a picture shows, and where it may be had: a terminal has none."""
    said = worded("On Telegram and on Discord with a picture: {what}", what=safe(picture.alt))
    return f"({said})"


def safe(words: str) -> str:
    """Make words harmless for a terminal, on one line."""
    return tame(words).replace("\n", " ")


def quoted(block: Quotation) -> str:
    """Write a quotation: its words between marks, or the outlet's paraphrase without."""
    words = " … ".join(safe(run) for run in block.runs)
    return f"{words} ({worded('paraphrase')})" if block.paraphrase else f"“{words}”"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=words, link=link):
            yield f"== {safe(words)}{f' <{safe(link)}>' if link else ''}"
        case Paragraph(line=line):
            yield _written(line)
        case Excerpt(text=words, credit=credit):
            yield f"  {safe(words)}"
            yield f"    — {_written(credit)}"
        case Quotation():
            yield f"  {safe(block.speaker)}: {quoted(block)}"
            yield f"    — {_written(block.credit)}"
        case Stand():
            stance = stance_words(block.stance)
            yield f"  {safe(block.who)}: {stance} ({safe(block.chain)}): {safe(block.evidence)}"
            yield f"    — {_written(block.credit)}"
        case Bullet(line=line):
            yield f"- {_written(line)}"
        case Table():
            yield from _table(block)


def _written(line: Line) -> str:
    return "".join(safe(word.text) + (f" <{safe(word.link)}>" if word.link else "") for word in line)


def _table(table: Table) -> Iterator[str]:
    rows = [tuple(safe(cell) for cell in row) for row in (table.columns, *table.rows)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.columns))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
