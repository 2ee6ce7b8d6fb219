"""Fetching: the files of sources from where they are published, kept so that builds need no net.

A source says what it wants (`request.py`, by its kind's ways); what answers is hostile until it
has been read by the source's bounded reader.
"""
