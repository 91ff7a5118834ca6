"""Rows of every document go in; validated tables, their files and one atomic release come out.

The schema classes in `schemas` are the only source of dtype, nullability, key, rule and description.
"""
