"""A parsed and resolved article goes in; its statements (who said what, in whose words) come out.

`statements.article.find_statements(parsed, resolution)` is the one entry point.
"""
