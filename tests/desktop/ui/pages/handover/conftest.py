"""The post between a village and its township."""

from tests.bundles.post import district, enrolled

__all__ = ["district", "enrolled"]
