"""What LibreOffice makes of a document, in a profile of its own."""

import subprocess
from pathlib import Path

from installed import program


def text_by_libreoffice(data: bytes, folder: Path) -> str:
    """Return the text of a Word document as LibreOffice reads it."""
    return _converted(data, folder, "txt:Text (encoded):UTF8").decode("utf-8-sig")


def pdf_by_libreoffice(data: bytes, folder: Path) -> bytes:
    """Return the pages of a Word document as LibreOffice lays them out."""
    return _converted(data, folder, "pdf")


def _converted(data: bytes, folder: Path, form: str) -> bytes:
    source = folder / "report.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        program("soffice", "libreoffice"),
        profile,
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(folder),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    made = source.with_suffix(f".{form.partition(':')[0]}")
    assert made.exists(), (done.stdout + done.stderr).decode()
    return made.read_bytes()
