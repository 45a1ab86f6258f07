"""What a person may choose before giving the archive out, and how many customers that would be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.choices import options
from app.context import App
from app.customers.filters import CustomerFilter
from app.exchange.archive import ALWAYS, TITLE, archive_sheets
from app.exchange.archive_sheets import CUSTOMERS
from app.exchange.choosing import choose
from app.people.supervising import supervisors
from app.reports.writing import name_from
from app.security.exporting import FULL_PURPOSES, MOST_COMPLETE, NON_BUSINESS, NOT_SHARED


@dataclass(frozen=True, slots=True)
class ArchiveOffer:
    """The choices: `purposes` by code and name, of which `full_purposes` take unmasked numbers and `refused` are given
    nothing, with the sentence that says why; the titles of the
    sheets, and of the columns of `main_sheet` that may be left out. `supervisors` are accounts and names of who may
    stand by, `most_complete` how many customers go out unmasked without them; `file_name` without its ending.
    """

    purposes: Sequence[tuple[str, str]]
    full_purposes: Collection[str]
    refused: Mapping[str, str]
    sheets: Sequence[str]
    main_sheet: str
    columns: Sequence[str]
    supervisors: Sequence[tuple[str, str]]
    most_complete: int
    file_name: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """How many customers would be given out, and how many are left out because they withdrew their consent."""

    customers: int
    withdrawn: int


def archive_offer(app: App) -> ArchiveOffer:
    """What can be chosen; raises Forbidden for who may not export."""
    app.need("export.masked")
    sheets = archive_sheets()
    [main] = [sheet for sheet in sheets if sheet.name == CUSTOMERS]
    own = app.user.role == "supervisor"
    day = f"{app.today():%Y-%m-%d}"
    return ArchiveOffer(
        purposes=[(option.code, option.label) for option in options("export_purpose")],
        full_purposes=FULL_PURPOSES,
        refused={NON_BUSINESS: NOT_SHARED},
        sheets=[sheet.name for sheet in sheets],
        main_sheet=CUSTOMERS,
        columns=[column.title for column in main.columns if column.title not in ALWAYS],
        supervisors=[] if own else [(account.username, account.name) for account in supervisors(app)],
        most_complete=0 if own else MOST_COMPLETE,
        file_name=name_from((TITLE, app.user.branch_name, day), "xlsx"),
    )


def count_chosen(app: App, wanted: CustomerFilter, among: Collection[int] | None = None) -> Chosen:
    """How many customers an export would hold now."""
    with app.db.snapshot() as session:
        outgoing = choose(app, session, wanted, among)
    return Chosen(len(outgoing.ids), outgoing.withdrawn)
