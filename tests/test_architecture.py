"""The walls of the house: who may import whom, where Chinese may stand, and what a cold start may load."""

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

ROOT = Path(__file__).parents[1]

# From the ground up. A layer may import from any floor below its own and from no neighbour on the same floor.
FLOORS = [
    {"assistant"},  # the package's own __init__, which everybody loads
    {"policies", "settings"},
    {"eligibility", "retrieval"},
    {"language", "replies", "screening"},
    {"conversation"},
    {"pages"},
    {"api"},
    {"cli"},
    {"ui"},
    {"eval", "tests"},
]
FLOOR = {layer: floor for floor, layers in enumerate(FLOORS) for layer in layers}

# Libraries that one day could be exchanged stay where the exchange would be made.
KEPT_IN = {
    "chromadb": {"retrieval"},
    "fastapi": {"api"},
    "gradio": {"pages", "ui"},
    "langchain": {"conversation", "retrieval"},
    "langgraph": {"conversation"},
    "narwhals": {"screening"},
    "openai": {"conversation"},
    "polars": {"screening"},
    "sentence_transformers": {"retrieval"},
    "torch": {"retrieval"},
    "typer": {"cli"},
}

# The engine is pure: it judges what it is handed and can reach nothing.
IMPURE = {"http", "httpx", "os", "random", "requests", "socket", "sqlite3", "subprocess", "time", "urllib"}

NOT_CHINESE = ("eligibility", "conversation")
CHINESE = regex.compile(r"[\p{Han}\u3000-\u303F\uFF00-\uFFEF]")

HEAVY = {
    "chromadb",
    "gradio",
    "langchain",
    "langchain_core",
    "langgraph",
    "polars",
    "sentence_transformers",
    "torch",
}


def layer_of(module: str) -> str | None:
    """The layer of a module, `policies` for `assistant.policies.quote`; None for somebody else's module."""
    top, _, rest = module.partition(".")
    if top == "assistant":
        return rest.partition(".")[0] or top
    return top if top in FLOORS[-1] | FLOORS[-2] else None


def module_name(root: Path, file: Path) -> str:
    return ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def imported_names(tree: ast.AST, package: list[str]) -> Iterator[tuple[int, str]]:
    """Every import with its line, as an absolute name: inside functions and by `import_module("...")` too."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                parents = package[: len(package) + 1 - level] if level else []
                origin = ".".join([*parents, *([module] if module else [])])
                # `from assistant import policies` imports a layer, so the names count as well.
                yield from ((node.lineno, f"{origin}.{alias.name}") for alias in names)
            case ast.Call(
                func=ast.Name(id="import_module") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, name


def breach(layer: str, imported: str) -> str | None:
    """Why `layer` may not import this name, or None where it may."""
    top = imported.partition(".")[0]
    for library, homes in KEPT_IN.items():
        if (top == library or top.startswith(f"{library}_")) and layer not in homes:
            return f"{library} stays in {' and '.join(sorted(homes))}"
    if layer == "eligibility" and top in IMPURE:
        return "the engine is pure"
    target = layer_of(imported)
    if target is None or target == layer or FLOOR.get(target, len(FLOORS)) < FLOOR[layer]:
        return None
    return f"{layer} may import only from the floors below it"


def wall_breaches(root: Path) -> list[str]:
    """Each import in assistant/ and ui.py that goes through a wall, and each file that has no floor."""
    found = []
    for file in [*sorted((root / "assistant").rglob("*.py")), *root.glob("ui.py")]:
        module = module_name(root, file)
        layer = layer_of(module)
        if layer is None or layer not in FLOOR:
            found.append(f"{file.relative_to(root)}: has no floor; give it one in tests/test_architecture.py")
            continue
        package = module.split(".") if file.name == "__init__.py" else module.split(".")[:-1]
        for line, name in imported_names(ast.parse(file.read_text("utf-8")), package):
            if reason := breach(layer, name):
                found.append(f"{file.relative_to(root)}:{line}: imports {name}; {reason}")
    return found


def chinese_outside_docstrings(root: Path) -> list[str]:
    """Each Chinese name or literal in the layers that have none but in their comments and docstrings."""
    found = []
    for layer in NOT_CHINESE:
        for file in sorted((root / "assistant").glob(f"{layer}/**/*.py")):
            tree = ast.parse(file.read_text("utf-8"))
            docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            found += [
                f"{file.relative_to(root)}:{getattr(node, 'lineno', '?')}: {text!r} belongs in corpus/"
                for node in ast.walk(tree)
                if id(node) not in docstrings
                for _, text in ast.iter_fields(node)
                if isinstance(text, str) and CHINESE.search(text)
            ]
    return found


def house(root: Path, files: dict[str, str]) -> Path:
    """A made-up tree of sources to hold the checks against."""
    for path, source in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, "utf-8")
    return root


def test_imports_run_downward_only() -> None:
    assert wall_breaches(ROOT) == []


def test_the_engine_and_the_conversation_hold_no_chinese() -> None:
    assert chinese_outside_docstrings(ROOT) == []


def test_a_cold_command_line_loads_nothing_heavy() -> None:
    if importlib.util.find_spec("assistant.cli") is None:
        pytest.skip("there is no command line yet")
    program = f"import sys, assistant.cli; print(*sorted({HEAVY!r} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert run.stdout.split() == []


def test_a_house_in_order_has_no_breach(tmp_path: Path) -> None:
    root = house(
        tmp_path,
        {
            "ui.py": "import gradio\nfrom assistant.api import reply",
            "assistant/__init__.py": '"""The package."""',
            "assistant/cli.py": "import typer\nfrom . import settings\nfrom .conversation import agent",
            "assistant/conversation/__init__.py": "from assistant.conversation.agent import answer",
            "assistant/conversation/agent.py": "def answer():\n    from langchain_core import messages",
            "assistant/eligibility/rules.py": "from .facts import Fact\nfrom assistant.policies import Quote",
            "assistant/policies/__init__.py": "import yaml",
        },
    )
    assert wall_breaches(root) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        pytest.param("assistant/policies/a.py", "import assistant.eligibility.facts", id="upward"),
        pytest.param(
            "assistant/language/a.py", "from assistant.replies.words import say", id="to a neighbour"
        ),
        pytest.param("assistant/policies/a.py", "from assistant import replies", id="upward by name"),
        pytest.param("assistant/eligibility/a.py", "from ..retrieval import index", id="relative"),
        pytest.param(
            "assistant/eligibility/__init__.py", "from .. import language", id="relative from a package"
        ),
        pytest.param("assistant/policies/a.py", "def f():\n    import assistant.cli", id="inside a function"),
        pytest.param("assistant/policies/a.py", "import_module('assistant.cli')", id="by import_module"),
        pytest.param("assistant/conversation/a.py", "import ui", id="of the page"),
        pytest.param("assistant/cli.py", "from eval.scorecard import card", id="of the evaluation"),
        pytest.param("assistant/cli.py", "from tests.conftest import thing", id="of the tests"),
        pytest.param(
            "assistant/__init__.py", "from assistant.policies import Quote", id="by the package itself"
        ),
        pytest.param(
            "assistant/replies/a.py", "from langchain_core.messages import AIMessage", id="of LangChain"
        ),
        pytest.param("assistant/conversation/a.py", "import chromadb.api", id="of chromadb"),
        pytest.param("assistant/cli.py", "import gradio", id="of gradio"),
        pytest.param(
            "assistant/eligibility/a.py", "import urllib.request", id="of the network by the engine"
        ),
        pytest.param("assistant/helpers.py", "", id="none, but the file has no floor"),
    ],
)
def test_an_import_through_a_wall_is_found(tmp_path: Path, path: str, source: str) -> None:
    [found] = wall_breaches(house(tmp_path, {path: source}))
    assert found.startswith(path)


@pytest.mark.parametrize(
    "source", ["x = '津贴'", "x = f'{1}元'", "年龄 = 1", "def f(*, 户籍): ...", "x = '\\u6d25'", "x = '。'"]
)
def test_chinese_in_code_is_found(tmp_path: Path, source: str) -> None:
    [found, *_] = chinese_outside_docstrings(house(tmp_path, {"assistant/eligibility/a.py": source}))
    assert found.startswith("assistant/eligibility/a.py:1")


def test_chinese_in_a_docstring_or_a_comment_is_welcome(tmp_path: Path) -> None:
    source = '"""高龄津贴."""\n# 户籍\nclass A:\n    """低保."""\n    x: int\n    """年龄."""\n'
    assert chinese_outside_docstrings(house(tmp_path, {"assistant/conversation/a.py": source})) == []
