"""Papers and photos of a record or a household, and their content."""

from db.queries.papers.content import Picture, paper_content, thumbnail
from db.queries.papers.lines import KeptPaper, paper, papers_of_household, papers_of_record

__all__ = [
    "KeptPaper",
    "Picture",
    "paper",
    "paper_content",
    "papers_of_household",
    "papers_of_record",
    "thumbnail",
]
