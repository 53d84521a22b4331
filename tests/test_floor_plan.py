"""The floor plan holds: who may import whom, how long things may be, and what rules may not touch."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import jobscan

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(jobscan.__file__).parent
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.stat().st_size)
IDS = [str(path.relative_to(PACKAGE)) for path in FILES]
MODULES = {
    ".".join(("jobscan", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in FILES
}
PURE = ("decide", "domain", "sources", "utils")

FILE_LINES = 400
#: Without the docstring.
GLANCE_LINES = 16
FUNCTION_LINES = 40

#: Modules of these have the same names by design: adapters, the simulated systems, channels, commands, migrations.
ALIKE = ("sources/", "simulator/wire/", "cli/commands/", "persistence/migrations/versions/")
ALIKE_NAMES = {"CHANNEL", "main"}

#: A function that is imported by name: `jobscan.cli.kit.later`.
NAMED = re.compile(r"jobscan(\.\w+)+:\w+")

#: What would make a rule answer differently for the same values.
IMPURE = {
    "time.time",
    "time.monotonic",
    "time.perf_counter",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "uuid.uuid4",
    "os.urandom",
}

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def definitions(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, Definition]]:
    """Yield each class and function with its dotted name, those inside of functions left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Definition):
            yield prefix + child.name, child
            if isinstance(child, ast.ClassDef):
                yield from definitions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.If | ast.Try):
            yield from definitions(child, prefix)


def test_imports_go_down_the_floors_only() -> None:
    """Runs the contracts of pyproject.toml; no cache is left behind."""
    command = Path(sys.executable).parent / "lint-imports"
    root = PACKAGE.parent
    done = subprocess.run(
        [command, "--no-cache", "--config", root / "pyproject.toml"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Counts every import: those inside of functions, for type checkers and by name, too."""
    graph = {name: set(_imports(path)) - {name} for name, path in MODULES.items()}
    while leaves := [name for name, imported in graph.items() if not imported & graph.keys()]:
        for name in leaves:
            del graph[name]
    # What is left is in a cycle, or imports what is.
    while roots := graph.keys() - set().union(*graph.values()):
        for name in roots:
            del graph[name]
    assert {name: sorted(imported & graph.keys()) for name, imported in graph.items()} == {}


def _imports(path: Path) -> Iterator[str]:
    """Yield the modules of jobscan that a module imports, or names to be loaded; relative imports there are none."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else node.module for name in inner)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "done_in":
            yield from (ast.literal_eval(argument) for argument in node.args)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and NAMED.fullmatch(node.value):
            yield node.value.partition(":")[0]


def test_no_file_is_too_long_to_be_read() -> None:
    lengths = {name: len(path.read_text("utf-8").splitlines()) for path, name in zip(FILES, IDS, strict=True)}
    assert {name: length for name, length in lengths.items() if length > FILE_LINES} == {}


def test_no_function_is_too_long_to_be_read() -> None:
    lengths = {
        (name, node.name): (node.end_lineno or node.lineno) - node.lineno + 1
        for path, name in zip(FILES, IDS, strict=True)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {place: length for place, length in lengths.items() if length > FUNCTION_LINES} == {}


def test_nine_of_ten_functions_fit_in_a_glance() -> None:
    lengths = []
    for path in FILES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                said = node.body[0] if ast.get_docstring(node, clean=False) is not None else None
                explained = (said.end_lineno or 0) - said.lineno + 1 if said is not None else 0
                lengths.append((node.end_lineno or node.lineno) - node.lineno + 1 - explained)
    assert sorted(lengths)[len(lengths) * 9 // 10] <= GLANCE_LINES


def test_everything_public_says_what_it_is_for() -> None:
    undocumented = {name: _undocumented(path) for path, name in zip(FILES, IDS, strict=True)}
    assert {name: found for name, found in undocumented.items() if found} == {}


def _undocumented(path: Path) -> list[str]:
    module = tree(path)
    undocumented = [
        name
        for name, node in definitions(module)
        if not any(part.startswith("_") for part in name.split(".")) and not ast.get_docstring(node)
    ]
    # A file of one noun says it in its first public class or function; all others say it on top.
    says = ast.get_docstring(module) or any(
        ast.get_docstring(node) for name, node in definitions(module) if not name.startswith("_")
    )
    if not says:
        undocumented.append(path.name)
    return undocumented


def test_a_public_name_exists_once() -> None:
    places: dict[str, list[str]] = {}
    for path, name in zip(FILES, IDS, strict=True):
        if not name.startswith(ALIKE) or name.startswith("sources/kit/"):
            for public in _names_of(tree(path)) - ALIKE_NAMES:
                places.setdefault(public, []).append(name)
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def _names_of(module: ast.Module) -> set[str]:
    """Return the public names that a module defines; what it imports is another's."""
    found = {node.name for node in module.body if isinstance(node, Definition)}
    for node in module.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return {name for name in found if not name.startswith("_")}


def test_every_module_takes_its_annotations_as_text() -> None:
    assert [name for path, name in zip(FILES, IDS, strict=True) if not _takes_annotations_as_text(path)] == []


def _takes_annotations_as_text(path: Path) -> bool:
    body = tree(path).body
    imports = [node for node in body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]
    code = [
        node
        for node in body
        if not isinstance(node, ast.Import | ast.ImportFrom | ast.Expr | ast.Assign | ast.AnnAssign)
    ]
    return bool(imports) or not code


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.relative_to(PACKAGE).parts[0] in PURE], ids=lambda path: str(path.name)
)
def test_pure_rooms_read_no_clock_and_draw_no_lots(path: Path) -> None:
    module = tree(path)
    used = {ast.unparse(node) for node in ast.walk(module) if isinstance(node, ast.Attribute)}
    assert used & IMPURE == set()
    imported = {alias.name for node in ast.walk(module) if isinstance(node, ast.Import) for alias in node.names} | {
        node.module or "" for node in ast.walk(module) if isinstance(node, ast.ImportFrom)
    }
    assert imported & {"random", "secrets", "time", "uuid"} == set()
