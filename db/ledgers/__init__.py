"""Ledgers: the spreadsheets a village keeps, read in and written out."""
