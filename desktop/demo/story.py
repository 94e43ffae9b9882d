"""The demonstration: one township, two villages, two months of work, a stick carried there and back."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from gettext import gettext as _
from pathlib import Path
from random import Random
from typing import Final

from db import NewStore, RuleError, Store, create_store
from db.actions.corrections import correct
from db.actions.households import add_household
from db.actions.requests import NewReply, answer_request
from db.check import check
from db.ledgers.exports import export_roster
from db.ledgers.imports import import_ledger
from db.queries.households import household_list
from db.queries.requests import RequestFilter, request_list
from db.queries.totals import Period, Totals, totals
from db.store import Surroundings
from db.sync import pack, unpack
from db.sync.matters import items, settle
from db.sync.matters.shown.answers import SIDE
from db.sync.matters.shown.household import standing_file
from db.sync.peers.enrol import Wish, enroll, make_card
from desktop.demo.ledger import write_roster
from desktop.demo.people import Inventor, Plan
from desktop.demo.records import DemoClock, mediate, record_village
from desktop.demo.texts import TOWNSHIP_REPLIES
from desktop.papers import diary_of, summary_of
from desktop.reports.diary import diary_report
from desktop.reports.household import household_batch, household_report
from desktop.reports.summary import summary_report

FIRST: Final = datetime(2025, 8, 25, 1, tzinfo=UTC)
LAST: Final = date(2025, 10, 20)
TOWNSHIP: Final = ("云岭镇", "430499101", "肖建英")
VILLAGES: Final = (("桃溪村", "430499101201", "周建国", "taoxi"), ("石桥村", "430499101202", "邓秀英", "shiqiao"))
MARK: Final = ".baijia-demo"
"""Says that a folder was made by a demonstration and may be made anew."""
GROUPS: Final = ("一组", "二组", "三组")

Say = Callable[[str], None]
Bar = Callable[[str], Callable[[int, int], None]]


@dataclass
class Demo:
    """One run of the demonstration: where it writes, from which seed, and what it has made."""

    folder: Path
    households: int
    seed: int
    password: str
    around: Surroundings
    say: Say
    bar: Bar
    files: list[Path] = field(default_factory=list)
    figures: dict[str, Totals] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.clock = DemoClock(FIRST)
        self.around = replace(self.around, clock=self.clock)
        self.stick = self.folder / "stick"
        self.paper = self.folder / "paper"

    def random(self, name: str) -> Random:
        """A generator of its own for each part, so that one part's luck does not change another's."""
        return Random(hashlib.blake2b(f"{self.seed}/{name}".encode(), digest_size=8).digest())

    def clear(self) -> None:
        """Takes away what an earlier demonstration made in this folder; anything else is left alone."""
        if (self.folder / MARK).is_file():
            shutil.rmtree(self.folder)

    def run(self) -> None:
        """The whole story; every error ends it with its own sentence."""
        if self.folder.exists() and any(self.folder.iterdir()):
            raise RuleError(
                _("“{name}”里已经有东西，没有改动它。请换一个空文件夹。").format(name=self.folder.name), field="folder"
            )
        self.paper.mkdir(parents=True)
        (self.folder / MARK).touch()
        self.stick.mkdir()
        office, villages = self._make_stores()
        try:
            self._fill(villages)
            self._work(villages)
            self._carry_up(office, villages)
            self._answer(office, villages)
            self._carry_down(office, villages)
            self._print(office, villages)
            self._finish(office, villages)
        finally:
            for store in (office, *villages):
                store.close()

    def _new(self, role: str, name: str, region: str, cadre: str, stem: str) -> Store:
        path = self.folder / f"{stem}.baijia"
        new = NewStore(role, name, region, cadre, self.password)  # type: ignore[arg-type]
        store, recovery_key = create_store(path, new, self.around)
        sheet = self.folder / f"{stem}-recovery.txt"
        sheet.write_text(recovery_key + "\n", encoding="utf-8")
        self.files += [path, sheet]
        return store

    def _make_stores(self) -> tuple[Store, list[Store]]:
        self.say(_("一、建库：一个乡镇，两个村，登记电脑"))
        office = self._new("township", *TOWNSHIP, "office")
        villages = []
        for name, region, cadre, stem in VILLAGES:
            village = self._new("village", name, region, cadre, stem)
            card, grant = self.folder / f"{stem}.card", self.folder / f"{stem}.grant"
            card.write_text(make_card(village), encoding="utf-8")
            grant.write_text(enroll(office, card, Wish((region,))).paper, encoding="utf-8")
            enroll(village, grant)
            self.files += [card, grant]
            villages.append(village)
        return office, villages

    def _fill(self, villages: list[Store]) -> None:
        self.say(_("二、花名册：桃溪村从表格导入，石桥村逐户录入"))
        share = (self.households + 1) // 2
        for village, count in zip(villages, (share, self.households - share), strict=True):
            plan = Plan(count, GROUPS, village.name, LAST)
            people = list(Inventor(self.random(village.name), plan).households())
            if village is villages[0]:
                roster = self.folder / "户籍花名册.xlsx"
                write_roster(roster, plan, people, self.random("ledger"))
                report = import_ledger(village, roster)
                self.files.append(roster)
                self.say("   " + report.sentence)
                continue
            step = self.bar(village.name)
            for number, household in enumerate(people, 1):
                add_household(village, household)
                step(number, count)

    def _work(self, villages: list[Store]) -> None:
        self.say(_("三、两个月的走访、诉求、土地和权证，一件纠纷的调解"))
        for village in villages:
            self.clock.at = FIRST
            record_village(village, self.clock, self.random(village.name + "/work"), self.bar(village.name))
        self.clock.set(date(2025, 10, 13))
        mediate(villages[0])

    def _carry_up(self, office: Store, villages: list[Store]) -> None:
        self.say(_("四、装盘，送到镇里，收盘"))
        self.clock.set(date(2025, 10, 17))
        for village in villages:
            self._carry(village, office, None)
        self.say("   " + _("镇里现有 {n} 户").format(n=len(household_list(office))))

    def _carry(self, sender: Store, receiver: Store, to: str | None) -> None:
        made = pack(sender, self.stick, to)
        self.files.append(made.path)
        self.say("   " + made.sentence())
        for report in unpack(receiver, [made.path]):
            self.say("   " + report.message)

    def _answer(self, office: Store, villages: list[Store]) -> None:
        self.say(_("五、镇里答复诉求；同一个电话两边都改了"))
        self.clock.set(LAST)
        random = self.random("answers")
        open_requests = request_list(office, RequestFilter(unanswered=True))
        for line in open_requests[: max(1, len(open_requests) // 2)]:
            answer_request(
                office,
                NewReply(
                    request_id=line.id, content=random.choice(TOWNSHIP_REPLIES), way="phone", outcome="solved_in_time"
                ),
            )
        self.say("   " + _("答复了 {n} 件").format(n=max(1, len(open_requests) // 2) if open_requests else 0))
        home = household_list(villages[0])[0].id
        correct(villages[0], "household", home, {"phone": "15400000001"})
        correct(office, "household", home, {"phone": "15400000002"})

    def _carry_down(self, office: Store, villages: list[Store]) -> None:
        self.say(_("六、带着答复和回执回村；冲突在镇里定下，再走一趟"))
        self._carry(villages[0], office, None)
        for item in items(office):
            self.say("   " + _("有冲突：{field}，两个值都在，镇里定为村里的").format(field=item.title))
            theirs = next(at for at, party in enumerate(item.parties) if not party.mine)
            settle(office, item, f"{SIDE}{theirs}")
        for village in villages:
            self._carry(office, village, village.name)
        for village in villages:
            self._carry(village, office, None)
        for village in villages:
            self._carry(office, village, village.name)

    def _print(self, office: Store, villages: list[Store]) -> None:
        self.say(_("七、打印一户一档、民情日记、汇总表，导出花名册"))
        for village in villages:
            lines = household_list(village)
            first = self.paper / f"{village.name}-一户一档-{lines[0].household_no}.pdf"
            first.write_bytes(household_report(standing_file(village, lines[0].id)).pdf)
            batch = self.paper / f"{village.name}-一户一档-全村.pdf"
            step = self.bar(_("打印"))
            printed = household_batch(
                (standing_file(village, line.id) for line in lines),
                lambda done, _number, step=step, count=len(lines): step(done, count),  # type: ignore[misc]
                lambda: False,
            )
            assert printed is not None  # nobody cancels a demonstration
            batch.write_bytes(printed.pdf)
            roster = self.paper / f"{village.name}-花名册.xlsx"
            export_roster(village, roster)
            self.files += [first, batch, roster]
            self.say("   " + _("{name}：{n} 页").format(name=batch.name, n=printed.pages))
        summary = self.paper / f"{office.name}-汇总表.pdf"
        summary.write_bytes(summary_report(summary_of(office, Period())).pdf)
        diary = self.paper / f"{villages[0].name}-民情日记.pdf"
        diary.write_bytes(diary_report(diary_of(villages[0], Period())).pdf)
        self.files += [summary, diary]

    def _finish(self, office: Store, villages: list[Store]) -> None:
        self.say(_("八、检查三个数据库"))
        for store in (office, *villages):
            findings = check(store)
            self.figures[store.name] = totals(store)
            verdict = _("一切完好") if not findings else _("有 {n} 处问题").format(n=len(findings))
            self.say(f"   {store.name}：{verdict}")
            if findings:
                raise RuleError(findings[0].message)
