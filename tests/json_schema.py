"""The part of JSON Schema that our schema files use, checked without a library."""

KNOWN = frozenset((
    "$schema", "$id", "title", "description", "$defs", "type", "required", "properties", "items",
    "enum", "additionalProperties", "const", "$ref", "minimum"))


def conforms(value, schema, root):
    """Whether a value is as a schema says; a word of the schema that is not known is an error."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        return conforms(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "const" in schema:
        return value == schema["const"]
    if "enum" in schema:
        return value in schema["enum"]
    kind = schema["type"]
    if kind == "object":
        named = schema.get("properties", {})
        rest = schema.get("additionalProperties", True)
        return isinstance(value, dict) and set(schema.get("required", ())) <= set(value) and all(
            conforms(v, named[k], root) if k in named else
            rest is True or (rest is not False and conforms(v, rest, root))
            for k, v in value.items())
    if kind == "array":
        return isinstance(value, list) and all(conforms(v, schema["items"], root) for v in value)
    if kind == "integer":
        return type(value) is int and value >= schema.get("minimum", value)
    return isinstance(value, str)
