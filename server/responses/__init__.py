"""How an answer leaves: media types and languages, content codings, whole bodies and streams."""
