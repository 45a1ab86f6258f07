"""A new customer is compared with all there are; what was decided about the pair is remembered (rule R11)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from app.customers import creating
from app.customers.candidates import (
    DIFFERENT,
    PENDING,
    count_candidates,
    list_candidates,
    read_candidate,
)
from app.customers.creating import Decided, Undecided, create_customer
from app.customers.deciding import propose, reopen, tell_apart
from app.customers.duplicates import MOST, likely_same
from app.customers.likeness import Verdict
from app.db.records import Contact, Customer
from app.db.verify import verify
from app.errors import Conflict, Forbidden, Invalid
from app.people.releasing import release
from tests.support.office import Office


def known(office: Office, **values: Any) -> int:
    return office.add_customer("栎盛电线电缆", address="机电路12号3楼302", phone="0600-8100001", **values)


def create(office: Office, name: str, decided: Decided | None = None, **values: Any) -> int:
    complete = {
        "name": name,
        "address": "别处 9 号",
        "channel_type": "wholesaler",
        "market_area_id": office.market(),
        "owner_id": office.employee(),
        **values,
    }
    return create_customer(office.clerk, complete, decided=decided).customer_id


def test_a_little_alike_is_recorded_and_may_go_on(office: Office) -> None:
    first = known(office)
    second = create(office, "栎胜电线电缆")
    [pair] = list_candidates(office.clerk)
    assert {pair.one.customer_id, pair.other.customer_id} == {first, second}
    assert (pair.score, pair.reasons, pair.state) == (35, ("名称只差一字", "同一市场"), PENDING)
    assert count_candidates(office.clerk) == 1


def test_much_alike_must_be_told_apart_with_a_reason(office: Office) -> None:
    first = known(office)
    with pytest.raises(Undecided) as raised:
        create(office, "栎盛电线电缆")
    [likely] = raised.value.likely
    assert (likely.customer_id, likely.verdict, likely.owner) == (first, Verdict.LIKELY, "程砚舟")
    with pytest.raises(Undecided):
        create(office, "栎盛电线电缆", Decided({first: "  "}))
    second = create(office, "栎盛电线电缆", Decided({first: "同名，两个老板"}))
    [pair] = list_candidates(office.clerk, DIFFERENT)
    assert (pair.note, pair.decided_by, pair.decided_at) == ("同名，两个老板", "温可", office.clock())
    assert likely_same(office.clerk, "栎盛电线电缆", except_id=second) == ()


def test_the_same_for_certain_passes_by_the_administrator_only(office: Office) -> None:
    first = known(office)
    with pytest.raises(Undecided, match="确定重复"):
        create(office, "栎盛电线电缆", Decided({first: "不是"}), phone="0600 8100001")
    with pytest.raises(Forbidden):
        release(office.app, "wenk", "")
    assert release(office.app, "admin", "") == "纪明川"
    assert create(office, "栎盛电线电缆", Decided({first: "分了家"}, released=True), phone="0600 8100001")


def test_two_reps_quarrel_is_left_to_the_chief(office: Office) -> None:
    first = known(office, owner="E02")
    create(office, "栎盛电线电缆", Decided({first: "我先跑的"}))
    [pair] = list_candidates(office.clerk)
    assert (pair.state, pair.note) == (PENDING, "我先跑的")
    with pytest.raises(Forbidden):
        tell_apart(office.clerk, pair.id, pair.row_version, "两家")
    propose(office.clerk, pair.id, pair.row_version, "请主管看一下")
    pair = read_candidate(office.clerk, pair.id)
    tell_apart(office.chief, pair.id, pair.row_version, "两家，各跑各的")
    assert list_candidates(office.clerk) == []


def test_a_pair_told_apart_can_be_taken_up_again(office: Office) -> None:
    known(office)
    create(office, "栎胜电线电缆")
    [pair] = list_candidates(office.clerk)
    with pytest.raises(Invalid, match="理由"):
        tell_apart(office.clerk, pair.id, pair.row_version, " ")
    with pytest.raises(Invalid, match="最多 200"):
        tell_apart(office.clerk, pair.id, pair.row_version, "长" * 201)
    tell_apart(office.clerk, pair.id, pair.row_version, "字不一样")
    with pytest.raises(Conflict):
        tell_apart(office.clerk, pair.id, pair.row_version, "再来一次")
    pair = read_candidate(office.clerk, pair.id)
    with pytest.raises(Conflict, match="判定过了"):
        propose(office.clerk, pair.id, pair.row_version, "合并吧")
    reopen(office.clerk, pair.id, pair.row_version)
    assert count_candidates(office.clerk) == 1


def test_a_deleted_customer_is_compared_but_no_pair_is_kept(office: Office) -> None:
    first = known(office)
    office.change(Customer, first, {"deleted_at": office.clock()})
    with pytest.raises(Undecided) as raised:
        create(office, "栎盛电线电缆")
    assert raised.value.likely[0].gone
    create(office, "栎盛电线电缆", Decided({first: "换了老板"}))
    assert list_candidates(office.clerk, DIFFERENT) == []


def test_pairs_of_others_customers_are_theirs(office: Office) -> None:
    known(office)
    create(office, "栎胜电线电缆")
    other = office.as_("luoyn")
    assert list_candidates(other) == []
    [pair] = list_candidates(office.rep)
    with pytest.raises(Forbidden, match="不在你的范围里"):
        tell_apart(other, pair.id, pair.row_version, "字不一样")


def meanwhile(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], object]) -> None:
    """Have something happen between the look at the archive and the transaction that adds."""
    look = creating.look_for

    def look_then(*given: Any) -> Any:
        looked = look(*given)
        monkeypatch.setattr(creating, "look_for", look)
        deed()
        return looked

    monkeypatch.setattr(creating, "look_for", look_then)


def test_who_was_added_or_changed_while_we_looked_is_seen(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, lambda: known(office))
    with pytest.raises(Undecided, match="KH-LZ-00001"):
        create(office, "栎盛电线电缆")
    other = office.add_customer("别的店")
    meanwhile(monkeypatch, lambda: office.change(Customer, other, {"name": "砾川电缆", "name_key": "砾川电缆"}))
    with pytest.raises(Undecided, match="KH-LZ-00002"):
        create(office, "砾川电缆")
    contact = office.add_contact(other)
    meanwhile(monkeypatch, lambda: office.change(Contact, contact, {"phone": "0600-8200002"}))
    create(office, "恒砾机电", phone="0600 8200002")
    [pair] = list_candidates(office.clerk)
    assert pair.reasons == ("座机相同", "同一市场")


def test_of_a_whole_market_at_one_address_only_the_likeliest_are_remembered(office: Office) -> None:
    for name in ("云栎照明", "恒砾机电", "柏渡劳保", "澜雀水暖", "桁岳门窗", "砾川油漆", "鸿栎阀门"):
        office.add_customer(name, address="河西五金机电城")
    before = count_candidates(office.clerk)
    create(office, "栎盛电线电缆", address="河西五金机电城")
    assert count_candidates(office.clerk) == before + MOST


def test_after_very_many_changes_the_whole_archive_is_looked_through(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.customers.duplicates._MANY", 1)
    meanwhile(monkeypatch, lambda: (known(office), office.add_customer("别的店")))
    with pytest.raises(Undecided, match="KH-LZ-00001"):
        create(office, "栎盛电线电缆")


def test_of_two_who_add_the_same_shop_at_once_one_is_asked(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    both_looked, look = Barrier(2), creating.look_for

    def look_together(*given: Any) -> Any:
        looked = look(*given)
        both_looked.wait(timeout=30)
        return looked

    def add(_: int) -> str:
        try:
            create(office, "栎盛电线电缆")
        except Undecided:
            return "asked"
        return "added"

    monkeypatch.setattr(creating, "look_for", look_together)
    assert office.clerk.user.name
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(add, range(2))) == ["added", "asked"]
    assert verify(office.app.db).problems == ()
