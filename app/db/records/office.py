"""A and B: company, branch offices, departments, employees, accounts, work calendar (records.md §1, §2)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped

from app.db.base import Record, unique
from app.db.columns import day, flag, integer, moment, one, refer, text


class Company(Record):
    """The company itself, one row."""

    __tablename__ = "company"
    LABEL, NAME_FIELD = "本公司", "name"

    name: Mapped[str] = text("公司全称", 60, required=True, shows="FP")
    short_name: Mapped[str] = text("公司简称", 12, required=True, shows="FP")
    business_name: Mapped[str] = text("业务名称", 8, required=True, default="线缆", shows="FP")
    own_brand_id: Mapped[int | None] = refer("本公司品牌", "brand")
    filing_receiver: Mapped[str] = text("备案收件部门", 30, required=True, default="营销管理部", shows="FP")
    report_footer: Mapped[str] = text("报表页脚", 60, required=True, default="内部资料 注意保管", shows="FP")


class BranchOffice(Record):
    """A regional office."""

    __tablename__ = "branch_office"
    __table_args__ = (unique("branch_office", "code"), unique("branch_office", "name"))
    LABEL, NAME_FIELD = "办事处", "name"

    code: Mapped[str] = text("代码", 4, required=True, shows="LFXP", help="2–4 位大写字母，启用后不改")
    name: Mapped[str] = text("名称", 30, required=True, shows="LFXP")
    region_text: Mapped[str] = text("管辖地区", 60, required=True, shows="FP")
    address: Mapped[str | None] = text("地址", 80, shows="FP")
    phone: Mapped[str | None] = text("电话", 20, shows="FP")
    head_id: Mapped[int | None] = refer("负责人", "employee", index=False, closes_circle=True)
    is_active: Mapped[bool] = flag("启用", True, shows="LF")


class Department(Record):
    """A department of an office or, without one, of head office."""

    __tablename__ = "department"
    __table_args__ = (unique("department", "code"),)
    LABEL, NAME_FIELD = "部门", "name"

    code: Mapped[str] = text("代码", 8, required=True, shows="LF")
    name: Mapped[str] = text("名称", 20, required=True, shows="LF")
    kind: Mapped[str] = one("类别", "dept_kind", required=True, default="sales", shows="LF")
    branch_id: Mapped[int | None] = refer("所属办事处", "branch_office")
    head_id: Mapped[int | None] = refer("负责人", "employee", index=False, closes_circle=True)


class Employee(Record):
    """A person who works for the company."""

    __tablename__ = "employee"
    __table_args__ = (unique("employee", "emp_no"),)
    LABEL, NAME_FIELD = "员工", "name"

    emp_no: Mapped[str] = text("工号", 12, required=True, shows="LFX")
    name: Mapped[str] = text("姓名", 20, required=True, shows="LFXP")
    department_id: Mapped[int] = refer("部门", "department", required=True)
    branch_id: Mapped[int | None] = refer("办事处", "branch_office")
    position: Mapped[str] = one("岗位", "position", required=True, default="rep", shows="LF")
    supervisor_id: Mapped[int | None] = refer("直接上级", "employee")
    is_dept_head: Mapped[bool] = flag("部门负责人", shows="F")
    mobile: Mapped[str | None] = text("手机", 20, shows="F", sensitive=True)
    email: Mapped[str | None] = text("邮箱", 60, shows="F")
    hired_on: Mapped[date | None] = day("入职日", shows="F")
    left_on: Mapped[date | None] = day("离职日", shows="F")
    daily_visit_target: Mapped[int] = integer("日访问定额（家次）", required=True, default=8, shows="F", most=50)  # type: ignore[assignment]
    status: Mapped[str] = one("状态", "employee_status", required=True, default="active", shows="LF")


class User(Record):
    """An account that signs in; an empty password hash means the account asks for no password (sample office)."""

    __tablename__ = "user_account"
    __table_args__ = (unique("user_account", "username"), unique("user_account", "employee_id"))
    LABEL, NAME_FIELD = "账号", "username"

    username: Mapped[str] = text("登录名", 32, required=True, shows="LF")
    employee_id: Mapped[int] = refer("员工", "employee", required=True)
    password_hash: Mapped[str] = text("口令散列", 200, required=True, default="", sensitive=True)
    role: Mapped[str] = one("角色", "role", required=True, default="rep", shows="LF")
    data_scope: Mapped[str] = one("数据范围", "data_scope", required=True, default="own", shows="LF")
    is_active: Mapped[bool] = flag("启用", True, shows="LF")
    must_change_password: Mapped[bool] = flag("首次改口令", shows="LF")
    last_login_at: Mapped[datetime | None] = moment("最近登录", shows="L")
    failed_count: Mapped[int] = integer("连错次数", required=True, default=0, shows="L")  # type: ignore[assignment]
    locked_until: Mapped[datetime | None] = moment("锁定至", shows="L")


class CalendarDay(Record):
    """An exception of the work calendar (rule R10)."""

    __tablename__ = "calendar_day"
    __table_args__ = (unique("calendar_day", "date"),)
    LABEL, NAME_FIELD = "工作日历", "date"

    date: Mapped[date] = day("日期", required=True, shows="LF")  # type: ignore[assignment]
    kind: Mapped[str] = one("类别", "calendar_kind", required=True, shows="LF")
    name: Mapped[str | None] = text("名称", 20, shows="LF")
