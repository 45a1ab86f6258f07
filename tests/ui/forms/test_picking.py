"""Options by digit and by initials."""

from __future__ import annotations

import pytest

from app.forms.model import Choice
from ui.forms.picking import Mode, Picker, initials

MODES = tuple(Choice(code, label) for code, label in (
    ("wholesale", "批发为主"), ("retail", "零售为主"), ("both", "批零兼营"), ("project", "工程为主"), ("mixed", "批零工程兼营"),
))  # fmt: skip
MONTHS = tuple(Choice(str(n), f"{n} 月") for n in range(1, 13))


def _picker(mode: Mode, options: tuple[Choice, ...], keys: str) -> Picker:
    picker = Picker(mode)
    picker.show(options, ())
    for key in keys:
        picker.press(key)
    return picker


@pytest.mark.parametrize(
    ("keys", "code"),
    [("3", "both"), ("lsw", "retail"), ("plj", "both"), ("plg", "mixed"), ("gc", "project"), ("9", "")],
)
def test_one_option_by_digit_or_initials(keys: str, code: str) -> None:
    assert "".join(_picker(Mode.ONE, MODES, keys).codes) == code


def test_spelling_on_after_the_pick_changes_nothing() -> None:
    picker = _picker(Mode.ONE, MODES, "lswz")
    assert picker.codes == ("retail",)
    picker.press("g")
    assert picker.codes == ("project",)


def test_with_ten_and_more_a_digit_waits_when_it_may_go_on() -> None:
    picker = _picker(Mode.MANY, MONTHS, "1")
    assert (picker.codes, picker.buffer) == ((), "1")
    picker.press("2")
    assert picker.codes == ("12",)
    picker.press("3")
    assert picker.codes == ("3", "12")
    picker.press("1")
    assert picker.settle()
    assert picker.codes == ("1", "3", "12")


def test_several_are_toggled_and_kept_in_printed_order() -> None:
    picker = _picker(Mode.MANY, MODES, "31")
    assert (picker.codes, picker.lead(), picker.words()) == (("wholesale", "both"), "1 3", "批发为主等 2 类")
    picker.press("3")
    assert picker.codes == ("wholesale",)


def test_an_order_is_kept_and_cut_where_an_option_is_taken_out() -> None:
    picker = _picker(Mode.RANK, MODES, "3152")
    assert picker.lead() == "3 1 5 2"
    picker.press("1")
    assert picker.codes == ("both",)


def test_backspace_takes_the_last_one_out() -> None:
    picker = _picker(Mode.MANY, MODES, "12")
    assert picker.back()
    assert picker.codes == ("wholesale",)


def test_arrows_go_through_single_options() -> None:
    picker = _picker(Mode.ONE, MODES, "")
    picker.step(1)
    picker.step(1)
    assert picker.codes == ("retail",)
    picker.step(-1)
    picker.step(-1)
    assert picker.codes == ("wholesale",)


def test_initials_leave_signs_out() -> None:
    assert initials("写字楼/厂区") == "xzlcq"
    assert initials("布电线（家装线）") == "bdxjzx"
