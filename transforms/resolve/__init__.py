"""A parsed article goes in; actors with their mentions, places, calendar spans and counts come out.

`resolve.article.resolve(parsed)` is the one entry point; statements and events ask it who a noun phrase is.
"""
