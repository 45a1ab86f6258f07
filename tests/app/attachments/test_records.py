"""The files of a record: added once, told, changed, taken away, shown and printed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.attachments.previews import photo_pages, thumbnail
from app.attachments.records import (
    add_attachments,
    attach,
    change_caption,
    check_addable,
    keep_file,
    list_attachments,
    may_see,
    remove_attachment,
)
from app.attachments.store import store_folder
from app.errors import Conflict, FileUnusable, Forbidden, Invalid
from app.reports.model import Picture
from tests.support.office import Office
from tests.support.pictures import picture, put


def attached(office: Office, folder: Path, customer: int, kind: str = "storefront", content: bytes = b"") -> int:
    kept = keep_file(office.clerk, "customer", put(folder, f"{kind}.png", content or picture()))
    return attach(office.clerk, "customer", customer, [(kind, kept)])[0]


def test_a_record_has_its_files_once_and_in_order(office: Office, tmp_path: Path) -> None:
    customer = office.add_customer()
    attached(office, tmp_path, customer)
    attached(office, tmp_path, customer, "price_list", b"%PDF-1.4 prices")
    again = keep_file(office.clerk, "customer", put(tmp_path, "copy.png", picture()))
    assert attach(office.clerk, "customer", customer, [("interior", again)]) == ()
    rows = list_attachments(office.clerk, "customer", customer)
    assert [(row.kind_label, row.file.file_name) for row in rows] == [
        ("门头照", "storefront.png"),
        ("价目表", "price_list.png"),
    ]
    assert list_attachments(office.clerk, "customer", customer, ("price_list",)) == rows[1:]
    assert list_attachments(office.clerk, "visit", customer) == ()


def test_cards_and_licences_are_sensitive_of_themselves(office: Office, tmp_path: Path) -> None:
    customer = office.add_customer()
    attached(office, tmp_path, customer, "business_card")
    assert [row.is_sensitive for row in list_attachments(office.clerk, "customer", customer)] == [True]


def test_a_kind_that_does_not_exist_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="没有“selfie”这种附件类别"):
        attached(office, tmp_path, office.add_customer(), "selfie")


def test_caption_day_and_kind_can_be_changed(office: Office, tmp_path: Path) -> None:
    customer = office.add_customer()
    attachment = attached(office, tmp_path, customer)
    change_caption(office.clerk, attachment, 1, {"kind": "license", "caption": "新门头", "taken_on": "2026-11-16"})
    (row,) = list_attachments(office.clerk, "customer", customer)
    assert (row.kind, row.caption, str(row.taken_on), row.is_sensitive) == ("license", "新门头", "2026-11-16", True)
    with pytest.raises(Conflict):
        change_caption(office.clerk, attachment, 1, {"caption": "旧的"})
    with pytest.raises(Invalid, match="说明"):
        change_caption(office.clerk, attachment, row.row_version, {"caption": "长" * 61})


def test_files_are_added_with_what_is_said_about_them(office: Office, tmp_path: Path) -> None:
    customer = office.add_customer()
    kept = [
        keep_file(office.clerk, "customer", put(tmp_path, n, picture(colour=n[:-4]))) for n in ("red.png", "blue.png")
    ]
    values = {"kind": "license", "caption": " 新执照 ", "taken_on": "2026-11-16"}
    added = add_attachments(office.clerk, "customer", customer, kept, values)
    rows = list_attachments(office.clerk, "customer", customer)
    assert tuple(row.id for row in rows) == added
    assert [(row.kind, row.caption, str(row.taken_on), row.is_sensitive) for row in rows] == [
        ("license", "新执照", "2026-11-16", True)
    ] * 2
    assert add_attachments(office.clerk, "customer", customer, kept, values) == ()
    with pytest.raises(Invalid) as refused:
        add_attachments(office.clerk, "customer", customer, kept, {"kind": "selfie", "caption": "长" * 61})
    assert set(refused.value.problems) == {"kind", "caption"}


def test_a_person_may_say_otherwise_about_what_is_sensitive(office: Office, tmp_path: Path) -> None:
    customer = office.add_customer()
    attachment = attached(office, tmp_path, customer, "business_card")
    change_caption(office.clerk, attachment, 1, {"is_sensitive": False})
    (row,) = list_attachments(office.clerk, "customer", customer)
    assert not row.is_sensitive
    change_caption(office.clerk, attachment, row.row_version, {"kind": "license"})
    assert list_attachments(office.clerk, "customer", customer)[0].is_sensitive


def test_a_file_is_looked_at_before_anything_is_stored(office: Office, tmp_path: Path) -> None:
    check_addable(office.clerk, "customer", put(tmp_path, "good.png", picture()))
    with pytest.raises(FileUnusable, match="不是 JPG、PNG 图片"):
        check_addable(office.clerk, "customer", put(tmp_path, "清单.txt", b"text"))
    with pytest.raises(Forbidden):
        check_addable(office.as_("admin"), "customer", tmp_path / "good.png")
    assert (may_see(office.clerk, "customer"), may_see(office.as_("admin"), "customer")) == (True, False)
    assert not store_folder(office.app).exists()


def test_what_is_taken_away_stays_in_the_store(office: Office, tmp_path: Path) -> None:
    customer = office.add_customer()
    attachment = attached(office, tmp_path, customer)
    (row,) = list_attachments(office.clerk, "customer", customer)
    remove_attachment(office.clerk, attachment, row.row_version)
    assert list_attachments(office.clerk, "customer", customer) == ()
    assert thumbnail(office.clerk, row.file)


def test_only_who_may_edit_the_record_sees_its_files(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        list_attachments(office.as_("admin"), "customer", office.add_customer())


def test_a_thumbnail_is_small_and_upright(office: Office, tmp_path: Path) -> None:
    out = BytesIO()
    image = Image.new("RGB", (800, 400), "white")
    image.save(out, "JPEG", exif=_turned())
    kept = keep_file(office.clerk, "customer", put(tmp_path, "phone.jpg", out.getvalue()))
    with Image.open(BytesIO(thumbnail(office.clerk, kept, 100))) as small:
        assert small.size == (50, 100)


def _turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def test_only_a_picture_has_a_thumbnail(office: Office, tmp_path: Path) -> None:
    kept = keep_file(office.clerk, "customer", put(tmp_path, "价目.pdf", b"%PDF-1.4 prices"))
    with pytest.raises(FileUnusable, match=r"价目\.pdf 是坏的图片"):
        thumbnail(office.clerk, kept)


def test_masked_prints_leave_out_what_is_sensitive(office: Office, tmp_path: Path) -> None:
    customer = office.add_customer()
    assert photo_pages(office.clerk, "customer", customer) == ()
    attached(office, tmp_path, customer, "business_card", picture(colour="red"))
    attached(office, tmp_path, customer, "storefront", picture(colour="blue"))
    attached(office, tmp_path, customer, "price_list", b"%PDF-1.4 prices")
    assert _captions(photo_pages(office.clerk, "customer", customer)[0].pictures) == ["门头照"]
    full = photo_pages(office.clerk, "customer", customer, masked=False)[0].pictures
    assert _captions(full) == ["名片", "门头照"]


def _captions(pictures: tuple[Picture, ...]) -> list[str]:
    return [picture.caption for picture in pictures]
