"""The archive compared with itself: what rule R11 finds is found, recorded once, and nothing of it when stopped."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customers.blocking import CROWD, Counts, may_be_alike
from app.customers.candidates import count_candidates, list_candidates
from app.customers.deciding import tell_apart
from app.customers.duplicates import MOST
from app.customers.likeness import LIST, Identity, likeness
from app.customers.scanning import scan
from app.db.records import Customer
from app.errors import Cancelled
from app.tasks import Task
from tests.support.office import Office

cores = st.text("栎盛砾川恒电线缆五金", min_size=2, max_size=8)
identities = st.builds(
    Identity,
    cores,
    st.sampled_from(["", "机电路12号3楼302", "机电路12号3楼303", "南街7号"]),
    st.frozensets(st.sampled_from(["14200001234", "06008100001"]), max_size=1),
    st.sampled_from(["", "", "91330100TEST000001"]),
    st.sampled_from([1, 2]),
    st.none(),
)


@given(st.lists(identities, max_size=12))
def test_whoever_is_alike_shares_a_key(shops: Sequence[Identity]) -> None:
    counts = Counts()
    for shop in shops:
        counts.note(shop)
    keys = [set(counts.telling_keys(shop)[0]) for shop in shops]
    for (a, one), (b, other) in combinations(enumerate(shops), 2):
        if likeness(one, other).score >= LIST:
            assert keys[a] & keys[b]


def shop(office: Office, name: str, **values: str) -> int:
    return office.add_customer(name, **{"address": f"{name}旁边", **values})


def alike(office: Office) -> tuple[int, int]:
    """Two that became alike without anybody being asked."""
    first, second = shop(office, "栎盛电线电缆"), shop(office, "云上灯饰")
    office.change(Customer, second, {"name_key": "栎胜电线电缆", "soft_key": "栎胜电线电缆"})
    return first, second


def test_pairs_are_recorded_once_and_decided_ones_left_alone(office: Office) -> None:
    first, second = alike(office)
    found = scan(office.clerk, Task())
    assert (found.customers, found.found, found.recorded, found.left) == (2, 1, 1, 0)
    [pair] = list_candidates(office.clerk)
    assert (pair.one.customer_id, pair.other.customer_id, pair.reasons) == (first, second, ("名称只差一字", "同一市场"))
    assert scan(office.clerk, Task()).recorded == 0
    tell_apart(office.clerk, pair.id, pair.row_version, "字不一样")
    assert scan(office.clerk, Task()).recorded == 0
    assert count_candidates(office.clerk) == 0


def test_a_customer_is_recorded_with_the_likeliest_few_only(office: Office) -> None:
    for name in "甲乙丙丁戊己庚辛"[: MOST + 3]:
        key = f"栎盛电线电缆{name}"
        office.change(Customer, shop(office, name * 4), {"name_key": key, "soft_key": key})
    found = scan(office.clerk, Task())
    assert found.recorded + found.left == found.found == 28
    pairs = list_candidates(office.clerk)
    for customer_id in {each.one.customer_id for each in pairs}:
        assert sum(customer_id in (each.one.customer_id, each.other.customer_id) for each in pairs) <= MOST


def test_what_very_many_share_is_not_compared(office: Office) -> None:
    counts = Counts()
    shops = [Identity("通用五金", phones=frozenset({"14200001234"}), market_id=1)] * (CROWD + 1)
    for each in shops:
        counts.note(each)
    keys, crowded = counts.telling_keys(shops[0])
    assert keys == []
    assert crowded


@pytest.mark.parametrize("stop_at", ["读取客户", "找出共同之处", "逐对比对", "记下疑似重复"])
def test_a_stopped_scan_leaves_nothing(office: Office, stop_at: str) -> None:
    alike(office)

    def step(_done: int, _total: int, note: str) -> None:
        if note == stop_at:
            task.cancel()

    task = Task(step)
    with pytest.raises(Cancelled, match="一对也没有记下"):
        scan(office.clerk, task)
    assert count_candidates(office.clerk) == 0


@given(identities, identities)
def test_nobody_alike_is_denied_a_comparison(one: Identity, other: Identity) -> None:
    if likeness(one, other).score >= LIST:
        assert may_be_alike(one, other)
