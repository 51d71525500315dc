"""Write `newsum/data/territories.tsv` from the CLDR that babel ships.

    python tests/tables/make_territories.py

Countries and the exemplar cities of the time zones, English and Chinese. CLDR is under the Unicode
license, which the table's first line names. babel is asked here, once, because loading its locale
data costs more than a whole check.
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale, __version__

TARGET = Path(__file__).parents[2] / "newsum" / "data" / "territories.tsv"
#: Common words, or other places' and people's names, in one of the languages.
AMBIGUOUS = {
    "Jordan", "Chad", "Georgia", "Mali", "Turkey", "Guinea", "Niger", "Malta", "Togo", "Jersey",
    "Man", "Center", "Wake", "Midway", "Macquarie", "Davis", "Casey", "Troll", "Vincennes", "Knox",
    "Eastern", "Nome", "Rome", "Nassau", "Easter", "St. Helena", "Nicosia", "Monaco", "Madeira",
    "Boise", "Dublin", "Regina", "Louisville", "Lima", "Mendoza", "Cordoba", "Santiago", "Victoria",
    "Marengo", "Vevay", "Petersburg", "Winamac", "Adak", "Creston", "Thule", "Rainy River",
}  # fmt: skip


def rows() -> list[tuple[str, str, str]]:
    """Return kind, English name and Chinese name of each."""
    en, zh = Locale.parse("en"), Locale.parse("zh_Hans")
    found = []
    for code, name in en.territories.items():
        chinese = zh.territories.get(code, "")
        if len(code) == 2 and code not in ("EU", "EZ", "UN", "ZZ", "QO", "XA", "XB", "HK", "MO"):
            english = name.replace("’", "'").replace("&", "and").partition(" (")[0]
            found.append(("country", english, chinese.partition("（")[0]))
    for zone, names in zh.time_zones.items():
        continent, _, city = zone.rpartition("/")
        if "city" in names and continent and not zone.startswith(("Etc", "Antarctica")):
            english = en.time_zones.get(zone, {}).get("city", city.replace("_", " "))
            found.append(("city", english.replace("’", "'"), names["city"]))
    return [row for row in found if row[1] not in AMBIGUOUS and len(row[2]) > 1]


def main() -> None:
    """Write the table."""
    lines = [
        f"# Unicode CLDR, through babel {__version__}. Unicode License v3. Generated; see tests."
    ]
    lines += ["\t".join(row) for row in sorted(set(rows()))]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
