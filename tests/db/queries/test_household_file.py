"""The rows of the file keep their word: texts, never nothing and never a code; days as they are stored."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from db import Store
from db.actions.households import NewHousehold, NewPerson, add_household
from db.actions.requests import NewReply, answer_request
from db.queries import household_file as rows
from db.queries.dossier import household_file
from tests.makers import id_number, make_request, make_visit


def _values(row: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    for item in dataclasses.fields(row):
        value = getattr(row, item.name)
        for one in value if isinstance(value, tuple) else (value,):
            here = f"{path}.{item.name}"
            if dataclasses.is_dataclass(one):
                yield from _values(one, here)
            else:
                yield here, one


def test_every_row_can_be_made_of_its_name_alone_with_empty_words() -> None:
    for name, made in vars(rows).items():
        if not dataclasses.is_dataclass(made) or name in ("ConflictValue", "ConflictNote"):
            continue
        defaults = {f.name: f.default for f in dataclasses.fields(made) if f.default is not dataclasses.MISSING}
        odd = {
            n: v
            for n, v in defaults.items()
            if v not in ("", (), False) and n not in ("bundle_no", "bounds", "answers")
        }
        assert odd == {}, name


def test_a_whole_file_holds_words_and_days(village: Store) -> None:
    person = NewPerson(
        name="李林峰", relation="02", is_head=True, sex="1", birth_date=date(1980, 10, 3), id_no=id_number(),
        id_type="01", nationality="05", education="70", residence_kind="away",
    )  # fmt: skip
    home = add_household(village, NewHousehold(household_no="001", village_group="一组", persons=(person,))).id
    make_visit(village, home)
    answer_request(
        village, NewReply(request_id=make_request(village, home), content="修好了。", outcome="solved_at_once")
    )
    found = list(_values(household_file(village, home)))
    assert [path for path, value in found if value is None and not path.endswith("bundle_no")] == []
    coded = [
        (path, value) for path, value in found
        if re.search(r"\.(relation|sex|id_type|nationality|education|\w*_kind|state|way|outcome|step)$", path)
        and isinstance(value, str) and re.search("[a-z0-9]", value)
    ]  # fmt: skip
    assert coded == []
    days = [value for path, value in found if path.endswith(("_on", "_date")) and value]
    assert days
    assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", day) for day in days)
