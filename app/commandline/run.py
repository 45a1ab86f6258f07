"""Doing what the command line asked; 0 when it worked, 1 when it failed, 2 for wrong use."""

from __future__ import annotations

import json
import logging
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from app.clock import beijing_now
from app.commandline.parser import WRONG_USE
from app.commandline.reports import WrongUse
from app.context import App
from app.errors import KnownError
from app.paths import default_database_url

FAILED = 1


def run(arguments: Namespace) -> int:
    """Carry a parsed command out and return the exit code; known errors are told in a sentence on stderr."""
    try:
        match arguments.command, getattr(arguments, "action", None):
            case "sample", _:
                return _sample(arguments)
            case "bench-data", _:
                return _many(arguments)
            case "customers", _:
                return _customers(arguments)
            case "import", _:
                return _import(arguments)
            case "report", _:
                return _report(arguments)
            case "export", _:
                return _export(arguments)
            case "check", _:
                return _check(arguments)
            case "form", _:
                return _form(arguments)
            case _:
                return _verify(arguments)
    except WrongUse as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    except KnownError as error:
        print(error, file=sys.stderr)
        return FAILED
    except Exception:
        logging.getLogger(__name__).exception("command failed")
        print("程序出错了，没有完成。已保存的数据没有丢，详情记在日志里。请把日志交给维护人员。", file=sys.stderr)
        return FAILED


@contextmanager
def office_job(url: str | None, *, create: bool = False) -> Iterator[App]:
    """The App of an unattended job of the office, its database open; a missing one is only made with `create`."""
    from app.db.schema import open_database
    from app.people.accounts import OFFICE_JOB
    from app.sample.clock import office_clock

    db = open_database(url or default_database_url(), now=beijing_now(), create=create)
    try:
        yield App(db, OFFICE_JOB, office_clock(db))
    finally:
        db.close()


def _sample(arguments: Namespace) -> int:
    from app.sample.fill import fill_sample

    with office_job(arguments.database, create=True) as app:
        counts = fill_sample(app, password=arguments.password)
    if arguments.json:
        print(json.dumps(asdict(counts), ensure_ascii=False))
    else:
        print(
            f"样例办事处已建立：员工 {counts.employees} 人、客户 {counts.customers} 家、计划 {counts.plan_items} 家次、"
            f"访问 {counts.visits} 次、调查表 {counts.sheets} 份、已交日报 {counts.daily_reports} 张。"
        )
    return 0


def _many(arguments: Namespace) -> int:
    from app.sample.fill import fill_sample
    from app.sample.many import add_many
    from app.tasks import Task

    with office_job(arguments.database, create=True) as app:
        fill_sample(app)
        start = time.perf_counter()
        counts = add_many(app, arguments.customers, Task())
        seconds = time.perf_counter() - start
    total = sum(counts.values())
    if arguments.json:
        print(json.dumps({"rows": counts, "seconds": round(seconds, 1)}))
    else:
        print(
            f"已生成 {arguments.customers:,} 家客户，共 {total:,} 行，每秒 {total / seconds:,.0f} 行。只供测速，没有留痕。"
        )
    return 0


def _customers(arguments: Namespace) -> int:
    from app.commandline.duplicates import duplicates

    if arguments.action == "search":
        return _search(arguments)
    with office_job(arguments.database) as app:
        return duplicates(app, arguments)


def _search(arguments: Namespace) -> int:
    from app.customers.filters import CustomerFilter
    from app.customers.listing import count_customers, list_customers

    with office_job(arguments.database) as app:
        rows = list_customers(app, arguments.text, limit=arguments.limit)
        total = count_customers(app, CustomerFilter(text=arguments.text))
    if arguments.json:
        found = [{"customer_no": r.customer_no, "name": r.name, "market": r.market, "owner": r.owner} for r in rows]
        print(json.dumps({"total": total, "customers": found}, ensure_ascii=False))
        return 0
    for row in rows:
        print(f"{row.customer_no}  {row.name}  {row.market}  {row.owner}")
    print(
        f"找到 {total:,} 家。" if total else f"没有找到“{arguments.text}”。少打一个字，或换电话尾号、拼音首字母再试。"
    )
    return 0


def _import(arguments: Namespace) -> int:
    from app.commandline.importing import run_import

    with office_job(arguments.database) as app:
        return run_import(app, arguments)


def _report(arguments: Namespace) -> int:
    from app.commandline.output import Asked, write_together
    from app.commandline.reports import PURPOSE_CODE, conditions_of

    kind = arguments.kind
    asked = Asked(arguments.format, PURPOSE_CODE, conditions_of(arguments), as_one=kind.as_one)
    with office_job(arguments.database) as app:
        written = [str(file) for file in write_together(app, kind.build(app, arguments), arguments.out, asked)]
    print(json.dumps({"files": written}, ensure_ascii=False) if arguments.json else "\n".join(written))
    return 0


def _export(arguments: Namespace) -> int:
    from app.commandline.exchange import export, template

    with office_job(arguments.database) as app:
        return template(app, arguments) if arguments.action == "template" else export(app, arguments)


def _form(arguments: Namespace) -> int:
    from app.forms import commands

    if arguments.action == "check":
        return commands.check(arguments.file, as_json=arguments.json)
    if (arguments.answers is None) == (arguments.cases is None):
        print("用法不对：form judge 要写一个答案文件，或用 --cases 写一个案例文件，二者选一。", file=sys.stderr)
        return WRONG_USE
    if arguments.cases:
        return commands.judge_cases(arguments.file, arguments.cases, as_json=arguments.json)
    return commands.judge_answers(arguments.file, arguments.answers)


def _check(arguments: Namespace) -> int:
    from app.attachments.checking import check_attachments
    from app.customers.keys import renew_keys, stale_keys
    from app.db.searching import rebuild_search, stale_search
    from app.db.verify import verify

    with office_job(arguments.database) as app:
        if arguments.repair:
            renew_keys(app)
            with app.transaction("重建查找索引") as session:
                rebuild_search(session)
        verdict, store = verify(app.db), check_attachments(app)
        with app.reading() as session:
            unlisted, unlike = stale_search(session), stale_keys(session)
    stale = (
        (unlisted, f"查找索引里有 {unlisted:,} 家客户与档案不一致，档案本身没有变。请加 --repair 重建索引。"),
        (unlike, f"有 {unlike:,} 家客户的比对键是旧的，查重会漏掉，档案本身没有变。请加 --repair 重算比对键。"),
    )
    problems = (*verdict.problems, *store.problems, *(told for number, told in stale if number))
    if arguments.json:
        found = {"records": verdict.records, "attachments": store.recorded, "problems": problems}
        print(json.dumps(found, ensure_ascii=False))
    else:
        print(
            "\n".join(problems)
            or f"{verdict.records:,} 条记录、{store.recorded:,} 个附件、比对键和查找索引都没有问题。"
        )
    return FAILED if problems else 0


def _verify(arguments: Namespace) -> int:
    from app.db.verify import verify

    with office_job(arguments.database) as app:
        verdict = verify(app.db)
    if arguments.json:
        print(json.dumps(asdict(verdict), ensure_ascii=False))
    elif verdict.problems:
        print("\n".join(verdict.problems))
    else:
        print(f"留痕 {verdict.entries:,} 条首尾相接，{verdict.records:,} 条记录与留痕一致。")
    return FAILED if verdict.problems else 0
