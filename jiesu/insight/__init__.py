"""The think tank: a columnar copy of the facts and the analyses over it."""

from importlib.util import find_spec

# Its libraries are an extra (`jiesu[analytics]`); without them the service runs and has no board.
INSTALLED = all(find_spec(name) for name in ("duckdb", "ibis", "numba", "pyarrow"))
