# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Holds the code to its budget: short functions, short files, no catching of everything, enough tests.

    python -m tools.check_sizes

The limits stand below. Where everything may be caught is named in pyproject.toml under [tool.hotline].
"""

import ast
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
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

    @property
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
            caught = [] if node.type is None else [node.type]
            broad = node.type is None or names_everything(caught)
        else:
            broad = isinstance(node, ast.Call) and is_suppress(node.func) and names_everything(node.args)
        if broad:
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
    product: list[Source], tools: list[Source], test_lines: int, may_catch: list[str]
) -> Iterator[str]:
    """One sentence for each thing over budget; tools and benches keep the hard limits, too."""
    sizes = [function.lines for source in product for function in functions_in(source)]
    if rank(sizes, 0.5) > MEDIAN_FUNCTION:
        yield f"The median function has {rank(sizes, 0.5)} lines; at most {MEDIAN_FUNCTION} are allowed."
    if rank(sizes, 0.95) > ALMOST_EVERY_FUNCTION:
        yield f"95 of 100 functions have up to {rank(sizes, 0.95)} lines; {ALMOST_EVERY_FUNCTION} are allowed."
    for source in [*product, *tools]:
        yield from excesses_of(source, may_catch)
    wanted = TEST_LINES_PER_LINE * sum(source.lines for source in product)
    if test_lines < wanted:
        yield f"There are {test_lines} lines of tests; {wanted:.0f} are wanted ({TEST_LINES_PER_LINE} per line)."


def excesses_of(source: Source, may_catch: list[str]) -> Iterator[str]:
    if source.lines > LONGEST_FILE:
        yield f"{source.path} has {source.lines} lines; at most {LONGEST_FILE} are allowed."
    for function in functions_in(source):
        if function.lines > LONGEST_FUNCTION:
            yield f"{function.where}: {function.name} has {function.lines} lines; {LONGEST_FUNCTION} are allowed."
    if source.path not in may_catch:
        for where in broad_catches_in(source):
            yield f"{where} catches everything. Name what you expect, or reason in pyproject.toml why it may."


def main() -> int:
    product, tests = sources(ROOT, "hotline"), sources(ROOT, "tests")
    product_lines, test_lines = (sum(source.lines for source in part) for part in (product, tests))
    sizes = [function.lines for source in product for function in functions_in(source)]
    may_catch = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hotline"][
        "may_catch_everything"
    ]
    found = list(excesses(product, sources(ROOT, "tools") + sources(ROOT, "bench"), test_lines, may_catch))
    print(
        f"Product {product_lines} lines, tests {test_lines} ({test_lines / max(product_lines, 1):.2f} per line). "
        f"Functions: median {rank(sizes, 0.5)}, 95 % {rank(sizes, 0.95)}, longest {max(sizes, default=0)} lines."
    )
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
