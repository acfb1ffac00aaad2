"""The names that every pack has."""

MANIFEST = "manifest.json"
README = "README.txt"
VERIFIER = "verify.py"
VERSION = 1
