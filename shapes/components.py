"""What each SHACL constraint component finds, in words (W3C SHACL, section 4).

A shape's own message says what is expected and what to do. These sentences go before it and
say what was found, since one shape often holds several constraints.
"""

from __future__ import annotations

from .report import Message

UNMET = Message("A constraint of the shape is not met.", "Et krav i formen er ikke oppfylt.")
"""For components that are not named below, such as those of SPARQL constraints."""

_FOUND = {
    "MinCount": Message("A value is missing.", "En verdi mangler."),
    "MaxCount": Message("There are too many values.", "Det er for mange verdier."),
    "Class": Message(
        "The value does not exist or is another kind of thing.",
        "Verdien finnes ikke eller er en annen slags ting.",
    ),
    "Datatype": Message("The value is of another type.", "Verdien er av en annen type."),
    "NodeKind": Message(
        "There is a text where an address belongs, or the other way round.",
        "Det står en tekst der det skal være en adresse, eller omvendt.",
    ),
    "MinExclusive": Message("The number is too small.", "Tallet er for lite."),
    "MinInclusive": Message("The number is too small.", "Tallet er for lite."),
    "MaxExclusive": Message("The number is too large.", "Tallet er for stort."),
    "MaxInclusive": Message("The number is too large.", "Tallet er for stort."),
    "MinLength": Message("The text is too short.", "Teksten er for kort."),
    "MaxLength": Message("The text is too long.", "Teksten er for lang."),
    "Pattern": Message("The value has another form.", "Verdien har en annen form."),
    "LanguageIn": Message("The text is in another language.", "Teksten er på et annet språk."),
    "UniqueLang": Message("Two values are in the same language.", "To verdier er på samme språk."),
    "Equals": Message("Two values differ.", "To verdier er ulike."),
    "Disjoint": Message("Two values are the same.", "To verdier er like."),
    "LessThan": Message(
        "The value is not earlier or smaller than what it is compared with.",
        "Verdien er ikke tidligere eller mindre enn det den sammenlignes med.",
    ),
    "LessThanOrEquals": Message(
        "The value is later or greater than what it is compared with.",
        "Verdien er senere eller større enn det den sammenlignes med.",
    ),
    "HasValue": Message("A certain value is missing.", "En bestemt verdi mangler."),
    "In": Message("The value is not in the list.", "Verdien er ikke i listen."),
    "Closed": Message("There is something extra.", "Det er noe for mye."),
    "Or": Message(
        "The value is none of the kinds allowed.", "Verdien er ingen av de tillatte slagene."
    ),
    "Not": Message("The value is one of those ruled out.", "Verdien er blant de utelukkede."),
    "Node": Message(
        "The value does not exist or is another kind of thing.",
        "Verdien finnes ikke eller er en annen slags ting.",
    ),
}


def found(component: str) -> Message:
    """Give what a component finds from its local name, such as `MinCountConstraintComponent`."""
    return _FOUND.get(component.removesuffix("ConstraintComponent"), UNMET)
