"""Checks values against the schemas of a folder with Debian's python3-jsonschema: the second of two engines.

Reads {"folder", "checks": [{"schema", "values"}]} from standard input, writes a list of what is wrong as JSON.
"""
import json
import pathlib
import sys

import jsonschema

asked = json.load(sys.stdin)
folder = pathlib.Path(asked["folder"])
store = {file.name: json.loads(file.read_text()) for file in folder.glob("*.json")}
wrong = []
for check in asked["checks"]:
    schema = json.loads((folder / check["schema"]).read_text())
    resolver = jsonschema.RefResolver("", schema, store=store)
    validator = jsonschema.Draft202012Validator(schema, resolver=resolver, format_checker=jsonschema.FormatChecker())
    for at, value in enumerate(check["values"]):
        for error in validator.iter_errors(value):
            wrong.append(f"{check['schema']} {at}: {error.json_path} {error.message}"[:300])
print(json.dumps(wrong))
