# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Holds the code to its budget: short functions, short files, no catching of everything, enough tests.

    python -m tools.check_sizes

The limits stand below. Where everything may be caught, and why, stands in pyproject.toml under
[tool.hotline.may_catch_everything].
"""

import ast
import sys
import tomllib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOT_OURS = {"migrations", "static", "vendor", "node_modules"}

MEDIAN_FUNCTION = 8
ALMOST_EVERY_FUNCTION = 40  # 95 of 100
LONGEST_FUNCTION = 60
LONGEST_FILE = 400
TEST_LINES_PER_LINE = 1.3
CATCHES_EVERYTHING = {"Exception", "BaseException"}


@dataclass(frozen=True)
class Source:
    path: str
    text: str

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)


@dataclass(frozen=True)
class Function:
    where: str
    name: str
    lines: int


def sources(root: Path, folder: str) -> list[Source]:
    paths = (path.relative_to(root) for path in sorted((root / folder).rglob("*.py")))
    return [Source(str(path), (root / path).read_text()) for path in paths if not NOT_OURS & set(path.parts)]


def functions_in(source: Source) -> Iterator[Function]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Function(f"{source.path}:{node.lineno}", node.name, lines)


def broad_catches_in(source: Source) -> Iterator[str]:
    """Places that catch everything: a bare except, Exception in an except or in suppress()."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler):
            if node.type is None or names_everything([node.type]):
                yield f"{source.path}:{node.lineno}"
        elif isinstance(node, ast.Call) and is_suppress(node.func) and names_everything(node.args):
            yield f"{source.path}:{node.lineno}"


def names_everything(caught: list[ast.expr]) -> bool:
    return any(
        isinstance(part, ast.Name) and part.id in CATCHES_EVERYTHING
        for node in caught
        for part in ast.walk(node)
    )


def is_suppress(called: ast.expr) -> bool:
    return getattr(called, "id", getattr(called, "attr", "")) == "suppress"


def rank(sizes: list[int], share: float) -> int:
    return sorted(sizes)[int(len(sizes) * share)] if sizes else 0


def excesses(
    product: list[Source], tools: list[Source], test_lines: int, may_catch: Container[str]
) -> Iterator[str]:
    """One sentence for each thing over budget; tools and benches keep the hard limits, too."""
    sizes = function_sizes(product)
    yield from over("The median function", rank(sizes, 0.5), MEDIAN_FUNCTION)
    yield from over("One function in twenty", rank(sizes, 0.95), ALMOST_EVERY_FUNCTION)
    for source in [*product, *tools]:
        yield from excesses_of(source, may_catch)
    wanted = round(TEST_LINES_PER_LINE * line_count(product))
    if test_lines < wanted:
        yield f"There are {test_lines} lines of tests; at least {wanted} are wanted."


def over(what: str, lines: int, limit: int) -> list[str]:
    return [f"{what} has {lines} lines; at most {limit} are allowed."] if lines > limit else []


def excesses_of(source: Source, may_catch: Container[str]) -> Iterator[str]:
    yield from over(source.path, source.lines, LONGEST_FILE)
    for function in functions_in(source):
        yield from over(f"{function.where}: {function.name}", function.lines, LONGEST_FUNCTION)
    if source.path not in may_catch:
        for where in broad_catches_in(source):
            yield f"{where} catches everything. Name what you expect, or give the reason in pyproject.toml."


def function_sizes(part: list[Source]) -> list[int]:
    return [function.lines for source in part for function in functions_in(source)]


def line_count(part: list[Source]) -> int:
    return sum(source.lines for source in part)


def summary(product: list[Source], test_lines: int) -> str:
    lines, sizes = line_count(product), function_sizes(product)
    return (
        f"Product {lines} lines, tests {test_lines} ({test_lines / max(lines, 1):.2f} for each line). "
        f"Functions: median {rank(sizes, 0.5)}, 95 % {rank(sizes, 0.95)}, longest {max(sizes, default=0)}."
    )


def main() -> int:
    product, tools = sources(ROOT, "hotline"), sources(ROOT, "tools") + sources(ROOT, "bench")
    test_lines = line_count(sources(ROOT, "tests"))
    allowed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hotline"]["may_catch_everything"]
    found = list(excesses(product, tools, test_lines, allowed))
    print(summary(product, test_lines), *found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
