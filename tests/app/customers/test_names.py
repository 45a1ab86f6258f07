"""The same shop written twice compares equal; the examples are rule R11's."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.customers.names import address_key, name_core, name_soft

REGIONS = ("澜州市", "河西区", "城北区", "高新区", "临港县")


@pytest.mark.parametrize(
    ("name", "core", "soft"),
    [
        ("澜州市恒砾机电设备有限公司", "恒砾机电设备", "恒砾机电设备"),
        ("恒砾机电设备（澜州）有限公司", "恒砾机电设备", "恒砾机电设备"),
        ("恒砾机电", "恒砾机电", "恒砾机电"),
        ("澜州恒砾机电经营部", "恒砾机电经营部", "恒砾机电"),
        ("城北区永栎电料商行", "永栎电料商行", "永栎电料"),
        ("永栎电料行", "永栎电料行", "永栎电料"),
        ("ＡＢＣ 电缆·（集团）有限责任公司", "abc电缆", "abc电缆"),
        ("榉野集团有限公司", "榉野", "榉野"),
        ("【总店】〔旗舰〕渡棠[二]五金店", "渡棠五金店", "渡棠五金"),
        ("集团公司", "集团", "集团"),
        ("商行", "商行", "商行"),
        ("澜州", "澜州", "澜州"),
    ],
)  # fmt: skip
def test_a_name_loses_region_brackets_and_legal_form(name: str, core: str, soft: str) -> None:
    assert name_core(name, REGIONS) == core
    assert name_soft(core) == soft


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("机电路十二号三楼３０２室", "机电路12号3楼302"),
        ("河西区机电路12號3楼302", "机电路12号3楼302"),
        ("建材大道一百零八号", "建材大道108号"),
        ("建材大道 12#", "建材大道12号"),
        ("建材大道十二＃", "建材大道12号"),
        ("南街二十舖、两栋", "南街二十铺2幢"),
        ("B 区 2 排 17 号", "b区2排17号"),
    ],
)
def test_an_address_has_one_form(address: str, key: str) -> None:
    assert address_key(address, REGIONS) == key


NAMES = st.text(
    st.sampled_from("澜州市河西区恒砾机电集团有限公司经营部（）()[]〔〕·-, 号十二三#室舖栋aＡ１㈱é́İ"), max_size=24
)


@given(NAMES | st.text(max_size=20))
@example("((外)内)恒砾")
@example("e()́")
@example("澜州市澜州市恒砾")
def test_a_core_of_a_core_is_itself(name: str) -> None:
    core = name_core(name, REGIONS)
    assert name_core(core, REGIONS) == core


@given(NAMES | st.text(max_size=20))
@example("十二#室室")
def test_an_address_key_of_itself_is_itself(address: str) -> None:
    key = address_key(address, REGIONS)
    assert address_key(key, REGIONS) == key
