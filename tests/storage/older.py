"""Databases as earlier versions left them."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from storage import migrate


def older_database(path: Path, migrations: int, monkeypatch: pytest.MonkeyPatch) -> sqlite3.Connection:
    """Make a database that has had so many migrations; give a connection to it, in autocommit."""
    scripts = path.parent / "older migrations"
    scripts.mkdir()
    for script in sorted(migrate.MIGRATIONS.glob("*.sql"))[:migrations]:
        shutil.copy(script, scripts)
    driver = sqlite3.connect(path, isolation_level=None)
    with monkeypatch.context() as earlier:
        earlier.setattr(migrate, "MIGRATIONS", scripts)
        migrate.migrate(driver, path)
    return driver
