"""What can go wrong when something is remembered or looked up.

    StorageError
    ├── NotFound         the row asked for is not there, or not this office's
    ├── AlreadyRecorded  the same fact stands there already (a unique key said so)
    ├── Conflict         somebody else changed it first: read again and decide again
    └── Unavailable      the database cannot be reached, is full, or is closed

Driver errors end at the two engines (sqlite.py, postgres.py); nothing above storage/ imports a driver.
"""


class StorageError(Exception):
    """Parent of all errors of this package."""


class NotFound(StorageError):
    """The row asked for is not there."""


class AlreadyRecorded(StorageError):
    """A unique key says that this is recorded already."""


class Conflict(StorageError):
    """Another transaction changed the row first."""


class Unavailable(StorageError):
    """The database cannot be reached, is full, or is closed."""
