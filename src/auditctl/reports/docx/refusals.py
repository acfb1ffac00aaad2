"""Why there is no Word document: an extra that is missing, or a file that is none."""

import struct
import zipfile
import zlib

from auditctl.errors import AuditctlError, UsageError

DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
"""What reading a file that should be a zip raises where it is none, or has been damaged."""


class NoPythonDocx(AuditctlError):
    def __init__(self, missing: str) -> None:
        super().__init__(
            f"a Word document is written with {missing}, which is not installed",
            "pip install 'auditctl[docx]', or write the report as HTML, which Word opens too",
        )


class NotWord(UsageError):
    """The company's own document cannot be used as it is."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"the document of --template cannot be used: {why}",
            "give a .docx or .dotx as Word saves it, without a password and without macros",
        )
