"""One stream for the tests that look at it, made once."""

import pyarrow as pa
import pytest

from jiesu.simulate.stream.appeals import Order, chunks


@pytest.fixture(scope="session")
def stream() -> tuple[pa.Table, pa.Table]:
    """Twenty thousand appeals and the truth about them."""
    found = list(chunks(Order(20_000, seed=4)))
    return (
        pa.Table.from_batches([chunk.seen for chunk in found]),
        pa.Table.from_batches([chunk.truth for chunk in found]),
    )
