"""python -m tests.ledgers: the score of the sample rosters, as a table."""

from __future__ import annotations

from db.ledgers.roster import read_roster
from tests.ledgers.scorer import HERE, TODAY, Truth, score_file, table

if __name__ == "__main__":
    truth = Truth()
    print(table({path: score_file(truth, path, read_roster(HERE / path, TODAY)) for path in truth.files()}))
