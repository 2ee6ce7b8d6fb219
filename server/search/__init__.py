"""Search over the names of things: what was asked, the index, how names match, pages and JSON."""
