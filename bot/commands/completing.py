"""What is suggested to somebody while he types the argument of a command: names and stories."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from bot.commands.answer import BY_NAME
from bot.commands.desk import Desk, Suggested
from bot.platforms.port import Completion
from bot.render.text import brief
from feeds.stories.people.roster import roster
from feeds.stories.people.spellings import name_keys

log = logging.getLogger(__name__)

MOST = 25
"""Discord shows no more; nobody reads more."""

LONGEST_TYPED = 100  # characters
LONGEST_LABEL = 100  # UTF-16 units: Discord's limit
STORIES = 200
"""The newest: whoever wants an older one has its number."""

_Keys = tuple[str, ...]


async def complete(desk: Desk, command: str, typed: str) -> Sequence[Completion]:
    """Suggest what may stand behind a command, the likeliest first. Never raises."""
    known = BY_NAME.get(command)
    words = typed[:LONGEST_TYPED].strip()
    suggested: dict[str, Completion] = {}
    try:
        for kind in known.completes if known else ():
            some = _names(desk, words) if kind is Suggested.NAMES else _stories(desk, words)
            suggested |= {one.words: one for one in await some}
    except Exception:
        log.exception("/%s: nothing is suggested", command)
    return tuple(islice(suggested.values(), MOST))


async def _names(desk: Desk, typed: str) -> Iterable[Completion]:
    """Suggest people, bodies and countries in any spelling or script; whom only articles name come last."""
    if not typed:
        stands = await desk.store.stands_of_countries()
        return [_named(country) for country in dict.fromkeys(held.position.country for held in stands)]
    known = [name for name, spellings in _spellings() if _begins(spellings, typed)]
    others = await desk.store.actors_with_positions() if len(known) < MOST else ()
    strangers = [name for name in others if _begins((name_keys(name),), typed)]
    first = name_keys(typed)[:1]
    known.sort(key=lambda name: name_keys(name)[:1] != first)
    return [_named(name) for name in dict.fromkeys((*known, *strangers)) if len(name) <= LONGEST_TYPED]


def _named(name: str) -> Completion:
    return Completion(words=name, label=brief(name, LONGEST_LABEL))


@cache
def _spellings() -> tuple[tuple[str, tuple[_Keys, ...]], ...]:
    """Give the countries and then the actors that we know, each with the keys of all its names."""
    countries = sorted({actor.country for actor in roster() if actor.country})
    return (
        *((country, (name_keys(country),)) for country in countries),
        *((actor.name, tuple(map(name_keys, (actor.name, *actor.aliases)))) for actor in roster()),
    )


def _begins(spellings: Iterable[_Keys], typed: str) -> bool:
    """Tell whether each typed word begins a word of one spelling, in order."""
    wanted = name_keys(typed)
    return bool(wanted) and any(_stand_in(keys, wanted) for keys in spellings)


def _stand_in(keys: _Keys, wanted: _Keys) -> bool:
    rest: Iterator[str] = iter(keys)
    return all(any(key.startswith(each) for key in rest) for each in wanted)


async def _stories(desk: Desk, typed: str) -> Iterable[Completion]:
    """Suggest the newest stories, by the beginning of their number or by words of their headline."""
    wanted = typed.casefold().removeprefix("#").split()
    return [
        Completion(words=str(story), label=brief(f"#{story} {title}", LONGEST_LABEL))
        for story, title in await desk.store.headlines(limit=STORIES)
        if [str(story).startswith(each) for each in wanted] == [True] or _has_words(title, wanted)
    ]


def _has_words(title: str, wanted: Sequence[str]) -> bool:
    folded = title.casefold()
    return all(each in folded for each in wanted)
