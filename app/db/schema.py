"""Bringing a database to the program's schema: create, back up and migrate, or refuse in words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.orm import Session

from app.db.engine import Database, make_engine, sqlite_file, translated
from app.db.records import AuditEntry
from app.db.searching import rebuild_search
from app.errors import DatabaseUnavailable

_MIGRATIONS = Path(__file__).with_name("migrations")
_CHECKED_WHOLE = 64 * 1024 * 1024
_WITHOUT_SEARCH = "0001"
"""The revision whose customers are not in a search index yet."""
_VERSION_TABLE = "alembic_version"
_NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs"}


def open_database(url: str, *, now: datetime, create: bool = True) -> Database:
    """Open, and create or migrate where needed; a database that exists is backed up before it is migrated.

    Without `create` a SQLite file that is not there stays so. Raises DatabaseUnavailable for one that is read-only, locked, corrupt, newer than the program, or somebody else's.
    """
    engine = make_engine(url)
    file = sqlite_file(engine)
    try:
        with translated(file):
            if file:
                _look_at_file(file, create=create)
            with engine.connect() as connection:
                _check_whole(connection, file)
                current = _revision(connection)
            if current != known_revisions()[-1]:
                _migrate(engine, file, current, now)
            if file:
                _log_ahead(engine)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)


def _log_ahead(engine: Engine) -> None:
    """Switch to write-ahead logging; the file remembers it. Only now, for it writes to the file."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.execute("PRAGMA journal_mode=WAL")


def _look_at_file(file: Path, *, create: bool) -> None:
    try:
        if file.is_dir():
            raise DatabaseUnavailable(f"{file} 是文件夹，不是数据库文件。没有改动它。请指到一个 .db 文件。")
        if not file.exists():
            if not create:
                raise DatabaseUnavailable(f"没有数据库 {file}，没有新建。请核对地址，或先建样例、打开窗口建库。")
            file.parent.mkdir(parents=True, exist_ok=True)
            return
        writable = file.stat().st_mode & 0o222
    except OSError as error:
        raise DatabaseUnavailable(
            f"进不了文件夹 {file.parent}，也建不了它。请检查权限和磁盘，或换一个位置。"
        ) from error
    if not writable:
        raise DatabaseUnavailable(
            f"数据库 {file.name} 是只读的，没有改动它。请取消文件的只读属性，或复制到能写的位置再打开。"
        )


def on_network_share(file: Path) -> bool:
    """Whether the file lies on a network share, where SQLite's locks cannot be trusted (architecture §6.11)."""
    if str(file).startswith(("\\\\", "//")):
        return True
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return False
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, place, system, *_ = line.split(" ")
        if str(file.resolve()).startswith(place.rstrip("/") + "/") and len(place) >= len(best):
            best, kind = place, system
    return kind in _NETWORK_FILE_SYSTEMS


def _check_whole(connection: Connection, file: Path | None) -> None:
    if file is None or not file.exists() or file.stat().st_size > _CHECKED_WHOLE:
        return
    if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
        raise DatabaseUnavailable(f"数据库 {file.name} 已损坏，没有改动它。请用最近的备份恢复，并保留这个文件。")


def _revision(connection: Connection) -> str | None:
    tables = inspect(connection).get_table_names()
    current = None
    if _VERSION_TABLE in tables:
        current = connection.exec_driver_sql(f"SELECT version_num FROM {_VERSION_TABLE}").scalar()
    if tables and (current is None or AuditEntry.__tablename__ not in tables):
        raise DatabaseUnavailable("这个数据库是别的程序建的，不是扫街簿的。没有改动它。请换一个文件或新建空库。")
    if current is not None and current not in known_revisions():
        raise DatabaseUnavailable("这个数据库是更新版本的扫街簿建的，本程序太旧，没有改动它。请升级扫街簿后再打开。")
    return current


def _migrate(engine: Engine, file: Path | None, current: str | None, now: datetime) -> None:
    if file and current is not None:
        backup(file, file.parent / "backups" / f"{file.stem}-{now:%Y%m%d-%H%M%S}-升级前.db")
    # Alembic takes a tenth of a second to import; a database that is up to date does without it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.execution_options(writing=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if current == _WITHOUT_SEARCH:
            with Session(connection) as session:
                rebuild_search(session)


def backup(file: Path, target: Path) -> Path:
    """Copy a SQLite database that may be in use, and check the copy; raises DatabaseUnavailable."""
    unfinished = target.with_suffix(".unfinished")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            whole = _copied(file, unfinished)
            if whole:
                unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except (sqlite3.Error, OSError) as error:
        raise DatabaseUnavailable(
            f"没能备份到 {target.parent}，没有继续。原库没有改动。请检查磁盘空间和权限。"
        ) from error
    if not whole:
        raise DatabaseUnavailable(f"备份 {target.name} 没有通过完整性检查，没有继续。原库没有改动。请检查磁盘。")
    return target


def _copied(file: Path, target: Path) -> bool:
    """Copy page by page; whether the copy is whole."""
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        return bool(copy.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")


def known_revisions() -> tuple[str, ...]:
    """The program's schema revisions, oldest first: what their files' names begin with."""
    return tuple(sorted(file.name.partition("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py")))
