"""The post between a village and its township."""

from tests.bundles.post import district, enrolled, forge, joined

__all__ = ["district", "enrolled", "forge", "joined"]
