"""The store compared with the records."""

from __future__ import annotations

from pathlib import Path

from app.attachments.checking import check_attachments
from app.attachments.records import attach, keep_file, list_attachments, remove_attachment
from app.attachments.store import store_folder, stored_path
from app.surveys.drafts import save_draft
from tests.support.office import Office
from tests.support.pictures import picture, put


def test_a_sound_store_has_no_problems(office: Office, tmp_path: Path) -> None:
    customer = office.add_customer()
    kept = keep_file(office.clerk, "customer", put(tmp_path, "a.png", picture()))
    attach(office.clerk, "customer", customer, [("storefront", kept)])
    typed = keep_file(office.clerk, "survey_sheet", put(tmp_path, "b.png", picture(colour="red")))
    save_draft(office.clerk, "draft", None, "苇杭电料", {"photo": typed.as_json(), "files": {}})
    checked = check_attachments(office.app)
    assert (checked.recorded, checked.problems) == (1, ())


def test_missing_damaged_and_stray_files_are_told(office: Office, tmp_path: Path) -> None:
    customer = office.add_customer()
    gone, changed, loose = (
        keep_file(office.clerk, "customer", put(tmp_path, f"{colour}.png", picture(colour=colour)))
        for colour in ("red", "green", "blue")
    )
    attach(office.clerk, "customer", customer, [("storefront", gone), ("interior", changed)])
    stored_path(office.app, gone.stored_name).unlink()
    stored_path(office.app, changed.stored_name).write_bytes(b"nothing")
    (store_folder(office.app) / "x.part").write_bytes(b"half")
    checked = check_attachments(office.app)
    assert [name.split("（")[0] for name in checked.missing] == ["附件 red.png"]
    assert [name.split("（")[0] for name in checked.damaged] == ["附件 green.png"]
    assert set(checked.stray) == {loose.stored_name, "x.part"}
    assert len(checked.problems) == 3
    assert "有 2 个没有记录的文件，不影响使用" in checked.problems[2]


def test_what_was_taken_back_is_still_expected(office: Office, tmp_path: Path) -> None:
    customer = office.add_customer()
    kept = keep_file(office.clerk, "customer", put(tmp_path, "a.png", picture()))
    attach(office.clerk, "customer", customer, [("storefront", kept)])
    (row,) = list_attachments(office.clerk, "customer", customer)
    remove_attachment(office.clerk, row.id, row.row_version)
    assert check_attachments(office.app).problems == ()
