"""The rewrite rules that make w3id.org lead klynge's IRIs to this server."""

from __future__ import annotations

from string import Template

_RULES = Template("""\
# Rewrite rules for https://w3id.org/klynge/, to be put there as klynge/.htaccess.
# The server negotiates formats itself, so each rule only leads to the same path there.
Options -MultiViews
RewriteEngine on
Header always set Access-Control-Allow-Origin "*"

# The ontology, its versions and modules; terms are fragments, which stay with the client.
RewriteRule ^(ont(?:\\.[a-z]+|/.*)?)$$ ${target}$$1 [R=302,L]
RewriteRule ^(shapes(?:\\.[a-z]+|/.*)?)$$ ${target}$$1 [R=302,L]
RewriteRule ^(context\\.jsonld)$$ ${target}$$1 [R=302,L]

# The rules that findings name, and the JSON Schema of reports.
RewriteRule ^(rules|report\\.schema\\.json)$$ ${target}$$1 [R=302,L]

# All code lists as one document, and their versions.
RewriteRule ^(voc(?:\\.[a-z]+|/[0-9][^/]*)?)$$ ${target}$$1 [R=302,L]

# Concepts, things and graphs: not documents, so the answer is 303 See Other.
RewriteRule ^(voc/.+)$$ ${target}$$1 [R=303,L]
RewriteRule ^(id/.+)$$ ${target}$$1 [R=303,L]
RewriteRule ^(graph/.+)$$ ${target}$$1 [R=303,L]

# Whoever asks for the base itself gets the start page.
RewriteRule ^$$ ${target} [R=302,L]
""")


def w3id_rules(public_url: str) -> str:
    """Give the `.htaccess` for w3id.org that leads to a server at an address."""
    return _RULES.substitute(target=public_url)
