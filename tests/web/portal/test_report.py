"""Reporting through the front door, with good input and bad."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from jiesu.casework.models import Appeal
from jiesu.casework.reading import access
from jiesu.web.portal.forms import fresh_key

pytestmark = pytest.mark.usefixtures("city")


def said(**changed: Any) -> dict[str, Any]:
    form = {"text": "湖滨路路灯不亮", "kind": "help", "secrecy": "normal", "key": fresh_key()}
    return form | changed


def send(client: Client, **changed: Any) -> Any:
    return client.post("/report/", said(**changed))


def photo(**exif: Any) -> SimpleUploadedFile:
    picture, buffer = Image.new("RGB", (64, 48), "teal"), io.BytesIO()
    marks = Image.Exif()
    marks.get_ifd(0x8825).update({1: "N", 2: (30.0, 31.0, 0.0), 3: "E", 4: (114.0, 20.0, 0.0)})
    picture.save(buffer, "JPEG", exif=marks)
    return SimpleUploadedFile("lamp.jpg", buffer.getvalue(), "image/jpeg")


def test_a_report_is_answered_with_its_tracking_code(client: Client) -> None:
    answer = send(client, lat="30.1", lon="110.1", place_words="湖滨路 12 号", phone="13900000000")
    appeal = Appeal.objects.get()
    assert answer.headers["Location"] == f"/appeals/{appeal.code}/received/"
    assert appeal.spaced_code in client.get(answer.headers["Location"]).text
    assert (appeal.area.code, appeal.channel) == ("s1", "portal")


def test_a_form_sent_twice_makes_one_appeal(client: Client) -> None:
    form = said()
    first, second = client.post("/report/", form), client.post("/report/", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert Appeal.objects.count() == 1


@time_machine.travel(datetime(2026, 11, 24, 4, 3, tzinfo=UTC), tick=False)
def test_too_many_reports_from_one_address_wait_with_their_words(
    client: Client, settings: Any
) -> None:
    settings.REPORTS = 2
    assert [send(client).status_code for _time in range(3)] == [302, 302, 429]
    late = send(client, text="路灯坏了第三盏")
    assert late.headers["Retry-After"] == "420"
    assert "请 7 分钟后再试" in late.text
    assert "路灯坏了第三盏" in late.text
    assert client.post("/report/", said(), REMOTE_ADDR="10.0.0.9").status_code == 302
    settings.REPORTS = 0
    assert send(client).status_code == 302


def test_a_form_sent_again_with_other_words_is_asked_about_and_then_taken(client: Client) -> None:
    form = said()
    client.post("/report/", form)
    asked = client.post("/report/", form | {"text": "还有一盏也不亮"})
    assert asked.status_code == 409
    assert "还有一盏也不亮" in asked.text
    key = asked.context["form"]["key"].value()
    assert key != form["key"]
    client.post("/report/", form | {"text": "还有一盏也不亮", "key": key})
    assert Appeal.objects.count() == 2


def test_an_empty_report_says_what_to_do_and_keeps_the_rest(client: Client) -> None:
    answer = send(client, text=" ", place_words="湖滨路 12 号")
    assert answer.status_code == 422
    assert "请" in answer.context["form"].errors["text"][0]
    assert 'value="湖滨路 12 号"' in answer.text
    assert not Appeal.objects.exists()


def test_100_kilobytes_of_text_are_refused_and_still_in_the_form(client: Client) -> None:
    long = "路灯不亮" * 25_000
    answer = send(client, text=long)
    assert answer.status_code == 422
    assert "100000" in answer.text
    assert long in answer.text


def test_control_and_direction_signs_are_dropped_and_the_words_kept(client: Client) -> None:
    send(client, text="路\x00灯\x07不\u202e亮")
    assert Appeal.objects.get().text == "路灯不亮"


def test_a_script_stays_text(client: Client) -> None:
    answer = send(client, text="<script>alert(1)</script> 路灯")
    page = client.get(answer.headers["Location"].removesuffix("received/")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("lat", "lon", "sentence"),
    [
        ("110.1", "30.1", "写反"),
        ("39.9", "116.4", "地图"),
        ("abc", "110.1", "地图"),
        ("nan", "110.1", "地图"),
        ("30.1", "", "地图"),
    ],
    ids=["swapped", "elsewhere", "no number", "not a number", "half"],
)
def test_a_wrong_place_is_asked_about(client: Client, lat: str, lon: str, sentence: str) -> None:
    answer = send(client, lat=lat, lon=lon)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == ["place_words"]
    assert not Appeal.objects.exists()


def test_a_photo_is_kept_without_where_it_was_taken(client: Client) -> None:
    sent = photo()
    assert Image.open(io.BytesIO(sent.read())).getexif().get_ifd(0x8825)
    sent.seek(0)
    send(client, photos=[sent, photo()])
    kept = Appeal.objects.get().photos.all()
    assert len(kept) == 2
    with kept[0].file.open() as file:
        assert not Image.open(file).getexif()


def test_a_program_is_no_photo(client: Client) -> None:
    program = SimpleUploadedFile("lamp.jpg", b"MZ\x90\x00" + b"\x00" * 2000, "image/jpeg")
    answer = send(client, photos=[program])
    assert answer.status_code == 422
    assert "lamp.jpg" in answer.context["form"].errors["photos"][0]
    assert "湖滨路路灯不亮" in answer.text


def test_a_photo_of_30_megabytes_is_dropped_with_a_sentence(client: Client) -> None:
    answer = send(client, photos=[SimpleUploadedFile("huge.jpg", b"\xff" * 30 * 2**20)])
    assert answer.status_code == 422
    assert "huge.jpg" in answer.context["form"].errors["photos"][0]
    assert "湖滨路路灯不亮" in answer.text


def test_six_photos_are_too_many(client: Client) -> None:
    answer = send(client, photos=[photo() for _ in range(6)])
    assert "5" in answer.context["form"].errors["photos"][0]


def test_an_anonymous_report_keeps_nobody(client: Client) -> None:
    send(client, secrecy="anonymous", phone="13900000000", name="李")
    assert Appeal.objects.get().identity is None


@pytest.mark.parametrize("field", ["kind", "secrecy", "service", "key"])
def test_a_choice_that_is_not_offered_is_refused(client: Client, field: str) -> None:
    answer = send(client, **{field: "x"})
    assert answer.status_code == 422
    assert not Appeal.objects.exists()


def test_hints_count_the_neighbours_and_tell_nothing_of_them(client: Client) -> None:
    def hints() -> str:
        asked = {"text": "路灯不亮了", "lat": "30.1011", "lon": "110.1011"}
        return client.post("/report/hints/", asked).text

    for _ in range(4):
        send(client, lat="30.101", lon="110.101", text="张三家门口路灯不亮")
    assert "件" not in hints()  # so few that they could be somebody
    send(client, lat="30.1049", lon="110.1001", text="张三家门口路灯不亮")
    assert "5 件" in hints()
    assert "张三" not in hints()


def test_hints_name_the_area_and_what_lies_outside(client: Client) -> None:
    inside = client.post("/report/hints/", {"lat": "30.1", "lon": "110.1"})
    outside = client.post("/report/hints/", {"lat": "39.9", "lon": "116.4"})
    assert "江边街道" in inside.text
    assert "地图" in outside.text
    assert client.post("/report/hints/", {"lat": "inf", "lon": "nan"}).status_code == 200


def test_the_map_is_drawn_from_the_citys_own_outlines(client: Client) -> None:
    answer = client.get("/areas/street.json")
    assert answer.json()["features"][0]["properties"]["name"] == "江边街道"
    assert client.get("/areas/galaxy.json").status_code == 404


def test_the_code_is_the_only_way_to_an_appeal(client: Client) -> None:
    send(client)
    appeal = Appeal.objects.get()
    typed = appeal.spaced_code.lower().replace("-", " ")
    assert access.by_code(typed) == appeal


def test_whoever_is_in_danger_is_told_whom_to_call_first(client: Client) -> None:
    hints = client.post("/report/hints/", {"text": "楼下餐馆着火了"})
    assert "请先拨打 119" in hints.text
    received = client.get(send(client, text="楼下餐馆着火了").headers["Location"])
    assert "请先拨打 119" in received.text
    assert "请先拨打" not in client.post("/report/hints/", {"text": "湖滨路路灯不亮"}).text


def test_the_service_of_like_words_is_suggested(
    client: Client, appeal: Callable[..., Appeal]
) -> None:
    appeal("dispatched", text="湖滨路路灯三天不亮")
    assert "路灯" in client.post("/report/hints/", {"text": "门口路灯又不亮"}).text
    assert "路灯" not in client.post("/report/hints/", {"text": "垃圾没人收"}).text
