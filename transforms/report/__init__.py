"""The tables of a release in; out come pages that people read: report.md and report/index.html.

The page needs no server and asks nobody for anything: text, scripts and charts are in the one file.
"""
