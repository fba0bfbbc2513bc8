"""From OpenAPI 3.1 to 3.0: only what our own documents have of 3.1."""

from typing import Any

Node = dict[str, Any]
SCHEMAS = "#/components/schemas/"
NULL = {"type": "null"}
NOTHING = {"type": "object", "nullable": True, "enum": [None]}
"""Null alone, as 3.0 can say it."""


def converted(document: Node) -> Node:
    """A document of ours as OpenAPI 3.0.3, with no schema that nothing refers to."""
    info = {name: value for name, value in document["info"].items() if name != "summary"}
    info["license"] = {
        name: value for name, value in info["license"].items() if name != "identifier"
    }
    schemas = document["components"]["schemas"]
    inline(document["paths"], document["components"]["parameters"])
    paths = within(document["paths"])
    used: Node = {}
    missing = referred(paths)
    while missing:
        used |= {name: schema(schemas[name]) for name in missing}
        missing = referred(used) - used.keys()
    return {
        "openapi": "3.0.3",
        "info": info,
        "tags": document["tags"],
        "paths": paths,
        "components": {
            "headers": within(document["components"]["headers"]),
            "schemas": dict(sorted(used.items())),
        },
    }


def inline(paths: Node, parameters: Node) -> None:
    """Put parameters where they are referred to: readers of such documents look for them there."""
    for path in paths.values():
        for operation in path.values():
            if given := operation.get("parameters"):
                names = (reference["$ref"].rpartition("/")[2] for reference in given)
                operation["parameters"] = [parameters[name] for name in names]


def within(node: Any) -> Any:
    """A part of the document, with the schemas in it converted."""
    if isinstance(node, list):
        return [within(child) for child in node]
    if not isinstance(node, dict):
        return node
    made = {
        name: schema(child) if name == "schema" else within(child) for name, child in node.items()
    }
    return plain(made) if made.get("in") == "query" else made


def plain(parameter: Node) -> Node:
    """A parameter taken once, written as the standard writes it."""
    is_array = parameter["schema"].get("type") == "array"
    return parameter if is_array else {**parameter, "explode": False}


def schema(node: Node) -> Node:
    """A schema: null is a mark and no type, a constant a list of one, an example one and no list."""
    made: Node = {}
    for name, value in node.items():
        match name:
            case "anyOf":
                made |= choice(value)
            case "const":
                made["enum"] = [value]
            case "examples":
                made["example"] = value[0]
            case "properties":
                made[name] = {field: schema(of_field) for field, of_field in value.items()}
            case "items" | "additionalProperties" if isinstance(value, dict):
                made[name] = schema(value)
            case "$ref" if len(node) > 1:  # in 3.0 what stands beside a reference is not read
                made["allOf"] = [{name: value}]
            case _:
                made[name] = value
    return made


def choice(options: list[Node]) -> Node:
    """One of several; what has a type of its own may be null itself, a reference may not."""
    some = [schema(option) for option in options if option != NULL]
    if NULL not in options:
        return {"anyOf": some}
    if len(some) == 1 and "type" in some[0]:
        return {**some[0], "nullable": True}
    return {"anyOf": [*some, NOTHING]}


def referred(node: Any) -> set[str]:
    """The names of the schemas that a part of the document refers to."""
    if isinstance(node, list):
        return set().union(*(referred(child) for child in node))
    if not isinstance(node, dict):
        return set()
    names = set().union(*(referred(child) for child in node.values()))
    target = node.get("$ref")
    if isinstance(target, str) and target.startswith(SCHEMAS):
        return names | {target.removeprefix(SCHEMAS)}
    return names
