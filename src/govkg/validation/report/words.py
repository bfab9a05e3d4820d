"""What a report for people says beside the messages of rules, in both languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from govkg.validation.findings import Finding, Severity, conforms, count, summary


@dataclass(frozen=True, slots=True)
class Words:
    """Words and sentences; {n} stands for a number, {at} for a file and a line."""

    severities: dict[Severity, str]
    rule: str
    times: str
    more: str
    line: str
    path: str
    value: str
    described: str
    again: str
    meant: str
    nowhere: str

    def place(self, file: str | None, line: int) -> str:
        """Name a line of a file, or of a document that has no name."""
        return f"{file}:{line}" if file else self.line.format(n=line)


ENGLISH: Final = Words(
    severities={severity: str(severity) for severity in Severity},
    rule="rule {n}",
    times=" ({n} times)",
    more="and {n} more, which --format json lists",
    line="line {n}",
    path="path  ",
    value="value ",
    described=", described in {at}",
    again="described again  {at}",
    meant="did you mean",
    nowhere="What is mentioned, but described nowhere",
)
CHINESE: Final = Words(
    severities={Severity.VIOLATION: "违反", Severity.WARNING: "警告", Severity.INFO: "提示"},
    rule="规则{n}",
    times="（{n}处）",
    more="另有{n}处，见--format json",
    line="第{n}行",
    path="路径",
    value="取值",
    described="，描述于{at}",
    again="另一处描述  {at}",
    meant="是否应为",
    nowhere="提及而未描述者",
)


def verdict(findings: Iterable[Finding], words: Words) -> str:
    """Say whether what was checked conforms, and count what was found.

    >>> verdict([], CHINESE)
    '符合规则：无发现'
    """
    found = list(findings)
    if words is ENGLISH:
        return f"{'conforms' if conforms(found) else 'does not conform'}: {summary(found)}"
    counted = "，".join(
        f"{number}条{words.severities[severity]}"
        for severity, number in count(found).items()
        if number
    )
    return f"{'符合规则' if conforms(found) else '不符合规则'}：{counted or '无发现'}"
