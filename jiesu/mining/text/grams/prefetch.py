"""Memory asked for before it is read: rows lie far apart, and a processor that waits does nothing.

What a row will be compared with is known some rows before its turn, so its lines can be on their
way into the cache while other rows are weighed (Chen, Ailamaki, Gibbons and Mowry 2004).
"""

from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

_READ, _KEEP, _DATA = 0, 3, 1  # what the instruction is told, see "llvm.prefetch"


def _prefetch(_: Any, array: Any, at: Any) -> Any:
    """Ask for the line of the cache that `array[at]` lies in (one axis); nothing waits for it."""

    def written(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind, whole = signature.args
        inside = context.make_array(kind)(context, builder, arguments[0])
        place = context.cast(builder, arguments[1], whole, types.intp)
        found = builder.gep(inside.data, [place])
        line = builder.bitcast(found, ir.IntType(8).as_pointer())
        flag = ir.IntType(32)
        asked = ir.FunctionType(ir.VoidType(), [line.type, flag, flag, flag])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [line.type], asked)
        builder.call(prefetch, [line, *(flag(value) for value in (_READ, _KEEP, _DATA))])
        return context.get_dummy_value()

    return types.void(array, at), written


prefetch: Any = intrinsic(_prefetch)  # ask(array, at)
