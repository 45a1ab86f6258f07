"""Which records refer to which: nothing is forgotten when a new kind of record comes."""

from __future__ import annotations

import pytest

from app.customers.reattaching import NUMBERED, ONLY_ONE
from app.db.base import Base
from app.db.references import naming_references, record_kinds, references_to, unique_with

ONE_THING = {
    "uq_contact_customer_id_name_mobile",
    "uq_customer_brand_customer_id_brand_id",
    "uq_duplicate_candidate_customer_a_id_customer_b_id",
}
"""Rules whose twins are one thing twice: they are folded into one."""


def test_every_foreign_key_to_customers_is_found() -> None:
    found = {(reference.kind.__tablename__, reference.name) for reference in references_to("customer")}
    keys = {
        (table, column.key)
        for table in record_kinds()
        for column in Base.metadata.tables[table].columns
        if any(key.target_fullname == "customer.id" for key in column.foreign_keys)
    }
    assert found == keys
    assert ("survey_sheet", "customer_id") in found
    assert ("customer", "parent_id") in found


def test_numbers_that_name_what_they_refer_to_are_found() -> None:
    found = {(reference.kind.__tablename__, reference.name, reference.entity) for reference in naming_references()}
    assert {("attachment", "owner_id", "owner_type"), ("follow_up", "source_id", "source_entity")} <= found


def test_merging_knows_every_uniqueness_rule_about_customers() -> None:
    rules = {str(rule.name) for reference in references_to("customer") for rule in unique_with(reference)}
    assert rules == ONE_THING | set(ONLY_ONE) | set(NUMBERED)


@pytest.mark.parametrize("table", sorted(record_kinds()))
def test_every_number_of_a_record_says_what_it_refers_to(table: str) -> None:
    referring = {reference.name for reference in naming_references() if reference.kind is record_kinds()[table]}
    keys = {column.key for column in Base.metadata.tables[table].columns if column.foreign_keys}
    numbers = {column.key for column in Base.metadata.tables[table].columns if column.key.endswith("_id")}
    assert numbers <= referring | keys | {"created_by_id", "updated_by_id", "form_id"}
