"""The commands that ask the ledger: who stands where, since when, and what he said before."""

from collections.abc import Iterable

from bot.commands.asked import Named, Wanted, read_wanted, whom
from bot.commands.desk import Command, Desk
from bot.credits import count
from bot.pictures import picture_of_countries
from bot.platforms.port import Ask
from bot.replies import Block, Button, Heading, Reply, Tone, note, paragraph, text
from bot.stands import Articles, by_stance, legend, table, told, turned
from feeds.model import Held
from feeds.stories.actors import flag
from feeds.stories.ledger import Stretch, find_reversals, stretches

ON_PAGE = 10  # lines of the table
STANDS_ON_PAGE = 6  # with their whole evidence
MOST_LINES = 2_000  # positions of one holder that are looked at
REVERSALS = 3

TITLE = "Who says what about troops for Ukraine"
NOBODY_YET = "No position of anybody is stored yet. /latest lists the stories."


async def who(desk: Desk, ask: Ask) -> Reply:
    """Answer `/who`, the table of the countries by stance, and `/who France`."""
    asked = read_wanted(ask.words)
    if asked.words:
        return await _who_of(desk, asked)
    stands = by_stance(await desk.store.stands_of_countries())
    if not stands:
        return note(NOBODY_YET)
    shown = asked.part(stands, ON_PAGE)
    articles = await articles_of(desk, shown)
    countries = len({held.position.country for held in stands})
    title = f"{TITLE}: {count(countries, 'country or body', 'countries, bodies')}"
    blocks: list[Block] = [Heading(text=title), *table(shown, articles, desk.zone), legend(stands)]
    more = asked.turning("who", len(stands), ON_PAGE)
    today = desk.clock().astimezone(desk.zone).date()
    is_first = asked.page == 1
    picture = picture_of_countries(stands, title=TITLE, today=today, zone=desk.zone) if is_first else None
    return Reply(blocks=tuple(blocks), buttons=more, picture=picture)


async def _who_of(desk: Desk, asked: Wanted) -> Reply:
    named = await whom(desk, asked.words)
    country = named.holder.country
    if not country:
        return await _line_of(desk, asked, named)
    stands = by_stance(await desk.store.stands_of_actors(country))
    if not stands:
        return unknown(asked.words)
    officials_first = sorted(stands, key=lambda held: not held.position.is_official)
    shown = asked.part(officials_first, STANDS_ON_PAGE)
    articles = await articles_of(desk, shown)
    title = f"{flag(country)} {country}: who says what".strip()
    blocks: list[Block] = [Heading(text=title)]
    for number, held in enumerate(shown):
        if not held.position.is_official and (number == 0 or shown[number - 1].position.is_official):
            blocks.append(paragraph(text("Not in office, as far as is known:", tone=Tone.STRONG)))
        blocks += told(Stretch(last=held, since=held.said, times=1), articles, desk.zone)
    more = asked.turning("who", len(stands), STANDS_ON_PAGE)
    return Reply(blocks=tuple(blocks), buttons=(*more, _timeline_button(asked)))


async def position(desk: Desk, ask: Ask) -> Reply:
    """Answer `/position Macron`: his line over time, each with its words; and where he turned around."""
    asked = read_wanted(ask.words)
    if not asked.words:
        return note("Whose position? For instance: /position Macron", private=True)
    return await _line_of(desk, asked, await whom(desk, asked.words))


async def _line_of(desk: Desk, asked: Wanted, named: Named) -> Reply:
    held = await desk.store.positions_of(named.holder, limit=MOST_LINES)
    line = stretches(held)
    if not line:
        return unknown(asked.words)
    shown = asked.part(line, STANDS_ON_PAGE)
    reversals = find_reversals(held)[-REVERSALS:] if named.actor else ()
    sides = [side for reversal in reversals for side in (reversal.before, reversal.after)]
    articles = await articles_of(desk, [*(stretch.last for stretch in shown), *sides])
    blocks: list[Block] = []
    if asked.page == 1:
        blocks += [block for one in reversed(reversals) for block in turned(one, articles, desk.zone)]
    blocks.append(Heading(text=f"{named.name}: the line, newest first"))
    blocks += [block for stretch in shown for block in told(stretch, articles, desk.zone)]
    more = asked.turning("position", len(line), STANDS_ON_PAGE)
    return Reply(blocks=tuple(blocks), buttons=(*more, _timeline_button(asked)))


def _timeline_button(asked: Wanted) -> Button:
    return Button(label="Timeline", command=f"timeline {asked.words}")


async def articles_of(desk: Desk, lines: Iterable[Held]) -> Articles:
    """Give the articles that show some positions."""
    return await desk.store.articles({held.article for held in lines})


def unknown(words: str) -> Reply:
    """Say that there is no position of anybody of that name."""
    if not words:
        return note(NOBODY_YET)
    return note(f"No position of “{words[:80]}” is stored.", private=True)


COMMANDS = (
    Command(
        name="who",
        summary="Who stands where on sending troops",
        answer=who,
        argument="whom",
        argument_help="A country or a person; all countries without it",
    ),
    Command(
        name="position",
        summary="What somebody said about it over time",
        answer=position,
        argument="whom",
        argument_help="A person, a body or a country",
    ),
)
