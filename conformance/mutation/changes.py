"""What a mutant changes: the lines that differ from the function as it is."""

import ast
import difflib
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=4)
def functions(path: Path) -> dict[str, list[str]]:
    """The lines of every function of a mutated file, by name."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    return {
        node.name: [line.strip() for line in lines[node.lineno : node.end_lineno]]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
    }


def change(folder: Path, module: str, mutant: str) -> tuple[str, str]:
    """The function, `app.values.geo.Circle.contains`, and its changed lines as `ndiff` writes them."""
    found = functions(folder / f"{module.replace('.', '/')}.py")
    mangled = mutant.partition("__mutmut_")[0]
    differing = [
        line
        for line in difflib.ndiff(found[f"{mangled}__mutmut_orig"], found[mutant])
        if line[:2] in ("- ", "+ ")
    ]
    name = mangled.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
    return f"{module}.{name}", "\n".join(differing)
