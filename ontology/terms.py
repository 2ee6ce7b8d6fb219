"""Every term of the ontology once, and the prefixes under which all rooms write IRIs.

Code writes `expand("kly:inCluster")`. A misspelt prefix or klynge term is an error there and
then, not a property nobody will ever query. A test holds the names against the Turtle both ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .errors import KlyngeError

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        # klynge: terms, shapes, code lists
        "kly": "https://w3id.org/klynge/ont#",
        "klysh": "https://w3id.org/klynge/shapes#",
        "klypub": "https://w3id.org/klynge/shapes/publishing#",
        "klydcat": "https://w3id.org/klynge/shapes/dcat#",
        "voc": "https://w3id.org/klynge/voc/",
        # W3C: RDF, RDFS, OWL, SKOS, SHACL, XML Schema
        "owl": "http://www.w3.org/2002/07/owl#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        # W3C: organisations, provenance, catalogues, verdicts, statistics, places
        "adms": "http://www.w3.org/ns/adms#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "earl": "http://www.w3.org/ns/earl#",
        "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "locn": "http://www.w3.org/ns/locn#",
        "geosparql": "http://www.opengis.net/ont/geosparql#",
        "org": "http://www.w3.org/ns/org#",
        "prov": "http://www.w3.org/ns/prov#",
        "qb": "http://purl.org/linked-data/cube#",
        "rov": "http://www.w3.org/ns/regorg#",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
        "void": "http://rdfs.org/ns/void#",
        # European Union and research information: aligned with, not used in data
        "cv": "http://data.europa.eu/m8g/",
        "eurio": "http://data.europa.eu/s66#",
        "frapo": "http://purl.org/cerif/frapo/",
        "vivo": "http://vivoweb.org/ontology/core#",
        "xkos": "http://rdf-vocabulary.ddialliance.org/xkos#",
        # Others
        "dc": "http://purl.org/dc/elements/1.1/",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "schema": "https://schema.org/",
        # XKOS's best practices write schema.org with http, and other spellings do not match theirs.
        "sdo": "http://schema.org/",
        "semapv": "https://w3id.org/semapv/vocab/",
        "vann": "http://purl.org/vocab/vann/",
        # Looked for by lint and kept out by shapes, never written
        "cc": "http://creativecommons.org/ns#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
    }
)
"""Prefix to namespace, the same in the Turtle files, the dumps and the query page.

Files with many codes also name a code list, classification or kind of thing by its own name:
`size-class:micro`, `nace2:0322`, `programme:nce` (see `iris.py`).
"""

CLASSES = frozenset(
    """
Actor Advocacy ChainRepresentation Claim Cluster ClusterChange ClusterManagement
ClusterMembership ClusterOrganization ClusterProgramme ClusterProject ClusterService
Collaboration Company ComparativeClaim CrossClusterProject DatedName Disagreement Document
EducationInstitution EducationMeasure Event FishingOrAquacultureCode Flow ForeignInvestment
FundingAward FundingFramework Goal IndustrialBasis InnovationActivity JointProject
KnowledgeInstitution KnowledgeTransfer LabelAward MemberKindStatement Milestone NCECluster
OfficeHolding Organization Passage Place Programme ProgrammeParticipation ProgrammeRole Project
ProjectParticipation PublicBody RegionSectorCell ResearchOrganization ResearchPartnership
SeafoodValueChain SeafoodValueChainCluster Selection SelectionCriterion SupportRule Theory
TripleHelixCluster ValueChain ValueChainActivity ValueChainStage
""".split()
)
"""The local name of every class of klynge."""

PROPERTIES = frozenset(
    """
about acceptedBecause acceptedBy acceptedUntil activeInStage activityBy activityKind activityOf
actorType admitted advocacyOf advocacyRole advocate afterPhase aim amount amountBasis announcedDate
applicants areaText authorName awardGiver awardProgramme awardProject awardRecipient awardReference
basisOf basisText benefit block bound callText cameFrom chainExtent changeFrom changeKind changeTo
changedIn claimKind clusterFunction collaboratesWith collaborationKind collaborationPartner
collaborator columnLetter comparedRelease comparedWith compositionOf contractPeriods country
coversStage coversValueChain criterionOf deadline decidedDate developedBy developsCluster direction
dissolvedDate documentKind economicActivity edition educationInstitution educationKind endDate
endDay englishWebsite eurostatCode evidenceKind evidenceMark expectedValue feedsInto findingRow
findingRule findingState flowFrom flowKind flowOf flowTo foundValue foundedDate fundedUnder
fundsProject furtherPlace gaveAward goalOf hasActivity hasAdvocacy hasChainRepresentation
hasCollaboration hasCriterion hasCurrentMember hasCurrentMembership hasDatedName
hasEducationMeasure hasGoal hasIndustrialBasis hasInnovationActivity hasKnowledgeTransfer
hasLabelAward hasManagement hasMember hasMemberKind hasMembership hasMilestone hasObservation
hasParticipant hasParticipation hasPartnership hasProgrammeRole hasProjectParticipant
hasProjectParticipation hasSelection hasStage hasSubprogramme hasSuggestion hasSupportRule
holdsAdvocacy holdsManagement holdsMembership holdsOffice holdsProgrammeRole
holdsProjectParticipation howToMend inCluster inColumn inFile inProgramme inProject inRow inSheet
incomingFlow indicator industrialEcosystem introduced introducedBy investmentIn investor
involvesCluster issuedBy joinsIndustry jointProject jointProjectOf label labelHolder labelIssuer
languageCode legalFormText lei locatedIn longestSupportYears madeClaim managedBy managedCluster
managementRole manages managingOrganization measureOf memberActor memberOf memberRole mendedFinding
milestoneOf nameKind nameOf nameText nextPhase numbersText nutsCode offersService officeAt
officeEmail officeHolder officeText onDate onDay operatedBy order organisedBy organises
outgoingFlow parentCountry parentOrganization partOfProgramme participant participantNumber
participatesIn participationState partly partnerIn partnershipOf placeKind plannedEndDate
previousPhase programmeActor programmeLevel programmeParticipation programmeRole projectActor
projectAward projectKind projectNumber projectRole publisherName receivedAward receivedInvestment
refArea refPeriod registerState registrationNumber representationBy representedChain
representsValueChain researchPartner roleInProgramme ror ruleOf runBy runs scope scorePercent
sectorText selectionFor selectionMethod sentence serviceBy serviceType share sideA sideB sizeClass
speaker staffFte stageKind stageOf startDate startDay stateText statedDate subjectOf suggestedValue
suggestionReason supportKind takesPartIn technologyText throughProject timeText titleText topicText
transferKind transferOf transferPartner unit upstreamOf webAddress weightPercent within wording
yearlyAmount
""".split()
)
"""The local name of every property of klynge."""


class UnknownPrefix(KlyngeError):
    """A compact IRI has a prefix that klynge does not know."""


class UnknownTerm(KlyngeError):
    """A compact IRI with the prefix `kly` names no term of the ontology."""


def expand(curie: str) -> str:
    """Give the IRI that a compact IRI stands for; `kly:` alone gives the namespace.

    Raises `UnknownPrefix` or `UnknownTerm` (CURIE Syntax 1.0, section 3).

    >>> expand("kly:Cluster")
    'https://w3id.org/klynge/ont#Cluster'
    """
    prefix, colon, name = curie.partition(":")
    if not colon or prefix not in PREFIXES:
        known = ", ".join(sorted(PREFIXES))
        raise UnknownPrefix(f"{curie!r} has no known prefix; write one of {known}, a colon, a name")
    if prefix == "kly" and name and name not in CLASSES and name not in PROPERTIES:
        raise UnknownTerm(
            f"{curie!r} is no term of the ontology; see ontology/*.ttl, or add it there and here"
        )
    return PREFIXES[prefix] + name
