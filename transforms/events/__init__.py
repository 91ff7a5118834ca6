"""A parsed and resolved article with its statements goes in; its event mentions, joined into incidents, come out.

`events.article.find_events(parsed, resolution, statements)` is the one entry point.
"""
