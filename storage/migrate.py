"""Brings a database file to the schema of this version.

Migrations are the numbered files beside this one, append-only. `PRAGMA user_version` counts those applied;
each is one transaction, and may call `host_of`. An older file is copied before it is touched; a newer one is
refused.
"""

import sqlite3
from pathlib import Path

from feeds.model import host_of
from storage.errors import DatabaseTooNew, NotOurDatabase

APPLICATION_ID = 0x54525750  # "TRWP"
MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(driver: sqlite3.Connection, path: Path) -> None:
    """Apply what is missing. Raises DatabaseTooNew, NotOurDatabase; the file is then untouched."""
    scripts = sorted(MIGRATIONS.glob("[0-9]*.sql"))
    applied = driver.execute("PRAGMA user_version").fetchone()[0]
    _refuse_strangers(driver, path, applied, known=len(scripts))
    if applied == len(scripts):
        return
    if applied:
        _copy_before(driver, path, applied)
    driver.execute("PRAGMA journal_mode = WAL")
    driver.create_function("host_of", 1, host_of, deterministic=True)
    for number, script in enumerate(scripts[applied:], start=applied + 1):
        _apply(driver, number, script)


def _refuse_strangers(driver: sqlite3.Connection, path: Path, applied: int, *, known: int) -> None:
    tables = driver.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    ours = driver.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    if tables and not ours:
        raise NotOurDatabase(f"{path} is a database of another program")
    if applied > known:
        raise DatabaseTooNew(
            f"{path} was written by a later version of Troopwire (its schema is {applied}, "
            f"this version knows {known}): update the program, or name another database"
        )


def _copy_before(driver: sqlite3.Connection, path: Path, applied: int) -> None:
    copy = path.with_name(f"{path.name}.bak-{applied}")
    if not copy.exists():
        driver.execute("VACUUM INTO :copy", {"copy": str(copy)})


def _apply(driver: sqlite3.Connection, number: int, script: Path) -> None:
    steps = script.read_text(encoding="utf-8")
    try:
        driver.executescript(
            f"BEGIN IMMEDIATE;\n{steps}\nPRAGMA application_id = {APPLICATION_ID};\n"
            f"PRAGMA user_version = {number};\n"
        )
        if driver.execute("PRAGMA foreign_key_check").fetchone():
            raise NotOurDatabase(
                f"migration {script.name} would leave rows that point nowhere; nothing was changed"
            )
        driver.execute("COMMIT")
    finally:
        if driver.in_transaction:
            driver.execute("ROLLBACK")
