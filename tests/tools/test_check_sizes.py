# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from pathlib import Path

from tools.check_sizes import Source, broad_catches_in, excesses, functions_in, rank, sources, summary


def source(text: str, path: str = "hotline/calls/actions.py") -> Source:
    return Source(path, text)


def function(lines: int, name: str = "answer") -> str:
    return f"def {name}():\n" + "    pass\n" * (lines - 1)


def broken(product: list[Source], test_lines: int = 100_000, allowed: tuple[str, ...] = ()) -> list[str]:
    return list(excesses(product, [], test_lines, allowed))


def test_short_functions_in_a_short_file_are_within_budget() -> None:
    assert broken([source(function(8) + function(3))]) == []


def test_a_function_of_61_lines_is_named_with_its_place() -> None:
    found = broken([source("import os\n\n" + function(2) * 30 + function(61, "ring"))])
    assert found == ["hotline/calls/actions.py:63: ring has 61 lines; at most 60 are allowed."]


def test_a_function_inside_a_class_is_measured_like_any_other() -> None:
    text = "class Call:\n    async def end(self):\n        a = 1\n        return a\n"
    assert [(f.where, f.name, f.lines) for f in functions_in(source(text))] == [
        ("hotline/calls/actions.py:2", "end", 3)
    ]


def test_a_file_of_401_lines_is_too_long() -> None:
    assert broken([source("a = 1\n" * 401)]) == [
        "hotline/calls/actions.py has 401 lines; at most 400 are allowed."
    ]


def test_a_median_of_nine_lines_is_too_much() -> None:
    assert broken([source(function(9) * 3)]) == ["The median function has 9 lines; at most 8 are allowed."]


def test_one_function_in_twenty_may_have_more_than_forty_lines_but_not_two() -> None:
    one = function(2) * 38 + function(41)
    assert broken([source(one)]) == []
    assert broken([source(one + function(41) * 2)]) == [
        "One function in twenty has 41 lines; at most 40 are allowed."
    ]


def test_too_few_lines_of_tests_are_counted() -> None:
    product = [source("a = 1\n" * 100)]
    assert broken(product, test_lines=129) == ["There are 129 lines of tests; at least 130 are wanted."]
    assert broken(product, test_lines=130) == []


def test_catching_everything_is_found_in_each_of_its_dresses() -> None:
    text = """\
try:
    a()
except ValueError:
    pass
try:
    a()
except Exception:
    pass
try:
    a()
except (OSError, BaseException):
    pass
try:
    a()
except:
    pass
with contextlib.suppress(Exception):
    a()
with suppress(KeyError):
    a()
"""
    assert [place.rpartition(":")[2] for place in broad_catches_in(source(text))] == ["7", "11", "15", "17"]


def test_catching_everything_is_allowed_where_the_project_gives_a_reason() -> None:
    text = "try:\n    a()\nexcept Exception:\n    pass\n"
    assert broken([source(text)], allowed=("hotline/calls/actions.py",)) == []
    [found] = broken([source(text)])
    assert found.startswith("hotline/calls/actions.py:3 catches everything. ")


def test_tools_keep_the_hard_limits_but_do_not_count_for_the_median() -> None:
    tool = Source("tools/draw.py", function(61))
    assert list(excesses([source(function(2))], [tool], 100, ())) == [
        "tools/draw.py:1: answer has 61 lines; at most 60 are allowed."
    ]


def test_what_tools_wrote_is_not_counted(tmp_path: Path) -> None:
    for path in ("hotline/calls/models.py", "hotline/calls/migrations/0001_initial.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("a = 1\n")
    assert [found.path for found in sources(tmp_path, "hotline")] == ["hotline/calls/models.py"]


def test_the_rank_of_nothing_is_nothing() -> None:
    assert [rank([], 0.5), rank([3, 1, 2], 0.5), rank([1, 2, 3, 4], 0.95)] == [0, 2, 4]


def test_the_summary_says_how_the_code_stands() -> None:
    product = [source(function(4))]
    assert summary(product, 6) == (
        "Product 4 lines, tests 6 (1.50 for each line). Functions: median 4, 95 % 4, longest 4."
    )
