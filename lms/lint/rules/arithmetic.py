"""Works out the arithmetic of a claim: numbers, operators and a few functions, and nothing else."""

from __future__ import annotations

import ast
import math
import operator
import re
import statistics
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

LENGTH_MAXIMUM = 500
_POWER_MAXIMUM = 10_000
_VALUE = re.compile(r"[+-]?\d+(?:\.(?P<digits>\d+))?(?:[eE](?P<exponent>[+-]?\d{1,2}))?")

_OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = MappingProxyType(
    {
        ast.Add: operator.add,
        ast.Sub: operator.sub,
        ast.Mult: operator.mul,
        ast.Div: operator.truediv,
        ast.FloorDiv: operator.floordiv,
        ast.Mod: operator.mod,
        ast.Pow: operator.pow,
    }
)
_FUNCTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "abs": abs,
        "ceil": math.ceil,
        "comb": math.comb,
        "exp": math.exp,
        "factorial": math.factorial,
        "floor": math.floor,
        "ln": math.log,
        "log10": math.log10,
        "log2": math.log2,
        "max": max,
        "mean": statistics.fmean,
        "min": min,
        "pstdev": statistics.pstdev,
        "round": round,
        "sqrt": math.sqrt,
        "stdev": statistics.stdev,
        "sum": sum,
    }
)
_CONSTANTS = MappingProxyType({"pi": math.pi, "e": math.e})


class ArithmeticSyntaxError(ValueError):
    """An expression that is no arithmetic; the message says what is not understood."""


def evaluate(expression: str) -> float:
    """The value of an expression; raises ArithmeticSyntaxError, also for what has no finite value."""
    if len(expression) > LENGTH_MAXIMUM:
        raise ArithmeticSyntaxError(f"it has more than {LENGTH_MAXIMUM} characters")
    if not expression.strip():
        raise ArithmeticSyntaxError("it does not say `= ` and what comes out")
    try:
        value = _evaluate(ast.parse(expression.strip(), mode="eval").body)
        number = float(value)
    except ArithmeticSyntaxError:
        raise
    except SyntaxError:
        raise ArithmeticSyntaxError("it is no arithmetic") from None
    except (ArithmeticError, TypeError, ValueError, RecursionError, MemoryError) as error:
        raise ArithmeticSyntaxError(str(error) or "it cannot be worked out") from None
    if not math.isfinite(number):
        raise ArithmeticSyntaxError("it has no finite value")
    return number


def _evaluate(node: ast.expr) -> Any:
    value: Any
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            pass
        case ast.Name(id=name) if name in _CONSTANTS:
            value = _CONSTANTS[name]
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            value = _evaluate(operand) * (-1 if isinstance(sign, ast.USub) else 1)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            value = _apply(op, _evaluate(left), _evaluate(right))
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            value = [_evaluate(element) for element in elements]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            value = _call(name, [_evaluate(argument) for argument in arguments])
        case _:
            raise ArithmeticSyntaxError(f"{ast.unparse(node)[:40]!r} is not understood")
    return value


def _apply(op: ast.operator, left: Any, right: Any) -> Any:
    if isinstance(left, list) or isinstance(right, list):
        raise ArithmeticSyntaxError("a list stands where a number is wanted")
    if isinstance(op, ast.Pow) and (abs(left) > _POWER_MAXIMUM or abs(right) > _POWER_MAXIMUM):
        raise ArithmeticSyntaxError("a power is too large")
    return _OPERATORS[type(op)](left, right)


def _call(name: str, arguments: list[Any]) -> Any:
    if name in {"comb", "factorial"} and any(abs(argument) > _POWER_MAXIMUM for argument in arguments):
        raise ArithmeticSyntaxError(f"{name} of so large a number")
    return _FUNCTIONS[name](*arguments)


def agrees(value: float, written: str) -> bool:
    """Whether a number as written is the value, rounded to its last digit.

    Raises ArithmeticSyntaxError where what is written is no plain number.
    """
    found = _VALUE.fullmatch(written.strip())
    if found is None:
        raise ArithmeticSyntaxError(f"{written.strip()[:30]!r} is no plain number")
    unit = Decimal(10) ** (int(found["exponent"] or 0) - len(found["digits"] or ""))
    # Half of the last digit, and a hair more for values that lie exactly between two.
    return abs(value - float(written)) <= float(unit) / 2 * (1 + 1e-9) + abs(value) * 1e-12
