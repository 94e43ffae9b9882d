"""Who works here."""

from db.queries.cadres.lines import CadreLine, cadre_list

__all__ = ["CadreLine", "cadre_list"]
