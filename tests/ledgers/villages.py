"""Rosters as other villages keep them: the same people in other headings, orders, shapes and file formats."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape as xml

import xlsxwriter

from tests.ledgers.scorer import Truth

Cell = str | int | float | None
WORDS = {
    "02": "户主",
    "12": "妻",
    "11": "夫",
    "20": "儿子",
    "30": "女儿",
    "45": "孙媳",
    "47": "曾孙",
    "48": "曾孙女",
    "27": "养子",
}


@dataclass(frozen=True)
class Who:
    """One person of a household, as the truth has them."""

    id: str
    household: str
    group: str
    number: str
    address: str
    phone: str
    head: str
    first: bool
    size: int
    name: str
    relation: str
    sex: str
    birth: str
    id_no: str
    nationality: str
    education: str

    @property
    def word(self) -> str:
        """The relation in words."""
        return WORDS.get(self.relation) or str(TRUTH.data["relation_names"][self.relation])


TRUTH = Truth()


def people(village: str = "桃溪村", households: int = 60) -> list[list[Who]]:
    """The living households of a village; nobody without a number."""
    found = []
    code = next(code for code, name in TRUTH.villages.items() if name == village)
    for h in [h for h in TRUTH.households.values() if h["village"] == code][:households]:
        members = [TRUTH.persons[m] for m in h["members"]]
        members = [
            m for m in members if m["listed"] and m["id_type"] == "居民身份证" and not str(m["id_no"]).endswith("000")
        ]
        head = TRUTH.persons[h["head"]]["name"]
        found.append(
            [
                Who(
                    m["id"], h["id"], TRUTH.groups[h["group"]], h["no"], h["address"], h.get("phone") or "", head,
                    i == 0, len(members), m["name"], m["rel"], m["sex"], m["birth"], m["id_no"], m["eth"], m["edu"],
                )
                for i, m in enumerate(members)
            ]
        )  # fmt: skip
    return found


Rows = list[list[Cell]]
Ranges = list[tuple[int, int, int, int]]


@dataclass
class Page:
    """One sheet: rows and merged ranges (first row, first column, last row, last column, from 0)."""

    name: str
    rows: Rows
    merges: Ranges


def to_xlsx(path: Path, pages: Sequence[Page]) -> Path:
    """Written as Excel does."""
    with xlsxwriter.Workbook(str(path)) as book:
        for page in pages:
            sheet = book.add_worksheet(page.name)
            for r, row in enumerate(page.rows):
                for c, value in enumerate(row):
                    if isinstance(value, str) and value:
                        sheet.write_string(r, c, value)
                    elif isinstance(value, (int, float)):
                        sheet.write_number(r, c, value)
            for top, left, bottom, right in page.merges:
                if (top, left) != (bottom, right):
                    sheet.merge_range(top, left, bottom, right, page.rows[top][left] or "")
    return path


def to_text(path: Path, page: Page, *, separator: str = ",", encoding: str = "utf-8") -> Path:
    """Written as a text file; a cell with a separator or line break in it is quoted."""

    def cell(value: Cell) -> str:
        text = "" if value is None else str(value)
        return '"' + text.replace('"', '""') + '"' if any(s in text for s in (separator, "\n", '"')) else text

    path.write_bytes("\r\n".join(separator.join(map(cell, row)) for row in page.rows).encode(encoding))
    return path


def to_webpage(path: Path, page: Page) -> Path:
    """Written as the web page that county systems call .xls."""
    spans = {(t, left): (b - t + 1, r - left + 1) for t, left, b, r in page.merges}
    covered = {(r, c) for t, lf, b, rt in page.merges for r in range(t, b + 1) for c in range(lf, rt + 1)} - set(spans)
    lines = ['<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body><table>']
    for r, row in enumerate(page.rows):
        cells = []
        for c, value in enumerate(row):
            if (r, c) not in covered:
                down, across = spans.get((r, c), (1, 1))
                cells.append(
                    f'<td rowspan="{down}" colspan="{across}">{escape("" if value is None else str(value))}</td>'
                )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    path.write_bytes("\n".join([*lines, "</table></body></html>"]).encode("gb18030"))
    return path


def to_ods(path: Path, pages: Sequence[Page]) -> Path:
    """Written as LibreOffice does, in its plainest form."""
    tables = []
    for page in pages:
        rows = "".join(
            "<table:table-row>" + "".join(
                "<table:table-cell/>" if v in (None, "") else
                f'<table:table-cell office:value-type="string"><text:p>{xml(str(v))}</text:p></table:table-cell>'
                for v in row
            ) + "</table:table-row>" for row in page.rows
        )  # fmt: skip
        tables.append(f'<table:table table:name="{xml(page.name)}">{rows}</table:table>')
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", kind)
        file.writestr("content.xml", content)
        file.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>',
        )
    return path


def _page(name: str, above: Rows, households: list[list[Who]], line: Callable[[Who], list[Cell]], **more: Any) -> Page:
    """Header rows, then a row a person; ``merged`` columns joined over a household, ``once`` filled on its first."""
    rows, merges = list(above), list(more.get("merges", ()))
    for members in households:
        top = len(rows)
        for who in members:
            cells = line(who)
            if not who.first:
                for column in more.get("merged", ()) or more.get("once", ()):
                    cells[column] = None
            rows.append(cells)
        merges += [(top, column, len(rows) - 1, column) for column in more.get("merged", ())]
    return Page(name, rows, merges)


def _by_group(households: list[list[Who]]) -> dict[str, list[list[Who]]]:
    groups: dict[str, list[list[Who]]] = {}
    for members in households:
        groups.setdefault(members[0].group, []).append(members)
    return groups


def other_words(folder: Path, hh: list[list[Who]]) -> Path:
    """One sheet, other headings and order, number and group on every line, year and month only, no sex column."""
    head: Rows = [["姓 名", "公民身份\n号码", "称谓", "出生年月", "民族", "户编号", "组别", "门牌号", "手机"]]

    def line(w: Who) -> list[Cell]:
        year, month, _day = w.birth.split("-")
        return [w.name, w.id_no, w.word, f"{year}.{month}", w.nationality + "族", w.number, w.group, w.address, w.phone]

    return to_xlsx(folder / "2025年人口台账（定稿）.xlsx", [_page("Sheet1", head, hh, line)])


def blank_lines(folder: Path, hh: list[list[Who]]) -> Path:
    """Group title rows, households parted by blank rows, the head's relation left open, no household number."""
    rows: Rows = [["桃溪村常住人口登记表"], [], ["姓名", "性别", "关系", "身份证", "出生时间", "电话", "地址"]]
    for group, households in _by_group(hh).items():
        rows.append([f"第{group}（组长：某某）"])
        for members in households:
            for w in members:
                word = "" if w.first else w.word
                rows.append([w.name, w.sex, word, w.id_no, w.birth.replace("-", "/"), w.phone, w.address])
            rows.append([])
    return to_xlsx(folder / "常住人口.xlsx", [Page("常住人口", rows, [(0, 0, 0, 6)])])


def tall_header(folder: Path, hh: list[list[Who]]) -> Path:
    """Three header rows, a serial number a household, the count of members, totals; one sheet a group."""
    pages = []
    for group, households in _by_group(hh).items():
        head: Rows = [
            [f"桃溪村{group}农户家庭人口基本情况统计表"],
            [None, "单位：户、人", None, None, None, None, None, None, None, "2025年6月"],
            ["户\n序", "户主基本情况", None, "家庭\n人口", "家庭成员情况（含户主）", None, None, None, None, "备注"],
            [None, "户主姓名", "联系方式", None, "姓名", "与户主\n的关系", "性别", "基本信息", None, None],
            [None, None, None, None, None, None, None, "身份证件号码", "出生年月日", None],
        ]
        merges = [(0, 0, 0, 9), (2, 0, 4, 0), (2, 1, 2, 2), (2, 3, 4, 3), (2, 4, 2, 8), (2, 9, 4, 9), (3, 7, 3, 8)]
        merges += [(3, c, 4, c) for c in (1, 2, 4, 5, 6)]
        number = iter(range(1, 500))

        def line(w: Who, number: Any = number) -> list[Cell]:
            serial = next(number) if w.first else None
            return [
                serial,
                w.head,
                w.phone,
                w.size,
                w.name,
                w.word,
                w.sex,
                w.id_no,
                int(w.birth.replace("-", "")),
                None,
            ]

        page = _page(group, head, households, line, merged=(0, 1, 2, 3), merges=merges)
        people_here = sum(map(len, households))
        page.rows.append(["合  计", f"{len(households)}户", None, f"{people_here}人"])
        page.rows.append(["制表：欧阳立军", None, None, None, "村主任（签字）："])
        pages.append(page)
    return to_xlsx(folder / "农户家庭人口.xlsx", pages)


def heads_apart(folder: Path, hh: list[list[Who]]) -> Path:
    """户主/姓名 beside 家庭成员/姓名; no household number; the head stands in the first columns on every line."""
    head: Rows = [
        ["户主", None, None, "家庭成员", None, None, None, None, "居住地址"],
        ["姓名", "身份证号", "电话", "姓名", "关系", "性别", "民族", "身份证号", None],
    ]
    merges = [(0, 0, 0, 2), (0, 3, 0, 7), (0, 8, 1, 8)]
    ids = {members[0].household: members[0].id_no for members in hh}

    def line(w: Who) -> list[Cell]:
        return [w.head, ids[w.household], w.phone, w.name, w.word, w.sex, w.nationality, w.id_no, w.address]

    return to_xlsx(folder / "花名册.xlsx", [_page("全村", head, hh, line, merges=merges)])


def codes_in_text(folder: Path, hh: list[list[Who]]) -> Path:
    """A tab-separated text file with codes for sex, relation and people, and dates as eight digits."""
    codes = {"汉": "01", "壮": "08", "维吾尔": "05", "瑶": "13", "苗": "06", "侗": "12", "回": "03", "土家": "15"}
    head: Rows = [["HH", "村组", "证件号码", "XM姓名", "性别代码", "与户主关系代码", "民族代码", "出生日期", "户号"]]

    def line(w: Who) -> list[Cell]:
        nation = codes.get(w.nationality, w.nationality)
        return [
            "x",
            f"桃溪村{w.group}",
            f"'{w.id_no}",
            w.name,
            "12"["男女".index(w.sex)],
            w.relation,
            nation,
            w.birth.replace("-", ""),
            w.number,
        ]

    return to_text(folder / "export.txt", _page("x", head, hh, line), separator="\t", encoding="utf-16")


def pages_of_print(folder: Path, hh: list[list[Who]]) -> Path:
    """The header again on every printed page, page totals between, the table two columns in from the margin."""
    head: list[Cell] = [None, None, "户号", "姓名", "与户主\n关系", "性别", "出生\n日期", "公民身份证号码", "学历"]
    rows: Rows = [[], [None, None, "户籍人口花名册"], [None, None, "填报单位：桃溪村村委会"], head]
    on_page = 0
    for members in hh:
        for w in members:
            rows.append(
                [None, None, w.number if w.first else None, w.name, w.word, w.sex, w.birth, w.id_no, w.education]
            )
            on_page += 1
            if on_page == 25:
                rows += [[None, None, "本页小计", "25人"], [None, None, "第1页 共9页"], list(head)]
                on_page = 0
    return to_ods(folder / "打印.ods", [Page("Sheet1", rows, [])])


def only_relations(folder: Path, hh: list[list[Who]]) -> Path:
    """Nothing but 户主 in the relation column parts the households; one sheet a group, named loosely."""
    head: Rows = [["成员姓名", "家庭关系", "性别", "身份证号码", "民族", "文化程度", "备注"]]

    def line(w: Who) -> list[Cell]:
        return [w.name, w.word, w.sex, w.id_no, w.nationality, w.education, None]

    names = {"一组": "1组", "二组": "第二村民小组", "三组": "桃溪3组", "四组": "四组（后山）"}
    pages = [_page(names[g], head, households, line) for g, households in _by_group(hh).items()]
    return to_xlsx(folder / "桃溪村花名册2025.xlsx", [Page("填表说明", [["请按户填写，不要合并单元格"]], []), *pages])


def web_export(folder: Path, hh: list[list[Who]]) -> Path:
    """A county system's web page under the name .xls, household cells spanning the members."""
    head: Rows = [["序号", "村民小组", "户籍编号", "姓名", "证件号", "与户主关系", "性别", "出生日期", "户籍地址"]]
    number = iter(range(1, 1000))

    def line(w: Who) -> list[Cell]:
        address = f"湖南省衡阳市云集县云岭镇{w.address}"
        return [next(number), w.group, f"43049910{w.number}", w.name, w.id_no, w.word, w.sex, w.birth, address]

    return to_webpage(folder / "export.xls", _page("x", head, hh, line, merged=(1, 2, 8)))


def no_header(folder: Path, hh: list[list[Who]]) -> Path:
    """No headings at all, GB18030, semicolons."""

    def line(w: Who) -> list[Cell]:
        return [w.number, w.name, w.sex, w.id_no, w.word, w.phone]

    return to_text(folder / "桃溪村.csv", _page("x", [], hh, line), separator=";", encoding="gb18030")


def many_columns(folder: Path, hh: list[list[Who]]) -> Path:
    """Columns of other people and other matters between the ones that count; explanations above."""
    head: Rows = [
        ["附件2：", None],
        ["填表说明：1.姓名须与身份证一致；2.出生日期填公历；3.每户第一行填户主。"],
        ["序号", "是否低保", "监护人姓名", "监护人身份证号", "*姓名（必填）", "*身份证号（18位）",
         "*性别", "开户银行", "银行卡号", "与户主关系（代码）", "入党时间",
         "户主", "家庭住址（到门牌）", "参加医保情况", "年龄"],
    ]  # fmt: skip
    number = iter(range(1, 1000))

    def line(w: Who) -> list[Cell]:
        return [next(number), "否", "王监护", "430499197001010011", w.name, w.id_no, w.sex, "农商行",
                "6230123412341234", w.relation, None, w.head, w.address, "是", 2025 - int(w.birth[:4])]  # fmt: skip

    return to_xlsx(folder / "附件2.xlsx", [_page("附件2", head, hh, line)])


def addresses_once(folder: Path, hh: list[list[Who]]) -> Path:
    """No relations, no numbers: an address and a count on the first line of each household, short dates."""
    head: Rows = [["姓名", "性别", "身份证号码", "生日", "家庭住址", "户籍人口数", "户主姓名"]]

    def line(w: Who) -> list[Cell]:
        year, month, day = w.birth.split("-")
        return [w.name, w.sex, w.id_no, f"{year}年{int(month)}月{int(day)}日", w.address, w.size, w.head]

    return to_xlsx(folder / "人口.xlsx", [_page("Sheet1", head, hh, line, once=(4, 5, 6))])


def own_phones(folder: Path, hh: list[list[Who]]) -> Path:
    """One telephone column with a number for each person, dashes for none; the household's serial once."""
    head: Rows = [["户次", "姓名", "与户主关系", "身份证号", "联系电话", "出生日期"]]

    def line(w: Who) -> list[Cell]:
        return [w.number, w.name, w.word, w.id_no, own_phone(w), w.birth]

    return to_xlsx(folder / "联系册.xlsx", [_page("联系册", head, hh, line, once=(0,))])


def own_phone(w: Who) -> str:
    """A number of each person's own, none for the very young."""
    return "-" if w.birth > "2012" else f"154{int(w.id[1:]):08d}"


def whole_village_too(folder: Path, hh: list[list[Who]]) -> Path:
    """A sheet a group, and behind them all the village once more."""
    head: Rows = [["户号", "姓名", "与户主关系", "性别", "出生日期", "身份证号码"]]

    def line(w: Who) -> list[Cell]:
        return [w.number, w.name, w.word, w.sex, w.birth, w.id_no]

    pages = [_page(group, head, households, line, merged=(0,)) for group, households in _by_group(hh).items()]
    return to_xlsx(folder / "汇总.xlsx", [*pages, _page("全村汇总", head, hh, line)])


SHAPES = (
    other_words, blank_lines, tall_header, heads_apart, codes_in_text, pages_of_print, only_relations, web_export,
    no_header, many_columns, addresses_once, own_phones, whole_village_too,
)  # fmt: skip
