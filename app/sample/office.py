"""The company, the branch office and its people, the markets, brands and work calendar of the sample office."""

from __future__ import annotations

from app.calendar import shipped_calendar_days
from app.db.records import BranchOffice, Brand, CalendarDay, Company, Department, Employee, MarketArea, User
from app.sample.desk import Desk
from app.sample.tables import items, rows, yes
from app.security.passwords import hashed


def set_up_office(desk: Desk, password: str) -> None:
    """Write all that has to be there before the first customer."""
    _add_branch(desk)
    _add_brands_and_company(desk)
    _add_people(desk)
    _add_accounts(desk, password)
    _add_areas(desk)
    for day, kind, name in shipped_calendar_days():
        desk.add(CalendarDay(date=day, kind=kind, name=name), day.isoformat())
    desk.session.flush()


def _add_branch(desk: Desk) -> None:
    about = items("office")
    code = about["办事处代码"]
    desk.branch = desk.add(
        BranchOffice(code=code, name=about["办事处名称"], region_text=about["管辖地区"], is_active=True), code
    )
    desk.session.flush()


def _add_brands_and_company(desk: Desk) -> None:
    for row in rows("brands"):
        brand = Brand(
            code=row["代码"],
            name=row["品牌"],
            relation=row["关系"],
            is_leader=yes(row["领先"]),
            is_reference=yes(row["参照"]),
            is_major_maker=yes(row["大厂"]),
            tier=row["档次"],
        )
        desk.brands[brand.code] = desk.add(brand, brand.code)
    desk.session.flush()
    about = items("office")
    company = Company(
        name=about["公司全称"],
        short_name=about["公司简称"],
        business_name=about["业务名称"],
        own_brand_id=desk.brands[about["本公司品牌"]].id,
    )
    desk.add(company, about["公司简称"])


def _add_people(desk: Desk) -> None:
    departments = {}
    for row in rows("departments"):
        branch_id = None if yes(row["总部"]) else desk.office.id
        department = Department(code=row["代码"], name=row["名称"], kind=row["类别"], branch_id=branch_id)
        departments[row["代码"]] = desk.add(department, row["代码"])
    desk.session.flush()
    heads = {row["负责人"] for row in rows("departments")}
    for row in rows("employees"):
        employee = Employee(
            emp_no=row["工号"],
            name=row["姓名"],
            department_id=departments[row["部门"]].id,
            branch_id=None if yes(row["总部"]) else desk.office.id,
            position=row["岗位"],
            is_dept_head=row["工号"] in heads,
        )
        desk.employees[employee.emp_no] = desk.add(employee, employee.emp_no)
    desk.session.flush()
    for row in rows("employees"):
        if row["上级"]:
            desk.employees[row["工号"]].supervisor_id = desk.employees[row["上级"]].id
    for row in rows("departments"):
        if row["负责人"]:
            departments[row["代码"]].head_id = desk.employees[row["负责人"]].id
    desk.office.head_id = desk.employees[items("office")["负责人"]].id


def _add_accounts(desk: Desk, password: str) -> None:
    for row in rows("employees"):
        user = User(
            username=row["登录名"],
            employee_id=desk.employees[row["工号"]].id,
            password_hash=hashed(password) if password else "",
            role=row["角色"],
            data_scope=row["范围"],
            must_change_password=False,
        )
        desk.users[row["工号"]] = desk.add(user, user.username)
    desk.session.flush()


def _add_areas(desk: Desk) -> None:
    for row in rows("areas"):
        upper, rep = row["上级"], row["主责"]
        area = MarketArea(
            code=row["代码"],
            name=row["名称"],
            level=row["层级"],
            parent_id=desk.markets[upper].id if upper else None,
            branch_id=desk.office.id,
            market_type=row["类型"] or None,
            is_target=row["层级"] == "market",
            size_wan=row["规模万元每年"] or None,
            merchant_count=int(row["同类商户"]) if row["同类商户"] else None,
            traffic_level=row["客流"] or None,
            distribution_traits=tuple(row["分布特点"].split()),
            lodging_advice=row["住宿点"] or None,
            owner_id=desk.employees[rep].id if rep else None,
        )
        desk.markets[area.code] = desk.add(area, area.code)
        desk.session.flush()
