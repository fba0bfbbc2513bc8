"""The towns that the UN list of operations names as headquarters, and about where each lies.

The list writes some longitudes as latitudes. Whether it does is told by the town itself: the degrees
here are whole, good enough to say which way round a pair is, and never shown.
"""

from typing import NamedTuple

FARTHEST_DEGREES = 2


class Town(NamedTuple):
    """A town, its country or the region where that is not settled, and its whole degrees."""

    id: str
    parent: str
    country: str | None
    longitude: int
    latitude: int

    def is_at(self, longitude: float, latitude: float) -> bool:
        """Whether this may be the town's own point."""
        east, north = abs(longitude - self.longitude), abs(latitude - self.latitude)
        return max(east, north) <= FARTHEST_DEGREES


TOWNS = {
    "Abidjan": Town("abidjan", "cote-d-ivoire", "CIV", -4, 5),
    "Abyei": Town("abyei", "africa", None, 28, 10),
    "Al Fashir": Town("al-fashir", "sudan", "SDN", 25, 14),
    "Asmara": Town("asmara", "eritrea", "ERI", 39, 15),
    "Athens": Town("athens", "greece", "GRC", 24, 38),
    "Baghdad": Town("baghdad", "iraq", "IRQ", 44, 33),
    "Bamako": Town("bamako", "mali", "MLI", -8, 13),
    "Bangui": Town("bangui", "central-african-republic", "CAF", 19, 4),
    "Bujumbura": Town("bujumbura", "burundi", "BDI", 29, -3),
    "Camp Faouar": Town("camp-faouar", "syria", "SYR", 36, 33),
    "Cavtat": Town("cavtat", "croatia", "HRV", 18, 43),
    "Damascus": Town("damascus", "syria", "SYR", 36, 34),
    "Dili": Town("dili", "timor-leste", "TLS", 126, -9),
    "Dushanbe": Town("dushanbe", "tajikistan", "TJK", 69, 39),
    "Freetown": Town("freetown", "sierra-leone", "SLE", -13, 8),
    "Gaza": Town("gaza", "state-of-palestine", "PSE", 34, 32),
    "Guatemala City": Town("guatemala-city", "guatemala", "GTM", -91, 15),
    "Jerusalem": Town("jerusalem", "western-asia", None, 35, 32),
    "Juba": Town("juba", "south-sudan", "SSD", 32, 5),
    "Kabale": Town("kabale", "uganda", "UGA", 30, -1),
    "Kabul": Town("kabul", "afghanistan", "AFG", 69, 35),
    "Khartoum": Town("khartoum", "sudan", "SDN", 33, 16),
    "Kigali": Town("kigali", "rwanda", "RWA", 30, -2),
    "Kinshasa": Town("kinshasa", "democratic-republic-of-the-congo", "COD", 15, -4),
    "Laayoune": Town("laayoune", "western-sahara", "ESH", -13, 27),
    "Luanda": Town("luanda", "angola", "AGO", 13, -9),
    "Maputo": Town("maputo", "mozambique", "MOZ", 33, -26),
    "Mogadishu": Town("mogadishu", "somalia", "SOM", 45, 2),
    "Monrovia": Town("monrovia", "liberia", "LBR", -11, 6),
    "N'Djamena": Town("n-djamena", "chad", "TCD", 15, 12),
    "Naqoura": Town("naqoura", "lebanon", "LBN", 35, 33),
    "Nicosia": Town("nicosia", "cyprus", "CYP", 33, 35),
    "Phnom Penh": Town("phnom-penh", "cambodia", "KHM", 105, 12),
    "Port-au-Prince": Town("port-au-prince", "haiti", "HTI", -72, 19),
    "Pristina": Town("pristina", "southern-europe", None, 21, 43),
    "San Salvador": Town("san-salvador", "el-salvador", "SLV", -89, 14),
    "Sarajevo": Town("sarajevo", "bosnia-and-herzegovina", "BIH", 18, 44),
    "Skopje": Town("skopje", "north-macedonia", "MKD", 21, 42),
    "Sukhumi": Town("sukhumi", "georgia", "GEO", 41, 43),
    "Tegucigalpa": Town("tegucigalpa", "honduras", "HND", -87, 14),
    "Tehran": Town("tehran", "iran", "IRN", 51, 36),
    "Umm Qasr": Town("umm-qasr", "iraq", "IRQ", 48, 30),
    "Vukovar": Town("vukovar", "croatia", "HRV", 19, 45),
    "Zagreb": Town("zagreb", "croatia", "HRV", 16, 46),
}
