"""Sheets are filled over several visits; what each visit learnt stays with it (rules R13, R24)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from app.customers.creating import Decided, Undecided
from app.customers.merging import merge
from app.db.records import Brand, Contact, Customer, CustomerBrand, SurveyDraft, SurveySheet
from app.db.verify import verify
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.forms.model import Form
from app.surveys.drafts import drop_draft, list_drafts, save_draft
from app.surveys.filing import archive_sheet, return_sheet, submit_sheet
from app.surveys.forms import active_form
from app.surveys.listing import list_sheets
from app.surveys.sheets import (
    OpenSheet,
    SavedSheet,
    SheetInput,
    new_sheet,
    open_sheet,
    save_sheet,
    visit_answers,
)
from tests.support.answers import VISIT_DATE, answers, rows
from tests.support.office import MONDAY, Office

NAME = "/data/a/customer_name"
STAFF = "/data/a/staff_count"
MOBILE = "/data/a/mobile"
CONSENT = "/data/g/consent_answer"
MARKET = "/data/a/market_area/market_area_id"
BRAND = "/data/c/customer_brands[1]/brand_id"


def form(office: Office) -> Form:
    return active_form(office.clerk)[1]


def typed(office: Office, opened: OpenSheet, until_visit: int = 1, **more: Any) -> SheetInput:
    sheet = SheetInput(
        form_record_id=opened.form_record_id,
        answers=opened.answers | answers(opened.form, until_visit),
        rows=rows(until_visit),
        visit_order=opened.visit_order,
        surveyor_id=office.employee("E01"),
        not_asked=opened.not_asked,
        sheet_id=opened.sheet_id,
        customer_id=opened.customer_id,
        row_version=opened.row_version,
    )
    return replace(sheet, **more)


def save(office: Office, until_visit: int = 1, *, changed: Mapping[str, str] | None = None, **more: Any) -> SavedSheet:
    """A first visit's sheet of a shop nobody knew."""
    sheet = typed(office, new_sheet(office.clerk), until_visit, **more)
    return save_sheet(office.clerk, replace(sheet, answers={**sheet.answers, **(changed or {})}))


def stored(office: Office, sheet_id: int) -> dict[str, Any]:
    return dict(office.read(SurveySheet, sheet_id).answers)


def test_a_sheet_of_an_unknown_shop_makes_the_customer(office: Office) -> None:
    saved = save(office, 2)
    customer = office.read(Customer, saved.customer_id)
    assert (customer.customer_no, customer.name) == ("KH-LZ-00001", "桁岳五金机电经营部")
    assert (customer.market_area_id, customer.owner_id) == (office.market(), office.employee("E01"))
    assert (customer.staff_count, customer.shop_area_m2, customer.strength_rating) == (7, Decimal("180.0"), 4)
    assert (customer.intent_level, customer.consent_state, customer.name_key) == (
        "strong",
        "agreed",
        "桁岳五金机电经营部",
    )
    assert (customer.product_categories, customer.dealer_position) == (("bv", "power"), "general")
    contact = office.read(Contact, office.id_of(Contact, customer_id=customer.id))
    assert (contact.name, contact.mobile, contact.is_primary) == ("谢予川", "14200001037", True)
    [brand] = brands(office, customer.id)
    assert (brand.role, brand.monthly_volume_wan, brand.share_pct) == ("main", Decimal("27.00"), Decimal("60.00"))
    sheet = office.read(SurveySheet, saved.sheet_id)
    assert (sheet.sheet_no, sheet.round_no, sheet.surveyor_id) == ("DC-LZ-202611-0001", 1, office.employee("E01"))
    assert sheet.entered_by_id == office.clerk.user.user_id
    assert verify(office.app.db).problems == ()


def brands(office: Office, customer_id: int) -> list[CustomerBrand]:
    with office.app.reading() as session:
        return list(session.scalars(select(CustomerBrand).where(CustomerBrand.customer_id == customer_id)))


def test_a_customer_is_found_on_the_day_of_the_visit(office: Office) -> None:
    customer = office.read(Customer, save(office).customer_id)
    assert (customer.found_on, customer.stage_entered_on) == (MONDAY, MONDAY)


@pytest.mark.parametrize(
    ("visit", "percent", "missing", "state"),
    [(1, Decimal("45.8"), 26, "filling"), (2, Decimal("89.6"), 5, "filling"), (3, Decimal("100.0"), 0, "completed")],
)
def test_completeness_by_visit(office: Office, visit: int, percent: Decimal, missing: int, state: str) -> None:
    saved = save(office, visit)
    sheet = office.read(SurveySheet, saved.sheet_id)
    assert (saved.percent, len(saved.missing)) == (percent, missing)
    assert (sheet.completeness_pct, sheet.missing_required, sheet.state) == (percent, missing, state)
    assert sheet.filled_on == (MONDAY if visit == 3 else None)


@pytest.mark.parametrize(
    ("path", "field"), [(NAME, "name"), (MARKET, "market_area_id"), ("/data/a/address", "address")]
)
def test_a_customer_needs_name_market_and_address(office: Office, path: str, field: str) -> None:
    with pytest.raises(Invalid, match="要建客户档案") as caught:
        save(office, changed={path: ""})
    assert set(caught.value.problems) == {field}
    with office.app.reading() as session:
        assert session.scalars(select(Customer.id)).all() == []


def test_a_market_that_is_not_on_the_list_makes_no_customer(office: Office) -> None:
    with pytest.raises(Invalid, match="名单里的"):
        save(office, changed={MARKET: "other", "/data/a/market_area/market_area_other": "新街"})


def test_a_name_too_long_for_the_archive_makes_no_customer(office: Office) -> None:
    with pytest.raises(Invalid, match="没填对：客户名称"):
        save(office, changed={NAME: "缆" * 61})


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/data/a/short_name", "简" * 21),
        ("/data/c/customer_brands[1]/price_policy", "策" * 101),
        ("/data/c/monthly_volume_wan", "1" + "0" * 30),
        ("/data/c/customer_brands[1]/brand_volume_wan", "1" + "0" * 30),
        ("/data/c/customer_brands[1]/share_pct", "120"),
        ("/data/a/founded_year", "1900"),
        ("/data/a/phone", "不知道"),
        (MOBILE, "142"),
        ("/data/a/uscc", "差一位"),
    ],
)
def test_an_answer_the_archive_has_no_room_for_stays_on_the_sheet(office: Office, path: str, text: str) -> None:
    saved = save(office, 3, changed={path: text})
    assert stored(office, saved.sheet_id)[path]["value"].startswith(text[:3])
    assert verify(office.app.db).problems == ()


def test_a_credit_code_of_another_customer_is_the_same_company(office: Office) -> None:
    office.add_customer("澜州苔原建材有限公司", uscc="91350100M000100Y43")
    with pytest.raises(Invalid, match="KH-LZ-00001 澜州苔原建材有限公司 相同"):
        save(office, changed={"/data/a/uscc": "91350100M000100Y43"})


def test_a_known_customer_prefills_the_sheet(office: Office) -> None:
    customer_id = office.add_customer("砾川电缆批发部", staff_count=6, monthly_volume_wan="60")
    office.add_contact(customer_id)
    opened = new_sheet(office.clerk, customer_id)
    known = {
        NAME: "砾川电缆批发部",
        MARKET: "LZ-HX",
        STAFF: "6",
        "/data/c/monthly_volume_wan": "60",
        MOBILE: "14200001037",
    }
    assert known.items() <= opened.answers.items()
    assert "/data/f/intent_level" not in opened.answers
    assert CONSENT not in opened.answers
    assert (opened.told[STAFF].visit, opened.told[STAFF].source) == (0, "own_data")
    assert opened.surveyor_id == office.employee("E01")


def test_what_the_archive_knew_is_not_the_clerks_word(office: Office) -> None:
    customer_id = office.add_customer("桁岳五金机电经营部", staff_count=7, address="旧地址 1 号")
    opened = new_sheet(office.clerk, customer_id)
    saved = save_sheet(office.clerk, typed(office, opened))
    told = stored(office, saved.sheet_id)
    assert (told[STAFF]["by"], told[STAFF]["visit"], told[STAFF]["source"]) == ("", 0, "own_data")
    assert (told["/data/a/address"]["by"], told["/data/a/address"]["visit"]) == ("温可", 1)
    assert saved.customer_id == customer_id


def test_a_second_visit_keeps_who_told_what(office: Office) -> None:
    saved = save(office, 1, sources={STAFF: "observe"})
    first_at = office.clock.now.isoformat()
    office.clock.forward(days=3)
    opened = open_sheet(office.clerk, saved.sheet_id)
    assert opened.visit_order == 2
    assert (opened.sheet_no, opened.customer_name) == ("DC-LZ-202611-0001", "桁岳五金机电经营部")
    again = typed(office, opened, 2)
    again = replace(again, surveyor_id=office.employee("E02"), answers={**again.answers, STAFF: "8"})
    saved = save_sheet(office.clerk, again)
    told = stored(office, saved.sheet_id)
    assert (told[NAME]["visit"], told[NAME]["at"]) == (1, first_at)
    assert (told[STAFF]["visit"], told[STAFF]["value"]) == (2, "8")
    assert told["/data/a/founded_year"]["visit"] == 2
    assert saved.percent == Decimal("89.6")
    assert open_sheet(office.clerk, saved.sheet_id).visit_order == 3


def test_a_newly_learnt_way_of_knowing_is_kept(office: Office) -> None:
    saved = save(office, 1, sources={STAFF: "observe"})
    opened = open_sheet(office.clerk, saved.sheet_id)
    save_sheet(office.clerk, typed(office, opened, sources={STAFF: "ask"}))
    assert stored(office, saved.sheet_id)[STAFF]["source"] == "ask"


def test_what_could_not_be_asked_is_marked_and_later_answered(office: Office) -> None:
    path = "/data/c/business_philosophy"
    saved = save(office, 1, not_asked=(path,))
    opened = open_sheet(office.clerk, saved.sheet_id)
    assert opened.not_asked == {path}
    assert (opened.told[path].by, opened.told[path].visit) == ("温可", 1)
    assert path not in opened.answers
    save_sheet(office.clerk, typed(office, opened, 2))
    assert open_sheet(office.clerk, saved.sheet_id).not_asked == frozenset()


def test_a_hidden_answer_is_kept_but_not_written_to_the_archive(office: Office) -> None:
    saved = save(office, changed={CONSENT: "no"})
    assert stored(office, saved.sheet_id)[MOBILE]["value"] == "14200001037"
    contact = office.read(Contact, office.id_of(Contact, customer_id=saved.customer_id))
    assert contact.mobile is None
    assert office.read(Customer, saved.customer_id).consent_state == "refused"
    assert "A09" not in saved.missing


def test_an_archive_value_is_replaced_only_where_accepted(office: Office) -> None:
    customer_id = office.add_customer("桁岳五金机电经营部", staff_count=5, channel_type="retail_store")
    opened = new_sheet(office.clerk, customer_id)
    save_sheet(office.clerk, typed(office, opened, accepted=(STAFF,)))
    customer = office.read(Customer, customer_id)
    assert (customer.staff_count, customer.channel_type) == (7, "retail_store")
    assert customer.shop_area_m2 == Decimal("180.0")  # the archive had none


def test_one_open_sheet_a_customer(office: Office) -> None:
    saved = save(office)
    opened = new_sheet(office.clerk, saved.customer_id)
    assert opened.sheet_id == saved.sheet_id
    blank = replace(typed(office, opened), sheet_id=None, row_version=0)
    with pytest.raises(Conflict, match="已有没填完的调查表 DC-LZ-202611-0001"):
        save_sheet(office.clerk, blank)


def test_a_sheet_changed_meanwhile_is_not_overwritten(office: Office) -> None:
    saved = save(office)
    mine, theirs = (open_sheet(office.clerk, saved.sheet_id) for _ in range(2))
    save_sheet(office.clerk, typed(office, theirs, 2))
    with pytest.raises(Conflict, match="刚被别人改过"):
        save_sheet(office.clerk, typed(office, mine, 1))
    assert office.read(SurveySheet, saved.sheet_id).completeness_pct == Decimal("89.6")


def test_what_is_gone_is_named(office: Office) -> None:
    sheet = typed(office, new_sheet(office.clerk))
    for wrong in ({"customer_id": 9999}, {"sheet_id": 9999}, {"form_record_id": 9999}, {"surveyor_id": 9999}):
        with pytest.raises(NotFound):
            save_sheet(office.clerk, replace(sheet, **wrong))  # type: ignore[arg-type]
    for look in (lambda: open_sheet(office.clerk, 9999), lambda: new_sheet(office.clerk, 9999)):
        with pytest.raises(NotFound):
            look()
    with pytest.raises(NotFound):
        submit_sheet(office.clerk, 9999, 1)


def test_reps_type_their_own_sheets(office: Office) -> None:
    sheet = typed(office, new_sheet(office.rep))
    assert save_sheet(office.rep, sheet).sheet_no
    with pytest.raises(Forbidden, match=r"visit\.enter_other"):
        save_sheet(office.as_("luoyn"), sheet)


def test_the_visit_of_the_day_is_tied(office: Office) -> None:
    saved = save(office)
    assert saved.visit_date == MONDAY  # not on record yet
    office.visit(saved.customer_id)
    opened = open_sheet(office.clerk, saved.sheet_id)
    assert opened.visits == (MONDAY,)
    again = save_sheet(office.clerk, typed(office, opened, 2))
    assert again.visit_date is None
    sheet = office.read(SurveySheet, saved.sheet_id)
    assert (sheet.first_visit_on, sheet.visit_count) == (MONDAY, 1)


def test_a_visit_begins_with_what_its_sheet_says(office: Office) -> None:
    saved = save(office)
    said = visit_answers(office.clerk, saved.customer_id, MONDAY)
    assert said["situation"] == "主营恒砾，月销约45万元，希望尽快谈供货条件。"
    assert (said["result"], said["next_visit_on"]) == ("good", "2026-11-30")
    assert visit_answers(office.clerk, saved.customer_id, date(2026, 11, 17)) == {}
    assert visit_answers(office.clerk, 9999, MONDAY) == {}


def test_a_sheet_without_a_date_is_saved_all_the_same(office: Office) -> None:
    assert save(office, changed={VISIT_DATE: ""}).visit_date is None


def test_a_complete_sheet_is_handed_in_and_closed(office: Office) -> None:
    saved = save(office, 3)
    submit_sheet(office.clerk, saved.sheet_id, saved.row_version)
    sheet = office.read(SurveySheet, saved.sheet_id)
    assert (sheet.state, sheet.submitted_at) == ("submitted", office.clock.now)
    with pytest.raises(Conflict, match="已提交，不能再改"):
        save_sheet(office.clerk, replace(typed(office, open_sheet(office.clerk, saved.sheet_id), 3)))
    with pytest.raises(Conflict, match="已提交"):
        submit_sheet(office.clerk, saved.sheet_id, sheet.row_version)


def test_a_handed_in_sheet_is_given_back_typed_again_and_filed(office: Office) -> None:
    chief = office.chief
    saved = save(office, 3)
    submit_sheet(office.clerk, saved.sheet_id, saved.row_version)
    with pytest.raises(Invalid, match="退回要写明原因"):
        return_sheet(chief, saved.sheet_id, 1, " ")
    return_sheet(chief, saved.sheet_id, office.read(SurveySheet, saved.sheet_id).row_version, "面积不对")
    again = save_sheet(office.clerk, typed(office, open_sheet(office.clerk, saved.sheet_id), 3))
    submit_sheet(office.clerk, again.sheet_id, again.row_version)
    row_version = office.read(SurveySheet, saved.sheet_id).row_version
    with pytest.raises(Invalid, match="原件存放位置"):
        archive_sheet(office.clerk, saved.sheet_id, row_version, "")
    archive_sheet(office.clerk, saved.sheet_id, row_version, "1 柜 2 层 3 盒")
    filed = office.read(SurveySheet, saved.sheet_id)
    assert (filed.state, filed.return_reason, filed.storage_location) == ("archived", "面积不对", "1 柜 2 层 3 盒")
    with pytest.raises(Conflict, match="不能存档"):
        archive_sheet(office.clerk, saved.sheet_id, filed.row_version, "别处")


def test_an_incomplete_sheet_needs_its_visits_and_a_reason(office: Office) -> None:
    saved = save(office, 2)
    with pytest.raises(Invalid, match=r"还缺 5 个必答题.*满 3 次"):
        submit_sheet(office.clerk, saved.sheet_id, saved.row_version, "老板不肯说")
    for day in (16, 17, 18):
        office.visit(saved.customer_id, visit_date=date(2026, 11, day))
    row_version = office.read(SurveySheet, saved.sheet_id).row_version
    with pytest.raises(Invalid, match="无法取得原因"):
        submit_sheet(office.clerk, saved.sheet_id, row_version)
    with pytest.raises(Invalid, match="最多 60 个字"):
        submit_sheet(office.clerk, saved.sheet_id, row_version, "长" * 61)
    submit_sheet(office.clerk, saved.sheet_id, row_version, "老板不肯说")
    assert office.read(SurveySheet, saved.sheet_id).incomplete_reason == "老板不肯说"


def test_a_new_round_begins_when_the_last_sheet_is_closed(office: Office) -> None:
    saved = save(office, 3)
    submit_sheet(office.clerk, saved.sheet_id, saved.row_version)
    opened = new_sheet(office.clerk, saved.customer_id)
    assert (opened.sheet_id, opened.visit_order, opened.answers[STAFF]) == (None, 1, "7")
    again = save_sheet(office.clerk, typed(office, opened))
    assert office.read(SurveySheet, again.sheet_id).round_no == 2


def test_a_voided_sheet_keeps_its_round(office: Office) -> None:
    saved = save(office)
    office.change(SurveySheet, saved.sheet_id, {"state": "voided"}, "作废")
    again = save_sheet(office.clerk, typed(office, new_sheet(office.clerk, saved.customer_id)))
    assert office.read(SurveySheet, again.sheet_id).round_no == 2


def test_a_sheet_that_loses_an_answer_is_no_longer_complete(office: Office) -> None:
    saved = save(office, 3)
    opened = open_sheet(office.clerk, saved.sheet_id)
    less = typed(office, opened, 3)
    saved = save_sheet(office.clerk, replace(less, answers={**less.answers, STAFF: ""}))
    sheet = office.read(SurveySheet, saved.sheet_id)
    assert (sheet.state, saved.missing, sheet.filled_on) == ("filling", ("A16",), MONDAY)


def test_the_brand_table_is_written_row_by_row(office: Office) -> None:
    saved = save(office, 2)
    opened = open_sheet(office.clerk, saved.sheet_id)
    table = "/data/c/customer_brands"
    filled = typed(office, opened, 2)
    more = {f"{table}[1]/role": "secondary", f"{table}[2]/brand_id": "BD", f"{table}[2]/role": "main",
            f"{table}[3]/brand_id": "other", f"{table}[3]/brand_other": "杂牌", f"{table}[3]/role": ""}  # fmt: skip
    save_sheet(office.clerk, replace(filled, answers=filled.answers | more, rows={**filled.rows, table: 3}))
    sold = {office.read(Brand, b.brand_id).code: b.role for b in brands(office, saved.customer_id)}
    assert sold == {"HL": "secondary", "BD": "main"}


def test_a_brand_typed_twice_or_two_main_brands_do_no_harm(office: Office) -> None:
    table = "/data/c/customer_brands"
    twice = {f"{table}[2]/brand_id": "HL", f"{table}[2]/role": "main",
             f"{table}[3]/brand_id": "BD", f"{table}[3]/role": "main"}  # fmt: skip
    sheet = typed(office, new_sheet(office.clerk), 2)
    saved = save_sheet(office.clerk, replace(sheet, answers=sheet.answers | twice, rows={**sheet.rows, table: 3}))
    assert sorted(b.role for b in brands(office, saved.customer_id)) == ["main", "secondary"]


def test_saving_drops_the_draft(office: Office) -> None:
    save_draft(office.clerk, "d1", None, "桁岳五金", {"answers": {}})
    save(office, draft_uid="d1")
    assert list_drafts(office.clerk) == []


def test_drafts_are_each_persons_own_and_the_latest_counts(office: Office) -> None:
    save_draft(office.clerk, "d1", None, "桁岳五金" * 30, {"answers": {NAME: "桁"}, "cursor": NAME})
    office.clock.forward(seconds=1)
    at = save_draft(office.clerk, "d1", None, "桁岳五金", {"answers": {NAME: "桁岳"}, "cursor": NAME})
    save_draft(office.rep, "d2", None, "砾川", {})
    [draft] = list_drafts(office.clerk)
    assert (draft.state["answers"], draft.saved_at, draft.title) == ({NAME: "桁岳"}, at, "桁岳五金")
    drop_draft(office.clerk, "d1")
    assert list_drafts(office.clerk) == []
    with office.app.reading() as session:
        assert session.scalars(select(SurveyDraft.uid)).all() == ["d2"]


def test_drafts_are_not_journalled(office: Office) -> None:
    before = verify(office.app.db).entries
    save_draft(office.clerk, "d1", None, "桁岳五金", {"answers": {}})
    signed_in = 1  # the clerk's own signing in
    assert verify(office.app.db).entries == before + signed_in


def test_sheets_are_listed_latest_first(office: Office) -> None:
    first = save(office)
    office.clock.forward(minutes=1)
    with pytest.raises(Undecided, match="手机相同、地址相同"):
        save(office, 3, changed={NAME: "砾川电缆批发部"})
    decided = Decided({first.customer_id: "两口子开的两家店"})
    second = save(office, 3, changed={NAME: "砾川电缆批发部"}, decided=decided)
    assert [row.id for row in list_sheets(office.clerk)] == [second.sheet_id, first.sheet_id]
    assert [row.id for row in list_sheets(office.clerk, text="砾川")] == [second.sheet_id]
    assert [row.id for row in list_sheets(office.clerk, text="dc-lz-202611-0001")] == [first.sheet_id]
    assert [row.id for row in list_sheets(office.clerk, sheet_id=first.sheet_id)] == [first.sheet_id]
    [row] = list_sheets(office.clerk, unfinished=True)
    assert (row.sheet_no, row.customer, row.percent) == ("DC-LZ-202611-0001", "桁岳五金机电经营部", Decimal("45.8"))


def test_a_sheet_of_a_customer_merged_meanwhile_is_the_kept_ones(office: Office) -> None:
    kept, other = office.add_customer("恒砾机电有限公司"), office.add_customer("恒砾机电经营部")
    opened = new_sheet(office.clerk, other)
    versions = {each: office.read(Customer, each).row_version for each in (kept, other)}
    merge(office.chief, kept, other, versions)
    assert new_sheet(office.clerk, other).customer_id == kept
    assert save_sheet(office.clerk, typed(office, opened)).customer_id == kept
