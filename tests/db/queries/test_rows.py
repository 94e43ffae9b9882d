"""How the book is asked: by name and by place, days and words made ready, the parts of SQL that are shared."""

from __future__ import annotations

from datetime import date

import pytest

from db import Store
from db.models import Reply
from db.queries.rows import answering, ask, day, each, restricted_pending, words
from tests.makers import make_household, make_request


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1949-03-08", date(1949, 3, 8)),
        ("1949-03", None),
        ("1949", None),
        ("", None),
        (None, None),
        ("2025-13-45", None),
    ],
)  # fmt: skip
def test_a_day_is_a_whole_day_or_none(text: str | None, found: date | None) -> None:
    assert day(text) == found


def test_an_absent_text_is_empty() -> None:
    assert (words(None), words("x")) == ("", "x")


def test_values_by_name_or_by_place(village: Store) -> None:
    with village.read() as session:
        assert ask(session, "SELECT :a + :b AS n", {"a": 1, "b": 2})[0].n == 3
        assert ask(session, "SELECT ? AS n", [7])[0].n == 7


def test_row_by_row_is_the_same_as_all_at_once(village: Store) -> None:
    sql = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < :last) SELECT x FROM n"
    with village.read() as session:
        assert [row.x for row in each(session, sql, {"last": 1234})] == [
            row.x for row in ask(session, sql, {"last": 1234})
        ]
        assert list(each(session, sql + " LIMIT 0", {"last": 5})) == []


def test_which_replies_answer(village: Store) -> None:
    """Handing a request on is no answer, nor is a reply that was taken back."""
    request = make_request(village, make_household(village))
    sql = f"SELECT count(*) AS n FROM reply a WHERE {answering('a')}"
    with village.write() as session:
        for n, (outcome, hidden) in enumerate((("passed_on", 0), ("solved_at_once", 1), ("explained", 0), (None, 0))):
            reply = Reply(id=str(n), scope=village.scope, request_id=request, outcome=outcome, hidden=hidden)
            session.add(reply)
    with village.read() as session:
        assert ask(session, sql)[0].n == 2


def test_no_figure_counts_a_write_about_an_accusation(village: Store) -> None:
    home = make_household(village)
    shown = make_request(village, home)
    secret = make_request(village, home, "举报某人。", petition_kind="accusation", accused_unit="桃溪村村委会")
    sql = f"SELECT DISTINCT pk FROM sync_pending WHERE NOT {restricted_pending('sync_pending')}"
    with village.read() as session:
        counted = {r.pk for r in ask(session, sql)}
    assert shown in counted
    assert secret not in counted
