"""What the guide to operating says, and what the container is given, is what there is."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr

from assistant.settings import CONFIG, Settings

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "operating.md").read_text("utf-8")
COMPOSE = yaml.load((ROOT / "compose.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
CONTAINER = (ROOT / "Containerfile").read_text("utf-8")
HEAD = "| setting | default | meaning |\n| --- | --- | --- |\n"
VARIABLE = re.compile(r"YANGLAO_[A-Z_]+")
KNOWN = {CONFIG} | {f"YANGLAO_{name.upper()}" for name in Settings.model_fields}


def shown(value: Any) -> str:
    """A default as the table writes it."""
    match value:
        case None | () | "" | SecretStr():
            return "unset" if value is None or isinstance(value, SecretStr) else "none"
        case Path():
            return f"`{value.relative_to(ROOT)}`"
        case _:
            return f"`{value}`"


def table() -> str:
    rows = []
    for name, field in Settings.model_fields.items():
        meaning = " ".join((field.description or "").split())
        rows.append(f"| `YANGLAO_{name.upper()}` | {shown(field.default)} | {meaning} |\n")
    return HEAD + "".join(rows)


def test_the_guide_has_every_setting_with_its_default_and_its_meaning() -> None:
    assert all(field.description for field in Settings.model_fields.values())
    assert table() in GUIDE, f"paste this into docs/operating.md:\n{table()}"


@pytest.mark.parametrize("file", ["docs/operating.md", "Containerfile", "compose.yaml", "README.md"])
def test_every_setting_that_is_named_is_one(file: str) -> None:
    named = set(VARIABLE.findall((ROOT / file).read_text("utf-8")))
    assert named <= KNOWN


def test_the_settings_of_compose_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    given = COMPOSE["services"]["assistant"]["environment"]
    for name, value in given.items():
        filled = re.sub(r"\$\{[A-Z_]+:\?[^}]*\}", "0123456789abcdef", value)
        assert "$" not in filled
        monkeypatch.setenv(name, filled)
    settings = Settings()
    assert settings.memory == "postgresql://yanglao:0123456789abcdef@postgres:5432/yanglao"
    assert [key.get_secret_value() for key in settings.desk_keys] == ["0123456789abcdef"]


def test_compose_holds_no_secret_and_opens_no_port_to_the_world() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"assistant", "postgres", "chroma"}
    ports = [port for service in services.values() for port in service.get("ports", ())]
    assert ports == ["127.0.0.1:7860:7860"]
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            assert not re.search("PASSWORD|KEYS", name) or value.startswith("${")


def test_the_servers_of_compose_are_of_the_pinned_versions() -> None:
    constraints = (ROOT / "constraints.txt").read_text("utf-8")
    version = re.search(r"^chromadb==(.*)$", constraints, re.MULTILINE)
    assert version is not None
    assert COMPOSE["services"]["chroma"]["image"] == f"chromadb/chroma:{version[1].strip()}"


def test_the_container_is_made_of_what_is_there() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINER, re.MULTILINE)
    named = [name for line in copied for name in line.split()]
    assert named
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for name in named:
        assert (ROOT / name).exists()
        assert f"!{name}" in ignored
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    extras = re.search(r"\.\[([a-z,]+)\]", CONTAINER)
    assert extras is not None
    assert all(re.search(f"^{extra} = ", project, re.MULTILINE) for extra in extras[1].split(","))


def test_a_file_of_settings_is_read_and_the_environment_goes_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "anywhere.toml"
    file.write_text('port = 8080\nhost = "::1"\ndesk_keys = ["0123456789abcdef"]\n', "utf-8")
    monkeypatch.setenv(CONFIG, str(file))
    monkeypatch.setenv("YANGLAO_PORT", "9090")
    settings = Settings()
    assert (settings.port, settings.host, len(settings.desk_keys)) == (9090, "::1", 1)


def test_a_setting_that_is_none_is_named_wherever_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "yanglao.toml").write_text("prot = 8080\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="prot"):
        Settings()


def test_the_examples_of_the_guide_are_requests_that_the_api_takes() -> None:
    from assistant.api.chat import Message
    from assistant.api.documents import CheckIn

    bodies = [json.loads(body) for body in re.findall(r"-d '(\{.*\})'", GUIDE)]
    assert len(bodies) == 2
    assert CheckIn.model_validate(bodies[0]).place == "sifangtai"
    assert Message.model_validate(bodies[1]).text


def test_what_prepares_a_machine_for_the_checks_is_sound_shell() -> None:
    subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=True)
