"""Rows are found again by what they share, exactly as rule R11 weighs it, however many there are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.customers.likeness import WARN, Identity, likeness
from app.importing.matching import Earlier

_IDENTITY = st.builds(
    Identity,
    core=st.text("恒永瑞五金机电料行店", min_size=1, max_size=6),
    address=st.sampled_from(["", "东区1号", "东区2号", "河西五金机电城"]),
    phones=st.frozensets(st.sampled_from(["14200000001", "14200000002", "06008800001"]), max_size=2),
    uscc=st.sampled_from(["", "", "91350100M000100Y43"]),
    market_id=st.sampled_from([1, 2]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_IDENTITY, max_size=12), _IDENTITY)
def test_the_likeliest_of_all_rows_is_found_without_weighing_all(rows: list[Identity], asked: Identity) -> None:
    earlier = Earlier()
    for place, row in enumerate(rows):
        earlier.add(row, row.core, place)
    best = max((likeness(asked, row).score for row in rows), default=0)
    found = earlier.like(asked)
    assert (found[0].score if found else 0) == (best if best >= WARN else 0)


def test_a_crowd_at_one_address_is_still_told_apart() -> None:
    earlier = Earlier()
    letters = "恒永瑞华金鑫宏达兴隆顺昌泰安德信诚义和润"
    for number in range(400):
        name = f"{letters[number % 20]}{letters[number // 20]}五金机电"
        earlier.add(Identity(name, "河西五金机电城", market_id=1), name, number)
    found = earlier.like(Identity("恒永五金电机械", "河西五金机电城", market_id=1))
    assert found is None or found[0].score >= WARN
    found = earlier.like(Identity("瑞华五金机电器", "河西五金机电城", market_id=1))
    assert found is not None
    assert found[1] == "瑞华五金机电"
