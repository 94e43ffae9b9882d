"""Which households and persons are one, though two laptops wrote them down (sync.md §12)."""

from db.queries.merged.components import HOMES, Merged, Same, filled, household_homes, merged

__all__ = ["HOMES", "Merged", "Same", "filled", "household_homes", "merged"]
