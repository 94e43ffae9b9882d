"""Values of land files: areas in 亩 and ㎡, dates that never end, and the structure of codes."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from gettext import gettext as _

from db.rules.codes.words import N_, Words

HUNDREDTH = Decimal("0.01")
PERPETUAL_TEXT = "9999-99-99"
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_FIRST, EXCEL_LAST = 10_000, 60_000  # 1927 to 2064: five digits in a date column are a spreadsheet's day number
NO_DATE = ("", "/", "-", "—", "无", "00000000", "0000-00-00")


class AreaUnit(Words):
    """The unit in which an area was stated."""

    MU = "mu", N_("亩")
    SQUARE_METRE = "m2", N_("平方米")


def mu_of(square_metres: Decimal) -> Decimal:
    """An area in 亩, two decimals, half up; 1 亩 is exactly 2000/3 ㎡.

    >>> mu_of(Decimal("1019.38")), mu_of(Decimal("2000"))
    (Decimal('1.53'), Decimal('3.00'))
    """
    return (square_metres * 3 / 2000).quantize(HUNDREDTH, ROUND_HALF_UP)


def square_metres_of(mu: Decimal) -> Decimal:
    """An area in ㎡, two decimals, half up.

    >>> square_metres_of(Decimal("1")), square_metres_of(Decimal("0.93"))
    (Decimal('666.67'), Decimal('620.00'))
    """
    return (mu * 2000 / 3).quantize(HUNDREDTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Area:
    """An area as it was stated, with its unit; the stated figure is never rounded again.

    >>> Area(Decimal("1.870"), AreaUnit.MU).mu
    Decimal('1.870')
    """

    value: Decimal
    unit: AreaUnit

    @property
    def mu(self) -> Decimal:
        """In 亩: the stated figure itself if it was stated so."""
        return self.value if self.unit is AreaUnit.MU else mu_of(self.value)

    @property
    def square_metres(self) -> Decimal:
        """In ㎡: the stated figure itself if it was stated so."""
        return self.value if self.unit is AreaUnit.SQUARE_METRE else square_metres_of(self.value)


def read_area(text: str, unit: AreaUnit) -> Area | None:
    """An area as a ledger wrote it, in the unit of its column unless the text names one; None if it is no area.

    >>> read_area("1.87亩", AreaUnit.SQUARE_METRE)
    Area(value=Decimal('1.87'), unit=<AreaUnit.MU: 'mu'>)
    """
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(亩|平方米|㎡|m2|m²|平米)?", "".join(text.replace(",", "").split()))
    if not found:
        return None
    try:
        value = Decimal(found[1])
    except InvalidOperation:
        return None
    if found[2]:
        unit = AreaUnit.MU if found[2] == "亩" else AreaUnit.SQUARE_METRE
    return Area(value, unit)


def areas_agree(square_metres: Decimal, mu: Decimal) -> bool:
    """Whether an area given in both units is the same area (a last digit apart is allowed: older tables use 666.67).

    >>> areas_agree(Decimal("620"), Decimal("0.93")), areas_agree(Decimal("0.93"), Decimal("0.93"))
    (True, False)
    """
    return abs(mu_of(square_metres) - mu) <= HUNDREDTH


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date of a land file: a day, or perpetual, or nothing; a problem when the text is neither."""

    day: date | None = None
    perpetual: bool = False
    problem: str = ""

    @property
    def text(self) -> str:
        """For land files: YYYYMMDD, 9999-99-99, or ''."""
        if self.perpetual:
            return PERPETUAL_TEXT
        return self.day.strftime("%Y%m%d") if self.day else ""

    @property
    def iso(self) -> str:
        """For the record book: YYYY-MM-DD, 9999-99-99, or ''."""
        if self.perpetual:
            return PERPETUAL_TEXT
        return self.day.isoformat() if self.day else ""


def read_date(text: str) -> ReadDate:
    """A date as land files write it: YYYYMMDD, with - / . or 年月日, a spreadsheet's day number, or 9999-99-99.

    >>> read_date("19981001").iso, read_date("1998/10/1").iso, read_date("9999-99-99").perpetual
    ('1998-10-01', '1998-10-01', True)
    >>> read_date("20170230").problem
    '没有这一天,请核对'
    """
    wanted = "".join(text.split())
    if wanted in NO_DATE:
        return ReadDate()
    if wanted in (PERPETUAL_TEXT, "99999999", "长久不变", "长期", "9999/99/99"):
        return ReadDate(perpetual=True)
    if re.fullmatch("[0-9]{5}", wanted) and EXCEL_FIRST <= int(wanted) <= EXCEL_LAST:
        return ReadDate(EXCEL_EPOCH + timedelta(days=int(wanted)))
    found = re.fullmatch(r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})日?", wanted)
    if not found or (wanted.isascii() and wanted.isdecimal() and len(wanted) != 8):
        return ReadDate(problem=_("看不出是哪一天,请核对"))
    try:
        return ReadDate(date(int(found[1]), int(found[2]), int(found[3])))
    except ValueError:
        return ReadDate(problem=_("没有这一天,请核对"))


@dataclass(frozen=True, slots=True)
class LandCodes:
    """The codes of one row of a land file; '' where a row has none."""

    issuer: str = ""
    contractor: str = ""
    parcel: str = ""
    contract: str = ""
    certificate: str = ""
    transfer: str = ""


SHAPES = {
    "issuer": (N_("发包方编码"), "[0-9]{14}"),
    "contractor": (N_("承包方编码"), "[0-9]{18}"),
    "parcel": (N_("地块编码"), "[0-9]{19}"),
    "contract": (N_("承包合同编码"), "[0-9]{18}[JQ]?"),
    "certificate": (N_("权证编码"), "[0-9]{18}[JQ]?"),
    "transfer": (N_("流转合同编码"), "[0-9]{18}([0-9]{2})?"),
}
PREFIXES = (
    ("contractor", "issuer", 14),
    ("parcel", "issuer", 14),
    ("contract", "contractor", 18),
    ("certificate", "contractor", 18),
    ("transfer", "issuer", 14),
)


def code_warnings(codes: LandCodes) -> tuple[str, ...]:
    """What looks wrong in the codes of a row; warnings only, for real files hold odd codes and must be kept as given.

    >>> code_warnings(LandCodes(issuer="43049910120102", contractor="430499101201030006"))
    ('承包方编码的前14位与发包方编码不一致',)
    """
    warnings = []
    for part, (words, shape) in SHAPES.items():
        code = getattr(codes, part)
        if code and not re.fullmatch(shape, code):
            warnings.append(_("{code}的位数或字符不合规则").format(code=_(words)))
    if codes.contractor.startswith("9" * 14):
        warnings.append(_("承包方编码是别的软件填的占位码"))
    for part, parent, length in PREFIXES:
        code, above = getattr(codes, part), getattr(codes, parent)
        if code and above and code[:length] != above[:length]:
            text = _("{code}的前{n}位与{parent}不一致")
            warnings.append(text.format(code=_(SHAPES[part][0]), n=length, parent=_(SHAPES[parent][0])))
    return tuple(warnings)


def short_code(contractor: str) -> str:
    """缩略码: the last four digits of a contractor code, as forms print it.

    >>> short_code("430499101201030006")
    '0006'
    """
    return contractor[-4:]


def certificate_code(contractor: str) -> str:
    """The one code of contract, register entry and certificate: the contractor code and J.

    >>> certificate_code("430499101201030006")
    '430499101201030006J'
    """
    return contractor + "J"


def contract_code_full(code: str) -> str:
    """A contract code in its 19 characters; the 18 of the standard's first table lack the J.

    >>> contract_code_full("430499101201030007"), contract_code_full("430499101201030007J")
    ('430499101201030007J', '430499101201030007J')
    """
    return code + "J" if re.fullmatch("[0-9]{18}", code) else code
