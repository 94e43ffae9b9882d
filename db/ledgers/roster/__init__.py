"""The household roster (户籍花名册): its rows as households and persons, with a verdict on every cell."""

from db.ledgers.roster.reading import read_roster, read_roster_of

__all__ = ["read_roster", "read_roster_of"]
