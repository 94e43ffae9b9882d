"""What a deed touched, so that every screen knows whether it must look again."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """The nouns, records and households one deed touched.

    >>> (Changes.of("visits", "a") | Changes.of("requests", "b")).ids
    ('a', 'b')
    """

    nouns: frozenset[str] = field(default_factory=frozenset)
    ids: tuple[str, ...] = ()
    households: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, noun: str, *ids: str, household: str | None = None) -> Changes:
        """One noun, its record ids (the main one first) and the household they belong to."""
        return cls(frozenset({noun}), ids, frozenset({household}) if household else frozenset())

    @property
    def id(self) -> str:
        """The record the deed was about."""
        return self.ids[0]

    def __or__(self, other: Changes) -> Changes:
        return Changes(self.nouns | other.nouns, self.ids + other.ids, self.households | other.households)

    def __bool__(self) -> bool:
        return bool(self.nouns)
