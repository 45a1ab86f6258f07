"""What of a name is marked: what was typed, or the characters it stands for."""

from __future__ import annotations

import pytest

from app.hits import hits


@pytest.mark.parametrize(
    ("name", "typed", "marked"),
    [
        ("杭州永盛电线电缆经营部", "永盛", ["永盛"]),
        ("杭州永盛电线电缆经营部", "电", ["电", "电"]),
        ("杭州永盛电线电缆经营部", "hzys", ["杭州永盛"]),
        ("杭州永盛电线电缆经营部", "YS", ["永盛"]),
        ("杭州永盛电线电缆经营部", "hangzhouyo", ["杭州永"]),
        ("杭州永盛电线电缆经营部", "盛 hz", ["杭州", "盛"]),
        ("惠众誉盛电气（余杭店）", "yh", ["余杭"]),
        ("长兴电器行", "zx", ["长兴"]),
        ("ＡＢＣ电器", "abc", ["ＡＢＣ"]),
        ("abc电器", "bc", ["bc"]),
        ("杭州永盛", "13800002261", []),
        ("杭州永盛", "", []),
        ("", "a", []),
    ],
)
def test_the_characters_a_text_stands_for(name: str, typed: str, marked: list[str]) -> None:
    assert [name[start:end] for start, end in hits(name, typed)] == marked


def test_characters_that_fold_to_more_than_one_keep_their_place() -> None:
    name = "㎡仓库"
    assert [name[start:end] for start, end in hits(name, "仓库")] == ["仓库"]
