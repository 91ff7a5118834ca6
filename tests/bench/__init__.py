"""Speed: how many tokens a second of processor time spaCy as shipped, its tuned parse and Dateline take.

In goes a folder of articles (or the project's own, varied); out comes a JSON with every run, and a table.
"""
