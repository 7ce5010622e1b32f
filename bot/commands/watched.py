"""How a watch is shown: what it hears of, how it tells, and the buttons that change that."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.commands.manner import CHAT, DELIVERIES, NEVER, NEVER_QUIET, NOBODY
from bot.hearing import asked_for
from bot.hours import clock
from bot.platforms.port import Role
from bot.replies import Button, Reply, paragraph
from bot.speech import LANGUAGES, phrase, worded
from storage.model import Delivery, Length, Watch, WatchWanted

ALL = "all"
"""Stands behind /watches where a button asks for it."""

QUIET, LENGTH, SPEAK = "quiet", "length", "speak"
PAGES = (QUIET, LENGTH, SPEAK)
"""Stand behind the number of a watch where a button asks for what else can be changed of it."""

NIGHTS = ("22:00-07:00", "23:00-08:00")
"""Quiet hours that a button offers; others are typed."""

LABELS = {
    "now": phrase("At once"),
    "daily": phrase("Daily"),
    "weekly": phrase("Weekly"),
    "silent": phrase("Silent"),
    "ping": phrase("With a sound"),
    f"ping:{NOBODY}": phrase("Call nobody"),
    QUIET: phrase("Quiet hours"),
    LENGTH: phrase("Length"),
    SPEAK: phrase("Language"),
    CHAT: phrase("As in this chat"),
    NEVER: phrase("Never quiet"),
    Length.LINE: phrase("One line"),
    Length.CARD: phrase("Card"),
    Length.LONG: phrase("Long"),
}

DIGESTS = {
    Delivery.DAILY: phrase(", in a daily digest"),
    Delivery.WEEKLY: phrase(", in a weekly digest"),
}

LENGTHS = {
    Length.LINE: phrase(", in one line"),
    Length.CARD: phrase(", on a card"),
    Length.LONG: phrase(", on a long card"),
}


def show(kept: Watch, roles: Sequence[Role], page: str = "") -> Reply:
    """Show a watch with what can be changed of it; `page`: of its quiet hours, its length, its language."""
    return Reply(blocks=(paragraph(told_of(kept, roles)),), buttons=buttons(kept, page))


def told_of(kept: Watch, roles: Sequence[Role]) -> str:
    """Say what a chat is told of by a watch."""
    return worded("Watch {number}: this chat is told of {what}.", number=kept.id, what=described(kept, roles))


def described(kept: Watch, roles: Sequence[Role]) -> str:
    """Say what a watch hears of, and how it tells."""
    wanted = kept.wanted
    return asked_for(kept) + "".join(_manner(wanted)) + _pinged(wanted, roles)


def _manner(wanted: WatchWanted) -> Iterator[str]:
    if wanted.delivery is not Delivery.AT_ONCE:
        yield worded(DIGESTS[wanted.delivery])
    if wanted.is_silent:
        yield worded(", silently")
    if wanted.length:
        yield worded(LENGTHS[wanted.length])
    if wanted.language:
        yield worded(", in {language}", language=LANGUAGES.get(wanted.language, wanted.language))
    if wanted.quiet == NEVER_QUIET:
        yield worded(", never quiet")
    elif wanted.quiet:
        begins, ends = map(clock, wanted.quiet)
        yield worded(", quiet from {begins} to {ends}", begins=begins, ends=ends)


def _pinged(wanted: WatchWanted, roles: Sequence[Role]) -> str:
    """Say which role is called; a digest and what is silent call nobody."""
    if not wanted.ping:
        return ""
    names = [f"@{role.name}" for role in roles if role.id == wanted.ping]
    name = names[0] if names else worded("a role that is not here")
    is_heard = wanted.delivery is Delivery.AT_ONCE and not wanted.is_silent
    if is_heard:
        return worded(", calling {name}", name=name)
    return " " + worded("({name} is called only at once and aloud)", name=name)


def buttons(kept: Watch, page: str = "") -> tuple[Button, ...]:
    """Offer what can be changed of a watch, what holds ticked off."""
    options = _OPTIONS[page](kept.wanted)
    changing = (
        _button(f"✓ {label}" if holds else label, f"watch {kept.id} {option}")
        for option, label, holds in options
    )
    if page:
        return (*changing, _button(worded("Back"), f"watches {kept.id}"))
    further = (_button(worded(LABELS[name]) + " …", f"watches {kept.id} {name}") for name in PAGES)
    return (*changing, *further, _button(worded("End it"), f"unwatch {kept.id}"), to_all())


def to_all() -> Button:
    """Lead to the list of all watches."""
    return _button(worded("All watches"), f"watches {ALL}")


def _button(label: str, command: str) -> Button:
    return Button(label=label, command=command, turns_page=True)


_Option = tuple[str, str, bool]
"""What is typed, how its button is labelled, whether it holds."""


def _of_delivery(wanted: WatchWanted) -> Iterator[_Option]:
    for option, delivery in DELIVERIES.items():
        yield option, worded(LABELS[option]), wanted.delivery is delivery
    for option, is_silent in (("silent", True), ("ping", False)):
        yield option, worded(LABELS[option]), wanted.is_silent is is_silent
    for option in [f"ping:{NOBODY}"] if wanted.ping else []:
        yield option, worded(LABELS[option]), False


def _of_quiet(wanted: WatchWanted) -> Iterator[_Option]:
    yield f"quiet:{CHAT}", worded(LABELS[CHAT]), wanted.quiet is None
    yield f"quiet:{NEVER}", worded(LABELS[NEVER]), wanted.quiet == NEVER_QUIET
    for hours in NIGHTS:
        held = wanted.quiet and "-".join(map(clock, wanted.quiet))
        yield f"quiet:{hours}", hours, held == hours


def _of_length(wanted: WatchWanted) -> Iterator[_Option]:
    yield f"length:{CHAT}", worded(LABELS[CHAT]), wanted.length is None
    for length in Length:
        yield f"length:{length}", worded(LABELS[length]), wanted.length is length


def _of_language(wanted: WatchWanted) -> Iterator[_Option]:
    yield f"speak:{CHAT}", worded(LABELS[CHAT]), not wanted.language
    for letters, name in LANGUAGES.items():
        yield f"speak:{letters}", name, wanted.language == letters


_OPTIONS: Mapping[str, Callable[[WatchWanted], Iterator[_Option]]] = {
    "": _of_delivery,
    QUIET: _of_quiet,
    LENGTH: _of_length,
    SPEAK: _of_language,
}
