"""Finds out what the names in a question mean in this store: outlets, countries, people."""

from bot.commands.asked import who_is_meant, whom
from bot.commands.desk import Desk
from bot.commands.kept import period
from bot.commands.query import NotReadError, Query, nearest
from bot.speech import worded
from feeds.stories.people.asked import who_is_asked
from feeds.stories.people.roster import roster
from storage.model import ArticlesWanted, Somebody


async def meant(desk: Desk, query: Query) -> ArticlesWanted:
    """Give what a question wants of the store. Raises NotReadError for a name that nobody knows."""
    since, before = period(query, desk.zone)
    people = [await somebody(desk, name) for name in query.actor]
    countries = [await _country(desk, name) for name in query.country]
    homes = await desk.store.homes() if query.home else ()
    return ArticlesWanted(
        terms=query.terms,
        without=query.without,
        since=since,
        before=before,
        languages=query.language,
        labels=query.label,
        outlets=await outlets_meant(desk, query),
        homes=tuple(_home(name, homes) for name in query.home),
        who=tuple(_together(asked) for asked in (people, countries) if asked),
        stances=query.stance,
        story=query.story,
    )


async def outlets_meant(desk: Desk, query: Query) -> tuple[str, ...] | None:
    """Give the outlets with one of the names, or a part of one. Raises NotReadError; None: any."""
    if not query.outlet:
        return None
    known = await desk.store.outlets()
    found: list[str] = []
    for name in query.outlet:
        like = [outlet for outlet in known if name.casefold() in outlet.casefold()]
        if not like:
            raise NotReadError(
                worded("No outlet called “{name}” is known.", name=name)
                + nearest(name, known)
                + " "
                + worded("/feeds lists them.")
            )
        found += like
    return tuple(dict.fromkeys(found))


async def somebody(desk: Desk, name: str) -> Somebody:
    """Give whom a name means. Raises NotReadError where nobody of that name is known."""
    asked = await who_is_meant(name, desk.store.speakers)
    if asked.is_unknown:
        known = {actor.name for actor in roster()} | set(await desk.store.speakers())
        raise NotReadError(worded("Nobody called “{name}” is known here.", name=name) + nearest(name, known))
    countries = (asked.country,) if asked.country else ()
    return Somebody(actors=asked.actors, countries=countries, speakers=asked.speakers)


async def _country(desk: Desk, name: str) -> Somebody:
    country = (await whom(desk, name)).holder.country
    if not country:
        known = {actor.country for actor in roster()}
        raise NotReadError(
            worded("No country called “{name}” is known here.", name=name) + nearest(name, known)
        )
    return Somebody(countries=(country,))


def _home(name: str, homes: tuple[str, ...]) -> str:
    """Name the country of outlets that is meant, in whichever language."""
    country = who_is_asked(name, ()).country or name
    by_folded = {home.casefold(): home for home in homes}
    if country.casefold() not in by_folded:
        raise NotReadError(
            worded("No outlet from “{name}” is known.", name=name)
            + nearest(name, homes)
            + " "
            + worded("from: is the outlet's country; country: is whom somebody speaks for.")
        )
    return by_folded[country.casefold()]


def _together(people: list[Somebody]) -> Somebody:
    """Take any of several."""
    return Somebody(
        actors=tuple(name for one in people for name in one.actors),
        countries=tuple(name for one in people for name in one.countries),
        speakers=tuple(name for one in people for name in one.speakers),
    )
