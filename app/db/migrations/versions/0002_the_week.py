"""The week: complaints, weekly summary, filing, needs, obstacles, follow-ups"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


_ADD = "INSERT INTO customer_fts(rowid, tokens) VALUES (new.customer_id, new.tokens);"
_DROP = "INSERT INTO customer_fts(customer_fts, rowid, tokens) VALUES ('delete', old.customer_id, old.tokens);"


def upgrade() -> None:
    op.create_table(
        "export_log",
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("report_code", sa.String(length=12), nullable=False),
        sa.Column("format", sa.String(length=32), nullable=False),
        sa.Column("filter", sa.JSON(), nullable=True),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("is_masked", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("purpose_note", sa.String(length=100), nullable=True),
        sa.Column("recipient", sa.String(length=40), nullable=True),
        sa.Column("file_name", sa.String(length=160), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_export_log_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_log")),
        sa.UniqueConstraint("uid", name=op.f("uq_export_log_uid")),
    )
    with op.batch_alter_table("export_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_log_at"), ["at"], unique=False)

    op.create_table(
        "filing_batch",
        sa.Column("batch_no", sa.String(length=24), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("item_count", sa.Integer(), nullable=False),
        sa.Column("package_name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("receiver", sa.String(length=30), nullable=False),
        sa.Column("receipt_no", sa.String(length=30), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("return_opinion", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["branch_id"], ["branch_office.id"], name=op.f("fk_filing_batch_branch_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user_account.id"], name=op.f("fk_filing_batch_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_batch")),
        sa.UniqueConstraint("uid", name=op.f("uq_filing_batch_uid")),
    )
    with op.batch_alter_table("filing_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filing_batch_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(
            "uq_filing_batch_batch_no",
            ["batch_no"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.create_table(
        "improvement_action",
        sa.Column("imp_no", sa.String(length=20), nullable=False),
        sa.Column("source_entity", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("verify_result", sa.Text(), nullable=True),
        sa.Column("verifier_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_improvement_action_department_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["employee.id"], name=op.f("fk_improvement_action_owner_id")),
        sa.ForeignKeyConstraint(["verifier_id"], ["user_account.id"], name=op.f("fk_improvement_action_verifier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_action")),
        sa.UniqueConstraint("uid", name=op.f("uq_improvement_action_uid")),
    )
    with op.batch_alter_table("improvement_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_improvement_action_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_improvement_action_source", ["source_entity", "source_id"], unique=False)
        batch_op.create_index(
            "uq_improvement_action_imp_no",
            ["imp_no"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.create_table(
        "weekly_summary",
        sa.Column("summary_no", sa.String(length=24), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=True),
        sa.Column("period_kind", sa.String(length=32), nullable=False),
        sa.Column("iso_year", sa.Integer(), nullable=True),
        sa.Column("iso_week", sa.Integer(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("stage_name", sa.String(length=20), nullable=True),
        sa.Column("market_area_ids", sa.JSON(), nullable=True),
        sa.Column("snapshot", sa.JSON(), nullable=True),
        sa.Column("former_snapshots", sa.JSON(), nullable=True),
        sa.Column("issue_no", sa.Integer(), nullable=False),
        sa.Column("market_overview", sa.Text(), nullable=True),
        sa.Column("channel_note", sa.Text(), nullable=True),
        sa.Column("competitor_note", sa.Text(), nullable=True),
        sa.Column("consumer_note", sa.Text(), nullable=True),
        sa.Column("problems", sa.Text(), nullable=True),
        sa.Column("countermeasures", sa.Text(), nullable=True),
        sa.Column("support_needed", sa.Text(), nullable=True),
        sa.Column("next_plan", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(), nullable=True),
        sa.Column("review_opinion", sa.Text(), nullable=True),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("archived_by_id", sa.Integer(), nullable=True),
        sa.Column("filed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["archived_by_id"], ["user_account.id"], name=op.f("fk_weekly_summary_archived_by_id")),
        sa.ForeignKeyConstraint(["branch_id"], ["branch_office.id"], name=op.f("fk_weekly_summary_branch_id")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_weekly_summary_employee_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["user_account.id"], name=op.f("fk_weekly_summary_reviewer_id")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["user_account.id"], name=op.f("fk_weekly_summary_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weekly_summary")),
        sa.UniqueConstraint("uid", name=op.f("uq_weekly_summary_uid")),
    )
    with op.batch_alter_table("weekly_summary", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_weekly_summary_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_weekly_summary_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_weekly_summary_start_on"), ["start_on"], unique=False)
        batch_op.create_index(
            "uq_weekly_summary_branch_period",
            ["branch_id", "period_kind", "start_on"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL AND employee_id IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL AND employee_id IS NULL"),
        )
        batch_op.create_index(
            "uq_weekly_summary_period",
            ["scope", "branch_id", "employee_id", "period_kind", "start_on"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.create_index(
            "uq_weekly_summary_summary_no",
            ["summary_no"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.create_table(
        "complaint_log",
        sa.Column("complaint_no", sa.String(length=20), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("complainant", sa.String(length=20), nullable=False),
        sa.Column("complainant_phone", sa.String(length=24), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("severity", sa.String(length=32), nullable=False),
        sa.Column("product_note", sa.String(length=60), nullable=True),
        sa.Column("batch_no", sa.String(length=30), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("involved_amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("handler_department_id", sa.Integer(), nullable=True),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("response_due_at", sa.DateTime(), nullable=False),
        sa.Column("responded_at", sa.DateTime(), nullable=True),
        sa.Column("resolve_due_at", sa.DateTime(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(), nullable=True),
        sa.Column("waiting_minutes", sa.Integer(), nullable=False),
        sa.Column("waiting_since", sa.DateTime(), nullable=True),
        sa.Column("reject_reason", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("is_valid", sa.String(length=32), nullable=True),
        sa.Column("cause_kind", sa.String(length=32), nullable=True),
        sa.Column("cause_analysis", sa.Text(), nullable=True),
        sa.Column("responsible", sa.String(length=30), nullable=True),
        sa.Column("remedies", sa.String(length=400), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("remedy_amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("remedy_approver_id", sa.Integer(), nullable=True),
        sa.Column("remedy_approved_at", sa.DateTime(), nullable=True),
        sa.Column("customer_confirmed", sa.String(length=32), nullable=True),
        sa.Column("confirmed_by", sa.String(length=20), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("reopen_count", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["branch_id"], ["branch_office.id"], name=op.f("fk_complaint_log_branch_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user_account.id"], name=op.f("fk_complaint_log_closed_by_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_complaint_log_customer_id")),
        sa.ForeignKeyConstraint(
            ["handler_department_id"], ["department.id"], name=op.f("fk_complaint_log_handler_department_id")
        ),
        sa.ForeignKeyConstraint(["handler_id"], ["employee.id"], name=op.f("fk_complaint_log_handler_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["employee.id"], name=op.f("fk_complaint_log_receiver_id")),
        sa.ForeignKeyConstraint(
            ["remedy_approver_id"], ["user_account.id"], name=op.f("fk_complaint_log_remedy_approver_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_log")),
        sa.UniqueConstraint("uid", name=op.f("uq_complaint_log_uid")),
    )
    with op.batch_alter_table("complaint_log", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_log_branch_received", ["branch_id", "received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_log_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_complaint_log_handler_department_id"), ["handler_department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_complaint_log_handler_id"), ["handler_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_log_receiver_id"), ["receiver_id"], unique=False)
        batch_op.create_index("ix_complaint_log_state", ["state", "resolve_due_at"], unique=False)
        batch_op.create_index(
            "uq_complaint_log_complaint_no",
            ["complaint_no"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.create_table(
        "filing_item",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["filing_batch.id"], name=op.f("fk_filing_item_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_item")),
        sa.UniqueConstraint("uid", name=op.f("uq_filing_item_uid")),
    )
    with op.batch_alter_table("filing_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filing_item_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(
            "uq_filing_item_batch_id_entity_entity_id",
            ["batch_id", "entity", "entity_id"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.create_table(
        "follow_up",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("source_entity", sa.String(length=40), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_follow_up_customer_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["employee.id"], name=op.f("fk_follow_up_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("uid", name=op.f("uq_follow_up_uid")),
    )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_follow_up_source", ["source_entity", "source_id"], unique=False)

    op.create_table(
        "complaint_action",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.String(length=32), nullable=True),
        sa.Column("to_state", sa.String(length=32), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("is_customer_contact", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_complaint_action_actor_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint_log.id"], name=op.f("fk_complaint_action_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_action")),
        sa.UniqueConstraint("uid", name=op.f("uq_complaint_action_uid")),
    )
    with op.batch_alter_table("complaint_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_action_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "competitor_observation",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("market_area_id", sa.Integer(), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("sales_policy", sa.String(length=200), nullable=True),
        sa.Column("product_mix", sa.String(length=200), nullable=True),
        sa.Column("channel_distribution", sa.String(length=200), nullable=True),
        sa.Column("channel_management", sa.String(length=200), nullable=True),
        sa.Column("density_count", sa.Integer(), nullable=True),
        sa.Column("price_spec", sa.String(length=30), nullable=True),
        sa.Column("wholesale_price", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("retail_price", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("display", sa.String(length=200), nullable=True),
        sa.Column("promotion", sa.String(length=200), nullable=True),
        sa.Column("advantages", sa.String(length=200), nullable=True),
        sa.Column("disadvantages", sa.String(length=200), nullable=True),
        sa.Column("network_usability", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_competitor_observation_brand_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_competitor_observation_customer_id")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_competitor_observation_employee_id")),
        sa.ForeignKeyConstraint(
            ["market_area_id"], ["market_area.id"], name=op.f("fk_competitor_observation_market_area_id")
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["survey_sheet.id"], name=op.f("fk_competitor_observation_sheet_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_competitor_observation_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competitor_observation")),
        sa.UniqueConstraint("uid", name=op.f("uq_competitor_observation_uid")),
    )
    with op.batch_alter_table("competitor_observation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_competitor_observation_brand_id"), ["brand_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_competitor_observation_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_competitor_observation_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index("ix_competitor_observation_market_day", ["market_area_id", "observed_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_competitor_observation_sheet_id"), ["sheet_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_competitor_observation_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "customer_need",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("product_category", sa.String(length=32), nullable=True),
        sa.Column("quantity_note", sa.String(length=60), nullable=True),
        sa.Column("importance", sa.String(length=32), nullable=False),
        sa.Column("is_feasible", sa.String(length=32), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_need_customer_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_customer_need_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_need")),
        sa.UniqueConstraint("uid", name=op.f("uq_customer_need_uid")),
    )
    with op.batch_alter_table("customer_need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_need_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_customer_need_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "obstacle",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("severity", sa.String(length=32), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("leader_confirmed_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_obstacle_customer_id")),
        sa.ForeignKeyConstraint(["leader_id"], ["employee.id"], name=op.f("fk_obstacle_leader_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["employee.id"], name=op.f("fk_obstacle_owner_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_obstacle_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obstacle")),
        sa.UniqueConstraint("uid", name=op.f("uq_obstacle_uid")),
    )
    with op.batch_alter_table("obstacle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_obstacle_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_obstacle_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_obstacle_visit_id"), ["visit_id"], unique=False)

    with op.batch_alter_table("visit_plan_participant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note", sa.String(length=40), nullable=True))

    op.create_index("ix_customer_address_key", "customer", ["address_key"])
    _add_search()


def _add_search() -> None:
    on_server = op.get_bind().dialect.name == "postgresql"
    compared = sa.Text(collation="C") if on_server else sa.Text()
    op.create_table(
        "customer_search",
        sa.Column("customer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", compared, nullable=False),
        sa.Column("initials", compared, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("tokens", sa.ARRAY(sa.Text()) if on_server else sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_customer_search_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_search")),
    )
    op.create_index("ix_customer_search_name", "customer_search", ["name"])
    op.create_index("ix_customer_search_initials", "customer_search", ["initials"])
    if on_server:
        op.create_index("ix_customer_search_tokens", "customer_search", ["tokens"], postgresql_using="gin")
        return
    op.execute(
        "CREATE VIRTUAL TABLE customer_fts USING fts5(tokens, content='customer_search', content_rowid='customer_id', "
        "detail='none', prefix='1 2', tokenize='ascii')"
    )
    op.execute(f"CREATE TRIGGER customer_search_added AFTER INSERT ON customer_search BEGIN {_ADD} END")
    op.execute(f"CREATE TRIGGER customer_search_gone AFTER DELETE ON customer_search BEGIN {_DROP} END")
    op.execute(f"CREATE TRIGGER customer_search_changed AFTER UPDATE ON customer_search BEGIN {_DROP} {_ADD} END")
