"""The rules of checks/ on small trees: what each says about a breach, and its silence about good code."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from checks import allowed, rules
from checks.__main__ import look
from checks.tree import Finding, Tree

Plant = Callable[..., Tree]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Writes a small repository: `plant({"bot/x.py": "text"})`."""

    def write(files: dict[str, str]) -> Tree:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return Tree(tmp_path)

    return write


def said(rule: str, tree: Tree) -> list[tuple[str, int, str]]:
    """Path, line and name of everything one rule finds."""
    return sorted((one.path, one.line, one.name) for one in rules.RULES[rule](tree))


# Parts are joined here so that the rules do not find the breaches in this very file.
SLASH, COLON = "/", "://"

BREACHES = {
    "secrets, a token": (
        "secrets",
        "docs/a.md",
        "BOT_TOKEN=1234567890:AA" + "Ehbq7xK2mVw9Rt5yUz8Lp3Nc6Jd4Gf1Hs",
        1,
        "a bot's token",
    ),
    "secrets, a key": ("secrets", "deploy/key", "-----BEGIN " + "RSA PRIVATE KEY-----", 1, "a private key"),
    "addresses, a host": (
        "addresses",
        "docs/a.md",
        f"x\nhttps{COLON}files.somewhere.net/x",
        2,
        "files.somewhere.net",
    ),
    "addresses, a bare host": (
        "addresses",
        "Makefile",
        "fetch files.somewhere" + ".net",
        1,
        "files.somewhere" + ".net",
    ),
    "addresses, a home": ("addresses", "docs/a.md", f"open {SLASH}home/olga/x", 1, f"{SLASH}home/olga"),
    "addresses, pip": ("addresses", "requirements/a.txt", "--index" + "-url x", 1, "--index" + "-url"),
    "alphabet": ("alphabet", "bot/a.py", "a = 1\nb = 'Оля'", 2, "Оля"),
    "laws, commit": ("laws", "bot/incident/actions.py", "def f(s):\n    s.commit()", 2, "commit"),
    "laws, by": ("laws", "bot/person/actions.py", "def join(s, by, *, now): ...", 1, "join"),
    "laws, async": ("laws", "bot/outage/queries.py", "async def open_ones(s): ...", 1, "open_ones"),
    "laws, a loose task": (
        "laws",
        "bot/web/a.py",
        "asyncio.get_running_loop().create_task(x())",
        1,
        "create_task",
    ),
    "records, an index": ("records", "docs/decisions/README.md", "[a](0001-a.md)", 1, "0001-a.md"),
    "shape": ("shape", "bot/incident/walking.py", "", 1, "walking.py"),
    "sizes, a function": ("sizes", "bot/a.py", "def f():\n" + "    x = 1\n" * 45, 1, "f"),
    "sizes, a file": ("sizes", "bot/a.js", "x\n" * 251, 251, ""),
    "tests, a skip": ("tests", "tests/rules/test_a.py", "import pytest\npytest.skip('x')", 2, "skip"),
    "tests, a mark": (
        "tests",
        "bot/helpdesks/x/tests/test_a.py",
        "m = pytest.mark.skipif(True)",
        1,
        "skipif",
    ),
    "tests, a sleep": ("tests", "tests/rules/test_a.py", "time.sleep(1)", 1, "sleep"),
    "words, a class": ("words", "bot/web/a.py", "class PageManager: ...", 1, "PageManager"),
    "words, a file": ("words", "bot/text_utils.py", "", 1, "text_utils"),
    "words, of the night": ("words", "bot/incident/rules.py", "def to(user_id): ...", 1, "user_id"),
    "words, a verb": ("words", "bot/incident/actions.py", "def accept(s): ...", 1, "accept"),
}


@pytest.mark.parametrize(("rule", "path", "text", "line", "name"), BREACHES.values(), ids=BREACHES)
def test_a_breach_is_found_where_it_stands(
    plant: Plant, rule: str, path: str, text: str, line: int, name: str
) -> None:
    assert said(rule, plant({path: text})) == [(path, line, name)]


KEPT = {
    "addresses, ours": ("addresses", "docs/a.md", f"https{COLON}t.me/x http{COLON}127.0.0.1:8081 a/home/x"),
    "addresses, a variable": ("addresses", "bot/a.py", f'f"http{COLON}{{host}}/bot"'),
    "alphabet, a text": ("alphabet", "bot/locales/ru/a.ftl", "a = Оля"),
    "laws, keywords": ("laws", "bot/person/actions.py", "def join(s, *, by, now): ..."),
    "laws, a group": ("laws", "bot/web/a.py", "group.create_task(x())"),
    "shape, rules": ("shape", "bot/incident/rules.py", ""),
    "alphabet, an example": ("alphabet", "bot/a.py", '"""Says "Оля"."""\n# Оля'),
    "shape, shared out": ("shape", "bot/incident/operator_actions.py", ""),
    "shape, a face": ("shape", "bot/telegram/show.py", ""),
    "sizes, 45 lines": ("sizes", "bot/a.py", "def f():\n" + "    x = 1\n" * 44),
    "tests, a real process": ("tests", "tests/faults/test_a.py", "m = pytest.mark.slow\ntime.sleep(1)"),
    "tests, a turn of the loop": ("tests", "tests/rules/test_a.py", "asyncio.sleep(0)"),
    "words, Telegram's own": ("words", "bot/telegram/a.py", "def answer(user): ..."),
    "words, only used": ("words", "bot/incident/rules.py", "x = update.from_user"),
    "words, part of one": ("words", "bot/a.py", "def overflow(description): ..."),
}


@pytest.mark.parametrize(("rule", "path", "text"), KEPT.values(), ids=KEPT)
def test_good_code_is_left_alone(plant: Plant, rule: str, path: str, text: str) -> None:
    assert said(rule, plant({path: text})) == []


def test_a_lock_has_pins_and_hashes_of_everything_wanted(plant: Plant) -> None:
    pin = f"yarl==1.0 \\\n    --hash=sha256:{'0' * 64}\n    # via aiohttp\n"
    lock, wanted = "requirements/runtime.txt", "requirements/runtime.in"
    assert said("locks", plant({lock: pin, wanted: "Yarl==1.0\n"})) == []
    assert said("locks", plant({lock: pin, wanted: "Yarl==1.1\nhttpx\n"})) == [
        (wanted, 1, "Yarl"),
        (wanted, 2, ""),
    ]
    assert said("locks", plant({lock: pin + "--pre\n", wanted: ""})) == [(lock, 4, "")]


IMPORT_HERE = "from bot.timeline.models import Event\n"
MODELS = (
    'class Event(Table):\n    __tablename__ = "timeline"\nclass Shift(Table):\n    __tablename__ = "shifts"\n'
)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("Shift(id=1)", ["Shift"]),
        ("update(Shift).values(x=1)", ["Shift"]),
        ('text("DELETE FROM shifts")', ["Shift"]),
        ("select(Shift)", []),
        ("delete(Event)", ["timeline"]),
        ('text("UPDATE timeline SET x = 1")', ["timeline"]),
    ],
)
def test_a_table_is_written_by_its_owner(plant: Plant, code: str, found: list[str]) -> None:
    imported = "from bot.timeline.models import Event, Shift\n"
    tree = plant({"bot/timeline/models.py": MODELS, "bot/report/queries.py": imported + code})
    assert said("owners", tree) == [("bot/report/queries.py", 2, name) for name in found]


def test_even_its_owner_never_changes_the_history(plant: Plant) -> None:
    tree = plant(
        {"bot/timeline/models.py": MODELS, "bot/timeline/actions.py": IMPORT_HERE + "Event()\ndelete(Event)"}
    )
    assert said("owners", tree) == [("bot/timeline/actions.py", 3, "timeline")]


@pytest.fixture
def git(tmp_path: Path) -> Callable[..., None]:
    """Asks git something of the small repository."""

    def ask(*words: str) -> None:
        subprocess.run(
            ["git", "-c", "safe.directory=*", *words], cwd=tmp_path, check=True, capture_output=True
        )

    ask("init", "-q")
    return ask


def test_what_gitignore_names_is_not_kept(plant: Plant, git: Callable[..., None], tmp_path: Path) -> None:
    files = {".gitignore": ".venv\n/data/\n", "bot/data/a": "", "data/b": "", "data/c": ""}
    tree = plant(files)
    (tmp_path / ".venv").symlink_to("somewhere")
    git("add", ".gitignore", "bot")
    assert said("ignored", Tree(tmp_path)) == []
    git("add", "--force", ".venv", "data/b")
    assert said("ignored", tree) == [(".venv", 1, ""), ("data/b", 1, "")]
    assert "git rm -r --cached '.venv'" in next(rules.RULES["ignored"](tree)).says


def test_without_git_nobody_knows_what_is_kept(plant: Plant) -> None:
    assert said("ignored", plant({".gitignore": ".venv\n", ".venv": ""})) == []


def test_a_decision_says_what_why_and_what_else(plant: Plant) -> None:
    whole = "# A\n\n## What we do\n\n## Why\n\n## Rejected\n"
    index = {"docs/decisions/README.md": "[a](0001-a.md) [b](0002-b.md)"}
    tree = plant(index | {"docs/decisions/0001-a.md": whole, "docs/decisions/0002-b.md": "# B\n\n## Why\n"})
    assert [name for _, _, name in said("records", tree)] == ["## Rejected", "## What we do"]


def test_an_exception_needs_a_reason_and_a_breach(plant: Plant) -> None:
    entry = '[[allowed]]\nrule = "alphabet"\npath = "bot/a.py"\nreason = "a name"\n'
    tree = plant({allowed.FILE: entry, "bot/a.py": "x = 'Оля'", "bot/b.py": "x = 'Оля'"})
    assert [one.path for one in look(tree)] == ["bot/b.py"]


def test_an_exception_that_nothing_needs_is_found(plant: Plant) -> None:
    entry = '[[allowed]]\nrule = "alphabet"\npath = "bot/"\nreason = "a name"\n'
    assert [one.path for one in look(plant({allowed.FILE: entry}))] == [allowed.FILE]


def test_an_exception_without_a_reason_is_refused(plant: Plant) -> None:
    with pytest.raises(ValueError, match="reason"):
        look(plant({allowed.FILE: '[[allowed]]\nrule = "alphabet"\npath = "bot/"\nreason = " "\n'}))


def test_a_finding_reads_as_a_place_that_editors_open() -> None:
    assert str(Finding("bot/a.py", 7, "do that", rule="words")) == "bot/a.py:7: do that [words]"
