"""Reply -> a page for a terminal, with rich. Pure: gives text with escape codes of ours only."""

from io import StringIO

from rich.box import ROUNDED
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.style import Style
from rich.table import Table as Grid
from rich.text import Text

from bot.render.language import in_its_language
from bot.render.plain import quoted, safe, where_pictured
from bot.replies import (
    Block,
    Bullet,
    Excerpt,
    Heading,
    Line,
    Paragraph,
    Quotation,
    Reply,
    Stand,
    Table,
    Tone,
)
from bot.terms import stance_words
from feeds.model import Stance

STANCE_COLOURS = {
    Stance.SUPPORTS: "bright_blue",
    Stance.OPEN: "cyan",
    Stance.CONDITIONAL: "yellow",
    Stance.OPPOSES: "dark_orange",
    Stance.DENIES: "magenta",
    Stance.CLAIMS_PRESENT: "bright_magenta",
}
"""Chosen to differ for the colour-blind as well; the word always stands beside the colour."""

TONES = {Tone.PLAIN: "", Tone.STRONG: "bold", Tone.FAINT: "dim"}


def render(reply: Reply, width: int, *, framed: bool = False) -> str:
    """Write a reply as a page of `width` columns; a card gets a frame in the colour of its stance."""
    page = StringIO()
    console = Console(
        file=page,
        width=width,
        force_terminal=True,
        color_system="256",
        emoji=False,
        markup=False,
        highlight=False,
    )
    console.print(as_page(reply, framed=framed))
    return page.getvalue()


@in_its_language
def as_page(reply: Reply, *, framed: bool = False) -> RenderableType:
    """Make the page itself, for whoever has a console of his own."""
    parts = [_part(block) for block in reply.blocks]
    if reply.file:
        parts.append(Text(reply.file.content))
    if reply.picture:
        parts.append(Text(where_pictured(reply.picture), style="dim"))
    if reply.buttons:
        parts.append(Text(_buttons(reply, framed=framed), style="dim cyan"))
    if not framed:
        return Group(*parts)
    colour = STANCE_COLOURS[reply.stance] if reply.stance else "white"
    return Panel(Group(*parts), box=ROUNDED, border_style=colour, padding=(0, 1))


def _buttons(reply: Reply, *, framed: bool) -> str:
    """Name the buttons: an answer's by the numbers that press them, a card's as one types them."""
    if framed:
        return "  ".join(f"/{button.command}" for button in reply.buttons)
    return "  ".join(
        f"[{number}] {safe(button.label)}" for number, button in enumerate(reply.buttons, start=1)
    )


def _part(block: Block) -> RenderableType:
    match block:
        case Heading(text=words, link=link):
            return _with_address(Text(safe(words), style=_style("bold", link)), link)
        case Paragraph(line=line):
            return _text(line)
        case Bullet(line=line):
            link = next((words.link for words in line if words.link), "")
            return _with_address(Text("• ").append_text(_text(line)), link)
        case Excerpt(text=words, credit=credit):
            return _credited(Text(safe(words)), credit)
        case Quotation():
            return _credited(
                Text(f"{safe(block.speaker)}: ", style="bold").append(quoted(block), style="not bold"),
                block.credit,
            )
        case Stand():
            return _credited(_stand(block), block.credit)
        case Table():
            return _grid(block)


def _with_address(words: Text, link: str) -> Text:
    """Show an address also as it is: not every terminal can follow a hidden link."""
    return words.append(f"\n  {safe(link)}", style="dim") if link else words


def _stand(block: Stand) -> Text:
    head = Text(f"{safe(block.who)}: ", style="bold")
    head.append(stance_words(block.stance), style=Style.parse(f"not bold {STANCE_COLOURS[block.stance]}"))
    return head.append(f" ({safe(block.chain)}) {safe(block.evidence)}", style="not bold")


def _credited(words: Text, credit: Line) -> RenderableType:
    source = Text("— ", style="dim").append_text(_text(credit))
    source.stylize("dim")
    return Padding(Group(words, source), (0, 0, 0, 2))


def _text(line: Line) -> Text:
    return Text.assemble(*((safe(words.text), _style(TONES[words.tone], words.link)) for words in line))


def _style(tone: str, link: str) -> Style:
    return Style.parse(tone) + (Style(link=safe(link)) if link else Style())


def _grid(table: Table) -> Grid:
    grid = Grid(*table.columns, box=None, padding=(0, 2, 0, 0), header_style="dim")
    for row in table.rows:
        grid.add_row(*(Text(safe(cell)) for cell in row))
    return grid
