"""What things mean: the OWL ontology, its code lists, terms, IRIs, rules and reasoning."""
