"""What must hold of a visit before it is stored (records.md §6, rules R08, R26)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.context import App
from app.customers.states import SIGNED_STAGES
from app.db.records import Brand, Contact, Customer
from app.visits.rules import EFFECTIVE_RESULTS

LATE_ENTRY_DAYS = 30
"""Visits older than this need a supervisor (rule R26)."""


def problems_of(app: App, session: Session, visit: Mapping[str, Any], customer: Customer) -> dict[str, str]:
    """What is wrong with a visit's cleaned values, field name to sentence; all of it at once."""
    found: dict[str, str] = {}
    for part in (_when(app, visit), _who_was_met(session, visit), _outcome(session, visit), _next(visit, customer)):
        for name, sentence in part:
            found.setdefault(name, sentence)
    return found


def _when(app: App, visit: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if visit["visit_date"] > app.today():
        yield "visit_date", "日期不能晚于今天"
    elif visit["visit_date"] < app.today() - timedelta(days=LATE_ENTRY_DAYS) and not app.may("plan.approve"):
        yield "visit_date", f"拜访日早于 {LATE_ENTRY_DAYS} 天，补录须由主管登记"
    if visit["end_at"] <= visit["start_at"]:
        yield "end_at", "结束要晚于开始"
    if not visit.get("purposes"):
        yield "purposes", "目的至少选一项"


def _who_was_met(session: Session, visit: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    contact_id = visit.get("met_contact_id")
    if contact_id is not None and session.get_one(Contact, contact_id).customer_id != visit["customer_id"]:
        yield "met_contact_id", "会见人不是这家客户的联系人"
    if visit["result"] not in EFFECTIVE_RESULTS:
        return
    if contact_id is None and not visit.get("met_text"):
        yield "met_contact_id", "见到负责人的要填会见人"
    for name, label in (("situation", "基本情况"), ("countermeasure", "对策建议")):
        if not visit.get(name):
            yield name, f"见到负责人的要填{label}"


def _outcome(session: Session, visit: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if visit["result"] == "none":
        if not visit.get("failure_reasons"):
            yield "failure_reasons", "未达预期要选原因"
        if not visit.get("next_step"):
            yield "next_step", "未达预期要写下一步"
    tied = visit.get("tied_brand_id")
    if "d" in (visit.get("failure_reasons") or ()) and tied is None:
        yield "tied_brand_id", "受限于竞品合作的要选是哪个竞品"
    if tied is not None and session.get_one(Brand, tied).relation == "own":
        yield "tied_brand_id", "这里要选竞品，不是本公司品牌"


def _next(visit: Mapping[str, Any], customer: Customer) -> Iterator[tuple[str, str]]:
    due = visit.get("next_visit_on")
    if due is None and customer.stage not in SIGNED_STAGES:
        yield "next_visit_on", "未签约客户要填下次日期"
    if due is not None and due <= visit["visit_date"]:
        yield "next_visit_on", "下次日期要晚于本次"
