"""The last step decides, in the order of the days."""

from datetime import date

from db import Store
from db.identity import new_id
from db.models import DisputeStep
from db.queries.disputes import DisputeFilter, dispute_list
from db.queries.figures.days import as_of
from db.queries.figures.disputes import DisputeTotals, dispute_totals
from tests.dispute_makers import days_ago, make_dispute


def test_a_step_written_down_late_counts_on_its_day(village: Store) -> None:
    dispute = make_dispute(village)
    with village.write() as session:
        for step, ago in (("mediation", 5), ("terminated", 9)):
            values = {"dispute_id": dispute, "step": step, "on_date": days_ago(ago).isoformat()}
            session.add(DisputeStep(id=new_id(), scope=village.scope, compartment=1, **values))
    with village.read() as session:
        assert dispute_totals(session, None, as_of(days_ago(9), village.today())) == DisputeTotals(0, 1)
        assert dispute_totals(session, None, as_of(None, village.today())) == DisputeTotals(1, 0)
        assert dispute_totals(session, "2025-10-01", as_of(None, village.today())) == DisputeTotals(0, 0)
        assert dispute_totals(session, None, as_of(date(2025, 9, 1), village.today())) == DisputeTotals(0, 0)
    assert [line.is_open for line in dispute_list(village, DisputeFilter(open_only=True))] == [True]
