"""Two customers made one, whatever hangs on them, and made two again."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.customers.candidates import DIFFERENT, PENDING, Pair, list_candidates, record_pairs
from app.customers.comparing import compare
from app.customers.merging import merge
from app.customers.splitting import SPLIT_DAYS, recent_merges, split
from app.db.base import Record
from app.db.journal import BOOKKEEPING
from app.db.merged import kept_for
from app.db.records import (
    Attachment,
    AuditEntry,
    Brand,
    Contact,
    Customer,
    CustomerBrand,
    DuplicateCandidate,
    FollowUp,
    Obstacle,
    SurveyForm,
    SurveySheet,
    User,
    Visit,
    VisitPlanItem,
)
from app.db.references import naming_references, record_kinds, references_to
from app.db.search import customer_search, find
from app.db.searching import stale_search
from app.db.verify import verify
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.undoing import undo
from tests.support.clock import StandingClock
from tests.support.office import Office, open_office


def two(office: Office, **values: Any) -> tuple[int, int]:
    """Two customers who are one."""
    kept = office.add_customer("恒砾机电有限公司", address="A 区 1 排 1 号", phone="0600-8100001")
    return kept, office.add_customer("恒砾机电经营部", address="机电路 12 号", **values)


def merged(office: Office, kept: int, other: int, **rest: Any) -> str:
    uid = str(uuid4())
    merge(office.chief, kept, other, versions(office, kept, other), uid=uid, **rest)
    return uid


def versions(office: Office, *ids: int) -> dict[int, int]:
    return {each: office.read(Customer, each).row_version for each in ids}


def state(office: Office) -> dict[str, Any]:
    """Everything on record, but for bookkeeping, and what can be searched."""
    found: dict[str, Any] = {}
    with office.app.reading() as session:
        for table, kind in record_kinds().items():
            if kind is User:  # signing in is written there
                continue
            columns = [column for column in kind.__table__.columns if column.key not in BOOKKEEPING]
            rows = session.execute(select(*columns).where(kind.deleted_at.is_(None)).order_by(kind.id))
            found[table] = [dict(row._mapping) for row in rows]
        rows = session.execute(select(customer_search).order_by(customer_search.c.customer_id))
        found["search"] = [
            {**row._mapping, "tokens": sorted(row.tokens.split())} for row in rows if isinstance(row.tokens, str)
        ]
    return found


def add(office: Office, *records: Record) -> list[int]:
    with office.app.transaction("登记") as session:
        session.add_all(records)
        session.flush()
        return [record.id for record in records]


def brand(office: Office, customer_id: int, name: str, role: str = "stocked", **values: Any) -> CustomerBrand:
    brand_id = office.id_of(Brand, name=name)
    return CustomerBrand(customer_id=customer_id, brand_id=brand_id, role=role, as_of=date(2026, 11, 1), **values)


def sheet(office: Office, customer_id: int, number: str) -> SurveySheet:
    form = office.id_of(SurveyForm)
    return SurveySheet(
        sheet_no=number,
        customer_id=customer_id,
        form_id=form,
        form_code="sweep",
        surveyor_id=office.employee(),
        answers={},
    )


def refers(office: Office, customer_id: int) -> list[str]:
    """What still refers to a customer."""
    found = []
    with office.app.reading() as session:
        for reference in (*references_to("customer"), *naming_references()):
            query = select(reference.kind.id).where(reference.to("customer", customer_id))
            found += [reference.kind.__name__] * len(session.scalars(query).all())
    return found


def test_all_that_hangs_on_the_other_goes_over_and_its_number_finds_the_kept_one(office: Office) -> None:
    kept, other = two(office)
    contact = office.add_contact(other)
    visit = office.visit(other, met_contact_id=contact)
    planned = office.planned(other)
    follow, obstacle = add(
        office,
        FollowUp(customer_id=other, title="送样", due_on=date(2026, 11, 25), owner_id=office.employee()),
        Obstacle(
            customer_id=other,
            description="嫌贵",
            found_on=date(2026, 11, 1),
            owner_id=office.employee(),
            due_on=date(2026, 12, 1),
        ),
    )
    [paper] = add(
        office,
        Attachment(
            owner_type="customer", owner_id=other, file_name="a.pdf", stored_name="x", mime="m", size=1, sha256="s"
        ),
    )
    child = office.add_customer("分店", address="别处", owner="E01")
    office.change(Customer, child, {"parent_id": other})
    old = office.read(Customer, other).customer_no
    merged(office, kept, other)
    assert office.read(Contact, contact).customer_id == office.read(Visit, visit).customer_id == kept
    assert office.read(Attachment, paper).owner_id == office.read(Customer, child).parent_id == kept
    assert refers(office, other) == ["DuplicateCandidate"]
    assert {
        office.read(kind, each).customer_id
        for kind, each in ((VisitPlanItem, planned), (FollowUp, follow), (Obstacle, obstacle))
    } == {kept}
    with office.app.reading() as session:
        assert find(session, old) == find(session, old[-5:])[:1] == [kept]
        assert kept_for(session, [other]) == {other: kept}
        assert stale_search(session) == 0
        last = session.scalars(
            select(AuditEntry).where(AuditEntry.entity_id == kept).order_by(AuditEntry.id.desc())
        ).first()
    assert last is not None
    assert (last.operation, last.reason) == ("合并客户", "KH-LZ-00002 并入 KH-LZ-00001")
    assert office.read(Customer, other).deleted_at == office.clock()
    assert not verify(office.app.db).problems


def test_each_field_keeps_the_value_that_was_chosen(office: Office) -> None:
    kept, other = two(office, phone="0600-8100002", uscc="91330100TEST000001", note="老板姓谢")
    merged(office, kept, other, choices={"name": other, "phone": other})
    found = office.read(Customer, kept)
    assert (found.name, found.phone, found.address) == ("恒砾机电经营部", "0600-8100002", "A 区 1 排 1 号")
    assert (found.name_key, found.soft_key, found.phone_key) == ("恒砾机电经营部", "恒砾机电", "06008100002")
    assert (found.uscc, found.note) == ("91330100TEST000001", "老板姓谢")


def test_a_credit_code_goes_over_and_comes_back_whichever_was_first(office: Office) -> None:
    other, kept = two(office)
    office.change(Customer, other, {"uscc": "91330100TEST000001", "archive_no": "DA-1"})
    before = state(office)
    uid = merged(office, kept, other)
    assert office.read(Customer, kept).uscc == "91330100TEST000001"
    redo = undo(office.chief, uid)
    assert state(office) == before
    undo(office.chief, redo)
    assert office.read(Customer, kept).archive_no == "DA-1"
    assert office.read(Customer, other).deleted_at


def test_what_only_one_may_have_stays_with_the_kept_one(office: Office) -> None:
    kept, other = two(office)
    mine = office.add_contact(kept, "谢予川", None)
    same = office.add_contact(other, "谢予川", "14200001037")
    visit = office.visit(other, met_contact_id=same)
    add(office, brand(office, kept, "恒砾", "main"))
    add(office, brand(office, other, "柏渡", "main"), brand(office, other, "恒砾", share_pct=30))
    merged(office, kept, other)
    found = office.read(Contact, mine)
    assert (found.mobile, found.is_primary) == ("14200001037", True)
    assert office.read(Contact, same).deleted_at
    assert office.read(Visit, visit).met_contact_id == mine
    with office.app.reading() as session:
        brands = session.scalars(select(CustomerBrand).where(CustomerBrand.deleted_at.is_(None))).all()
    assert sorted((each.role, each.share_pct) for each in brands) == [("main", 30), ("secondary", None)]


def test_the_very_same_contact_goes_before_one_without_a_number(office: Office) -> None:
    kept, other = two(office)
    add(office, Contact(customer_id=kept, name="谢予川"))
    mine = office.add_contact(kept, "谢予川", "14200001037")
    office.add_contact(other, "谢予川", "14200001037")
    merged(office, kept, other)
    with office.app.reading() as session:
        found = session.scalars(select(Contact.mobile).where(Contact.deleted_at.is_(None)).order_by(Contact.id)).all()
    assert found == [None, "14200001037"]
    assert office.read(Contact, mine).is_primary


def test_a_main_contact_is_taken_over_where_there_is_none(office: Office) -> None:
    kept, other = two(office)
    mine = office.add_contact(kept, "谢予川")
    office.change(Contact, mine, {"is_primary": False})
    office.add_contact(other, "谢予川")
    merged(office, kept, other)
    assert office.read(Contact, mine).is_primary


def test_sheets_of_the_same_round_are_counted_on(office: Office) -> None:
    kept, other = two(office)
    first, second = add(office, sheet(office, kept, "DC-1"), sheet(office, other, "DC-2"))
    merged(office, kept, other)
    assert [office.read(SurveySheet, each).round_no for each in (first, second)] == [1, 2]


def test_what_was_decided_about_a_third_holds_on(office: Office) -> None:
    kept, other = two(office)
    third = office.add_customer("砾川电缆批发部", address="别处 1 号")
    fourth = office.add_customer("云上灯饰", address="别处 2 号")
    with office.app.transaction("记") as session:
        pairs = ((other, third), (kept, third), (other, fourth))
        record_pairs(session, [Pair(min(pair), max(pair), 40, ("名称相近",)) for pair in pairs])
    ids = {
        pair: office.id_of(DuplicateCandidate, customer_a_id=min(pair), customer_b_id=max(pair), deleted_at=None)
        for pair in pairs
    }
    office.change(DuplicateCandidate, ids[other, third], {"state": DIFFERENT, "note": "两家"})
    before = state(office)
    uid = merged(office, kept, other)
    assert office.read(DuplicateCandidate, ids[kept, third]).state == DIFFERENT
    assert [row.other.customer_id for row in list_candidates(office.chief, PENDING)] == [fourth]
    undo(office.chief, uid)
    assert state(office) == before


def test_who_was_merged_before_is_found_by_the_last_one(office: Office) -> None:
    kept, other = two(office)
    first = office.add_customer("恒砾机电老店", address="老地方")
    number = office.read(Customer, first).customer_no
    merged(office, other, first)
    office.clock.forward(minutes=1)
    merged(office, kept, other)
    with office.app.reading() as session:
        assert find(session, number) == [kept]
    assert [found.kept.customer_id for found in recent_merges(office.chief)] == [kept, kept]
    last, before = (found.candidate_id for found in recent_merges(office.chief))
    with pytest.raises(Conflict, match="先拆开那一次"):
        split(office.chief, before)
    split(office.chief, last)
    assert split(office.chief, before) == (other, first)


def test_two_reps_customers_need_the_chief_and_a_reason(office: Office) -> None:
    kept, other = two(office, owner="E02")
    with pytest.raises(Forbidden):
        merge(office.clerk, kept, other, versions(office, kept, other))
    with pytest.raises(Invalid, match="理由"):
        merged(office, kept, other)
    merged(office, kept, other, reason="程砚舟先跑的")
    assert recent_merges(office.chief)[0].reason == "程砚舟先跑的"


def test_who_was_changed_meanwhile_is_not_merged(office: Office) -> None:
    kept, other = two(office)
    read = versions(office, kept, other)
    office.change(Customer, other, {"note": "刚改的"})
    before = state(office)
    with pytest.raises(Conflict):
        merge(office.chief, kept, other, read)
    with pytest.raises(Invalid, match="同一家"):
        merge(office.chief, kept, kept, read)
    with pytest.raises(Invalid):
        merge(office.chief, kept, other, versions(office, kept, other), choices={"name_key": other})
    assert state(office) == before


def test_a_split_within_thirty_days_leaves_later_work_where_it_is(office: Office) -> None:
    kept, other = two(office)
    visit = office.visit(other)
    merged(office, kept, other)
    later = office.visit(kept, visit_date=date(2026, 11, 18))
    [found] = recent_merges(office.chief)
    assert (found.kept.customer_id, found.gone.customer_id) == (kept, other)
    assert split(office.chief, found.candidate_id) == (kept, other)
    assert office.read(Visit, visit).customer_id == other
    assert office.read(Visit, later).customer_id == kept
    assert recent_merges(office.chief) == []
    with pytest.raises(NotFound):
        split(office.chief, found.candidate_id)


def test_a_split_is_refused_when_it_is_too_late_or_something_was_changed_since(office: Office) -> None:
    kept, other = two(office, note="老板姓谢")
    merged(office, kept, other)
    [found] = recent_merges(office.chief)
    office.change(Customer, kept, {"note": "老板姓罗"})
    with pytest.raises(Conflict, match="后来又有改动"):
        split(office.chief, found.candidate_id)
    office.change(Customer, kept, {"note": "老板姓谢"})
    office.clock.now += timedelta(days=SPLIT_DAYS, seconds=1)
    assert recent_merges(office.chief) == []
    with pytest.raises(Conflict, match="已过 30 天"):
        split(office.chief, found.candidate_id)


def test_two_customers_stand_side_by_side(office: Office) -> None:
    kept, other = two(office, phone="0600-8100002", owner="E02")
    office.add_contact(other)
    found = compare(office.chief, kept, other)
    fields = {field.name: field for field in found.fields}
    assert fields["phone"].texts == ("0600-8100001", "0600-8100002")
    assert fields["phone"].differs
    assert fields["name"].traces[0].who == "温可"
    assert not fields["industry"].differs
    assert ("联系人", 0, 1) in found.related
    assert found.owners_differ
    assert found.likeness.reasons == ("名称只差经营后缀", "同一市场")


def test_a_rep_sees_of_anothers_customer_what_rule_r11_allows(office: Office) -> None:
    kept, other = two(office, owner="E02")
    found = compare(office.rep, kept, other)
    assert found.hidden
    assert {field.label for field in found.fields} == {"客户编号", "客户名称", "市场", "负责业务员"}


texts = st.one_of(st.none(), st.sampled_from(["甲", "乙 区", "0600-8100003"]))
people = st.lists(
    st.tuples(st.sampled_from("谢罗程"), st.sampled_from([None, "14200001037", "14200001038"])), max_size=3, unique=True
)
brands = st.dictionaries(
    st.sampled_from(["云栎", "恒砾", "柏渡"]), st.sampled_from(["main", "stocked", "secondary"]), max_size=3
)
shops = st.fixed_dictionaries(
    {
        "phone": texts,
        "background": texts,
        "people": people,
        "brands": brands,
        "sheets": st.integers(0, 2),
        "visits": st.integers(0, 2),
    }
)


def furnish(office: Office, customer_id: int, shop: Mapping[str, Any], mark: str) -> None:
    office.change(Customer, customer_id, {"phone": shop["phone"], "background": shop["background"]})
    records: list[Record] = [
        Contact(customer_id=customer_id, name=name, mobile=mobile, is_primary=not place)
        for place, (name, mobile) in enumerate(shop["people"])
    ]
    main = True
    for name, role in shop["brands"].items():
        role = role if role != "main" or main else "stocked"
        main = main and role != "main"
        records.append(brand(office, customer_id, name, role))
    for number in range(shop["sheets"]):
        records.append(sheet(office, customer_id, f"DC-{mark}{number}"))
        records[-1].round_no = number + 1  # type: ignore[attr-defined]
    ids = add(office, *records)
    for number in range(shop["visits"]):
        contact = ids[0] if shop["people"] else None
        office.visit(customer_id, met_contact_id=contact, visit_date=date(2026, 11, 16 + number))


def round_trip(office: Office, one: Mapping[str, Any], other: Mapping[str, Any], flip: bool, choose: set[str]) -> None:
    first, second = two(office)
    furnish(office, first, one, "A")
    furnish(office, second, other, "B")
    kept, gone = (second, first) if flip else (first, second)
    before = state(office)
    merged(office, kept, gone, choices=dict.fromkeys(choose, gone))
    assert set(refers(office, gone)) <= {"DuplicateCandidate"}
    split(office.chief, recent_merges(office.chief)[0].candidate_id)
    assert state(office) == before


@given(
    one=shops,
    other=shops,
    flip=st.booleans(),
    choose=st.sets(st.sampled_from(["name", "phone", "background", "address"])),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_merge_then_split_is_as_before(
    office_file: Path, tmp_path: Path, one: Any, other: Any, flip: bool, choose: set[str]
) -> None:
    file = shutil.copy(office_file, tmp_path / f"{uuid4()}.db")
    office = open_office(f"sqlite:///{file}", StandingClock(datetime(2026, 11, 20, 22, 0)))
    try:
        round_trip(office, one, other, flip, choose)
    finally:
        office.app.db.close()
