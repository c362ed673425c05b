"""House rules that no ready-made linter knows. `python -m checks` looks at the whole repository.

One rule is one module with `find(tree) -> Iterator[Finding]`; it is listed in `checks.rules` and tested on a
small tree in tests/rules. What a rule says ends with what to do instead. Exceptions stand in allowed.toml,
each with its reason.
"""
