"""Words by which the coach knows what a need already says, in each language. Beginnings of words, in small letters.

Arabic and Chinese are looked for anywhere in the text: Arabic joins articles and prepositions to the word, and
Chinese puts no space between words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Cues:
    """What names an agency, what is a number in words, and what says nothing that could be acted on."""

    agencies: tuple[str, ...]
    numbers: tuple[str, ...]
    general: tuple[str, ...]


CUES: Final[dict[str, Cues]] = {
    "en": Cues(
        ("agenc", "ministr", "authorit", "customs", "police", "border guard", "coast guard", "department", "laborator",
         "commission", "service", "institute", "directorate", "port ", "airport", "university", "parliament",
         "inspectorate", "regulator", "army", "navy", "bureau", "office", "hospital", "centre", "committee"),
        ("one ", "two ", "three ", "four ", "five ", "six ", "seven ", "eight ", "nine ", "ten ", "twelve", "twenty",
         "thirty", "forty", "fifty", "hundred", "dozen", "both "),
        ("implementation of resolution", "implementing resolution", "implementation of 1540", "implementing 1540",
         "implement resolution", "implement 1540", "capacity building", "capacity-building", "technical assistance",
         "general assistance", "any assistance", "all areas"),
    ),
    "fr": Cues(
        ("agence", "ministère", "autorité", "douan", "police", "gendarmerie", "garde", "département", "laboratoire",
         "commission", "service", "institut", "direction", "port ", "aéroport", "université", "parlement",
         "inspection", "armée", "marine", "bureau", "office", "hôpital", "centre", "comité"),
        ("un ", "une ", "deux", "trois", "quatre", "cinq", "six ", "sept ", "huit", "neuf", "dix", "douz", "quinz",
         "vingt", "trent", "quarant", "cinquant", "cent "),
        ("mise en œuvre de la résolution", "mise en oeuvre de la résolution", "appliquer la résolution",
         "application de la résolution", "renforcement des capacités", "assistance technique"),
    ),
    "es": Cues(
        ("agencia", "ministerio", "autoridad", "aduan", "policía", "guardia", "departamento", "laboratorio",
         "comisión", "servicio", "instituto", "dirección", "puerto", "aeropuerto", "universidad", "parlamento",
         "inspección", "ejército", "armada", "oficina", "hospital", "centro", "comité"),
        ("un ", "una ", "dos ", "tres ", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "doce", "quince",
         "veint", "treinta", "cuarenta", "cincuenta", "cien"),
        ("aplicación de la resolución", "aplicar la resolución", "implementación de la resolución",
         "fomento de la capacidad", "creación de capacidad", "asistencia técnica"),
    ),
    "ru": Cues(
        ("агентств", "министерств", "орган", "тамож", "полици", "пограничн", "береговая охрана", "департамент",
         "лаборатори", "комисси", "служб", "институт", "управлени", "порт", "аэропорт", "университет", "парламент",
         "инспекци", "арми", "флот", "бюро", "ведомств", "больниц", "центр", "комитет"),
        ("один", "одна", "два ", "две ", "двух", "три ", "трех", "трёх", "четыр", "пять", "шесть", "семь", "восемь",
         "девять", "десять", "двенадцать", "двадцать", "тридцать", "сорок", "пятьдесят", "сто "),
        ("осуществление резолюции", "осуществлении резолюции", "выполнение резолюции", "выполнении резолюции",
         "укрепление потенциала", "наращивание потенциала", "техническая помощь"),
    ),
    "ar": Cues(
        ("وكالة", "وزارة", "سلطة", "هيئة", "جمارك", "جمرك", "شرطة", "حرس", "إدارة", "مختبر", "لجنة", "جهاز", "معهد",
         "مديرية", "ميناء", "مطار", "جامعة", "برلمان", "مفتشية", "جيش", "بحرية", "مكتب", "مستشفى", "مركز", "مصلحة"),
        ("واحد", "اثنان", "اثنين", "ثلاث", "أربع", "خمس", "ستة", "سبع", "ثماني", "تسع", "عشر", "مائة", "مئة"),
        ("تنفيذ القرار", "تنفيذ قرار", "بناء القدرات", "المساعدة التقنية", "مساعدة تقنية"),
    ),
    "zh": Cues(
        ("机构", "部", "局", "海关", "警察", "警方", "边防", "海岸警卫", "实验室", "委员会", "署", "研究所", "港口", "机场",
         "大学", "议会", "军队", "海军", "办公室", "医院", "中心", "当局"),
        ("一", "二", "两", "三", "四", "五", "六", "七", "八", "九", "十", "百"),
        ("执行第", "执行决议", "执行1540", "能力建设", "技术援助"),
    ),
}  # fmt: skip

# Abbreviations that every provider knows.
KNOWN_ABBREVIATIONS: Final = frozenset(
    {
        "UN", "UNSCR", "UNODA", "UNODC", "UNICRI", "UNDP", "UNIDIR", "UNEP", "IAEA", "OPCW", "WCO", "WHO", "FAO",
        "WOAH", "IMO", "ICAO", "INTERPOL", "OSCE", "NATO", "ASEAN", "AU", "EU", "OAS", "CARICOM", "WMD", "CBRN",
        "CBRNE", "NPT", "BWC", "CWC", "HEU", "AEO", "ISU", "ADN", "ONU", "AIEA", "OIAC", "OMD", "OMS", "UE", "OEA",
        "NBC", "NRBC", "QBRN", "ООН", "МАГАТЭ", "ОЗХО", "ВТО", "ВОЗ", "ОБСЕ", "ОМУ", "ХБРЯ", "USB", "PDF", "GPS",
        "DNA", "PCR", "XRF", "NAP", "VNIAP",
    }
)  # fmt: skip
