"""Bad input gets a sentence, loses nothing, and never becomes an appeal."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from jiesu.casework.errors import InvalidError, NotFoundError
from jiesu.casework.models import Appeal, WorkOrder
from jiesu.casework.reading import access
from jiesu.casework.stages.receiving.attachments import Photo

Receive = Callable[..., Appeal]


def photo(size: tuple[int, int] = (640, 480), *, gps: bool = False) -> bytes:
    exif = Image.Exif()
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 0.0), 3: "E", 4: (116.0, 23.0, 0.0)})
        exif[0x010F] = "SpyCam"
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("text", {"text": " \n\t "}),
        ("text", {"text": "长" * 40_000}),
        ("kind", {"kind": "rant"}),
        ("secrecy", {"secrecy": "very"}),
        ("service", {"service_code": "no such"}),
        ("area", {"area_code": "no such", "lat": None, "lon": None}),
        ("place", {"lat": 60.0, "lon": 10.0}),
        ("place", {"lat": 110.1, "lon": 30.1}),
        ("place", {"lat": 30.1, "lon": None}),
        ("email", {"email": "not an address"}),
        ("title", {"title": "x" * 300}),
        ("idempotency_key", {"idempotency_key": ""}),
        ("photos", {"photos": (Photo("a.jpg", b"MZ\x90\x00 a program"),)}),
        ("photos", {"photos": (Photo("a.jpg", b"\0" * (21 << 20)),)}),
        ("photos", {"photos": (Photo("half.jpg", photo()[:400]),)}),
        ("photos", {"photos": tuple(Photo("a.jpg", photo((8, 8))) for _ in range(6))}),
    ],
)
def test_what_cannot_be_taken_is_said_by_field(
    receive: Receive, field: str, bad: dict[str, object]
) -> None:
    with pytest.raises(InvalidError) as refused:
        receive(**bad)
    assert list(refused.value.sentences) == [field]
    assert not Appeal.objects.exists()
    assert not WorkOrder.objects.exists()


def test_swapped_coordinates_are_called_by_their_name(receive: Receive) -> None:
    with pytest.raises(InvalidError, match=r"swapped|颠倒|写反"):
        receive(lat=110.1, lon=30.1)


def test_control_and_direction_signs_go_and_words_stay(receive: Receive) -> None:
    appeal = receive(text="路灯\x00坏\x07了\u202e gnp.exe\r\n<script>alert(1)</script>")
    assert appeal.text == "路灯坏了 gnp.exe\n<script>alert(1)</script>"


def test_a_photo_is_kept_small_and_without_where_it_was_taken(receive: Receive) -> None:
    appeal = receive(photos=(Photo("IMG.jpg", photo((4000, 3000), gps=True)),))
    kept = appeal.photos.get()
    with kept.file.open() as file:
        content = file.read()
    picture = Image.open(io.BytesIO(content))
    assert max(picture.size) == 1600
    assert not picture.getexif()
    assert b"SpyCam" not in content
    assert "IMG" not in kept.file.name


def test_a_code_is_found_however_it_is_typed_and_cannot_be_guessed(receive: Receive) -> None:
    codes = {receive().code for _appeal in range(20)}
    assert len(codes) == 20
    code = codes.pop()
    typed = f" {code[:4].lower()}-{code[4:8]} {code[8:]} ".replace("0", "o").replace("1", "l")
    assert access.by_code(typed).code == code
    with pytest.raises(NotFoundError):
        access.by_code("0000-0000-0000-0000")


def test_a_place_gives_the_area_and_a_named_area_needs_no_place(receive: Receive) -> None:
    assert receive().area.code == "s1"  # type: ignore[union-attr]  # it lies in the street
    named = receive(lat=None, lon=None, area_code="d1")
    assert named.area.code == "d1"  # type: ignore[union-attr]  # just named


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("三号楼停水两天了，没人管。", "urgent"),
        ("楼下餐馆着火了！", "emergency"),
        ("想问医保怎么办理。", "general"),
    ],
)
def test_words_for_what_happens_now_set_the_urgency_until_an_operator_does(
    receive: Receive, text: str, urgency: str
) -> None:
    assert receive(text=text).work_order.urgency == urgency


@pytest.mark.parametrize(
    "text",
    [
        "樓裡著火了快來",
        "楼里著火了快來",
        "電梯困人",
        "ＧＡＳ ＬＥＡＫ",
        "gas\u00a0leak",
        "着\u200b火了",
    ],
)
def test_row_58_danger_is_heard_however_it_is_written(receive: Receive, text: str) -> None:
    assert receive(text=text).work_order.urgency == "emergency"


def test_row_84_a_title_made_of_the_text_pushes_nothing_out(receive: Receive) -> None:
    text = "no heat in the building since Monday, nobody answers the phone at all, and there is a "
    appeal = receive(text=f"{text} strong smell of gas in the hallway")
    assert appeal.title in text + "…" or appeal.title.endswith("…")
    assert appeal.work_order.urgency == "emergency"
