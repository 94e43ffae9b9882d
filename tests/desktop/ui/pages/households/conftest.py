"""The post between a village and its township, for what comes in while a form stands open."""

from tests.bundles.post import district, enrolled

__all__ = ["district", "enrolled"]
