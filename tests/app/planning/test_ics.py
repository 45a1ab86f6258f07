"""The calendar file, read back as a phone would."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from app.db.records import Contact
from app.errors import FileUnusable, Forbidden, Invalid
from app.planning.arranging import ItemInput, edit
from app.planning.company import Companion
from app.planning.ics import write_ics
from app.planning.items import assign, move, remove
from tests.app.planning.planned import MONDAY, TODAY, TUESDAY, WEEK, item, planned
from tests.support.office import Office


def events(office: Office, path: Path, first: date = MONDAY, last: date = WEEK[6]) -> list[Event]:
    count = write_ics(office.rep, path, first, last)
    calendar = Calendar.from_ical(path.read_bytes())
    found = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    assert len(found) == count
    assert (str(calendar["VERSION"]), str(calendar["METHOD"])) == ("2.0", "PUBLISH")
    assert str(calendar["X-WR-CALNAME"]) == "澜州办事处拜访计划"
    return found


def test_a_visit_is_an_event_with_time_place_and_what_to_mind(office: Office, tmp_path: Path) -> None:
    item_id = planned(office, start=time(9, 20))
    office.add_contact(item(office, item_id).customer_id or 0)
    chief = Companion(office.employee("E05"), "", "superior", "拍板")
    edit(
        office.rep,
        item_id,
        item(office, item_id).row_version,
        ItemInput({"goal_text": "谈条款，问账期；签字"}, [chief]),
    )
    [event] = events(office, tmp_path / "plan.ics")
    assert event["DTSTART"].dt == datetime(2026, 11, 23, 1, 20, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    assert str(event["SUMMARY"]) == "拜访 桁岳五金机电经营部（留下印象）"
    assert str(event["LOCATION"]) == "河西五金机电城 B 区 2 排 17 号"
    lines = str(event["DESCRIPTION"]).splitlines()
    assert lines[0] == "目标：谈条款，问账期；签字"
    assert lines[2:4] == ["业务员：程砚舟", "参加：沈其岚 上级，拍板"]
    assert lines[4] == "电话：142****1037"
    assert lines[5].startswith("要带：企业介绍、")


def test_the_same_visit_is_the_same_event_when_it_has_moved(office: Office, tmp_path: Path) -> None:
    item_id = planned(office)
    [before] = events(office, tmp_path / "plan.ics")
    move(office.rep, [item_id], TUESDAY, office.employee())
    [after] = events(office, tmp_path / "plan.ics")
    assert str(before["UID"]) == str(after["UID"])
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["DTSTART"].dt.date() == TUESDAY


def test_without_a_time_it_takes_the_whole_day(office: Office, tmp_path: Path) -> None:
    item_id = planned(office)
    edit(office.rep, item_id, item(office, item_id).row_version, ItemInput({"plan_start": None}))
    [event] = events(office, tmp_path / "plan.ics")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (MONDAY, TUESDAY)


def test_visits_made_or_called_off_are_left_out(office: Office, tmp_path: Path) -> None:
    made, dropped = planned(office, "登记了", TODAY), planned(office, "不去了")
    office.visit(item(office, made).customer_id or 0, plan_item_id=made, visit_date=TODAY)
    remove(office.rep, [dropped])
    assign(office.rep, None, office.employee(), MONDAY, prospect_name="新开五金店", place="机电路 3 号")
    found = events(office, tmp_path / "plan.ics", TODAY)
    assert [str(event["LOCATION"]) for event in found] == ["机电路 3 号"]


def test_lines_are_folded_as_the_standard_wants(office: Office, tmp_path: Path) -> None:
    planned(office, "长" * 60)
    events(office, tmp_path / "plan.ics")
    lines = (tmp_path / "plan.ics").read_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 75


def test_a_refused_contact_has_only_the_shops_own_number(office: Office, tmp_path: Path) -> None:
    item_id = planned(office)
    contact_id = office.add_contact(item(office, item_id).customer_id or 0, mobile=None)
    office.change(Contact, contact_id, {"phone": "0600-8800013"})
    [event] = events(office, tmp_path / "plan.ics")
    assert "电话：0600-****013" in str(event["DESCRIPTION"])


def test_an_empty_week_writes_nothing(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="没有要去的拜访"):
        write_ics(office.rep, tmp_path / "plan.ics", MONDAY, WEEK[6])
    assert list(tmp_path.glob("*.ics")) == []


def test_a_folder_that_is_gone_is_said_and_nothing_is_left(office: Office, tmp_path: Path) -> None:
    planned(office)
    with pytest.raises(FileUnusable, match="文件夹"):
        write_ics(office.rep, tmp_path / "gone" / "plan.ics", MONDAY, WEEK[6])
    assert not (tmp_path / "gone").exists()


def test_exporting_needs_its_right(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        write_ics(office.as_("admin"), tmp_path / "plan.ics", MONDAY, WEEK[6])


def test_only_the_reps_asked_for(office: Office, tmp_path: Path) -> None:
    planned(office)
    with pytest.raises(Invalid):
        write_ics(office.clerk, tmp_path / "plan.ics", MONDAY, WEEK[6], [office.employee("E02")])
