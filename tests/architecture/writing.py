"""Reads source text for writes to rows, however the row or its table was come by."""

import ast
from collections.abc import Iterator

WRITES = {"save", "create", "update", "delete", "get_or_create", "update_or_create"}
WRITES |= {"bulk_create", "bulk_update", "asave", "acreate", "aupdate", "adelete"}
# By these one comes from a row to rows that are not the ledger's: stages write them.
BESIDE = {"merges", "objections", "suggestions", "follow_ups", "replies", "notes", "photos"}
BESIDE |= {"extensions", "support_units"}

Names = frozenset[str]


def writes(source: str, models: Names, related: Names) -> Iterator[tuple[int, str]]:
    """Yield line and text of each call that writes rows of `models`.

    `related` are the attributes by which other rows lead to them, such as `deadlines`.
    """
    tree = ast.parse(source)
    for scope in (tree, *(one for one in ast.walk(tree) if isinstance(one, _FUNCTIONS))):
        known = _known(scope, models, related)
        for call in _calls(scope):
            if call.func.attr in WRITES and _leads(call.func.value, known, models, related):
                yield call.lineno, ast.unparse(call)


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _within(scope: ast.AST) -> Iterator[ast.AST]:
    """Walk a function or module, leaving out the functions inside it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, _FUNCTIONS):
            yield child
            yield from _within(child)


def _calls(scope: ast.AST) -> Iterator[ast.Call]:
    for node in _within(scope):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node


def _known(scope: ast.AST, models: Names, related: Names) -> set[str]:
    """Name the variables and arguments that hold such rows or questions for them."""
    known: set[str] = set()
    if isinstance(scope, _FUNCTIONS):
        arguments = [*scope.args.posonlyargs, *scope.args.args, *scope.args.kwonlyargs]
        known |= {one.arg for one in arguments if _mentions(one.annotation, models)}
    for node in _within(scope):
        if isinstance(node, ast.Assign) and _leads(node.value, known, models, related):
            known |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        if isinstance(node, ast.For) and _leads(node.iter, known, models, related):
            known |= {node.target.id} if isinstance(node.target, ast.Name) else set()
    return known


def _mentions(annotation: ast.expr | None, models: Names) -> bool:
    named = ast.walk(annotation) if annotation else ()
    return any(isinstance(one, ast.Name) and one.id in models for one in named)


def _leads(value: ast.expr, known: set[str], models: Names, related: Names) -> bool:
    """Tell whether a chain of attributes and calls begins with such rows or passes over them."""
    while isinstance(value, ast.Attribute | ast.Call | ast.Subscript):
        if isinstance(value, ast.Attribute) and value.attr in related | BESIDE:
            return value.attr in related
        value = value.func if isinstance(value, ast.Call) else value.value
    return isinstance(value, ast.Name) and value.id in models | known
