"""What the tests of paper share: a PDF reader that did not write the PDF, and a household that has everything."""

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from db.queries.household_file import (
    CertificateRow,
    ConflictNote,
    ConflictValue,
    HouseholdFile,
    LandRow,
    MemberRow,
    PaperRow,
    ParcelRow,
    ReplyRow,
    RequestRow,
    StepRow,
    VisitRow,
)


class ReadBack:
    """A PDF as PDFium sees it."""

    def __init__(self, pdf: bytes) -> None:
        with pypdfium2.PdfDocument(pdf) as document:
            self.pages = [self._text(page) for page in document]
            self.fonts = {font for page in document for font in self._fonts(page)}

    @staticmethod
    def _text(page: pypdfium2.PdfPage) -> str:
        words = page.get_textpage()
        text = words.get_text_range().replace("\r\n", "\n")
        words.close()
        return text

    @staticmethod
    def _fonts(page: pypdfium2.PdfPage) -> Iterator[tuple[str, bool]]:
        for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            font = pdfium.FPDFTextObj_GetFont(thing.raw)
            name = ctypes.create_string_buffer(200)
            pdfium.FPDFFont_GetBaseFontName(font, name, 200)
            yield name.value.decode(), bool(pdfium.FPDFFont_GetIsEmbedded(font))

    @property
    def text(self) -> str:
        """All words of all pages."""
        return "\n".join(self.pages)

    @property
    def joined(self) -> str:
        """All words without line ends and spaces, as a reader joins them in their head."""
        return "".join(self.text.split())


@pytest.fixture(scope="session")
def read_back() -> Callable[[bytes], ReadBack]:
    """Reads a PDF with PDFium."""
    return ReadBack


TALK = "李𬭎说，证上“门口田”少登记了1.2亩，补偿款1,280.50元至今没有到账。电话13873412346。"
NAMES = ["李𬭎", "王秀英", "李明轩", "李思雨", "李德全", "古丽巴哈尔·买买提依明", "李䶮", "𠮷田𬱖子", "𪚥𬎆"]


def _members() -> tuple[MemberRow, ...]:
    return tuple(
        MemberRow(
            f"m{n}",
            name,
            relation="户主" if n == 0 else "其他亲属",
            sex="男",
            birth_date=f"19{60 + n}-10-03",
            id_type="居民身份证",
            id_no=f"43049919{60 + n}10031{n:02d}X",
            nationality="汉族",
            education="初中",
            residence_kind="户籍常住",
            whereabouts="东莞市长安镇" if n == 2 else "",
            is_head=n == 0,
        )
        for n, name in enumerate(NAMES)
    )


def _visits() -> tuple[VisitRow, ...]:
    return tuple(
        VisitRow(f"v{n}", f"2025-0{9 - n}-20", "日常走访", "院坝", ("欧阳立军",), ("李𬭎",), (("谈了什么", TALK),))
        for n in range(3)
    )


def _requests() -> tuple[RequestRow, ...]:
    waiting = RequestRow(
        "r2", "0102", "2025-09-20", "李𬭎", content=TALK, due_on="2025-09-27", state="办理中", late=True
    )
    answered = RequestRow(
        "r1",
        "0067",
        "2025-07-22",
        "王秀英",
        request_kind="投诉",
        topic="水电路网",
        channel="来电",
        content="自来水一到晚上就停。",
        due_on="2025-07-29",
        state="办结",
        outcome="限期解决",
        satisfaction="满意",
        closed_on="2025-07-28",
        steps=(StepRow("2025-07-22", "登记", "欧阳立军"),),
        replies=(ReplyRow("2025-07-28", "欧阳立军", "当面", "加压泵的止回阀换了新的，水压正常。", "限期解决"),),
    )
    return (waiting, answered)


def _land() -> LandRow:
    certificate = CertificateRow("c1", "土地承包经营权证", "430499101201030031J", "", "2025-09-30", "已到村，未领")
    parcels = (
        ParcelRow("p1", "4304991012010300121", "门口田", "水田", "1.65", "1.65", ("田埂", "水沟", "水圳", "水沟")),
        ParcelRow("p2", "4304991012010300122", "竹山脚", "水田", "1.17", "1.20"),
    )
    return LandRow(
        "l1",
        contractor_name="李𬭎",
        contract_code="430499101201030031J",
        contract_from="1998-10-01",
        contract_to="2028-09-30",
        contract_area_mu="2.82",
        parcels=parcels,
        certificates=(certificate,),
        gap_letter="D",
        gap="证已到村未领：还没有通知本人",
    )


def _conflicts() -> tuple[ConflictNote, ...]:
    phones = (
        ConflictValue("13973412345", "肖建英", "桃溪一号机", "2025-10-18T03:00:00Z"),
        ConflictValue("13973412399", "欧阳立军", "桃溪二号机"),
    )
    births = (ConflictValue("1964-10-03"), ConflictValue("1964-10-08"))
    return (
        ConflictNote("h1", "phone", "联系电话", phones),
        ConflictNote("m4", "birth_date", "李德全的出生日期", births),
    )


@pytest.fixture
def family() -> HouseholdFile:
    """A household with nine members, rare names, visits, requests, land, papers and two conflicts."""
    return HouseholdFile(
        "h1",
        "003-031",
        "2025-10-20",
        head_name="李𬭎",
        county="云集县",
        township="云岭镇",
        village="桃溪村",
        village_group="三组",
        address="云集县云岭镇桃溪村三组31号",
        phone="13973412345",
        tags=("低保", "残疾人家庭"),
        note="老人多，秋收前后请在傍晚来。",
        members=_members(),
        visits=_visits(),
        requests=_requests(),
        land=(_land(),),
        has_dispute=True,
        papers=(PaperRow("a1", "户口簿", "首页和各成员页", "2025-03-02", "本户"),),
        conflicts=_conflicts(),
        bundle_no=12,
        sync_state="本机",
        printed_by="欧阳立军",
    )
