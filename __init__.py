"""klynge: linked data about business clusters, from spreadsheets to a served release."""

__version__ = "0.1.0"
