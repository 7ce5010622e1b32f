"""How the tests of commands ask."""

from zoneinfo import ZoneInfo

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.platforms.console import parse_ask
from bot.pulse import Pulse
from bot.render.plain import render
from storage.store import Store
from tests.samples import NOON


async def asked(store: Store, line: str) -> str:
    """Ask a command of what is stored; give the answer as the console shows it."""
    return render(await answer(desk_of(store), parse_ask(line)))


def desk_of(store: Store) -> Desk:
    """Make a desk at noon over what is stored."""
    return Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: NOON, pulse=Pulse())
