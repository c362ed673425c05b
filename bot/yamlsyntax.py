"""The YAML parser's complaints in words for somebody who does not know YAML."""

import yaml

_IN_QUOTES = 'Put the whole text between "quotes".'
_ALIGN = "Compare with the lines above: the same level begins at the same column, and a list uses `- `."
_WORDS = (
    (
        "mapping values are not allowed",
        "a colon where no key can be",
        f"{_IN_QUOTES} Or check the indentation.",
    ),
    (
        "could not find expected ':'",
        "a key without its colon",
        "Write `key: value`; put a long text in quotes.",
    ),
    ("while scanning a quoted scalar", "a quote that is never closed", "Close it; inside, write «…» or '…'."),
    ("found unexpected end of stream", "a quote or bracket that is never closed", "Close it."),
    (
        "did not find expected ',' or '}'",
        "something between { and } is wrong",
        'Close quotes, put commas: {ru: "…"}.',
    ),
    (
        "did not find expected ',' or ']'",
        "something between [ and ] is wrong",
        "Close quotes, put commas: [a, b].",
    ),
    ("did not find expected key", "a line that does not fit here", f"{_ALIGN} Quotes inside a text: «…»."),
    ("did not find expected '-' indicator", "a line that is not an item of the list", _ALIGN),
    ("block sequence entries are not allowed", "a list where none can be", "Begin the list on its own line."),
    ("cannot start any token", "a sign that no value can begin with", _IN_QUOTES),
    ("alphabetic or numeric character", "a * or & that begins a text", _IN_QUOTES),
    ("unknown escape character", "a backslash YAML does not know", r"Write \\ for a backslash."),
    ("invalid Unicode character escape", "a backslash code for no character", "Delete it."),
    ("did not find expected <document start>", "a line that does not belong to the keys above", _ALIGN),
    ("undefined tag handle", "! begins a tag, which is not used here", _IN_QUOTES),
)


def syntax_words(error: yaml.MarkedYAMLError) -> tuple[str, str]:
    """The problem and the remedy of a parser error, as two sentences."""
    said = f"{error.problem or ''} {error.context or ''}"
    for part, problem, remedy in _WORDS:
        if part in said:
            return problem, remedy
    return f"not readable as YAML ({said.strip()})", _ALIGN
