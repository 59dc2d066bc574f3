"""One caller is one caller, however their number is written; and words are no number."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from jiesu.casework.errors import InvalidError
from jiesu.casework.identity import phones
from jiesu.casework.models import Appeal
from jiesu.casework.reading import access
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City

SAME = [
    [
        "13800138000",
        "013800138000",
        "１３８００１３８０００",
        "+86(0)13800138000",
        "0086 138-0013-8000",
    ],
    [
        "010-62345678",
        "+86 10 6234 5678",
        "(010)6234 5678",
        "010-62345678 转 1",
        "010-62345678ext.22",
    ],
    ["+44 20 7946 0958", "0044 20 7946 0958", "+442079460958"],
]


@pytest.mark.parametrize("numbers", SAME, ids=lambda numbers: numbers[0])
def test_row_59_a_caller_is_known_however_the_number_is_written(
    receive: Callable[..., Appeal], city: "City", numbers: list[str]
) -> None:
    first = receive(phone=numbers[0])
    operator = city.staff(Role.OPERATOR)
    for number in numbers:
        assert access.earlier_appeals(number, actor=operator) == [first], number
    assert len({phones.digits_of(number) for number in numbers}) == 1


@pytest.mark.parametrize("phone", ["123abc", "坏了", "路灯 13800138000", "1", "0" * 40, "call me"])
def test_row_66_words_are_no_telephone_number(receive: Callable[..., Appeal], phone: str) -> None:
    with pytest.raises(InvalidError) as refused:
        receive(phone=phone)
    assert set(refused.value.sentences) == {"phone"}


@pytest.mark.parametrize(
    "phone",
    ["", " ", "12345", "010-62345678转8", "+1 (212) 555-0147 ext 9", "6234 5678", "400-810-8888"],
)
def test_what_can_be_called_is_taken(receive: Callable[..., Appeal], phone: str) -> None:
    assert receive(phone=phone).pk
