"""The commands that ask the ledger: who stands where, since when, and what he said before."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.commands.desk import Command, Desk
from bot.commands.news import story_named
from bot.credits import count
from bot.pictures import picture_of_countries, picture_of_line
from bot.platforms.port import Ask
from bot.replies import Block, Bullet, Button, Heading, Reply, Tone, note, paragraph, text
from bot.stands import Articles, by_stance, day, entry, legend, table, told, turned
from feeds.model import Held, Story
from feeds.stories.actors import actor_named, country_in, flag
from feeds.stories.ledger import find_reversals, stretches
from feeds.stories.people.spellings import name_keys
from feeds.stories.quoting.cue_words import known_languages
from feeds.stories.summarise import headline
from storage.positions import Holder

ON_PAGE = 10  # lines of the table
STANDS_ON_PAGE = 6  # with their whole evidence
MOST_LINES = 500  # positions of one holder that are looked at
REVERSALS = 3
ON_TIMELINE = 25
LONGEST_NAME = 100  # characters of what somebody asks for

Line = TypeVar("Line")

PAGE = re.compile(r"(?:^|\s)page:([0-9]{1,4})(?=\s|$)")
TITLE = "Who says what about troops for Ukraine"
NOBODY_YET = "No position of anybody is stored yet. /latest lists the stories."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What stood behind a command: whose, and which page of it (the first is 1)."""

    words: str
    page: int


async def who(desk: Desk, ask: Ask) -> Reply:
    """Answer `/who`, the table of the countries by stance, and `/who France`."""
    asked = _asked(ask.words)
    if asked.words:
        return await _who_of(desk, asked)
    stands = by_stance(await desk.store.stands_of_countries())
    if not stands:
        return note(NOBODY_YET)
    shown = _page(stands, asked.page, ON_PAGE)
    articles = await _articles(desk, shown)
    countries = len({held.position.country for held in stands})
    title = f"{TITLE}: {count(countries, 'country or body', 'countries, bodies')}"
    blocks: list[Block] = [Heading(text=title), *table(shown, articles, desk.zone), legend(stands)]
    picture = picture_of_countries(
        stands, title=TITLE, today=desk.clock().astimezone(desk.zone).date(), zone=desk.zone
    )
    return Reply(
        blocks=tuple(blocks),
        buttons=_turning("who", asked.page, len(stands), ON_PAGE),
        picture=picture if asked.page == 1 else None,
    )


async def _who_of(desk: Desk, asked: Asked) -> Reply:
    holder = await holder_named(desk, asked.words)
    if not holder.country:
        return await _line_of(desk, asked, holder)
    stands = by_stance(await desk.store.stands_of_actors(holder.country))
    if not stands:
        return _unknown(asked.words)
    officials_first = sorted(stands, key=lambda held: not held.position.is_official)
    shown = _page(officials_first, asked.page, STANDS_ON_PAGE)
    articles = await _articles(desk, shown)
    title = f"{flag(holder.country)} {holder.country}: who says what".strip()
    blocks: list[Block] = [Heading(text=title)]
    for number, held in enumerate(shown):
        if not held.position.is_official and (number == 0 or shown[number - 1].position.is_official):
            blocks.append(paragraph(text("Not in office, as far as is known:", tone=Tone.STRONG)))
        blocks += [block for stretch in stretches([held]) for block in told(stretch, articles, desk.zone)]
    more = _turning(f"who {holder.country}", asked.page, len(stands), STANDS_ON_PAGE)
    return Reply(blocks=tuple(blocks), buttons=(*more, _timeline_button(holder)))


async def position(desk: Desk, ask: Ask) -> Reply:
    """Answer `/position Macron`: his line over time, each with its words; and where he turned around."""
    asked = _asked(ask.words)
    if not asked.words:
        return note("Whose position? For instance: /position Macron", private=True)
    return await _line_of(desk, asked, await holder_named(desk, asked.words))


async def _line_of(desk: Desk, asked: Asked, holder: Holder) -> Reply:
    name = holder.actor or holder.country
    held = await desk.store.positions_of(holder, limit=MOST_LINES)
    line = stretches(held)
    if not line:
        return _unknown(asked.words)
    shown = _page(line, asked.page, STANDS_ON_PAGE)
    reversals = find_reversals(await desk.store.own_words(holder.actor))[-REVERSALS:] if holder.actor else ()
    sides = [side for reversal in reversals for side in (reversal.before, reversal.after)]
    articles = await _articles(desk, [*(stretch.last for stretch in shown), *sides])
    blocks: list[Block] = []
    if asked.page == 1:
        blocks += [block for one in reversed(reversals) for block in turned(one, articles, desk.zone)]
    blocks.append(Heading(text=f"{name}: the line, newest first"))
    blocks += [block for stretch in shown for block in told(stretch, articles, desk.zone)]
    more = _turning(f"position {name}", asked.page, len(line), STANDS_ON_PAGE)
    return Reply(blocks=tuple(blocks), buttons=(*more, _timeline_button(holder)))


async def timeline(desk: Desk, ask: Ask) -> Reply:
    """Answer `/timeline 12`, `/timeline Macron`, `/timeline France`."""
    asked = _asked(ask.words)
    found = await story_named(desk, asked.words) if not asked.words or asked.words.isdecimal() else None
    if found is not None:
        return _timeline_of_story(desk, found)
    holder = await holder_named(desk, asked.words)
    held = await desk.store.positions_of(holder, limit=MOST_LINES) if asked.words else ()
    line = stretches(held)
    if not line:
        return _unknown(asked.words)
    shown = [stretch.last for stretch in _page(line, asked.page, ON_TIMELINE)][::-1]
    articles = await _articles(desk, shown)
    name = holder.actor or holder.country
    blocks = [entry(one, articles[one.article], desk.zone) for one in shown]
    more = _turning(f"timeline {name}", asked.page, len(line), ON_TIMELINE)
    picture = picture_of_line(held, title=f"Timeline: {name}", zone=desk.zone) if asked.page == 1 else None
    return Reply(blocks=(Heading(text=f"Timeline: {name}"), *blocks), buttons=more, picture=picture)


def _timeline_of_story(desk: Desk, found: Story) -> Reply:
    """Show how a story grew: its articles in the order of their dates, with the positions that each adds."""
    known: set[tuple[str, str]] = set()
    lines: list[Bullet] = []
    for kept in sorted(found.articles, key=lambda kept: (kept.article.published, kept.id)):
        stands = {(one.actor or one.country, one.stance.value): one for one in kept.reading.positions}
        new = [f"{who}: {stance.replace('-', ' ')}" for who, stance in stands if (who, stance) not in known]
        known |= set(stands)
        adds = f" — {'; '.join(new)}" if new else ""
        local = kept.article.published.astimezone(desk.zone)
        lines.append(
            Bullet(
                line=(
                    text(f"{day(kept.article.published, desk.zone)}, {local:%H:%M}", tone=Tone.STRONG),
                    text(" "),
                    text(kept.article.title, link=kept.article.url),
                    text(f" ({kept.article.outlet.name}){adds}"),
                )
            )
        )
    title = headline(found.articles).article.title
    return Reply(blocks=(Heading(text=f"Timeline of story {found.id}: {title}"), *lines[:ON_TIMELINE]))


async def holder_named(desk: Desk, words: str) -> Holder:
    """Give whom the words mean: an actor, a country in any of our languages, else whom articles name so."""
    actor = actor_named(words, desk.clock().date())
    if actor is not None and actor.name == actor.country:
        return Holder(country=actor.name)
    if actor is not None:
        return Holder(actor=actor.name)
    named = (country_in(words, language) for language in sorted(known_languages()))
    country = next((country for country in named if country), "")
    if country:
        return Holder(country=country)
    asked = name_keys(words[:LONGEST_NAME])
    bearers = [name for name in await desk.store.actors_with_positions() if _bears(name, asked)]
    return Holder(actor=bearers[0] if len(bearers) == 1 else words[:LONGEST_NAME])


def _bears(name: str, asked: Sequence[str]) -> bool:
    """See that somebody is asked for by his name or by the end of it."""
    return bool(asked) and name_keys(name)[-len(asked) :] == tuple(asked)


def _asked(words: str) -> Asked:
    page = PAGE.search(words)
    return Asked(
        words=PAGE.sub(" ", words).strip().removeprefix("#"), page=max(1, int(page[1])) if page else 1
    )


def _page(lines: Sequence[Line], page: int, size: int) -> Sequence[Line]:
    return lines[(page - 1) * size : page * size]


def _turning(command: str, page: int, lines: int, size: int) -> tuple[Button, ...]:
    """Make the buttons to the pages before and after."""
    pages = -(-lines // size)
    back = [Button(label="◀ Newer", command=f"{command} page:{page - 1}")] if 1 < page <= pages else []
    on = [Button(label="Older ▶", command=f"{command} page:{page + 1}")] if page < pages else []
    return (*back, *on)


def _timeline_button(holder: Holder) -> Button:
    return Button(label="Timeline", command=f"timeline {holder.actor or holder.country}")


async def _articles(desk: Desk, lines: Iterable[Held]) -> Articles:
    return await desk.store.articles({held.article for held in lines})


def _unknown(words: str) -> Reply:
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
    Command(
        name="timeline",
        summary="How a story grew, or what somebody said, by date",
        answer=timeline,
        argument="what",
        argument_help="A story's number, a person or a country",
    ),
)
