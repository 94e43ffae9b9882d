"""Masking for working lists (privacy rules P3, §4): never longer than what was given, never a digit of a birth date."""

import re
from datetime import date
from gettext import gettext as _

from db.rules.codes.words import N_, Words
from db.rules.id_number import normal_form
from db.rules.names import surname_of

STAR = "*"
ADDRESS_ENDS = ("村民小组", "组", "村", "社区", "居委会", "镇", "乡", "街道")


class MaskKind(Words):
    """What sort of value is masked."""

    ID_NUMBER = "id_number", N_("证件号")
    PHONE = "phone", N_("电话")
    ACCOUNT = "account", N_("银行账号")
    ADDRESS = "address", N_("住址")
    NAME = "name", N_("姓名")
    HIDDEN = "hidden", N_("不显示")


def _stars(text: str) -> str:
    return STAR * len(text.strip())


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True


def mask_id_number(text: str) -> str:
    """First four and last two characters of an identity number; anything that is not clearly one is hidden whole.

    >>> mask_id_number("110101199003071233"), mask_id_number("110101900307123"), mask_id_number("C7865575")
    ('1101************33', '1101*********23', '********')
    """
    number = normal_form(text)
    new = re.fullmatch("[0-9]{17}[0-9X]", number) and _is_day(number[6:14])
    old = re.fullmatch("[0-9]{15}", number) and _is_day("19" + number[6:12])
    if (new or old) and len(number) <= len(text):
        return number[:4] + STAR * (len(number) - 6) + number[-2:]
    return _stars(text)


def mask_phone(text: str) -> str:
    """First three and last four digits of a full number; the last two of a short one.

    >>> mask_phone("15488160538"), mask_phone("8279225"), mask_phone("110")
    ('154****0538', '*****25', '***')
    """
    digits = re.sub("[^0-9]", "", text)
    if len(digits) >= 11:
        return digits[:3] + STAR * (len(digits) - 7) + digits[-4:]
    if len(digits) >= 7:
        return STAR * (len(digits) - 2) + digits[-2:]
    return _stars(text)


def mask_account(text: str) -> str:
    """The last four digits of a bank account.

    >>> mask_account("6228480012345678901")
    '***************8901'
    """
    digits = re.sub("[^0-9]", "", text)
    if len(digits) >= 12:
        return STAR * (len(digits) - 4) + digits[-4:]
    return _stars(text)


def mask_address(text: str) -> str:
    """An address down to village and group; what names neither is hidden whole.

    >>> mask_address("桃溪村二组28号"), mask_address("云集镇桃溪村"), mask_address("小区第3栋")
    ('桃溪村二组', '云集镇桃溪村', '*****')
    """
    address = text.strip()
    for end in ADDRESS_ENDS:
        found = re.match(rf".+?{end}(?!织)", address)
        if found:
            return found[0]
    return _stars(text)


def mask_name(text: str) -> str:
    """The surname, the rest as stars; lists normally show names in full.

    >>> mask_name("张小明"), mask_name("欧阳志刚")
    ('张**', '欧阳**')
    """
    name = text.strip()
    shown = surname_of(name)
    return shown + STAR * (len(name) - len(shown)) if len(name) > 1 else _stars(name)


def mask(kind: MaskKind, text: str | None) -> str:
    """A value as a working list may show it; nothing stays nothing.

    >>> mask(MaskKind.PHONE, "15488160538"), mask(MaskKind.HIDDEN, "视力残疾"), mask(MaskKind.NAME, None)
    ('154****0538', '****', '')
    """
    if not text:
        return ""
    ways = {
        MaskKind.ID_NUMBER: mask_id_number,
        MaskKind.PHONE: mask_phone,
        MaskKind.ACCOUNT: mask_account,
        MaskKind.ADDRESS: mask_address,
        MaskKind.NAME: mask_name,
    }
    return ways.get(kind, _stars)(text)


def notice_refusal(kind: MaskKind) -> str | None:
    """Why a kind of value may not stand on a wall notice, masked or not (P2); names and 村组 may.

    >>> notice_refusal(MaskKind.ID_NUMBER)
    '公示上不能出现证件号'
    """
    if kind in (MaskKind.NAME, MaskKind.ADDRESS):
        return None
    return _("公示上不能出现{kind}").format(kind=kind.label if kind is not MaskKind.HIDDEN else _("敏感信息"))
