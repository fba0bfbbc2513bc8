"""The components of mandates that UNPMM tells apart, each in our own words and with its category."""

from collections.abc import Mapping
from typing import NamedTuple

from app.values.terms import TaskCategory as Category


class Component(NamedTuple):
    """A task that a mission may be given; `task` goes on from `was to`."""

    category: Category
    task: str


COMPONENTS: Mapping[str, Component] = {
    "min01": Component(Category.COORDINATION, "coordinate partners, donors and UN agencies"),
    "min02": Component(
        Category.DISARMAMENT, "watch over the leaving of troops and arms, and disarm groups"
    ),
    "min03": Component(Category.MINE_ACTION, "lead the clearing of mines and teach about them"),
    "min04": Component(Category.DISARMAMENT, "do away with a programme of chemical weapons"),
    "min05": Component(Category.POLITICAL_PROCESS, "offer its good offices and mediate"),
    "min06": Component(Category.HUMANITARIAN, "give humanitarian aid or support those who give it"),
    "min07": Component(Category.CEASEFIRE, "observe and report on ceasefires and withdrawals"),
    "min08": Component(Category.SECURITY, "observe and report on how the local police works"),
    "min09": Component(
        Category.HUMANITARIAN, "help refugees and displaced people, and their return"
    ),
    "min10": Component(Category.DISARMAMENT, "watch the illicit flow of small arms"),
    "min11": Component(Category.SECURITY, "keep the surroundings safe for the delivery of aid"),
    "mod01": Component(Category.EARLY_WARNING, "foresee conflict and give early warning of it"),
    "mod02": Component(
        Category.DISARMAMENT, "support the disarming, demobilising and reintegrating of fighters"
    ),
    "mod03": Component(Category.ELECTIONS, "help to hold or to supervise elections or referendums"),
    "mod04": Component(Category.ELECTIONS, "keep elections safe"),
    "mod05": Component(Category.PUBLIC_INFORMATION, "inform the public of what the UN does"),
    "mod06": Component(
        Category.HUMAN_RIGHTS, "watch for and look into breaches of humanitarian and rights law"
    ),
    "mod07": Component(Category.ECONOMIC_RECOVERY, "support recovery and rebuild infrastructure"),
    "mod08": Component(Category.JUSTICE, "support international criminal justice"),
    "mod09": Component(Category.PROTECTION_OF_CIVILIANS, "protect children from harm by conflict"),
    "mod10": Component(
        Category.PROTECTION_OF_CIVILIANS, "protect civilians from sexual violence in conflict"
    ),
    "mod11": Component(
        Category.PROTECTION_OF_CIVILIANS, "protect civilians from threats of physical violence"
    ),
    "max01": Component(Category.CIVIL_SOCIETY, "strengthen civil society"),
    "max02": Component(Category.RECONCILIATION, "foster dialogue and reconciliation locally"),
    "max03": Component(Category.RECONCILIATION, "foster dialogue and reconciliation in the nation"),
    "max04": Component(Category.RECONCILIATION, "foster dialogue and reconciliation in the region"),
    "max05": Component(Category.ECONOMIC_RECOVERY, "support long-term reform of the economy"),
    "max06": Component(Category.STATE_AUTHORITY, "further transparent and accountable government"),
    "max07": Component(Category.HUMAN_RIGHTS, "promote human rights"),
    "max08": Component(Category.STATE_AUTHORITY, "build the institutions of a transition"),
    "max09": Component(Category.CIVIL_SOCIETY, "promote independent media"),
    "max10": Component(Category.JUSTICE, "support the reform of the courts"),
    "max11": Component(Category.JUSTICE, "support the reform of the laws"),
    "max12": Component(Category.JUSTICE, "support the reform of the prisons"),
    "max13": Component(
        Category.GENDER_EQUALITY, "prevent and respond to sexual and gender-based violence"
    ),
    "max14": Component(Category.SECURITY_SECTOR_REFORM, "support the reform of the armed forces"),
    "max15": Component(Category.SECURITY_SECTOR_REFORM, "support the reform of the police"),
    "max16": Component(
        Category.STATE_AUTHORITY, "support the lasting institutions of the state and their reach"
    ),
    "max17": Component(Category.JUSTICE, "support transitional justice"),
    "max18": Component(
        Category.GENDER_EQUALITY, "promote the rights of women and their part in the peace process"
    ),
    "ocat01": Component(Category.USE_OF_FORCE, "use force where its mandate asked for it"),
}
