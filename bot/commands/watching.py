"""The commands by which a chat says what it wants to be told of, and how."""

import re
from collections.abc import Sequence

from bot.cards import story_line
from bot.commands.desk import Command, Desk
from bot.commands.manner import PLAIN, take_marked, told_so
from bot.commands.query import NotReadError
from bot.commands.wanted import read_typed, wanted_of
from bot.commands.watched import ALL, PAGES, buttons, described, show, to_all, told_of
from bot.hearing import backtest
from bot.platforms.port import Ask, Role
from bot.replies import Block, Bullet, Button, Heading, Reply, Tone, note, paragraph, text
from bot.speech import counted, phrase, worded
from storage.model import Watch, WatchId, WatchWanted

MOST_WATCHES = 50
TOO_MANY = phrase("A chat can have {number} watches. /watches lists them; /unwatch 3 ends one.")

MOST_CHANGED = 24
"""Watches that have a button in the list: Discord shows 25, and one of these shares the list."""

_NUMBER = re.compile(r"#?([0-9]{1,15})")


async def watch(desk: Desk, ask: Ask) -> Reply:
    """Answer `/watch`, `/watch country:Germany "special forces" -exercise daily`, `/watch 3 silent`."""
    try:
        if changes := _changes(ask.words):
            return await _change(desk, ask, *changes)
        typed = read_typed(ask.words, desk, ask.roles)
        wanted = await wanted_of(desk, typed)
    except NotReadError as error:
        return note(str(error), private=True)
    known = await desk.store.watches_of(ask.platform, ask.address)
    if len(known) >= MOST_WATCHES and wanted.words not in {each.wanted.words for each in known}:
        return note(worded(TOO_MANY, number=MOST_WATCHES), private=True)
    kept = await _keep(desk, ask, wanted)
    return Reply(blocks=tuple(await _told(desk, kept, ask.roles)), buttons=buttons(kept))


async def unwatch(desk: Desk, ask: Ask) -> Reply:
    """Answer `/unwatch`: tell this chat of nothing any more; `/unwatch 3`: end one watch."""
    number = ask.words.strip().removeprefix("#")
    async with desk.store.editing() as edition:
        chat = await edition.meet_chat(ask.platform, ask.address, ask.title)
        if re.fullmatch("[0-9]{1,15}", number):
            ended = await edition.remove_watch(chat.id, WatchId(int(number)))
            if not ended:
                return note(worded("This chat has no watch {number}.", number=number), private=True)
            return Reply(
                blocks=(paragraph(worded("Watch {number} has ended.", number=number)),), buttons=(to_all(),)
            )
        if number:
            return note(
                worded("Which watch? /watches lists them by number; /unwatch alone ends all."), private=True
            )
        watched = await edition.unwatch(chat.id)
    return note(
        worded("This chat is told of nothing any more.") if watched else worded("This chat watches nothing.")
    )


async def watches(desk: Desk, ask: Ask) -> Reply:
    """Answer `/watches`: what this chat is told of; `/watches 3`: one watch, with buttons that change it."""
    known = await desk.store.watches_of(ask.platform, ask.address)
    if not known:
        return note(
            worded("This chat watches nothing. /watch tells it of every new CORE story."), private=True
        )
    words, _, page = ask.words.strip().removeprefix("#").casefold().partition(" ")
    chosen = [each for each in known if f"{each.id}" == words]
    if chosen:
        return show(chosen[0], ask.roles, page if page in PAGES else "")
    if words not in ("", ALL):
        return note(
            worded("This chat has no watch {words}. /watches lists them.", words=words[:20]), private=True
        )
    lines: list[Block] = [Bullet(line=(text(f"{each.id}: {described(each, ask.roles)}"),)) for each in known]
    if len(known) > MOST_CHANGED:
        lines.append(
            paragraph(text(worded("/watches {id} changes that one.", id=known[-1].id), tone=Tone.FAINT))
        )
    is_pressed = words == ALL  # then it takes the place of what stood there, which a private answer would not
    blocks = (Heading(text=worded("This chat is told of")), *lines)
    return Reply(blocks=blocks, buttons=_choices(known), private=not is_pressed)


def _choices(known: Sequence[Watch]) -> tuple[Button, ...]:
    """Offer to change each watch; the only one at once."""
    if len(known) == 1:
        return buttons(known[0])
    return tuple(
        Button(label=worded("Change {id}", id=each.id), command=f"watches {each.id}", turns_page=True)
        for each in known[:MOST_CHANGED]
    )


async def _keep(desk: Desk, ask: Ask, wanted: WatchWanted) -> Watch:
    now = desk.clock()
    async with desk.store.editing() as edition:
        chat = await edition.meet_chat(ask.platform, ask.address, ask.title)
        number = await edition.add_watch(chat.id, wanted, now)
    return Watch(id=number, chat=chat, wanted=wanted, since=now)


def _changes(words: str) -> tuple[WatchId, Sequence[str]] | None:
    """Read how a watch that there is shall tell; None where something else is wanted."""
    marked, rest = take_marked(words)
    number, *plain = rest.casefold().split() or [""]
    found = _NUMBER.fullmatch(number)
    if not found or not (plain or marked) or not PLAIN.issuperset(plain):
        return None
    return WatchId(int(found[1])), (*marked, *plain)


async def _change(desk: Desk, ask: Ask, number: WatchId, options: Sequence[str]) -> Reply:
    known = {each.id: each for each in await desk.store.watches_of(ask.platform, ask.address)}
    if number not in known:
        return note(
            worded("This chat has no watch {number}. /watches lists them.", number=number), private=True
        )
    wanted = known[number].wanted
    for option in options:
        wanted = told_so(wanted, option, ask.roles)
    page = options[0].partition(":")[0]
    return show(await _keep(desk, ask, wanted), ask.roles, page if page in PAGES else "")


async def _told(desk: Desk, kept: Watch, roles: Sequence[Role]) -> list[Block]:
    """Say what is watched, and what it would have told."""
    blocks: list[Block] = [
        paragraph(told_of(kept, roles), " " + worded("/unwatch {number} ends it.", number=kept.id))
    ]
    if kept.wanted.filter.is_of_turns:
        return blocks
    stories = await backtest(desk.store, kept.wanted.filter, desk.clock())
    if not stories:
        return [
            *blocks,
            paragraph(text(worded("In the last 30 days it would have told nothing."), tone=Tone.FAINT)),
        ]
    said = counted(
        "In the last 30 days it would have told {number} story; the latest:",
        "In the last 30 days it would have told {number} stories; the latest:",
        len(stories),
    )
    return [*blocks, paragraph(text(said, tone=Tone.FAINT)), story_line(stories[0], desk.zone)]


COMMANDS = (
    Command(
        name="watch",
        summary=phrase("Tell this chat of new stories"),
        answer=watch,
        argument="filter",
        argument_help=phrase(
            'related, reversals; "words" -without country: stance: outlets>=2 daily quiet: length: speak:'
        ),
        administers=True,
        takes_place=True,
    ),
    Command(
        name="watches",
        summary=phrase("What this chat is told of, and buttons that change it"),
        answer=watches,
        argument="number",
        argument_help=phrase("The number of a watch; all without it"),
        takes_place=True,
    ),
    Command(
        name="unwatch",
        summary=phrase("Tell this chat of nothing any more, or end one watch"),
        answer=unwatch,
        argument="number",
        argument_help=phrase("The number of a watch; all without it"),
        administers=True,
        takes_place=True,
    ),
)
