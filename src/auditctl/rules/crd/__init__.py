"""Credibility: what a reader from outside would ask about. None of it is a requirement, and none is a fault by itself.

An audit is looked at from its closing meeting on; a draft is nobody's yet.
"""
