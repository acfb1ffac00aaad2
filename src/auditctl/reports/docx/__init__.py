"""A report as a Word document: our own HTML page walked and written anew with Word's styles, fields and tables.

The same page gives the same bytes, as long as the fonts that drawings are lettered with are the same.
"""

from auditctl.reports.docx.refusals import NoPythonDocx, NotWord
from auditctl.reports.remarks import Remark, ignored

__all__ = ["NoPythonDocx", "NotWord", "document"]


def document(page: str, template: bytes | None = None, remark: Remark = ignored) -> bytes:
    """Return the Word document of a page; `template` is one whose styles, header and footer it takes.

    What the document could not be given is remarked, a sentence each. Raises NoPythonDocx and NotWord.
    """
    try:
        import docx  # noqa: F401, PLC0415 - an extra, with what it needs
        import lxml.html  # noqa: F401, PLC0415
        import resvg_py  # noqa: F401, PLC0415
        import tinycss2  # noqa: F401, PLC0415
    except ModuleNotFoundError as error:
        raise NoPythonDocx("python-docx" if error.name in {None, "docx"} else error.name) from error
    from auditctl.reports.docx.whole import written  # noqa: PLC0415

    return written(page, template, remark)
