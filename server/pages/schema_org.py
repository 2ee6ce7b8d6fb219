"""A thing in the words of schema.org, for search engines: on its page, and as data of its own.

It holds what is said of the thing itself and has a term there; texts too long for a page are left
to the full data. The page carries the same bytes that its data address gives with
`?profile=schema`, but for what HTML asks to be escaped.
"""

from __future__ import annotations

import re

from ..composing import compose
from ..pool.wire import Request
from ..site import Site

PROFILE = "schema"
JSON_LD = "application/ld+json"

_QUERY = """CONSTRUCT { %this a ?type ; ?said ?value . ?value schema:name ?name }
WHERE {
  {
    VALUES (?class ?type) {
      (kly:Cluster schema:Organization) (kly:Organization schema:Organization)
      (kly:ClusterProgramme schema:FundingScheme) (kly:Programme schema:FundingScheme)
      (kly:FundingFramework schema:FundingScheme) (kly:Project schema:ResearchProject)
      (kly:ClusterProject schema:Project) (kly:Place schema:Place) (foaf:Person schema:Person)
      (kly:Document schema:CreativeWork) (kly:Claim schema:Claim) (kly:Event schema:Event)
      (kly:FundingAward schema:MonetaryGrant) (kly:ClusterService schema:Service)
      (kly:ClusterMembership schema:OrganizationRole) (skos:Concept schema:DefinedTerm)
      (skos:ConceptScheme schema:DefinedTermSet)
    }
    %this a ?class
  } UNION {
    VALUES (?property ?said) {
      (rdfs:label schema:name) (skos:prefLabel schema:name) (dct:title schema:name)
      (skos:altLabel schema:alternateName) (dct:description schema:description)
      (skos:definition schema:description) (skos:notation schema:termCode)
      (foaf:homepage schema:url) (kly:webAddress schema:url) (dct:license schema:license)
      (kly:foundedDate schema:foundingDate) (dct:issued schema:datePublished)
      (kly:startDate schema:startDate) (kly:endDate schema:endDate)
      (kly:registrationNumber schema:identifier) (kly:lei schema:leiCode)
      (kly:languageCode schema:inLanguage) (kly:titleText schema:jobTitle)
      (geo:lat schema:latitude) (geo:long schema:longitude)
    }
    %this ?property ?value
    FILTER(STRLEN(STR(?value)) <= 2000 && !ISBLANK(?value))
  } UNION {
    VALUES (?property ?said) {
      (kly:locatedIn schema:location) (kly:within schema:containedInPlace)
      (kly:parentOrganization schema:parentOrganization) (kly:issuedBy schema:publisher)
      (dct:isPartOf schema:isPartOf) (skos:inScheme schema:inDefinedTermSet)
      (kly:organisedBy schema:organizer) (kly:awardGiver schema:funder)
    }
    %this ?property ?value
    FILTER(STRLEN(STR(?value)) <= 2000 && !ISBLANK(?value))
    OPTIONAL { ?value rdfs:label|skos:prefLabel|dct:title ?name FILTER(STRLEN(?name) <= 2000) }
  }
}"""


def query_of(iri: str) -> str:
    """Give the query for a thing in the words of schema.org."""
    return compose(_QUERY, this=iri)


def embedded(site: Site, iri: str) -> str:
    """Give a thing as JSON-LD that may stand inside a script element of a page."""
    body = site.pool.ask(Request(query_of(iri), JSON_LD, prefixed=True)).decode()
    # HTML, section 4.12.1.3: no `</script` or `<!--` may stand in it; JSON has other spellings.
    for character in "<>&\u2028\u2029":
        body = body.replace(character, f"\\u{ord(character):04x}")
    # What no page may hold is written as JSON writes it.
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]", lambda m: f"\\u{ord(m[0]):04x}", body)
