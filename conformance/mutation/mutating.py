"""The mutants of a package, made in a copy of the checkout: python -m conformance.mutation.mutating PATH..."""

import ast
import json
import sys
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents

KEPT = ("classmethod", "staticmethod", "overload", "abstractmethod")
"""Decorators that mutmut follows, or that have no code."""


def undecorated(source: str) -> str:
    """`@D` above `def f` written as `f = D(f)` below it: mutmut leaves out what is decorated."""
    lines = source.splitlines(keepends=True)
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    ]
    for function in sorted(functions, key=lambda node: -node.lineno):
        names = [ast.unparse(each) for each in function.decorator_list]
        if any(name in KEPT or name.endswith(".setter") for name in names):
            continue
        value = function.name
        for name in reversed(names):
            value = f"{name}({value})"
        lines.insert(
            function.end_lineno or 0, f"{' ' * function.col_offset}{function.name} = {value}\n"
        )
        del lines[function.decorator_list[0].lineno - 1 : function.lineno - 1]
    return "".join(lines)


def main(paths: list[str]) -> None:
    """Mutate files in place, and list the mutants."""
    names = []
    for path in map(Path, paths):
        mutated = mutate_file_contents(str(path), undecorated(path.read_text()))
        path.write_text(mutated.code)
        module = ".".join(path.with_suffix("").parts)
        names += [f"{module}.{name}" for name in mutated.mutant_names]
    Path("mutants.json").write_text(json.dumps(names))
    print(len(names))


if __name__ == "__main__":
    main(sys.argv[1:])
