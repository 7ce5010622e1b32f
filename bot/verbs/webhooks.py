"""webhooks add/list/remove: where messages are posted, signed."""

import argparse
import sys
from ipaddress import ip_address
from urllib.parse import SplitResult

from bot.clock import utc_now
from bot.commands.desk import Desk
from bot.commands.query import NotReadError
from bot.commands.wanted import read_typed, wanted_of
from bot.commands.watching import watch
from bot.config import Settings
from bot.credits import count
from bot.hearing import asked_for
from bot.platforms.port import Address, Ask
from bot.platforms.signing import new_secret
from bot.platforms.webhook import NAME
from bot.pulse import Pulse
from bot.render.plain import render
from bot.replies import Reply
from feeds.errors import AddressForbidden
from feeds.polling.guard import checked, is_loopback
from storage.store import Store, open_store

TITLE = "a webhook"


async def webhooks(settings: Settings, given: argparse.Namespace) -> int:
    """Do what was asked of the webhooks; give the exit code. Raises FetchError, StorageError."""
    store = await open_store(settings.database)
    try:
        match given.does:
            case "add":
                _refuse_unsafe(given.url, allow_loopback=settings.allow_loopback)
                return await _add(store, settings, given.url, " ".join(given.words))
            case "remove":
                return await _remove(store, given.url)
            case _:
                await _list(store)
    finally:
        await store.close()
    return 0


async def _add(store: Store, settings: Settings, url: str, words: str) -> int:
    """Let an address hear of what a chat hears of that types `/watch` with these words."""
    desk = Desk(store=store, zone=settings.timezone, clock=utc_now, pulse=Pulse())
    try:
        wanted = await wanted_of(desk, read_typed(words, desk))
    except NotReadError as error:
        sys.stderr.write(f"troopwire: {error}\n")
        return 1
    secret = new_secret()
    async with store.editing() as edition:
        chat = await edition.meet_chat(NAME, url, TITLE)
        is_new = await edition.keep_webhook(chat.id, secret)
    ask = Ask(command="watch", words=words, platform=NAME, address=Address(url), title=TITLE)
    _, *backtest = (await watch(desk, ask)).blocks  # but for the commands by which a chat ends it
    sys.stdout.write(f"{url} is told of {wanted.words or 'every CORE story'} ({wanted.delivery}).\n")
    sys.stdout.write(render(Reply(blocks=tuple(backtest))) if backtest else "")
    told = f"Its secret, shown this once: {secret}" if is_new else "It was known already; its secret stays."
    sys.stdout.write(f"{told}\n")
    return 0


async def _remove(store: Store, url: str) -> int:
    async with store.editing() as edition:
        removed = await edition.remove_webhook(url)
    if not removed:
        sys.stderr.write(f"troopwire: there is no webhook {url}\n")
        return 1
    sys.stdout.write(f"{url} is told of nothing any more\n")
    return 0


async def _list(store: Store) -> None:
    for webhook in await store.webhooks():
        watched = await store.watches_of(NAME, webhook.chat.address)
        facts = (
            "; ".join(f"{asked_for(each)} ({each.wanted.delivery})" for each in watched) or "nothing",
            f"{count(webhook.waiting, 'message')} waiting" if webhook.waiting else "",
            webhook.fault,
            f"stopped, until it is added again: {webhook.chat.parked}" if webhook.chat.parked else "",
        )
        sys.stdout.write(f"{webhook.chat.address}  {'; '.join(filter(None, facts))}\n")


def _refuse_unsafe(url: str, *, allow_loopback: bool) -> None:
    """Raise AddressForbidden for an address to which messages would go in the clear."""
    address = checked(url)
    if address.scheme != "https" and not (allow_loopback and _is_here(address)):
        raise AddressForbidden(url, "a webhook is an https address")


def _is_here(address: SplitResult) -> bool:
    try:
        return is_loopback(ip_address(address.hostname or ""))
    except ValueError:
        return False
