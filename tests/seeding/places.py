"""Where a defect can be seeded into a source file, and what it changes there: one small change each."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.BitAnd: ("&", "|"),
}
EMPTY_RETURNS = {"str": '""', "bytes": 'b""', "int": "0", "float": "0.0"}
LARGEST_COUNTED = 2
"""A larger number is a measure (a time-out, a width): one more or less of it is no defect."""

LOGS = re.compile(r"_?log(ger)?$")
LOOK = re.compile(
    r"set(ContentsMargins|Spacing|ObjectName|.*(Width|Height|Size|Hint|Hints|Attribute|Policy))$|addStretch$"
)
MEASURE = re.compile(r".*_(ns|us|ms|px)$", re.IGNORECASE)
"""Names of what is counted in units so small that one more of them is no defect."""

PIXELS = ("QRect", "QSize", "QPoint", "adjusted", "translated", "poll")
"""Calls that take pixels, and one that takes milliseconds: one more of them is no defect either."""

MEANS_NOTHING = ("daemon", "stretch", "stacklevel", "name", "timeout")
"""Keyword arguments whose values nobody but the library sees."""


@dataclass(frozen=True, slots=True)
class Place:
    """``replacement`` in place of the file's bytes from ``start`` to ``end``."""

    line: int
    kind: str
    start: int
    end: int
    replacement: str

    def seeded(self, source: bytes) -> bytes:
        """The file with the defect; no line moves."""
        gone = source[self.start : self.end].count(b"\n")
        return source[: self.start] + self.replacement.encode() + b"\n" * gone + source[self.end :]


class Places:
    """Finds a file's places; a part of it in which a change can mean nothing is not entered."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._pixels: set[ast.AST] = set()
        self._offsets = [0]
        for line in source.splitlines(keepends=True):
            self._offsets.append(self._offsets[-1] + len(line))

    def found(self) -> list[Place]:
        """All of them whose change leaves a program that can be compiled."""
        return [place for place in self._in(ast.parse(self._source), "") if self._compiles(place)]

    def _compiles(self, place: Place) -> bool:
        try:
            compile(place.seeded(self._source), "seeded", "exec")
        except (SyntaxError, ValueError):
            return False
        return True

    def _in(self, node: ast.AST, returns: str) -> Iterator[Place]:
        if _says_only(node):
            return
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            returns = ast.unparse(node.returns) if node.returns else ""
        self._pixels.update(_pixels_of(node))
        yield from self._at(node, returns)
        for name, value in ast.iter_fields(node):
            if _is_silent(node, name):
                continue
            for child in value if isinstance(value, list) else (value,):
                if isinstance(child, ast.AST):
                    yield from self._in(child, returns)

    def _at(self, node: ast.AST, returns: str) -> Iterator[Place]:
        match node:
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                yield from self._swapped("comparison", left, right, *COMPARISONS[type(op)])
            case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
                yield from self._swapped("arithmetic", left, right, *ARITHMETIC[type(op)])
            case ast.BoolOp(op=op, values=[left, right, *_]):
                words = ("and", "or") if isinstance(op, ast.And) else ("or", "and")
                yield from self._swapped("boolean", left, right, *words)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield self._replaced("negation", node, self._text(operand))
            case ast.Constant(value=bool() as value):
                yield self._replaced("constant", node, str(not value))
            case ast.Constant(value=int() as value) if 0 <= value <= LARGEST_COUNTED and (
                node not in self._pixels
            ):
                yield self._replaced("constant", node, str(value + 1))
            case ast.Return(value=ast.expr() as value):
                yield from self._returned(value, returns)
            case ast.Raise() | ast.AugAssign() | ast.Continue() | ast.Break() | ast.Delete():
                yield self._replaced("left out", node, "pass")
            case ast.Expr(value=ast.Call()):
                yield self._replaced("left out", node, "pass")
        match node:
            case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
                if not isinstance(test, ast.Compare | ast.UnaryOp):  # those have a place of their own
                    yield self._replaced("condition", test, f"not ({self._text(test)})")

    def _returned(self, value: ast.expr, returns: str) -> Iterator[Place]:
        if returns == "bool":
            yield self._replaced("return", value, f"not ({self._text(value)})")
            return
        instead = EMPTY_RETURNS.get(returns, "()" if returns.startswith("tuple[") else "None")
        if self._text(value) not in (instead, "None"):
            yield self._replaced("return", value, instead)

    def _swapped(self, kind: str, left: ast.expr, right: ast.expr, old: str, new: str) -> Iterator[Place]:
        """The operator between two operands; none where more than blanks and brackets stand beside it."""
        start, end = self._offset(left, last=True), self._offset(right)
        between = self._source[start:end].decode()
        if re.sub(r"[()\s]", "", between) == old.replace(" ", ""):
            at = start + len(between[: between.index(old.split()[0])].encode())
            yield Place(left.end_lineno or 0, kind, at, at + len(old), new)

    def _replaced(self, kind: str, node: ast.expr | ast.stmt, text: str) -> Place:
        return Place(node.lineno, kind, self._offset(node), self._offset(node, last=True), text)

    def _text(self, node: ast.expr) -> str:
        return self._source[self._offset(node) : self._offset(node, last=True)].decode()

    def _offset(self, node: ast.expr | ast.stmt, *, last: bool = False) -> int:
        if last:
            return self._offsets[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        return self._offsets[node.lineno - 1] + node.col_offset


def _says_only(node: ast.AST) -> bool:
    """Logs, words, looks, ``__repr__`` and what only the type checker reads."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if LOGS.match(name):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))) if LOGS.match(name):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))) if LOOK.match(name):
            return True
        case ast.Assign(targets=[ast.Name(id=name) | ast.Attribute(attr=name)], value=ast.Constant()):
            return bool(MEASURE.match(name))
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name.endswith("_PX")
        case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.Assert() | ast.JoinedStr():
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id="assert_never"))):
            return True  # nothing comes there: the type checker has seen to it
        case ast.FunctionDef(name="__repr__" | "__str__"):
            return True
        case ast.keyword(arg=name):
            return name in MEANS_NOTHING
    return False


def _pixels_of(node: ast.AST) -> Iterator[ast.AST]:
    """Numbers that this node takes as pixels, or to choose among the theme's sizes: looks, as in ``LOOK``."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=given) if name in PIXELS:
            for one in given:
                yield from _terms(one)
        case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name), slice=ast.Constant() as which):
            if MEASURE.match(name):
                yield which


def _terms(node: ast.AST) -> Iterator[ast.AST]:
    """What is added up, or the number itself."""
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            yield from (*_terms(left), *_terms(right))
        case ast.UnaryOp(operand=operand):
            yield operand
        case ast.Constant():
            yield node


def _is_silent(node: ast.AST, name: str) -> bool:
    """Whether a change in this part of a node means nothing: annotations, how a class is made, messages."""
    if name in ("annotation", "returns", "decorator_list", "keywords") and not isinstance(node, ast.Call):
        return True
    return isinstance(node, ast.Raise) and name in ("exc", "cause")
