"""The house rules that a machine can check and that neither ruff nor import-linter sees."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

# Upwards: each may relate only to itself and to what stands before it.
APPS = ["geography", "accounts", "catalog", "points_of_sale", "fairs", "shop", "config"]
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 40
EXCEPT_MIGRATIONS = [
    path
    for app in [*APPS, "tests", "bench"]
    for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
    if "migrations" not in path.parts
]
SOURCES = [path for path in EXCEPT_MIGRATIONS if path.relative_to(settings.BASE_DIR).parts[0] in APPS]
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
# Another's mark-up inside ours: an officers' theme, read only under its own content policy.
DESK_TEMPLATES = {"admin", "unfold"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def parsed(paths: list[Path]) -> Iterator[tuple[str, ast.Module]]:
    for path in paths:
        yield name_of(path), ast.parse(path.read_text(encoding="utf-8"))


def is_public(node: ast.stmt) -> bool:
    return isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")


def public_parts(tree: ast.Module) -> Iterator[Function | ast.ClassDef]:
    """Public functions and classes of a module, and the public methods of those classes."""
    for node in tree.body:
        if is_public(node):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (part for part in node.body if is_public(part) and isinstance(part, Function))


def test_no_file_is_longer_than_400_lines():
    counted = {name_of(path): path.read_text(encoding="utf-8").count("\n") for path in EXCEPT_MIGRATIONS}
    assert {name: lines for name, lines in counted.items() if lines > MAX_FILE_LINES} == {}


def test_no_function_is_longer_than_40_lines():
    long = {
        f"{name}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for name, tree in parsed(SOURCES)
        for node in ast.walk(tree)
        if isinstance(node, Function) and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES
    }
    assert long == {}


def test_every_public_function_class_and_module_says_what_it_is_for():
    silent = [name for name, tree in parsed(SOURCES) if tree.body and not ast.get_docstring(tree)]
    silent += [
        f"{name}:{node.name}"
        for name, tree in parsed(SOURCES)
        for node in public_parts(tree)
        if not ast.get_docstring(node) and node.name not in {"Meta", "Media"}
    ]
    assert silent == []


def test_no_model_relates_to_a_higher_app():
    upwards = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in APPS
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.is_relation and is_higher(field.related_model, than=model)
    ]
    assert upwards == []


def is_higher(other: type[Model], *, than: type[Model]) -> bool:
    label = other._meta.app_label
    return label in APPS and APPS.index(label) > APPS.index(than._meta.app_label)


def test_no_one_uses_model_signals():
    pattern = re.compile(r"\b(pre|post)_(init|save|delete|migrate)\b|\bm2m_changed\b|@receiver\b")
    users = [name_of(path) for path in SOURCES if pattern.search(path.read_text(encoding="utf-8"))]
    assert users == []


def test_every_job_that_is_queued_has_a_task():
    named = {
        str(node.args[0].value)
        for _, tree in parsed(SOURCES)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and called(node) == "enqueue"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert named, "nothing is queued: has the helper another name?"
    for task in named:
        assert hasattr(import_string(task), "enqueue"), task


def test_every_job_is_queued_by_a_name_written_out():
    """A name put together at run time could not be checked."""
    unchecked = [
        f"{name}:{node.lineno}"
        for name, tree in parsed(SOURCES)
        if name != "accounts/jobs.py"  # the helper itself, which queues a task again by the name it was queued by
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "enqueue"
        and not (node.args and isinstance(node.args[0], ast.Constant))
    ]
    assert unchecked == []


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("inline style", r"<style\b|\sstyle="),
        ("inline script", r"<script\b(?![^>]*(\bsrc=|application/ld\+json))[^>]*>"),
        ("event handler", r"\son[a-z]+="),
        ("javascript address", r"javascript:"),
        ("another host", r"""(src|href|action|srcset|poster)=["']?(https?:)?//(?!\{)"""),
    ],
)
def test_templates_keep_to_the_strict_content_policy(fault, pattern):
    found = [
        f"{name_of(path)}:{number} {line.strip()[:80]}"
        for path in TEMPLATES
        if not DESK_TEMPLATES & set(path.parts)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(pattern, line, re.IGNORECASE)
    ]
    assert found == [], fault


def test_styles_and_scripts_ask_no_other_host():
    pattern = re.compile(r"""url\(\s*["']?(https?:)?//|@import|fetch\(\s*["']https?:|import\(\s*["']https?:""")
    found = [
        name_of(path)
        for suffix in ("*.css", "*.js")
        for path in sorted((settings.BASE_DIR / "static").rglob(suffix))
        if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
