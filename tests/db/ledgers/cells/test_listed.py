"""Words of lists; and of all readers: whatever stands in a cell, there is a verdict on it."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from db.ledgers.cells import dates, groups, identity, listed, marks, names, phones, relations
from db.ledgers.verdicts import Outcome

TODAY = date(2025, 10, 20)


NOTHING = dates.StatedBirth()


def test_words_of_lists() -> None:
    assert listed.read_marital_status("离异").value == "离婚"
    assert listed.read_political_status("九三学社").value == "九三学社"
    assert listed.read_education("半工半读").kind == "word_unknown"
    assert listed.read_sex("女（2）").kind == "sex_unknown"
    assert listed.read_tag("二级残疾", "残疾").value == "残疾二级"
    assert listed.read_tag("吃", "低保").kind == "yes_no_unknown"
    assert listed.read_text(" 在校\n").value == "在校"
    assert marks.says_nothing("——")
    assert groups.group_name("第十一村民小组") == "十一组"


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.dates(), st.booleans(), st.none()))
def test_no_cell_is_too_odd(value: object) -> None:
    """Whatever stands in a cell, there is a verdict on it: taken with a value, flagged with a sentence, or empty."""
    readers = (
        names.read_name, phones.read_phone, relations.read_relation, listed.read_sex, listed.read_nationality,
        listed.read_education, listed.read_political_status, listed.read_marital_status, listed.read_text,
    )  # fmt: skip
    found = [reader(value) for reader in readers]  # type: ignore[arg-type]
    found.append(identity.read_id_number(value, TODAY, NOTHING))  # type: ignore[arg-type]
    found.append(dates.judge_birth(value, None, TODAY))  # type: ignore[arg-type]
    for finding in found:
        assert (finding.outcome is Outcome.TAKEN) == bool(finding.value)
        assert finding.flagged == bool(finding.message) == bool(finding.kind)
