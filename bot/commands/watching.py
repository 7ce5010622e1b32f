"""The commands by which a chat says what it wants to be told of, and how."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.cards import story_line
from bot.commands.desk import Command, Desk
from bot.commands.meaning import meant
from bot.commands.query import NotReadError, Query, read_query, written
from bot.credits import count
from bot.hearing import asked_for, backtest
from bot.platforms.port import Ask
from bot.replies import Block, Bullet, Button, Heading, Reply, Tone, note, paragraph, text
from feeds.model import Label, WatchFilter
from feeds.stories.watch import PatternError, pattern_of
from storage.model import Delivery, Somebody, Watch, WatchId, WatchWanted

KEYS = frozenset({"country", "actor", "stance", "label", "lang", "outlet", "from"})
MOST_WATCHES = 50
MOST_COUNTED = 999

DELIVERIES = {"now": Delivery.AT_ONCE, "daily": Delivery.DAILY, "weekly": Delivery.WEEKLY}
SILENT = {"silent": True, "loud": False}

TOO_MANY = f"A chat can have {MOST_WATCHES} watches. /watches lists them; /unwatch 3 ends one."
OF_TURNS_ONLY = "reversals takes actor: and country: and no other filter."

_PATTERN = re.compile(r"(?:^|(?<=\s))/((?:[^/\\\n]|\\.){1,200})/(?=\s|$)")
_COUNTED = re.compile(r"(?:^|(?<=\s))(outlets|origins)\s?(?:>=|:)\s?([0-9]{1,3})(?=\s|$)", re.IGNORECASE)
_NUMBERED = re.compile(r"#?([0-9]{1,15})((?:\s+(?:now|daily|weekly|silent|loud))+)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed behind /watch, taken apart."""

    query: Query
    with_related: bool = False
    is_of_turns: bool = False
    pattern: str = ""
    outlets: int = 1
    origins: int = 1
    delivery: Delivery = Delivery.AT_ONCE
    is_silent: bool = False

    @property
    def words(self) -> str:
        """What is watched, in words that are read as the same."""
        parts = [
            "related" if self.with_related else "",
            "reversals" if self.is_of_turns else "",
            written(self.query),
            f"outlets>={self.outlets}" if self.outlets > 1 else "",
            f"origins>={self.origins}" if self.origins > 1 else "",
            f"/{self.pattern}/" if self.pattern else "",
        ]
        return " ".join(filter(None, parts))


async def watch(desk: Desk, ask: Ask) -> Reply:
    """Answer `/watch`, `/watch country:Germany "special forces" -exercise daily`, `/watch 3 silent`."""
    if changed := _NUMBERED.fullmatch(ask.words.strip()):
        return await _change(desk, ask, WatchId(int(changed[1])), changed[2].casefold().split())
    try:
        typed = read_typed(ask.words, desk)
        wanted = await wanted_of(desk, typed)
    except NotReadError as error:
        return note(str(error), private=True)
    known = await desk.store.watches_of(ask.platform, ask.address)
    if len(known) >= MOST_WATCHES and wanted.words not in {each.wanted.words for each in known}:
        return note(TOO_MANY, private=True)
    kept = await _keep(desk, ask, wanted)
    return Reply(blocks=tuple(await _told(desk, kept)), buttons=_buttons(kept))


async def unwatch(desk: Desk, ask: Ask) -> Reply:
    """Answer `/unwatch`: tell this chat of nothing any more; `/unwatch 3`: end one watch."""
    number = ask.words.strip().removeprefix("#")
    async with desk.store.editing() as edition:
        chat = await edition.meet_chat(ask.platform, ask.address, ask.title)
        if re.fullmatch("[0-9]{1,15}", number):
            ended = await edition.remove_watch(chat.id, WatchId(int(number)))
            return note(f"Watch {number} has ended." if ended else f"This chat has no watch {number}.")
        if number:
            return note("Which watch? /watches lists them by number; /unwatch alone ends all.", private=True)
        watched = await edition.unwatch(chat.id)
    return note("This chat is told of nothing any more." if watched else "This chat watches nothing.")


async def watches(desk: Desk, ask: Ask) -> Reply:
    """Answer `/watches`: what this chat is told of."""
    known = await desk.store.watches_of(ask.platform, ask.address)
    if not known:
        return note("This chat watches nothing. /watch tells it of every new CORE story.", private=True)
    lines = [Bullet(line=(text(f"{each.id}: {_described(each)}"),)) for each in known]
    ends = tuple(Button(label=f"End {each.id}", command=f"unwatch {each.id}") for each in known[:5])
    return Reply(blocks=(Heading(text="This chat is told of"), *lines), buttons=ends, private=True)


def read_typed(words: str, desk: Desk) -> Typed:
    """Take apart what was typed behind /watch. Raises NotReadError."""
    pattern = _PATTERN.search(words)
    rest = _PATTERN.sub(" ", words)
    least = {key.casefold(): min(int(number), MOST_COUNTED) for key, number in _COUNTED.findall(rest)}
    query = read_query(_COUNTED.sub(" ", rest), desk.clock().astimezone(desk.zone).date(), KEYS)
    plain = {group[0].words.casefold() for group in query.terms if len(group) == 1 and not group[0].is_phrase}
    options = plain & {*DELIVERIES, *SILENT, "core", "related", "reversals"}
    terms = tuple(
        group for group in query.terms if len(group) > 1 or group[0].words.casefold() not in options
    )
    typed = Typed(
        query=replace(query, terms=terms, page=1, again=0),
        with_related="related" in options,
        is_of_turns="reversals" in options,
        pattern=pattern[1] if pattern else "",
        outlets=max(least.get("outlets", 1), 1),
        origins=max(least.get("origins", 1), 1),
        delivery=next((DELIVERIES[one] for one in DELIVERIES if one in options), Delivery.AT_ONCE),
        is_silent="silent" in options,
    )
    if typed.is_of_turns and not _may_be_of_turns(typed):
        raise NotReadError(OF_TURNS_ONLY)
    return typed


async def wanted_of(desk: Desk, typed: Typed) -> WatchWanted:
    """Find out what the names mean, and make a watch of it. Raises NotReadError."""
    if typed.pattern:
        try:
            pattern_of(typed.pattern)
        except PatternError as error:
            raise NotReadError(
                f"/{typed.pattern[:40]}/ is no regular expression that RE2 knows: {error}"
            ) from None
    asked = await meant(desk, typed.query)
    labels = typed.query.label or (Label.CORE,)
    filter_ = WatchFilter(
        labels=tuple(dict.fromkeys((*labels, *((Label.RELATED,) if typed.with_related else ())))),
        terms=tuple(
            tuple(f'"{term.words}"' if term.is_phrase else term.words for term in group)
            for group in asked.terms
        ),
        without=tuple(f'"{term.words}"' if term.is_phrase else term.words for term in asked.without),
        pattern=typed.pattern,
        languages=asked.languages,
        outlets=typed.query.outlet,
        homes=asked.homes,
        who=tuple(_names(group) for group in asked.who),
        stances=asked.stances,
        outlets_at_least=typed.outlets,
        origins_at_least=typed.origins,
        is_of_turns=typed.is_of_turns,
    )
    return WatchWanted(words=typed.words, filter=filter_, delivery=typed.delivery, is_silent=typed.is_silent)


async def _keep(desk: Desk, ask: Ask, wanted: WatchWanted) -> Watch:
    """Keep a watch; a chat that reads a digest needs to have a time zone."""
    now = desk.clock()
    async with desk.store.editing() as edition:
        chat = await edition.meet_chat(ask.platform, ask.address, ask.title)
        if not chat.hours.zone:
            await edition.set_hours(chat.id, replace(chat.hours, zone=desk.zone.key))
        number = await edition.add_watch(chat.id, wanted, now)
    return Watch(id=number, chat=chat, wanted=wanted, since=now)


async def _change(desk: Desk, ask: Ask, number: WatchId, options: Sequence[str]) -> Reply:
    known = {each.id: each for each in await desk.store.watches_of(ask.platform, ask.address)}
    if number not in known:
        return note(f"This chat has no watch {number}. /watches lists them.", private=True)
    wanted = known[number].wanted
    for option in options:
        wanted = replace(wanted, delivery=DELIVERIES.get(option, wanted.delivery))
        wanted = replace(wanted, is_silent=SILENT.get(option, wanted.is_silent))
    kept = await _keep(desk, ask, wanted)
    return note(_told_of(kept))


async def _told(desk: Desk, kept: Watch) -> list[Block]:
    """Say what is watched, and what it would have told."""
    blocks: list[Block] = [paragraph(f"{_told_of(kept)} /unwatch {kept.id} ends it.")]
    if kept.wanted.filter.is_of_turns:
        return blocks
    stories = await backtest(desk.store, kept.wanted.filter, desk.clock())
    if not stories:
        return [*blocks, paragraph(text("In the last 30 days it would have told nothing.", tone=Tone.FAINT))]
    said = f"In the last 30 days it would have told {count(len(stories), 'story', 'stories')}; the latest:"
    return [*blocks, paragraph(text(said, tone=Tone.FAINT)), story_line(stories[0], desk.zone)]


def _buttons(kept: Watch) -> tuple[Button, ...]:
    others = [("daily", "As a daily digest"), ("now", "At once")]
    wanted = "now" if kept.wanted.delivery is not Delivery.AT_ONCE else "daily"
    sound = "loud" if kept.wanted.is_silent else "silent"
    return (
        Button(label=dict(others)[wanted], command=f"watch {kept.id} {wanted}"),
        Button(label=sound.capitalize(), command=f"watch {kept.id} {sound}"),
        Button(label="End it", command=f"unwatch {kept.id}"),
    )


def _told_of(kept: Watch) -> str:
    return f"Watch {kept.id}: this chat is told of {_described(kept)}."


def _described(kept: Watch) -> str:
    how = "" if kept.wanted.delivery is Delivery.AT_ONCE else f", in a {kept.wanted.delivery} digest"
    return f"{asked_for(kept)}{how}{', silently' if kept.wanted.is_silent else ''}"


def _names(group: Somebody) -> tuple[str, ...]:
    return (*group.actors, *group.countries, *group.speakers)


def _may_be_of_turns(typed: Typed) -> bool:
    of_somebody = Query(actor=typed.query.actor, country=typed.query.country)
    return typed.query == of_somebody and not typed.pattern and typed.outlets == typed.origins == 1


COMMANDS = (
    Command(
        name="watch",
        summary="Tell this chat of new stories",
        answer=watch,
        argument="filter",
        argument_help='related, reversals; "words" -without country: actor: stance: outlets>=2; daily',
        administers=True,
    ),
    Command(name="watches", summary="What this chat is told of", answer=watches),
    Command(
        name="unwatch",
        summary="Tell this chat of nothing any more, or end one watch",
        answer=unwatch,
        argument="number",
        argument_help="The number of a watch; all without it",
        administers=True,
    ),
)
