"""What must I do? Overdue first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from gettext import gettext as _

from sqlmodel import Session

from db.queries.disputes.due import mediation_due
from db.queries.figures.days import AsOf, as_of
from db.queries.figures.disputes import dispute_totals
from db.queries.figures.land import land_totals
from db.queries.figures.register import visit_count
from db.queries.figures.requests import request_totals
from db.queries.land.certificates import known_day, lying_here
from db.queries.merged import HOMES, merged
from db.queries.requests import RequestFilter, request_lines
from db.queries.rows import ask, day, words
from db.queries.totals import month_before
from db.rules.certificates import CertificateEvent
from db.rules.visits import CONTACT_POINT, Period, period_of, progress
from db.store import Store


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `kind` is request, visit, certificate or dispute; `urgency` late, soon or month."""

    kind: str
    record_id: str
    household_id: str
    name: str
    matter: str
    caption: str
    due_on: date | None
    days_left: int | None
    urgency: str
    badge: str
    action: str


@dataclass(frozen=True, slots=True)
class Counter:
    """A big number with the same day of last month beside it; `better` says which way is good (up, down).

    None is what the book could not know that day.
    """

    name: str
    label: str
    value: int | None
    unit: str
    before: int | None
    better: str


@dataclass(frozen=True, slots=True)
class ContactProgress:
    """A contact point of this cadre and what the quarter still wants."""

    name: str
    trips: int
    trips_wanted: int
    days: tuple[date, ...]
    days_wanted: int


@dataclass(frozen=True, slots=True)
class Today:
    """The first page: counters, tasks, contact points, and who was never visited."""

    on: date
    counters: tuple[Counter, ...]
    tasks: tuple[Task, ...]
    contact_points: tuple[ContactProgress, ...]
    never_visited: int


def today(store: Store) -> Today:
    """Everything that waits, the most overdue first."""
    on = store.today()
    mediation = _mediation(store, on)
    with store.read() as session:
        tasks = [*_requests(session, on), *_certificates(session), *_next_visits(session, on), *mediation]
        rank = {"late": 0, "soon": 1, "month": 2}
        tasks.sort(key=lambda t: (rank[t.urgency], t.days_left if t.days_left is not None else 999, t.name))
        return Today(on, _counters(session, on), tuple(tasks), _contact_points(session, store, on), _never(session))


def _urgency(days_left: int | None) -> str:
    if days_left is None:
        return "month"
    return "late" if days_left < 0 else "soon" if days_left <= 3 else "month"


def _requests(session: Session, on: date) -> list[Task]:
    found = []
    for line in request_lines(session, on, RequestFilter(unanswered=True)):
        caption = _("{on} 收到").format(on=line.received_on.isoformat()[5:]) if line.received_on else ""
        found.append(
            Task(
                "request",
                line.id,
                line.household_id,
                line.requester_name or _("未留姓名"),
                line.content,
                " · ".join(filter(None, (caption, line.village_group, line.handler_name))),
                line.due_on,
                line.days_left,
                _urgency(line.days_left),
                line.clock,
                _("去答复"),
            )
        )
    return found


def _certificates(session: Session) -> list[Task]:
    def since(event: CertificateEvent) -> str:
        on = known_day(event.on)
        return _("{on} 到村").format(on=on.isoformat()[5:]) if on else ""

    here = lying_here(session)
    sql = f"""
    {HOMES}
    SELECT c.id, coalesce(home.home, c.household_id) AS household_id, g.name AS group_name,
      (SELECT p.name FROM person p WHERE p.household_id IN (h.id, c.household_id) AND p.hidden = 0
         ORDER BY p.household_id <> h.id, p.is_head IS NOT 1, p.position, p.id LIMIT 1) AS head_name
    FROM certificate c LEFT JOIN home ON home.id = c.household_id
    LEFT JOIN household h ON h.id = coalesce(home.home, c.household_id)
    LEFT JOIN village_group g ON g.id = h.village_group_id
    WHERE c.id IN (SELECT value FROM json_each(:here))
    """
    rows = ask(session, sql, merged(session).values | {"here": json.dumps(list(here))}) if here else ()
    return [
        Task(
            "certificate",
            r.id,
            words(r.household_id),
            words(r.head_name),
            _("证在村里，等这户来领"),
            " · ".join(filter(None, (since(here[r.id]), r.group_name))),
            None,
            None,
            "month",
            _("证在村里"),
            _("去发证"),
        )
        for r in sorted(rows, key=lambda r: (here[r.id].on, r.id))
    ]


def _mediation(store: Store, on: date) -> list[Task]:
    """Limits of mediations within a month; each says whether law or advice stands behind it."""
    found = []
    for line in mediation_due(store, on):
        if line.days_left > 31:
            continue
        late = line.days_left < 0
        badge = _("逾期 {n} 天").format(n=-line.days_left) if late else _("还剩 {n} 天").format(n=line.days_left)
        found.append(
            Task(
                "dispute",
                line.dispute_id,
                line.household_ids[0] if line.household_ids else "",
                line.title,
                line.matter,
                " · ".join(filter(None, (line.number, line.kind_label))),
                line.due_on,
                line.days_left,
                _urgency(line.days_left),
                badge,
                _("去办"),
            )
        )
    return found


def _next_visits(session: Session, on: date) -> list[Task]:
    sql = f"""
    {HOMES}
    SELECT w.id, coalesce(home.home, w.household_id) AS household_id, w.next_visit_on, g.name AS group_name,
      (SELECT p.name FROM person p WHERE p.household_id IN (h.id, w.household_id) AND p.hidden = 0
         ORDER BY p.household_id <> h.id, p.is_head IS NOT 1, p.position, p.id LIMIT 1) AS head_name
    FROM visit w LEFT JOIN home ON home.id = w.household_id
    LEFT JOIN household h ON h.id = coalesce(home.home, w.household_id)
    LEFT JOIN village_group g ON g.id = h.village_group_id
    WHERE w.hidden = 0 AND w.next_visit_on IS NOT NULL AND w.next_visit_on <= :until AND NOT EXISTS
      (SELECT 1 FROM visit l WHERE l.hidden = 0 AND l.visited_on > w.visited_on AND (l.household_id = w.household_id
        OR l.household_id IN (SELECT o.id FROM home o WHERE o.home = home.home)))
    ORDER BY w.next_visit_on, w.id
    """
    found = []
    for r in ask(session, sql, merged(session).values | {"until": (on + timedelta(days=30)).isoformat()}):
        due = day(r.next_visit_on)
        left = (due - on).days if due else None
        badge = _("约在今天") if left == 0 else _("逾期 {n} 天").format(n=-left) if left and left < 0 else _("约好了")
        found.append(
            Task(
                "visit",
                r.id,
                words(r.household_id),
                words(r.head_name),
                _("说好再去看看"),
                " · ".join(filter(None, (_("约在 {on}").format(on=words(r.next_visit_on)[5:]), r.group_name))),
                due,
                left,
                _urgency(left),
                badge,
                _("记走访"),
            )
        )
    return found


def _counters(session: Session, on: date) -> tuple[Counter, ...]:
    """The four numbers, each from the function every other place asks, and by the same day of last month."""
    now, before = (_counted(session, as_of(day, on)) for day in (on, month_before(on)))
    labels = {
        "visited": (_("本月走访"), _("户次"), "up"),
        "unanswered": (_("诉求未答复"), _("件"), "down"),
        "uncollected": (_("未领证"), _("户"), "down"),
        "disputes": (_("纠纷未结"), _("件"), "down"),
    }
    return tuple(
        Counter(name, label, now[name], unit, before[name], better) for name, (label, unit, better) in labels.items()
    )


def _counted(session: Session, at: AsOf) -> dict[str, int | None]:
    return {
        "visited": visit_count(session, at.day.replace(day=1).isoformat(), at),
        "unanswered": request_totals(session, None, at).unanswered,
        "uncollected": land_totals(session, at).uncollected,
        "disputes": dispute_totals(session, None, at).open,
    }


def _contact_points(session: Session, store: Store, on: date) -> tuple[ContactProgress, ...]:
    points = ask(
        session,
        "SELECT p.household_id, p.village_id, v.name AS village_name FROM contact_point p"
        " LEFT JOIN village v ON v.id = p.village_id WHERE p.hidden = 0 AND p.cadre_name = ?"
        " AND (p.to_on IS NULL OR p.to_on >= ?) ORDER BY p.id",
        (store.me.name, on.isoformat()),
    )
    quarter, same = period_of(on, Period.QUARTER), merged(session)
    found = []
    for point in points:
        rows = ask(
            session,
            "SELECT DISTINCT w.visited_on FROM visit w JOIN visit_cadre c ON c.visit_id = w.id AND c.hidden = 0"
            " WHERE w.hidden = 0 AND c.name = ? AND w.visited_on BETWEEN ? AND ?"
            " AND (w.household_id IN (SELECT value FROM json_each(?)) OR (? IS NULL AND w.village_id = ?))"
            " ORDER BY w.visited_on",
            (
                store.me.name,
                quarter.first.isoformat(),
                quarter.last.isoformat(),
                same.household_ids(point.household_id or ""),
                point.household_id,
                point.village_id,
            ),
        )
        days = tuple(d for r in rows if (d := day(r.visited_on)))
        kept = progress(CONTACT_POINT, days, on)
        name = words(point.village_name)
        found.append(ContactProgress(name, kept.count, kept.need_count, days, kept.need_days))
    return tuple(found)


def _never(session: Session) -> int:
    sql = (
        f"{HOMES} SELECT count(*) FROM household h LEFT JOIN home ON home.id = h.id WHERE h.hidden = 0"
        " AND coalesce(home.home, h.id) = h.id AND NOT EXISTS (SELECT 1 FROM visit w WHERE w.hidden = 0"
        " AND (w.household_id = h.id OR w.household_id IN (SELECT o.id FROM home o WHERE o.home = h.id)))"
    )
    return int(ask(session, sql, merged(session).values)[0][0])
