"""Who speaks, who is bound, who publishes, and where: as many as the size of a project asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Final

from bench.generation.turtle import HEADER, label, resource

ASSESSORS: Final = {
    "pledge-monitor": ("Pledge Monitor", "承诺观察"),
    "audit-institute": ("Institute of Public Audit", "公共审计研究院"),
    "city-watch": ("City Watch", "城市观察"),
}
"""Organisations that judge; each publishes one report a year."""

REPORT_YEARS: Final = range(2015, 2027)

_SIDES: Final = (("North", "北"), ("East", "东"), ("South", "南"), ("West", "西"), ("Upper", "上"),
                 ("Lower", "下"), ("New", "新"), ("Old", "旧"))  # fmt: skip
_GROUND: Final = (("river", "河"), ("lake", "湖"), ("hill", "山"), ("ford", "津"), ("field", "田"),
                  ("wood", "林"), ("bridge", "桥"), ("haven", "港"))  # fmt: skip
_FAMILY: Final = (
                  ("Zhang", "张"), ("Wang", "王"), ("Li", "李"), ("Liu", "刘"), ("Chen", "陈"),
                  ("Yang", "杨"), ("Zhao", "赵"), ("Huang", "黄"), ("Zhou", "周"), ("Wu", "吴"),
                  ("Xu", "徐"), ("Sun", "孙"), ("Hu", "胡"), ("Zhu", "朱"), ("Gao", "高"),
                  ("Lin", "林"), ("He", "何"), ("Guo", "郭"), ("Ma", "马"), ("Luo", "罗"),
)  # fmt: skip
_GIVEN: Final = (("wei", "伟"), ("fang", "芳"), ("min", "敏"), ("jing", "静"), ("li", "丽"),
                 ("qiang", "强"), ("lei", "磊"), ("jun", "军"), ("yang", "洋"), ("yan", "艳"),
                 ("jie", "杰"), ("tao", "涛"), ("ming", "明"), ("chao", "超"), ("xia", "霞"),
                 ("ping", "平"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agent:
    """A place with its government, or a person: slug and names in English and Chinese."""

    slug: str
    en: str
    zh: str


def make_places() -> list[Agent]:
    """Name the invented places; the first are the largest."""
    return [
        Agent(f"{side.lower()}{ground}", f"{side}{ground}", f"{side_zh}{ground_zh}")
        for (ground, ground_zh), (side, side_zh) in product(_GROUND, _SIDES)
    ]


def make_people(number: int, seed: int) -> list[Agent]:
    """Name *number* invented people, each with a slug of its own."""
    names = [
        (f"{family} {first.capitalize()}{second}", f"{family_zh}{first_zh}{second_zh}")
        for (family, family_zh), (first, first_zh), (second, second_zh) in product(
            _FAMILY, _GIVEN, _GIVEN
        )
    ]
    Random(seed).shuffle(names)
    people = []
    for serial in range(number):
        en, zh = names[serial % len(names)]
        again = serial // len(names)
        slug = en.lower().replace(" ", "-") + (f"-{again + 1}" if again else "")
        people.append(Agent(slug, en, zh))
    return people


def agent_files(places: list[Agent], people: list[Agent]) -> dict[str, str]:
    """Give the Turtle of places, organisations, people and reports by the names of their files."""
    return {
        "places": "".join([HEADER, *map(_place, places)]),
        "organisations": "".join([HEADER, *map(_government, places), *_assessors()]),
        "people": "".join(
            [HEADER, *(_person(person, places[i % len(places)]) for i, person in enumerate(people))]
        ),
    }


def _place(place: Agent) -> str:
    return resource(
        f"<place/{place.slug}>",
        ["a schema:AdministrativeArea , schema:Place", label(place.en, place.zh)],
    )


def _government(place: Agent) -> str:
    return resource(
        f"<org/{place.slug}>",
        [
            "a org:FormalOrganization , org:Organization",
            label(f"Government of {place.en}", f"{place.zh}人民政府"),
            f"dcterms:spatial <place/{place.slug}>",
        ],
    )


def _assessors() -> Iterator[str]:
    for slug, (en, zh) in ASSESSORS.items():
        yield resource(
            f"<org/{slug}>", ["a org:FormalOrganization , org:Organization", label(en, zh)]
        )
        for year in REPORT_YEARS:
            yield resource(
                f"<source/{slug}-{year}>",
                [
                    "a schema:Report",
                    label(f"{en}: report of {year}", f"{zh}{year}年报告"),
                    'schema:genre "document"',
                    'schema:inLanguage "en"',
                    f'dcterms:issued "{year}-12-01"^^xsd:date',
                    f"dcterms:publisher <org/{slug}>",
                    f"schema:url <https://bench.example/read/{slug}-{year}>",
                ],
            )


def _person(person: Agent, place: Agent) -> str:
    iri = f"<person/{person.slug}>"
    office = f"<person/{person.slug}#office>"
    return resource(
        iri,
        [
            "a foaf:Person",
            label(person.en, person.zh),
            f'foaf:name "{person.en}"@en , "{person.zh}"@zh',
        ],
    ) + resource(
        office,
        [
            "a org:Membership",
            label("Spokesperson", "新闻发言人"),
            f"org:member {iri}",
            f"org:organization <org/{place.slug}>",
            'schema:startDate "2012-01-01"^^xsd:date',
        ],
    )
