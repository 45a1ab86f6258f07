"""Opening a database and working in it: one short transaction an action, errors in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoResultFound, NoSuchModuleError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.db.journal import Author, journal_session
from app.db.searching import keep_search
from app.errors import Conflict, DatabaseUnavailable, KnownError, NotFound

BUSY_TIMEOUT_MS = 5_000


class Database:
    """An open database. `transaction()` writes and journals, `reading()` only reads; both give short sessions."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def file(self) -> Path | None:
        """The database file of SQLite, None for a server."""
        return sqlite_file(self.engine)

    @contextmanager
    def transaction(self, author: Author) -> Iterator[Session]:
        """One unit of work: all of it is committed and journalled, or none of it.

        Raises Conflict when somebody else changed a record meanwhile, DatabaseUnavailable when the database fails.
        """
        with self._session(self.engine.execution_options(writing=True)) as session:
            journal_session(session, author)
            keep_search(session)
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading; whatever it changes is dropped."""
        with self._session(self.engine) as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A session for reading that sees one moment only, however long it reads."""
        level = {"isolation_level": "REPEATABLE READ"} if self.file is None else {}
        with self._session(self.engine.execution_options(**level)) as session:
            yield session

    @contextmanager
    def _session(self, bind: Engine) -> Iterator[Session]:
        with translated(self.file):
            session = Session(bind, expire_on_commit=False)
            try:
                yield session
            finally:
                session.close()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


@contextmanager
def translated(file: Path | None) -> Iterator[None]:
    """Turn the driver's errors into known ones; the rest stay bugs."""
    try:
        yield
    except StaleDataError as error:
        raise Conflict(CHANGED_MEANWHILE) from error
    except NoResultFound as error:
        raise NotFound(_GONE) from error
    except IntegrityError as error:
        known = _broken_rule(error)
        if known is None:
            raise
        raise known from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in _LOST_THE_RACE:
            raise Conflict(CHANGED_MEANWHILE) from error
        sentence = sentence_for(error, file)
        if sentence is None:
            raise
        raise DatabaseUnavailable(sentence) from error
    except sqlite3.Error as error:  # where the driver is used by itself
        sentence = _sqlite_sentence(error, _name(file))
        if sentence is None:
            raise
        raise DatabaseUnavailable(sentence) from error


def _broken_rule(error: IntegrityError) -> KnownError | None:
    """What a person can bring about: a number that is taken, a record that is gone; None for a bug."""
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", "")
    if code in ("23505", "SQLITE_CONSTRAINT_UNIQUE"):
        return Conflict(_TAKEN)
    if code in ("23503", "SQLITE_CONSTRAINT_FOREIGNKEY"):
        return NotFound(_GONE)
    return None


CHANGED_MEANWHILE = "这条记录刚被别人改过，你的改动没有写入，也没有丢。请刷新后对照再改。"
_GONE = "要用的记录（客户、人员、市场等）已不在了，没有写入。内容还在窗口里，请刷新后重选。"
_TAKEN = "同样的记录已经有了，编号、信用代码这类不能重复，没有写入。内容还在窗口里，请刷新后核对。"
_LOST_THE_RACE = ("40001", "40P01")
"""PostgreSQL's serialization failure and deadlock: somebody else was first."""


def sentence_for(error: DBAPIError, file: Path | None) -> str | None:
    """What to tell the user about a driver's error; None when it is a bug of the program."""
    name = _name(file)
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return _sqlite_sentence(original, name)
    if error.connection_invalidated or type(original).__name__ in ("OperationalError", "ConnectionTimeout"):
        return f"{name}连不上或没有回应。已保存的数据都在服务器上，没有丢。请检查网络、地址、账号和口令，再试一次。"
    state = getattr(original, "sqlstate", None) or ""
    return next((f"{name}{sentence}" for start, sentence in _POSTGRES_SENTENCES if state.startswith(start)), None)


def _name(file: Path | None) -> str:
    return f"数据库 {file.name} " if file else "数据库"


def _sqlite_sentence(error: sqlite3.Error, name: str) -> str | None:
    code = getattr(error, "sqlite_errorname", "") or ""
    for start, sentence in _SQLITE_SENTENCES:
        if code.startswith(start):
            return f"{name}{sentence}"
    return None


_SQLITE_SENTENCES = (
    ("SQLITE_BUSY", "正被另一个程序占用，这次没有写入，原有数据没有变。请关掉占用它的程序，再试一次。"),
    ("SQLITE_LOCKED", "正被另一个程序占用，这次没有写入，原有数据没有变。请关掉占用它的程序，再试一次。"),
    ("SQLITE_READONLY", "是只读的，这次没有写入，原有数据没有变。请取消文件的只读属性，或换一个能写的位置。"),
    ("SQLITE_FULL", "所在的磁盘已满，这次没有写入，原有数据没有变。请腾出空间后再试一次。"),
    ("SQLITE_IOERR", "所在的磁盘读写失败，这次没有写入。请看磁盘是否已满或已断开，再试一次。"),
    ("SQLITE_CORRUPT", "已损坏，为免扩大没有再写入。请用最近的备份恢复，并保留这个文件。"),
    ("SQLITE_NOTADB", "不是扫街簿的数据库，或已损坏。没有改动它。请核对文件，或用最近的备份恢复。"),
    ("SQLITE_CANTOPEN", "打不开。请检查文件夹是否存在、是否有权限，再试一次。"),
    ("SQLITE_PERM", "没有权限打开，没有改动它。请检查文件权限，再试一次。"),
)


_POSTGRES_SENTENCES = (
    ("53100", "所在的服务器磁盘已满，这次没有写入，原有数据没有变。请找服务器管理员腾出空间。"),
    ("53", "的服务器太忙，这次没有写入，原有数据没有变。请稍后再试。"),
    ("25006", "是只读的，这次没有写入，原有数据没有变。请找服务器管理员。"),
    ("42501", "的账号没有权限，没有改动任何数据。请找服务器管理员开通，或换一个账号。"),
    ("57", "的服务器停下了或中断了这次操作，没有写入。请稍后再试。"),
)


def make_engine(url: str) -> Engine:
    """An engine for a SQLAlchemy URL, SQLite or PostgreSQL; raises DatabaseUnavailable for an address of neither."""
    try:
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise DatabaseUnavailable(
                f"不认识数据库地址的类型“{parsed.drivername}”，只支持 sqlite 和 postgresql。没有改动任何数据。"
            )
        engine = create_engine(parsed, **_options(parsed.get_backend_name()))
    except (ArgumentError, NoSuchModuleError) as error:
        raise DatabaseUnavailable(
            f"看不懂数据库地址“{url}”。例：sqlite:///D:/sweepbook.db。没有改动任何数据。"
        ) from error
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _options(backend: str) -> dict[str, Any]:
    if backend == "sqlite":
        return {"connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000}}
    return {"pool_pre_ping": True, "connect_args": {"connect_timeout": 10}}


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # pysqlite's own BEGIN comes too late; _begin_sqlite sends the right one
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def sqlite_file(engine: Engine) -> Path | None:
    """The file of a SQLite engine; None for a server or a database in memory."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    return Path(name)
