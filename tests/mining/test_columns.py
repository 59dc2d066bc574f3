from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.mining.columns import coded, strings

CELLS = st.lists(st.one_of(st.none(), st.sampled_from(["", "a", "b", "路灯", "\U0001f6a7"])))


@given(first=CELLS, second=CELLS)
def test_a_number_leads_back_to_what_was_said(first: list[str], second: list[str]) -> None:
    column = pa.chunked_array([pa.array(first, pa.string()), pa.array(second, pa.string())])
    names, number = coded(column)
    assert [names[one].as_py() for one in number] == strings(column)
    assert names.to_pylist() == sorted(set(strings(column)))


@pytest.mark.parametrize(
    ("column", "names"),
    [
        (["b", None, "a", "b"], ["", "a", "b"]),
        (pa.array([10, 9, None]), ["", "10", "9"]),
        (pa.array([0.5, None]), ["", "0.5"]),
        (pa.array(["z"], pa.large_string()), ["z"]),
        (pa.array([], pa.string()), []),
    ],
)
def test_any_column_is_read_as_strings(column: Any, names: list[str]) -> None:
    found, number = coded(column)
    assert found.to_pylist() == names
    assert [names[one] for one in number] == strings(column)
