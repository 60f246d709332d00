"""The two commands for translations."""

import shutil

import polib
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from config.management.commands import extract_messages

needs_gettext = pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")


@pytest.fixture
def project(tmp_path, monkeypatch, settings):
    """A tiny project with one text in its code and its translation."""
    source = tmp_path / "pages.py"
    source.write_text('from django.utils.translation import gettext as _\n\nWORDS = _("Good morning")\n')
    catalogue = tmp_path / "locale/vi/LC_MESSAGES/django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Good morning"\nmsgstr "Chào"\n'
    )
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(extract_messages, "CATALOGUE", catalogue)
    return tmp_path


@needs_gettext
def test_check_passes_when_every_text_is_translated(project):
    before = extract_messages.CATALOGUE.read_bytes()
    call_command("extract_messages", check=True)
    assert extract_messages.CATALOGUE.read_bytes() == before


@needs_gettext
def test_check_names_a_text_that_was_not_extracted_and_one_that_is_gone(project):
    (project / "pages.py").write_text('from django.utils.translation import gettext as _\n\nWORDS = _("Good night")\n')
    before = extract_messages.CATALOGUE.read_bytes()
    with pytest.raises(CommandError, match=r"(?s)not extracted yet.*'Good night'.*no longer used.*'Good morning'"):
        call_command("extract_messages", check=True)
    assert extract_messages.CATALOGUE.read_bytes() == before


@needs_gettext
def test_texts_of_jinja_templates_are_extracted_with_context_and_plural(project):
    (project / "part.jinja").write_text(
        """{% set left = _("%(count)s left") %}<a title="{{ _('Good evening…') }}">{{ pgettext("price", "from") }}</a>
        {{ ngettext("%(n)s box", "%(n)s boxes", boxes) % {"n": boxes} }}"""
    )
    call_command("extract_messages")
    found = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in polib.pofile(extract_messages.CATALOGUE)}
    assert found == {
        (None, "%(count)s left", ""),
        (None, "%(n)s box", "%(n)s boxes"),
        (None, "Good evening…", ""),
        (None, "Good morning", ""),
        ("price", "from", ""),
    }


@needs_gettext
def test_check_names_a_text_without_translation_once_it_is_extracted(project):
    (project / "pages.py").write_text('from django.utils.translation import gettext as _\n\nWORDS = _("Two shelves")\n')
    call_command("extract_messages")
    assert [entry.msgid for entry in polib.pofile(str(extract_messages.CATALOGUE))] == ["Two shelves"]
    with pytest.raises(CommandError, match="without a translation: 'Two shelves'"):
        call_command("extract_messages", check=True)


def test_compiled_translations_are_what_django_reads(project):
    call_command("compile_translations")
    compiled = polib.mofile(str(extract_messages.CATALOGUE.with_suffix(".mo")))
    assert {entry.msgid: entry.msgstr for entry in compiled} == {"Good morning": "Chào"}


def test_the_project_itself_speaks_vietnamese():
    with translation.override("vi"):
        assert translation.gettext("To the home page") == "Về trang chủ"
