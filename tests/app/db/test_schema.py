"""Opening a database: new, ours, older, newer, somebody else's, or not usable at all."""

from __future__ import annotations

import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url, text

from app.db import engine, schema
from app.db.base import Base
from app.db.journal import Author
from app.db.records import Brand, Customer
from app.db.schema import backup, known_revisions, on_network_share, open_database
from app.db.search import FTS_TABLE, find
from app.db.verify import verify
from app.errors import DatabaseUnavailable
from tests.support.postgres import PostgresServer

NOW = datetime(2026, 11, 20, 22, 0)
REVISIONS = known_revisions()
FROZEN = Path(__file__).with_name("frozen")
"""Databases of the sample office as every revision before the last left them, compressed with xz."""

HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA locking_mode=EXCLUSIVE")
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def opened(url: str) -> None:
    open_database(url, now=NOW).close()


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture
def ours(office_file: Path, tmp_path: Path) -> Path:
    """A file of ours."""
    return Path(shutil.copy(office_file, tmp_path / "ours.db"))


@contextmanager
def unchanged(file: Path) -> Iterator[None]:
    before = file.read_bytes(), file.stat().st_mtime_ns, sorted(file.parent.iterdir())
    yield
    assert (file.read_bytes(), file.stat().st_mtime_ns, sorted(file.parent.iterdir())) == before


def refuses(file: Path, sentence: str) -> None:
    with unchanged(file), pytest.raises(DatabaseUnavailable, match=sentence):
        opened(sqlite_url(file))


def set_revision(url: str, revision: str) -> None:
    made = engine.make_engine(url)
    with made.execution_options(writing=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    made.dispose()


def unlike_the_models(connection: Connection) -> list[object]:
    """What the database has otherwise than the records say, the search index itself left out."""

    def known(name: str | None, kind: str, _parents: object) -> bool:
        return not (name or "").startswith(FTS_TABLE) and name != "ix_customer_search_tokens"

    options = {"compare_type": True, "include_name": known}
    return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)


def test_a_new_database_holds_what_the_program_means(database_url: str) -> None:
    database = open_database(database_url, now=NOW)
    with database.engine.connect() as connection:
        assert unlike_the_models(connection) == []
    database.close()


def test_opening_again_does_not_migrate(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(database_url)
    monkeypatch.setattr(command, "upgrade", lambda *_: pytest.fail("migrated again"))
    opened(database_url)


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    opened(sqlite_url(tmp_path / "办事处" / "2026" / "库.db"))
    assert (tmp_path / "办事处" / "2026" / "库.db").is_file()


def test_sqlite_is_opened_with_its_safety_on(ours: Path) -> None:
    database = open_database(sqlite_url(ours), now=NOW)
    with database.engine.connect() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    database.close()
    assert said == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": engine.BUSY_TIMEOUT_MS}


def test_an_older_database_is_backed_up_before_it_is_migrated(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = known_revisions()[-1]
    asked = []
    monkeypatch.setattr(schema, "known_revisions", lambda: (*REVISIONS, "9999"))
    monkeypatch.setattr(command, "upgrade", lambda _config, target: asked.append(target))
    opened(sqlite_url(ours))
    [copy] = (ours.parent / "backups").iterdir()
    assert (asked, copy.name) == (["head"], "ours-20261120-220000-升级前.db")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (older,)
        assert connection.execute("SELECT count(*) FROM employee").fetchone() == (5,)


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_a_database_of_an_older_version_is_brought_up_to_date(revision: str, tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    file.write_bytes(lzma.decompress((FROZEN / f"{revision}.db.xz").read_bytes()))
    database = open_database(sqlite_url(file), now=NOW)
    with database.engine.connect() as connection:
        assert unlike_the_models(connection) == []
        assert connection.scalar(text("SELECT count(*) FROM customer")) == 36
    assert not verify(database).problems
    with database.reading() as session:
        assert session.get_one(Customer, find(session, "hywj")[0]).name == "桁岳五金机电经营部"
    database.close()
    [copy] = (tmp_path / "backups").iterdir()
    assert "升级前" in copy.name


def test_nothing_is_migrated_when_the_backup_fails(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (ours.parent / "backups").write_text("这里不是文件夹", encoding="utf-8")
    monkeypatch.setattr(schema, "known_revisions", lambda: (*REVISIONS, "9999"))
    monkeypatch.setattr(command, "upgrade", lambda *_: pytest.fail("migrated without a backup"))
    refuses(ours, "没能备份到.*原库没有改动")


def test_a_copy_that_is_not_whole_is_no_backup(ours: Path, tmp_path: Path) -> None:
    overwrite_a_page(ours)
    target = tmp_path / "backups" / "copy.db"
    with pytest.raises(DatabaseUnavailable, match=r"备份.*原库没有改动"):
        backup(ours, target)
    assert list(target.parent.iterdir()) == []


def test_a_backup_of_a_database_in_use_holds_what_was_committed(ours: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(ours, isolation_level=None)) as user:
        user.execute("UPDATE brand SET maker = '恒砾线缆厂' WHERE code = 'HL'")
        copy = backup(ours, tmp_path / "copy.db")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT maker FROM brand WHERE code = 'HL'").fetchone() == ("恒砾线缆厂",)


def test_a_newer_database_is_refused(office_url: str) -> None:
    set_revision(office_url, "9f00aa00bb00")
    with pytest.raises(DatabaseUnavailable, match=r"更新版本的扫街簿建的.*请升级"):
        opened(office_url)


def test_a_newer_file_keeps_every_byte(ours: Path) -> None:
    set_revision(sqlite_url(ours), "9f00aa00bb00")
    refuses(ours, "更新版本")


@pytest.mark.parametrize("table", ["songs", "alembic_version"])
def test_a_database_of_another_program_keeps_every_byte(tmp_path: Path, table: str) -> None:
    file = tmp_path / "music.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(f"CREATE TABLE {table} (version_num TEXT)")
        connection.execute(f"INSERT INTO {table} VALUES ('1')")
    refuses(file, "别的程序建的")


def test_tables_of_another_program_on_a_server_are_refused(postgres_url: str) -> None:
    made = engine.make_engine(postgres_url)
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE songs (title TEXT)"))
    made.dispose()
    with pytest.raises(DatabaseUnavailable, match="别的程序建的"):
        opened(postgres_url)


def test_a_read_only_file_is_refused_even_to_root(ours: Path) -> None:
    ours.chmod(0o444)
    refuses(ours, "ours.db 是只读的.*取消文件的只读属性")


def test_a_text_file_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "日报.db"
    file.write_text("2026-11-20 客户扫街日报\n" * 400, encoding="utf-8")
    refuses(file, "日报.db 不是扫街簿的数据库")


def test_an_overwritten_header_is_noticed(ours: Path) -> None:
    with ours.open("r+b") as file:
        file.write(b"\xff" * 100)
    refuses(ours, "不是扫街簿的数据库，或已损坏")


def overwrite_a_page(file: Path) -> None:
    """Spoil the root page of the customers' table."""
    with closing(sqlite3.connect(file)) as connection:
        [(page,)] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'customer'")
        [(size,)] = connection.execute("PRAGMA page_size")
    with file.open("r+b") as stream:
        stream.seek((page - 1) * size)
        stream.write(os.urandom(size))


def test_an_overwritten_page_is_noticed(ours: Path) -> None:
    overwrite_a_page(ours)
    refuses(ours, "ours.db 已损坏.*用最近的备份恢复")


def test_a_truncated_file_is_noticed(ours: Path) -> None:
    with ours.open("r+b") as file:
        file.truncate(ours.stat().st_size // 2)
    refuses(ours, "已损坏")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="是文件夹，不是数据库文件"):
        opened(sqlite_url(tmp_path))


@pytest.mark.parametrize("place", ["file.txt/库.db", "file.txt/深/库.db"])
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file.txt").write_text("这里是文件", encoding="utf-8")
    with pytest.raises(DatabaseUnavailable, match=r"进不了文件夹|打不开"):
        opened(sqlite_url(tmp_path / place))
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]


@contextmanager
def held_by_another_program(file: Path) -> Iterator[None]:
    holding = [sys.executable, "-c", HOLDER, str(file)]
    with subprocess.Popen(holding, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.stdin.close()


def test_a_file_held_by_another_program_is_waited_for_and_then_named(
    ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 300)
    with held_by_another_program(ours):
        started = time.monotonic()
        with pytest.raises(DatabaseUnavailable, match="正被另一个程序占用"):
            opened(sqlite_url(ours))
        assert time.monotonic() - started > 0.2
    opened(sqlite_url(ours))


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB; where one may not be mounted, the kernel's own full device stands for it."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=False).returncode:
        yield Path("/dev/full")
        return
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_is_named_and_what_was_saved_stays(ours: Path, tiny_disk: Path) -> None:
    if not tiny_disk.is_dir():
        with pytest.raises(DatabaseUnavailable):
            opened(sqlite_url(tiny_disk))
        return
    file = Path(shutil.copy(ours, tiny_disk / "库.db"))
    database = open_database(sqlite_url(file), now=NOW)

    def fill(size: int) -> None:
        with database.transaction(Author(None, "温可", NOW, "写满")) as session:
            session.add(Brand(code="QT", name=f"杂牌{size}", maker="满" * size))

    with pytest.raises(DatabaseUnavailable, match="磁盘"):
        fill(2_000_000)
    fill(10)
    database.close()
    opened(sqlite_url(file))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://localhost/x", "只支持 sqlite 和 postgresql"),
        ("不是地址", "看不懂数据库地址"),
        ("", "看不懂数据库地址"),
    ],
)
def test_an_address_of_nothing_we_know_is_refused(address: str, said: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=said):
        opened(address)


def test_a_server_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="连不上或没有回应"):
        opened(f"postgresql://sweepbook@/sweepbook?host={tmp_path}")


def test_a_database_the_server_does_not_have_is_named(postgres_server: PostgresServer) -> None:
    with pytest.raises(DatabaseUnavailable, match="连不上或没有回应"):
        opened(postgres_server.url("nowhere"))


def test_an_account_the_server_does_not_have_is_named(postgres_url: str) -> None:
    stranger = make_url(postgres_url).set(username="stranger").render_as_string()
    with pytest.raises(DatabaseUnavailable, match="请检查网络、地址、账号和口令"):
        opened(stranger)


def test_a_server_that_stops_under_way_is_named(postgres_server: PostgresServer, postgres_office_url: str) -> None:
    database = open_database(postgres_office_url, now=NOW)

    def work() -> None:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
            name = make_url(postgres_office_url).database
            postgres_server.administer(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
            )
            session.execute(text("SELECT 1"))

    with pytest.raises(DatabaseUnavailable, match="数据库"):
        work()
    with database.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1
    database.close()


def test_an_account_without_rights_on_a_server_is_named(postgres_server: PostgresServer, postgres_url: str) -> None:
    postgres_server.administer("DROP ROLE IF EXISTS guest")
    postgres_server.administer("CREATE ROLE guest LOGIN")
    guest = make_url(postgres_url).set(username="guest").render_as_string()
    with pytest.raises(DatabaseUnavailable, match="没有权限"):
        opened(guest)


def test_a_path_on_a_share_is_told_from_a_local_one(tmp_path: Path) -> None:
    assert on_network_share(Path("//server/share/库.db"))
    assert not on_network_share(tmp_path / "库.db")


def test_the_revisions_read_from_file_names_are_alembics() -> None:
    scripts = ScriptDirectory(str(Path(schema.__file__).with_name("migrations")))
    assert known_revisions() == tuple(reversed([script.revision for script in scripts.walk_revisions()]))
