"""An ISO/IEC 27001 internal audit programme as plain files in git."""

__version__ = "0.1.0"
