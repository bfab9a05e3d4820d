"""The report for people leads to the line to mend, and what must be mended stands last."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from govkg.validation.findings import Finding, Message, Severity, at_least
from govkg.validation.report import write_report
from govkg.validation.report.text import write_text
from govkg.vocabulary import NAMESPACE, SHAPES

TURTLE = """\
<urn:a> a <urn:T> ;
    <urn:link> <urn:b> ;
    <urn:link> <urn:wrong> .

<urn:wrong> <urn:link> <urn:a> .
"""
FOUND = Finding(
    severity=Severity.VIOLATION,
    focus_node="urn:a",
    shape=f"{SHAPES}Link",
    message=Message(en="It is http://qudt.org/vocab/unit/KiloM, not http://qudt.org/x. Mend it."),
    path="urn:link",
    term="<urn:wrong>",
    line=1,
)


@pytest.fixture
def found(tmp_path: Path) -> Finding:
    """Give a finding in a file that is there."""
    (tmp_path / "a.ttl").write_text(TURTLE)
    return replace(FOUND, file=str(tmp_path / "a.ttl"))


def test_the_place_is_the_line_that_says_the_value(found: Finding) -> None:
    text = write_report([found], "text")
    assert f"{found.file}:3  urn:a" in text
    assert "     1 | <urn:a> a <urn:T> ;" in text
    assert "     3 |     <urn:link> <urn:wrong> ." in text
    assert "value  urn:wrong" not in text


def test_what_is_found_in_a_document_is_placed_by_its_text(found: Finding) -> None:
    text = write_report([replace(found, file=None)], "text", TURTLE)
    assert "line 3  urn:a" in text
    assert "     3 |     <urn:link> <urn:wrong> ." in text
    for written in (
        write_report([found], "json"),
        write_report([replace(found, file=None)], "json", TURTLE),
    ):
        assert json.loads(written)["results"][0]["line"] == 3


def test_a_value_that_stands_nowhere_leaves_the_first_line_of_its_property(found: Finding) -> None:
    assert f"{found.file}:2  " in write_report([replace(found, term='"other"')], "text")


def test_what_is_not_said_is_placed_where_the_node_begins(found: Finding) -> None:
    text = write_report([replace(found, path="urn:absent", term=None)], "text")
    assert f"{found.file}:1  urn:a" in text
    assert "path   urn:absent" in text


def test_messages_name_terms_as_the_files_do(found: Finding) -> None:
    assert "It is unit:KiloM, not http://qudt.org/x. Mend it." in write_report([found], "text")
    shared = f"{NAMESPACE}vocabulary/comparator/"
    told = Message(en=f"It is {shared}about, where comparator: stands for {shared}. Mend it.")
    text = write_report([replace(found, message=told, nearest=f"{shared}exactly")], "text")
    assert f"It is comparator:about, where comparator: stands for {shared}. Mend it." in text
    assert "did you mean  comparator:exactly" in text


def test_many_remarks_do_not_hide_a_violation(found: Finding) -> None:
    remark = replace(found, severity=Severity.INFO, shape=f"{SHAPES}Remark", file="0.ttl")
    remarks = [replace(remark, focus_node=f"urn:{number}") for number in range(9)]
    text = write_report([*remarks, found], "text")
    assert text.index("Info (9 times)") < text.index("Violation")
    assert text.count("urn:0") + text.count("urn:8") == 1
    assert "and 6 more, which --format json lists" in text
    assert "1 Violation, 9 Infos" in text


def test_nothing_that_can_wait_stands_between_two_that_cannot(found: Finding) -> None:
    """A terminal shows the end: whatever the file, the worst stands nearest to it."""
    mixed = [
        replace(found, severity=severity, focus_node=f"urn:{severity}-{file}", file=file)
        for file in ("0.ttl", "1.ttl", None)
        for severity in Severity
    ]
    text = write_report(mixed, "text")
    places = [
        text.index(f"urn:{severity}-{file}")
        for severity in reversed(Severity)
        for file in ("0.ttl", "1.ttl", None)
    ]
    assert places == sorted(places)
    assert f"\n{text}".count("\n0.ttl\n") == len(Severity)


def test_a_value_below_its_property_is_shown(found: Finding) -> None:
    Path(found.file or "").write_text(
        "<urn:a>\n    <urn:link>\n        <urn:b> ,\n    <urn:wrong> .\n"
    )
    text = write_report([found], "text")
    assert f"{found.file}:4  urn:a" in text
    assert "     2 |     <urn:link>" in text


def test_a_part_that_is_wrong_is_shown_with_what_is_said_of_it(found: Finding) -> None:
    said = "<urn:a> <urn:link> <urn:a#part> .\n\n<urn:a#part> <urn:start> 3 ;\n    <urn:end> 9 .\n"
    Path(found.file or "").write_text(said)
    text = write_report([replace(found, term="<urn:a#part>")], "text")
    assert f"{found.file}:3  urn:a" in text
    assert "     4 |     <urn:end> 9 ." in text


def test_a_value_far_to_the_right_is_shown(found: Finding) -> None:
    Path(found.file or "").write_text(f'<urn:a>\n    <urn:link> "{"x" * 200}"@en , "wrong"@en .\n')
    text = write_report([replace(found, term='"wrong"@en')], "text")
    assert 'xxx"@en , "wrong"@en…\n' in text
    assert "     2 | …x" in text


def test_what_nobody_sees_is_written_out_and_steers_no_terminal(found: Finding) -> None:
    Path(found.file or "").write_text('<urn:a>\n    <urn:link> "a\u200bb\x1b[2Jc" .\n')
    message = Message(en="It is “a\u200bb\x1b[2Jc”. Mend it.")
    text = write_report([replace(found, term='"a\u200bb\x1b[2Jc"', message=message)], "text")
    assert "\x1b" not in text
    assert text.count("a\\u200Bb\\u001B[2Jc") == 2


def test_what_was_meant_is_asked(found: Finding) -> None:
    text = write_report([replace(found, nearest="urn:wrung")], "text")
    assert "did you mean  urn:wrung" in text


def test_a_node_that_nobody_describes_is_shown_where_it_is_mentioned(found: Finding) -> None:
    text = write_report([replace(found, focus_node="urn:b", path="urn:label", term=None)], "text")
    assert f"{found.file}:2  urn:b" in text


def test_what_a_property_says_of_another_node_is_not_shown_as_said_of_this(found: Finding) -> None:
    """What mentions a node that nobody describes may have the property that this lacks."""
    text = write_report([replace(found, focus_node="urn:wrong", line=1, term=None)], "text")
    assert f"{found.file}:3  urn:wrong" in text
    assert "path   urn:link" in text


def test_what_is_described_twice_is_shown_at_both_places(found: Finding) -> None:
    Path(found.file or "").write_text(f"{TURTLE}\n<urn:a> <urn:link> <urn:c> .\n")
    assert f"described again  {found.file}:7\n" in write_report([found], "text")


def test_lines_of_n_triples_are_not_told_to_describe_a_node_again(found: Finding) -> None:
    Path(found.file or "").write_text("<urn:a> <urn:link> <urn:b> .\n" * 3)
    assert "described again" not in write_report([found], "text")


def test_what_the_next_line_of_n_triples_says_of_another_node_is_not_shown(found: Finding) -> None:
    said = "<urn:a> <urn:is> <urn:b> .\n<urn:c> <urn:link> <urn:wrong> .\n"
    Path(found.file or "").write_text(said)
    assert "<urn:c>" not in write_report([found], "text")


def test_a_text_of_a_part_is_shown_where_it_stands(found: Finding) -> None:
    said = '<urn:a> <urn:link> <urn:a#b> .\n\n<urn:a#b> a <urn:P> ;\n    <urn:is> "a \\"b\\"" .\n'
    Path(found.file or "").write_text(said)
    within = replace(found, term=r'"a \"b\""')
    assert f"{found.file}:4  urn:a" in write_report([within], "text")
    assert f"{found.file}:1  urn:a" in write_report([replace(within, term='"b"')], "text")


def test_a_value_that_is_wrong_everywhere_is_shown_thrice_with_its_own_place(
    found: Finding,
) -> None:
    wrong = [
        replace(found, shape=f"{SHAPES}Link", term=f"<urn:{number % 2}>", described="b.ttl:7")
        for number in range(8)
    ]
    text = write_report(wrong, "text")
    assert text.count("value  urn:0, described in b.ttl:7\n") == text.count("value  urn:1") == 3
    assert "and 2 more, which --format json lists" in text


def test_what_is_described_nowhere_comes_last_and_is_called_so(found: Finding) -> None:
    lost = replace(found, focus_node="urn:lost", file=None, line=None)
    text = write_report([lost, replace(found, severity=Severity.INFO)], "text")
    assert text.index("urn:a") < text.index("described nowhere") < text.index("urn:lost")
    assert "described nowhere" not in write_report([lost], "text")


def test_a_slip_of_the_pen_stands_last_since_the_rest_may_follow_from_it(found: Finding) -> None:
    slip = replace(found, shape="urn:a-rule", nearest="urn:pillar/housing")
    text = write_report([slip, replace(found, shape="urn:z-rule")], "text")
    assert text.index("urn:z-rule") < text.index("urn:a-rule")


def test_a_message_is_written_in_one_language_if_one_is_asked_for(found: Finding) -> None:
    both = replace(found, message=Message("Give a year.", "请注明年份。"))
    assert "Give a year." in write_text([both], language="en")
    assert "年份" not in write_text([both], language="en")
    assert "Give a year." not in write_text([both], language="zh")
    several = [replace(both, focus_node=f"urn:{n}", rule="9", nearest="urn:c") for n in range(9)]
    chinese = write_text([replace(item, severity=Severity.INFO) for item in several], language="zh")
    for words in ("提示（9处）  规则9", "是否应为  urn:c", "另有6处", "符合规则：9条提示"):
        assert words in chinese
    assert not re.search("rule|times|more|value  |path  |conforms", chinese)
    assert "不符合规则：9条违反" in write_text(several, language="zh")
    assert "Give a year." in write_text(
        [replace(both, message=Message("Give a year."))], language="zh"
    )


def test_what_is_less_severe_can_be_left_out(found: Finding) -> None:
    all_kinds = [replace(found, severity=severity) for severity in Severity]
    assert at_least(all_kinds, Severity.WARNING) == all_kinds[:2]
    assert at_least(all_kinds, Severity.INFO) == all_kinds


def test_sentences_are_broken_between_words_where_a_terminal_ends(found: Finding) -> None:
    """Chinese has no spaces and wide letters; places stay whole, so that they can be copied."""
    message = Message(en="Write it anew. " * 9, zh="请重新书写。" * 9)
    said = replace(found, message=message, focus_node="urn:" + "x" * 90)
    lines = [re.sub("\x1b[^m]*m", "", line) for line in write_text([said], columns=60).split("\n")]
    sentences = [line for line in lines if "Write" in line or "书写" in line]
    assert len(sentences) > 4
    assert all(line.startswith("    ") and cell_len(line) <= 60 for line in sentences)
    assert any(said.focus_node in line for line in lines)
    for unbroken in (write_text([said]), write_text([said], columns=20)):
        assert sum("Write" in line for line in unbroken.split("\n")) == 1
