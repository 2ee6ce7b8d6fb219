"""The pages for people: plain HTML, no scripts, every value with its source."""
