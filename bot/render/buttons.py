"""Which buttons of a reply can be shown."""

from collections.abc import Callable

from bot.render.text import tame
from bot.replies import Button


def usable(buttons: tuple[Button, ...], fits: Callable[[Button], bool]) -> tuple[Button, ...]:
    """Leave out what a platform would refuse: no label, a command too long for it, one command twice."""
    once: dict[str, Button] = {}
    for button in buttons:
        if _is_clean(button) and fits(button):
            once.setdefault(button.command, button)
    return tuple(once.values())


def _is_clean(button: Button) -> bool:
    has_label = bool(tame(button.label).strip())
    is_one_line = button.command.splitlines() == [button.command]
    return has_label and is_one_line and button.command == tame(button.command)
