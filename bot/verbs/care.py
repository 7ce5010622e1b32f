"""backup, restore, check: looking after the bot."""

import shutil
import sys
from pathlib import Path

from bot.backups import back_up
from bot.charts.studio import charts_in_words
from bot.config import Settings, SettingsError, load_settings
from bot.credits import count
from feeds.errors import CatalogueError
from feeds.model import ArticleId
from feeds.polling.catalogue import load_catalogue
from feeds.stories.read import read_article
from storage.database import check_copy
from storage.errors import StorageError
from storage.lock import only_one
from storage.store import open_store

REREAD_AT_ONCE = 20
"""Articles in one transaction: the bot may run meanwhile, and does not wait for long."""


async def backup(settings: Settings, target: Path) -> None:
    """Write a complete copy of the database, while the bot may run. Raises StorageError."""
    _need(settings.database)
    _refuse_to_overwrite(target)
    store = await open_store(settings.database)
    try:
        await back_up(store, target)
    finally:
        await store.close()
    sys.stdout.write(f"{settings.database} is copied to {target}, and the copy is sound.\n")


async def restore(settings: Settings, source: Path) -> None:
    """Put a copy in the database's place; never over an existing one. Raises StorageError."""
    _need(source)
    for suffix in ("", "-wal", "-shm"):  # a log that was left behind would be replayed over the copy
        _refuse_to_overwrite(settings.database.with_name(settings.database.name + suffix))
    check_copy(source)
    arriving = settings.database.with_name(f"{settings.database.name}.arriving")
    with only_one(settings.database):
        shutil.copyfile(source, arriving)
        arriving.rename(settings.database)
    sys.stdout.write(f"{source} is restored to {settings.database}.\n")


async def reread(settings: Settings) -> None:
    """Read every stored article again, by the rules of this version; what was corrected stays so.

    Where the rules are the same, the result is. What a bot beside us revises meanwhile it has read itself.
    Stories stay as they are, and nobody is alerted. Raises StorageError.
    """
    _need(settings.database)
    store = await open_store(settings.database)
    number, last = 0, ArticleId(0)
    try:
        while some := await store.articles_after(last, limit=REREAD_AT_ONCE):
            readings = [(kept, read_article(kept.article)) for kept in some]
            async with store.editing() as edition:
                for kept, reading in readings:
                    number += await edition.reread_article(kept, reading)
            last = some[-1].id
    finally:
        await store.close()
    sys.stdout.write(f"{count(number, 'article')} read again.\n")


async def check() -> int:
    """Name every fault of settings, feed list and database at once; give the exit code."""
    faults: list[str] = []
    try:
        settings = load_settings()
    except SettingsError as error:
        settings = error.sound
        faults += error.faults
    try:
        feeds = len(load_catalogue(settings.feeds))
    except CatalogueError as error:
        feeds = 0
        faults += str(error).splitlines()
    faults += await _database_faults(settings.database)
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    if faults:
        return 2
    chats = [name for name, token in _tokens(settings) if token] or ["the console"]
    sys.stdout.write(f"All is well: {feeds} feeds in {settings.feeds}; chats: {', '.join(chats)}.\n")
    sys.stdout.write(f"Charts: {charts_in_words()}.\n")
    return 0


def _need(file: Path) -> None:
    if not file.is_file():
        raise StorageError(f"there is no file {file}")


def _refuse_to_overwrite(file: Path) -> None:
    if file.exists():
        raise StorageError(f"{file} exists already; nothing is overwritten: name a new file, or move it away")


async def _database_faults(database: Path) -> list[str]:
    try:
        _need(database)
    except StorageError:
        return []  # the first start makes it
    try:
        check_copy(database)
        store = await open_store(database)
    except StorageError as error:
        return [str(error)]
    await store.close()
    return []


def _tokens(settings: Settings) -> tuple[tuple[str, str], ...]:
    return ("Telegram", settings.telegram_token), ("Discord", settings.discord_token)
