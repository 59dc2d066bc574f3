from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from jiesu.mining.classifying.split import judged
from jiesu.mining.cli import evaluate as command
from jiesu.mining.replies import evaluate
from jiesu.mining.text.near_duplicates import near_duplicates

PLACES = ["滨江路", "文化街", "桥头", "北园", "东湖", "解放大道", "西站", "南门口"]
SAID = {"light": "{}的路灯第{}盏不亮了", "water": "{}自来水停水{}天没有通知"}


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(command, list(arguments))
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    lines = ["id,title,text,time,service,split"]
    rows = [
        (label, said.format(place, n)) for n, place in enumerate(PLACES * 3) for label, said in
        SAID.items()
    ]  # fmt: skip
    for n, (label, said) in enumerate(rows):
        side = "train" if n < 36 else "dev"
        lines.append(f"{n},,{said},2025-{1 + n // 28:02}-{1 + n % 28:02},{label},{side}")
    path = tmp_path / "labelled.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_copies_are_found_and_others_are_not() -> None:
    long = "小区门口的路灯已经坏了三个月一直没有人来修理请尽快处理"
    groups = near_duplicates([long, long + "谢谢", "自来水停水三天了没有通知", "", ""])
    assert groups[0] == groups[1] != groups[2]
    assert near_duplicates([]) == []
    assert len(set(near_duplicates([long] * 500))) == 1


def test_the_latest_are_judged_and_no_group_is_on_both_sides() -> None:
    groups = ["a", "b", "c", "d", "a", "e"]
    test = judged(groups, np.array([1.0, 2, 3, 4, 9, 10]))
    assert test.tolist() == [False, False, False, False, False, True]


def test_without_times_whole_groups_are_drawn() -> None:
    groups = [str(row // 3) for row in range(300)]
    test = judged(groups, np.full(300, np.nan))
    assert 0.1 < test.mean() < 0.3
    assert all(len(set(test[row : row + 3].tolist())) == 1 for row in range(0, 300, 3))


def test_a_classifier_is_judged_beside_baselines(labelled: Path) -> None:
    told = _run("classify", str(labelled), "--split", "split").splitlines()
    assert told[0] == "learned from 36 rows, judged on 12"
    assert told[4].startswith("| jiesu mine classify | 1.000 | 1.000 |")
    assert told[-1].startswith("| always the commonest | 0.500 | 0.333 | – |")


def test_a_classifier_is_judged_on_the_latest(labelled: Path) -> None:
    told = _run("classify", str(labelled), "--hold", "id").splitlines()
    assert told[0] == "learned from 38 rows, judged on 10"


def test_groups_are_scored_beside_baselines(tmp_path: Path) -> None:
    source, truth = tmp_path / "in.csv", tmp_path / "truth.csv"
    source.write_text(
        "id,title,text,time\n"
        "1,搅拌站噪音,丽发新城小区附近搅拌站日夜生产，噪音和粉尘扰民,2024-01-01\n"
        "2,搅拌站粉尘,丽发新城旁边的搅拌站噪音太大，灰尘污染严重，粉尘扰民,2024-01-03\n"
        "3,健身器材,望江公园健身器材损坏多年无人维修,2024-01-03\n"
    )
    truth.write_text("message,issue\n1,a\n2,a\n3,b\n99,c\n")
    names = ["--truth-id", "message", "--truth-group", "issue"]
    told = _run("groups", str(source), "--truth", str(truth), *names).splitlines()
    assert told[2].startswith("| jiesu mine groups | 1.000 | 1.000 | 1.000 | 1.000 |")
    assert told[3].startswith("| average linkage")
    assert told[-1].startswith("| everything alone | 1.000 | 0.000 |")


def test_likeness_is_judged_by_partners_among_the_first_ten(tmp_path: Path) -> None:
    source, truth = tmp_path / "in.csv", tmp_path / "truth.csv"
    source.write_text(
        "id,title,text,time\n"
        "a,搅拌站噪音,丽发新城小区附近搅拌站日夜生产，噪音和粉尘扰民,2024-01-01\n"
        "b,搅拌站粉尘,丽发新城旁边的搅拌站噪音太大，灰尘污染严重，粉尘扰民,2024-01-03\n"
        "c,健身器材,望江公园健身器材损坏多年无人维修,2024-01-03\n"
        "d,公积金,公积金贷款审批时间过长影响购房,2024-01-05\n"
    )
    truth.write_text("id,group\na,1\nb,1\nc,2\nd,2\nz,3\n")
    told = _run("similar", str(source), "--truth", str(truth)).splitlines()
    assert told[2] == "| jiesu mine similar | 4.000 | 0.500 | 0.500 | 0.500 |"
    assert told[3].startswith("| jiesu mine similar, 12 signs typed | 4.000 |")
    assert told[4].startswith("| cosine of word TF-IDF | 4.000 |")


def test_replies_are_compared_with_people(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(
        "asked,reply,explained\n"
        "路灯不亮,已转交区城管局核处。,0\n路灯不亮,留言已收悉。,0.0\n路灯不亮,,\n"
        f"路灯不亮,经核实，{'该路灯因电缆被挖断而不亮，已于6月3日修复。' * 4},1.0\n"
    )
    told = _run("reply", str(source), "--question", "asked").splitlines()
    assert told[2] == "| jiesu mine reply | 1.000 | 1.000 | 1.000 | 1.000 |"
    assert told[3] == "| always the commonest | 0.667 | 0.000 | 0.667 | 1.000 |"


def test_kappa_of_a_known_case() -> None:
    found = np.array([True] * 25 + [False] * 25)
    wanted = np.array([True] * 20 + [False] * 5 + [True] * 10 + [False] * 15)
    assert evaluate._figures("m", found, wanted).kappa == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["classify", "{labelled}", "--label", "no"], "there is no column 'no'"),
        (["classify", "{labelled}", "--label", "title"], "labelled rows to learn from"),
        (["classify", "{labelled}", "--split", "service"], "labelled rows to learn from"),
        (["groups", "{labelled}", "--truth", "{labelled}"], "there is no column 'group'"),
        (["reply", "{labelled}", "--reply", "text", "--truth-column", "id"], ""),
        (["reply", "{labelled}", "--reply", "text", "--truth-column", "title"], "says 1 or 0"),
        (["reply", "no.csv"], "there is no such file"),
    ],
)
def test_bad_input_gets_a_sentence(labelled: Path, arguments: list[str], sentence: str) -> None:
    told = [argument.format(labelled=labelled) for argument in arguments]
    done = CliRunner().invoke(command, told)
    assert done.exit_code == (1 if sentence else 0), done.output
    assert sentence in done.output
