"""What each SHACL constraint component finds, in words (W3C SHACL, section 4).

A shape's own message says what is expected and what to do. These sentences go before it and
say what was found: `{value}` stands for the values that fail, `{name}` for the name of the shape
and `{other}` for what a value is compared with.
"""

from __future__ import annotations

from collections.abc import Sequence

from .report import Message

UNMET = Message("A constraint of the shape is not met.", "Et krav i formen er ikke oppfylt.")
"""For components that are not named below, such as those of SPARQL constraints."""

_FOUND = {
    "MinCount": Message("A value is missing: {name}.", "En verdi mangler: {name}."),
    "MaxCount": Message(
        "There are too many values: {value}.", "Det er for mange verdier: {value}."
    ),
    "Class": Message(
        "{value} does not exist or is another kind of thing.",
        "{value} finnes ikke eller er en annen slags ting.",
    ),
    "Datatype": Message("{value} is of another type.", "{value} er av en annen type."),
    "NodeKind": Message(
        "{value} is a text where an address belongs, or the other way round.",
        "{value} er en tekst der det skal være en adresse, eller omvendt.",
    ),
    "MinExclusive": Message("{value} is too small.", "{value} er for lite."),
    "MinInclusive": Message("{value} is too small.", "{value} er for lite."),
    "MaxExclusive": Message("{value} is too large.", "{value} er for stort."),
    "MaxInclusive": Message("{value} is too large.", "{value} er for stort."),
    "MinLength": Message("The text {value} is too short.", "Teksten {value} er for kort."),
    "MaxLength": Message("The text {value} is too long.", "Teksten {value} er for lang."),
    "Pattern": Message("{value} has another form.", "{value} har en annen form."),
    "LanguageIn": Message(
        "The text {value} is in another language.", "Teksten {value} er på et annet språk."
    ),
    "UniqueLang": Message(
        "Two values are in the same language: {value}.", "To verdier er på samme språk: {value}."
    ),
    "Equals": Message("{value} stands on one side only.", "{value} står bare på den ene siden."),
    "Disjoint": Message("{value} stands on both sides.", "{value} står på begge sider."),
    "LessThan": Message(
        "{value} is not earlier or smaller than {other}.",
        "{value} er ikke tidligere eller mindre enn {other}.",
    ),
    "LessThanOrEquals": Message(
        "{value} is later or greater than {other}.", "{value} er senere eller større enn {other}."
    ),
    "HasValue": Message("A certain value is missing: {name}.", "En bestemt verdi mangler: {name}."),
    "In": Message("{value} is not in the list.", "{value} er ikke i listen."),
    "Closed": Message("{value} is something extra.", "{value} er noe for mye."),
    "Or": Message(
        "{value} is none of the kinds allowed.", "{value} er ingen av de tillatte slagene."
    ),
    "Not": Message("{value} is one of those ruled out.", "{value} er blant de utelukkede."),
    "Node": Message(
        "{value} does not exist or is another kind of thing.",
        "{value} finnes ikke eller er en annen slags ting.",
    ),
}
_QUOTES = {"en": ("“", "”"), "nb": ("«", "»")}
_LONGEST = 160


def found(
    component: str, values: Sequence[str] = (), name: Message = UNMET, others: Sequence[str] = ()
) -> Message:
    """Give what a component finds, by its local name, such as `MinCountConstraintComponent`.

    `UNMET` for a component that has no words here.
    """
    words = _FOUND.get(component.removesuffix("ConstraintComponent"))
    if words is None:
        return UNMET
    return Message(
        words.en.format(value=_listed(values, "en"), name=name.en, other=_listed(others, "en")),
        words.nb.format(value=_listed(values, "nb"), name=name.nb, other=_listed(others, "nb")),
    )


def _listed(values: Sequence[str], language: str) -> str:
    """Give values in the quotation marks of a language; a long one is cut."""
    opening, closing = _QUOTES[language]
    return ", ".join(f"{opening}{_cut(value)}{closing}" for value in values)


def _cut(value: str) -> str:
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
