"""Git as a source of files and of who wrote them when: one hardened program call, whatever its repository's settings say."""

from auditctl.source.git.blobs import blob_id, bytes_id, contents, text_id, unpack
from auditctl.source.git.differing import differing
from auditctl.source.git.log import Commit, Touch, log
from auditctl.source.git.place import Git, git_around, is_partial
from auditctl.source.git.refusals import (
    ContentsMissing,
    EmptyHistory,
    GitRefusal,
    NoCommonCommit,
    NoGit,
    NotInGit,
    UnknownRevision,
)
from auditctl.source.git.revisions import merge_base, revision
from auditctl.source.git.signatures import Signature, signatures
from auditctl.source.git.sparse import left_out
from auditctl.source.git.tree import Entry, tree

__all__ = [
    "Commit",
    "ContentsMissing",
    "EmptyHistory",
    "Entry",
    "Git",
    "GitRefusal",
    "NoCommonCommit",
    "NoGit",
    "NotInGit",
    "Signature",
    "Touch",
    "UnknownRevision",
    "blob_id",
    "bytes_id",
    "contents",
    "differing",
    "git_around",
    "is_partial",
    "left_out",
    "log",
    "merge_base",
    "revision",
    "signatures",
    "text_id",
    "tree",
    "unpack",
]
