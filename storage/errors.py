"""What can go wrong with the state at rest.

StorageError
├── DatabaseTooNew      written by a later version of the program
├── NotOurDatabase      the file is something else, or is damaged
├── Contradiction       the change contradicts what is kept: a fault of ours
└── NoRoom              the disk is full, or the file can't be written
"""


class StorageError(Exception):
    """The database could not do what was asked; nothing of it was kept."""


class DatabaseTooNew(StorageError):
    """The database was written by a later version of the program."""


class NotOurDatabase(StorageError):
    """The file is not a Troopwire database, or is damaged."""


class Contradiction(StorageError):
    """The change contradicts what is kept: a fault of the program, not of the disk."""


class NoRoom(StorageError):
    """The disk is full, or the file can't be written."""
