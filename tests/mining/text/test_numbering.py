import numpy as np
import pytest

from jiesu.mining.text.code_points import points_of
from jiesu.mining.text.numbering import MOST, agreement, read_numbers


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("地铁1号线何时开工", "请问地铁一号线还建吗", 1),
        ("地铁1号线南延", "地铁7号线南延", -1),
        ("第二中学补课", "二中补课收费", 1),
        ("808路公交改道", "159路公交改道", -1),
        ("l827路设站", "希望l827路停一下", 1),
        ("二十三栋漏水", "23栋漏水", 1),
        ("3栋漏水", "二期漏水", 0),
        ("路灯坏了", "3栋路灯坏了", 0),
        ("3栋2单元漏水", "3栋5单元漏水", 0),
    ],
)
def test_numbers_agree_or_contradict(one: str, other: str, expected: int) -> None:
    assert agreement(_numbers(one), _numbers(other)) == expected


def _numbers(text: str) -> np.ndarray:
    found = np.full(MOST, -1, np.int64)
    read_numbers(points_of([text])[0], found)
    return found
