"""The post between a village and its township."""

from tests.bundles.post import enrolled, forge, joined

__all__ = ["enrolled", "forge", "joined"]
