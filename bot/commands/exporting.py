"""The command that gives the ledger as a file."""

from collections.abc import Callable, Mapping, Sequence

from bot.commands.asked import read_wanted, whom
from bot.commands.desk import Command, Desk
from bot.commands.people import unknown
from bot.export import as_csv, as_json, as_markdown
from bot.platforms.port import Ask
from bot.replies import File, Reply, note, paragraph
from bot.speech import counted, phrase, worded
from bot.stands import Articles
from feeds.model import Held
from storage.positions import Holder

MOST_POSITIONS = 3_000
"""The newest; some 3 MB, of which Discord takes 10 and Telegram 50."""

WRITERS: Mapping[str, Callable[[Sequence[Held], Articles], str]] = {
    "csv": as_csv,
    "json": as_json,
    "md": as_markdown,
}
HOW = phrase(
    "/export positions csv, json or md; a name or a country may follow: /export positions csv France"
)


async def export(desk: Desk, ask: Ask) -> Reply:
    """Answer `/export positions csv|json|md [whom]`: every position with its words, hash and link."""
    what, form, name = [*ask.words.split(maxsplit=2), "", "", ""][:3]
    write = WRITERS.get(form.casefold())
    if what.casefold() != "positions" or write is None:
        return note(worded("What, and in which form? {how}", how=worded(HOW)), private=True)
    asked = read_wanted(name).words
    holder = (await whom(desk, asked)).holder if asked else Holder(is_anybody=True)
    held = await desk.store.positions_of(holder, limit=MOST_POSITIONS)
    if not held:
        return unknown(asked)
    articles = await desk.store.articles({one.article for one in held})
    cut = worded(" They are the newest; until they are fewer, name somebody.")
    return Reply(
        blocks=(
            paragraph(
                counted("{number} position.", "{number} positions.", len(held)),
                cut if len(held) == MOST_POSITIONS else "",
                worded(
                    " Each has its words, their place in the stored text, that text's hash, and the link. "
                    "A claim is its speaker's."
                ),
            ),
        ),
        file=File(name=f"positions.{form.casefold()}", content=write(held, articles)),
    )


COMMANDS = (
    Command(
        name="export",
        summary=phrase("The positions as a file: CSV, JSON or Markdown"),
        answer=export,
        argument="what",
        argument_help=phrase("positions csv, json or md; a name or a country may follow"),
    ),
)
