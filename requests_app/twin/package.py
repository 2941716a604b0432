"""What makes a Word file of a document: its language, its protection, and the seal."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4
from xml.sax.saxutils import escape

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from requests_app.twin.controls import WORD_LANGUAGES, Script

SEAL_NAMESPACE: Final = "urn:clearinghouse:offline-form:1"
SEAL_FOLDER: Final = "customXml/"
_XML: Final = "application/xml"
_ITEM_PROPERTIES: Final = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


def finish(document: Any, *, script: Script, seal: str, title: str) -> None:
    """Protect everything but the fields, name the language, and put the seal in."""
    core = document.core_properties
    core.title, core.author, core.comments = title, "", ""
    core.language = WORD_LANGUAGES[script.language]
    _name_the_language(document, script)
    _protect(document)
    _put_in(document, seal)


def _put_in(document: Any, seal: str) -> None:
    """Keep the seal as custom XML, which Word and LibreOffice carry along when they save."""
    package = document.part.package
    item = f'<portal xmlns="{SEAL_NAMESPACE}">{escape(seal)}</portal>'
    about = (
        f'<ds:datastoreItem ds:itemID="{{{str(uuid4()).upper()}}}" '
        'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs/></ds:datastoreItem>'
    )
    part = Part(PackURI(f"/{SEAL_FOLDER}item9.xml"), _XML, item.encode(), package)
    properties = Part(
        PackURI(f"/{SEAL_FOLDER}itemProps9.xml"), _ITEM_PROPERTIES, about.encode(), package
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    part.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)


def _name_the_language(document: Any, script: Script) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    mark = defaults.find(f".//{qn('w:lang')}")
    name = WORD_LANGUAGES[script.language]
    mark.set(qn("w:eastAsia" if script.language == "zh" else "w:val"), name)
    mark.set(qn("w:bidi"), WORD_LANGUAGES["ar"])
    if script.is_right_to_left:
        properties = document.sections[0]._sectPr
        direction = OxmlElement("w:bidi")
        grid = properties.find(qn("w:docGrid"))
        properties.append(direction) if grid is None else grid.addprevious(direction)


def _protect(document: Any) -> None:
    """Let Word change fields only; without a password, because nobody must be locked out of their own words."""
    settings = document.settings.element
    protection = OxmlElement("w:documentProtection")
    protection.set(qn("w:edit"), "forms")
    protection.set(qn("w:enforcement"), "1")
    # Its place in the schema is before these, of which the template has at least one.
    following = {
        qn(f"w:{name}")
        for name in ("autoFormatOverride", "styleLockTheme", "styleLockQFSet", "defaultTabStop", "autoHyphenation",
                     "characterSpacingControl", "compat", "rsids", "themeFontLang", "clrSchemeMapping")
    }  # fmt: skip
    place = next((child for child in settings if child.tag in following), None)
    settings.append(protection) if place is None else place.addprevious(protection)
