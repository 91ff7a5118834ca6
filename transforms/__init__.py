"""Pure transforms: articles go in, one frame per table of the contract comes out.

No module below imports Prefect; data travels read -> parse -> resolve -> statements -> events -> tables.
"""
