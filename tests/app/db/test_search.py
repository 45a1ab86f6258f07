"""Customers are found by whatever is typed of them, best hit first, the moment they are saved."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.context import App
from app.db.records import Contact, Customer
from app.db.search import Searchable, count_found, customer_search, find, plain_text, write_search
from app.db.searching import rebuild_search
from app.pinyin import readings
from tests.support.office import Office


@pytest.fixture
def shops(office: Office) -> dict[str, int]:
    """Shops whose names, addresses and phones hold each other's words."""
    return {
        name: office.add_customer(name, address=address, phone=phone)
        for name, address, phone in (
            ("五金大世界", "建材大道 7 号", "0600-8800013"),
            ("桁岳五金机电经营部", "五金机电城 B 区 2 排 17 号", "0600-8800052"),
            ("砾川电缆批发部", "五金机电城 C 区 3 排 8 号", "0600-8801352"),
            ("解氏100%电料_店", "南街 52 号", "0600-8800099"),
            ("𬭎𠮷铁艺", "创新路 9 号 2 幢", None),
        )
    }


def hits(app: App, text: str, limit: int | None = None) -> list[str]:
    with app.reading() as session:
        return [session.get_one(Customer, number).name for number in find(session, text, limit)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("五金", ["五金大世界", "桁岳五金机电经营部", "砾川电缆批发部"]),
        ("金", ["五金大世界", "桁岳五金机电经营部", "砾川电缆批发部"]),
        ("hywj", ["桁岳五金机电经营部"]),
        ("wjd", ["五金大世界"]),
        ("hengyuewujin", ["桁岳五金机电经营部"]),
        ("yuewu", ["桁岳五金机电经营部"]),
        ("xs100", ["解氏100%电料_店"]),
        ("jieshi", ["解氏100%电料_店"]),
        ("%电", ["解氏100%电料_店"]),
        ("_", ["解氏100%电料_店"]),
        ("'\"*", []),
        ("0052", ["桁岳五金机电经营部"]),
        ("52", ["桁岳五金机电经营部", "砾川电缆批发部", "解氏100%电料_店"]),
        ("２排１７", ["桁岳五金机电经营部"]),
        ("五金 C区", ["砾川电缆批发部"]),
        ("𠮷铁", ["𬭎𠮷铁艺"]),
        ("KH-LZ-00003", ["砾川电缆批发部"]),
        ("金五", []),
    ],
)
def test_what_is_typed_finds_best_first(office: Office, shops: dict[str, int], text: str, names: list[str]) -> None:
    assert hits(office.app, text) == names
    with office.app.reading() as session:
        assert count_found(session, text) == len(names)
    assert hits(office.app, text, 1) == names[:1]


def test_nothing_typed_finds_nothing(office: Office, shops: dict[str, int]) -> None:
    assert hits(office.app, " \u3000") == []


def test_a_phone_comes_after_what_is_read(office: Office) -> None:
    office.add_customer("甲电料行", address="南街 1352 号")
    office.add_customer("乙电料行", address="南街 1 号", phone="0600-8801352")
    office.add_customer("1352丙电料行", address="南街 2 号")
    assert hits(office.app, "1352") == ["1352丙电料行", "甲电料行", "乙电料行"]


def test_contacts_are_found_by_name_initials_and_phone(office: Office, shops: dict[str, int]) -> None:
    office.add_contact(shops["砾川电缆批发部"], "谢予川", "142-0000-1185")
    for text in ("予川", "xyc", "1185", "14200001185"):
        assert hits(office.app, text) == ["砾川电缆批发部"]


def test_the_index_follows_every_change(office: Office, shops: dict[str, int]) -> None:
    shop = shops["砾川电缆批发部"]
    contact = office.add_contact(shop)
    office.change(Customer, shop, {"name": "云栎线缆总汇", "short_name": "云栎"})
    assert (hits(office.app, "砾川"), hits(office.app, "ylxl")) == ([], ["云栎线缆总汇"])
    office.change(Contact, contact, {"deleted_at": office.clock()})
    assert hits(office.app, "谢予川") == []
    office.change(Customer, shop, {"deleted_at": office.clock()})
    assert hits(office.app, "云栎") == []
    office.change(Customer, shop, {"deleted_at": None})
    assert hits(office.app, "云栎") == ["云栎线缆总汇"]


def test_what_is_rolled_back_is_not_found(office: Office, shops: dict[str, int]) -> None:
    def fail() -> None:
        with office.app.transaction("改名") as session:
            session.get_one(Customer, shops["五金大世界"]).name = "云栎线缆总汇"
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (hits(office.app, "云栎"), len(hits(office.app, "大世界"))) == ([], 1)


def test_the_index_written_anew_is_the_same(office: Office, shops: dict[str, int]) -> None:
    office.add_contact(shops["砾川电缆批发部"])

    def rows() -> list[tuple[object, ...]]:
        with office.app.reading() as session:
            return [tuple(row) for row in session.execute(select(customer_search).order_by("customer_id"))]

    before = rows()
    with office.app.transaction("重建索引") as session:
        assert rebuild_search(session) == len(shops)
    assert rows() == before
    assert hits(office.app, "五金")[0] == "五金大世界"


NAMES = st.text(
    st.sampled_from("桁岳五金机电行长乐解单区杭州ABCab12 　%_'\"*-（）·𬭎𠮷ﬁ㈱"), min_size=1, max_size=14
).filter(lambda name: plain_text(name))


@pytest.fixture
def indexed(office: Office) -> tuple[Office, int]:
    return office, office.add_customer()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(name=NAMES, data=st.data())
def test_every_name_is_found_by_any_part_of_it(indexed: tuple[Office, int], name: str, data: st.DataObject) -> None:
    office, customer = indexed
    initials, full = readings(name)
    start = data.draw(st.integers(0, len(name) - 1))
    part = name[start : data.draw(st.integers(start + 1, len(name)))]
    with office.app.transaction("改索引") as session:
        write_search(session, [Searchable(customer, name, initials, full, (), ())], [])
        asked = (part, name, *initials, *full)
        for text in (text for text in asked if plain_text(text)):
            assert find(session, text) == [customer], text
