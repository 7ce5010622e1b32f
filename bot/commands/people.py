"""The commands that ask the ledger: who stands where, since when, and what he said before."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.commands.asked import GONE, Named, Wanted, find_wanted, turn_to, whom, words_on_button
from bot.commands.desk import Command, Desk, Suggested
from bot.pictures import picture_of_countries
from bot.platforms.port import Ask
from bot.replies import Block, Button, Heading, Reply, Tone, note, paragraph, text
from bot.speech import counted, country_name, phrase, worded
from bot.stands import TITLE, Articles, by_stance, legend, table, told, turned
from feeds.model import Held
from feeds.stories.actors import flag
from feeds.stories.ledger import Stretch, find_reversals, stretches

ON_PAGE = 10  # lines of the table
STANDS_ON_PAGE = 6  # with their whole evidence
MOST_LINES = 2_000  # positions of one holder that are looked at
REVERSALS = 3

NOBODY_YET = phrase("No position of anybody is stored yet. /latest lists the stories.")


async def who(desk: Desk, ask: Ask) -> Reply:
    """Answer `/who`, the table of the countries by stance, and `/who France`."""
    asked = await find_wanted(desk, ask.words)
    if asked is None:
        return note(GONE, private=True)
    if asked.words:
        return await _who_of(desk, asked)
    stands = by_stance(await desk.store.stands_of_countries())
    if not stands:
        return note(worded(NOBODY_YET))
    page = await turn_to(desk, "who", asked, stands, ON_PAGE)
    articles = await articles_of(desk, page.lines)
    countries = len({held.position.country for held in stands})
    bodies = counted("{number} country or body", "{number} countries, bodies", countries)
    title = f"{worded(TITLE)}: {bodies}"
    blocks: list[Block] = [Heading(text=title), *page.notice, *table(page.lines, articles, desk.zone)]
    today = desk.clock().astimezone(desk.zone).date()
    is_first = page.number == 1
    picture = (
        picture_of_countries(stands, title=worded(TITLE), today=today, zone=desk.zone) if is_first else None
    )
    return Reply(blocks=(*blocks, legend(stands)), buttons=page.buttons, picture=picture)


async def _who_of(desk: Desk, asked: Wanted) -> Reply:
    named = await whom(desk, asked.words)
    country = named.holder.country
    if not country:
        return await _line_of(desk, asked, named)
    stands = by_stance(await desk.store.stands_of_actors(country))
    if not stands:
        return unknown(asked.words)
    officials_first = sorted(stands, key=lambda held: not held.position.is_official)
    page = await turn_to(desk, "who", asked, officials_first, STANDS_ON_PAGE)
    articles = await articles_of(desk, page.lines)
    line = stretches(await desk.store.positions_of(named.holder, limit=MOST_LINES))
    title = f"{flag(country)} {worded('{country}: who says what', country=country_name(country))}".strip()
    blocks: list[Block] = [Heading(text=title), *page.notice]
    for number, held in enumerate(page.lines):
        if not held.position.is_official and (number == 0 or page.lines[number - 1].position.is_official):
            blocks.append(paragraph(text(worded("Not in office, as far as is known:"), tone=Tone.STRONG)))
        blocks += told(_stretch_of(held, line), articles, desk.zone)
    return Reply(blocks=tuple(blocks), buttons=(*page.buttons, await _timeline_button(desk, asked)))


def _stretch_of(held: Held, line: Sequence[Stretch]) -> Stretch:
    """Tell since when somebody has said what he says now."""
    for one in line:
        if _what(one.last) == _what(held) and one.since <= held.said <= one.last.said:
            return replace(one, last=held)
    return Stretch(last=held, since=held.said, times=1)


def _what(held: Held) -> tuple[str, ...]:
    position = held.position
    return position.actor, position.matter, position.chain, position.stance


async def position(desk: Desk, ask: Ask) -> Reply:
    """Answer `/position Macron`: his line over time, each with its words; and where he turned around."""
    asked = await find_wanted(desk, ask.words)
    if asked is None:
        return note(GONE, private=True)
    if not asked.words:
        return note(worded("Whose position? For instance: /position Macron"), private=True)
    return await _line_of(desk, asked, await whom(desk, asked.words))


async def _line_of(desk: Desk, asked: Wanted, named: Named) -> Reply:
    held = await desk.store.positions_of(named.holder, limit=MOST_LINES)
    line = stretches(held)
    if not line:
        return unknown(asked.words)
    page = await turn_to(desk, "position", asked, line, STANDS_ON_PAGE)
    reversals = find_reversals(held)[-REVERSALS:] if named.actor else ()
    sides = [side for reversal in reversals for side in (reversal.before, reversal.after)]
    articles = await articles_of(desk, [*(stretch.last for stretch in page.lines), *sides])
    blocks: list[Block] = [*page.notice]
    if page.number == 1:
        blocks += [block for one in reversed(reversals) for block in turned(one, articles, desk.zone)]
    blocks.append(Heading(text=worded("{name}: the line, newest first", name=named.name)))
    blocks += [block for stretch in page.lines for block in told(stretch, articles, desk.zone)]
    return Reply(blocks=tuple(blocks), buttons=(*page.buttons, await _timeline_button(desk, asked)))


async def _timeline_button(desk: Desk, asked: Wanted) -> Button:
    words = await words_on_button(desk, "timeline", asked.words)
    return Button(label=worded("Timeline"), command=f"timeline {words}")


async def articles_of(desk: Desk, lines: Iterable[Held]) -> Articles:
    """Give the articles that show some positions."""
    return await desk.store.articles({held.article for held in lines})


def unknown(words: str) -> Reply:
    """Say that there is no position of anybody of that name."""
    if not words:
        return note(worded(NOBODY_YET))
    return note(worded("No position of “{words}” is stored.", words=words[:80]), private=True)


COMMANDS = (
    Command(
        name="who",
        summary=phrase("Who stands where on sending troops"),
        answer=who,
        argument="whom",
        argument_help=phrase("A country or a person; all countries without it"),
        completes=(Suggested.NAMES,),
    ),
    Command(
        name="position",
        summary=phrase("What somebody said about it over time"),
        answer=position,
        argument="whom",
        argument_help=phrase("A person, a body or a country"),
        completes=(Suggested.NAMES,),
    ),
)
