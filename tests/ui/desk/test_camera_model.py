"""Which cameras the words of a search find."""

from console.ui.desk.camera_model import matches
from tests.fakes.desk_city import city_cameras


def test_cameras_are_found_by_number_name_and_agency() -> None:
    camera = city_cameras()[16]
    assert camera.number == 17 and camera.agency == "TRA"
    assert matches(camera, []) and matches(camera, ["17"]) and matches(camera, ["017"])
    assert matches(camera, ["tra", camera.name.split()[0].casefold()[:4]])
    assert not matches(camera, ["7"]) and not matches(camera, ["17", "hpd"])
