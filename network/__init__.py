"""Ways to other machines: which addresses may be asked, and connections that go nowhere else.

The lowest floor with the ontology: loaders fetch by it, and the server's federation asks by it.
"""
