"""What is no Word document, or none that can be used, is one sentence."""

import zipfile
from io import BytesIO

import docx
import pytest

from auditctl.reports.docx import NotWord, document
from house_document import bytes_of, repacked


def _bomb() -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"\0" * (101 * 1024 * 1024))
    return held.getvalue()


def _macros(parts: dict[str, bytes]) -> None:
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )


def _empty_zip() -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w"):
        pass
    return held.getvalue()


def _spreadsheet() -> bytes:
    def sheet(parts: dict[str, bytes]) -> None:
        types = parts["[Content_Types].xml"]
        parts["[Content_Types].xml"] = types.replace(
            b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"
        )

    return repacked(bytes_of(docx.Document()), sheet)


def _broken(name: str, by: bytes | None) -> bytes:
    def break_(parts: dict[str, bytes]) -> None:
        if by is None:
            del parts[name]
        else:
            parts[name] = by

    return repacked(bytes_of(docx.Document()), break_)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is no .docx file"),
        (b"hello", "it is no .docx file"),
        (bytes_of(docx.Document())[:3000], "it is no .docx file"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "it has a password, or is a .doc of an older Word"),
        (_empty_zip(), "it is no Word document"),
        (_spreadsheet(), "it is no Word document"),
        (_broken("word/document.xml", b"<w:document"), "it is no Word document"),
        (_broken("word/document.xml", b""), "it is no Word document"),
        (_broken("word/document.xml", None), "it is no Word document"),
        (_broken("word/document.xml", b"<html/>"), "it is no Word document"),
        (_broken("word/styles.xml", b"<"), "it is no Word document"),
        (_broken("_rels/.rels", None), "it is no Word document"),
        (_bomb(), "it unpacks to more than 100 MiB"),
        (repacked(bytes_of(docx.Document()), _macros), "it holds macros"),
    ],
)
def test_what_is_no_word_document_is_one_sentence(data: bytes, why: str) -> None:
    with pytest.raises(NotWord) as caught:
        document("<p>x</p>", data)
    assert caught.value.sentence.startswith(f"the document of --template cannot be used: {why}")
    assert "\n" not in caught.value.sentence
    assert caught.value.exit_code == 2
