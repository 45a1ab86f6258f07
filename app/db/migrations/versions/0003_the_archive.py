"""The archive: possible duplicates and what was decided, imports, their layouts, and kept views of lists"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.pinyin import pinyin_order

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_AT_ONCE = 5000
_SPELLED = sa.String(240).with_variant(sa.String(240, collation="C"), "postgresql")
_JUDGED = (
    "owner_id",
    "market_area_id",
    "primary_class",
    "stage",
    "intent_level",
    "lifecycle_status",
    "last_visit_on",
    "next_visit_due_on",
    "pause_until",
)
_COMPARED = ("customer_kind", "channel_type", "scale", "monthly_volume_wan", "strength_rating", "found_on")


def upgrade() -> None:
    op.create_table(
        "import_layout",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_layout")),
        sa.UniqueConstraint("uid", name=op.f("uq_import_layout_uid")),
    )
    with op.batch_alter_table("import_layout", schema=None) as batch_op:
        batch_op.create_index(
            "uq_import_layout_name",
            ["name"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.create_table(
        "import_batch",
        sa.Column("file_name", sa.String(length=160), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("operation_uid", sa.String(length=36), nullable=False),
        sa.Column("layout", sa.String(length=40), nullable=True),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=True),
        sa.Column("rows_in", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("merged", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["imported_by_id"], ["user_account.id"], name=op.f("fk_import_batch_imported_by_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["user_account.id"], name=op.f("fk_import_batch_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("operation_uid", name=op.f("uq_import_batch_operation_uid")),
        sa.UniqueConstraint("uid", name=op.f("uq_import_batch_uid")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_imported_at"), ["imported_at"], unique=False)

    op.create_table(
        "saved_view",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("view", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_saved_view_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("uid", name=op.f("uq_saved_view_uid")),
    )
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.create_index(
            "uq_saved_view_user_id_page_name",
            ["user_id", "page", "name"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.create_table(
        "duplicate_candidate",
        sa.Column("customer_a_id", sa.Integer(), nullable=False),
        sa.Column("customer_b_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["customer_a_id"], ["customer.id"], name=op.f("fk_duplicate_candidate_customer_a_id")),
        sa.ForeignKeyConstraint(["customer_b_id"], ["customer.id"], name=op.f("fk_duplicate_candidate_customer_b_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_duplicate_candidate_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_candidate")),
        sa.UniqueConstraint("uid", name=op.f("uq_duplicate_candidate_uid")),
    )
    with op.batch_alter_table("duplicate_candidate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duplicate_candidate_customer_b_id"), ["customer_b_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duplicate_candidate_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_duplicate_candidate_customer_a_id_customer_b_id",
            ["customer_a_id", "customer_b_id"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.add_column("customer", sa.Column("name_order", _SPELLED, nullable=True))
    _spell_names()
    listed = ("deleted_at", "branch_id", "customer_no", *_JUDGED, *_COMPARED)
    op.create_index("ix_customer_listed", "customer", listed)
    op.create_index("ix_customer_named", "customer", ("deleted_at", "branch_id", "name_order", "customer_no", *_JUDGED))


def _spell_names() -> None:
    connection = op.get_bind()
    customer = sa.table("customer", sa.column("id"), sa.column("name"), sa.column("name_order"))
    spell = customer.update().where(customer.c.id == sa.bindparam("known")).values(name_order=sa.bindparam("spelled"))
    last = 0
    while rows := connection.execute(
        sa.select(customer.c.id, customer.c.name).where(customer.c.id > last).order_by(customer.c.id).limit(_AT_ONCE)
    ).all():
        connection.execute(spell, [{"known": row.id, "spelled": pinyin_order(row.name)} for row in rows])
        last = rows[-1].id
