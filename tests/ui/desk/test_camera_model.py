"""What the camera list is told of each camera, and which of them the words of a search find."""

from dataclasses import replace
from typing import cast

from PySide6.QtCore import QModelIndex, Qt

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.picture import LostCause, PictureState
from console.protocol.core_changes import CorePublished, RecordedFeedsChanged
from console.protocol.engine_messages import EnginePublished, FeedHealth, FeedsChanged
from console.ui.desk.camera_model import FEED_MIME, CameraFilter, CameraModel, CameraRole, matches
from console.ui.desk.site_view import SiteView
from tests.fakes.desk_city import city_cameras
from tests.watch.logs import ExpectedLog


def test_cameras_are_found_by_number_name_and_agency() -> None:
    camera = city_cameras()[16]
    assert camera.number == 17 and camera.agency == "TRA"
    assert matches(camera, []) and matches(camera, ["17"]) and matches(camera, ["017"])
    assert matches(camera, ["tra", camera.name.split()[0].casefold()[:4]])
    assert not matches(camera, ["7"]) and not matches(camera, ["17", "hpd"])


def test_zeros_alone_are_no_number() -> None:
    first, *_ = city_cameras()
    assert not matches(first, ["0"]) and not matches(first, ["00"])


def filled(*health: FeedHealth) -> CameraModel:
    view = SiteView()
    view.cameras = {camera.feed: camera for camera in city_cameras(4)}
    view.engine_heard = bool(health)
    view.apply_engine(EnginePublished("e", 1, 0, FeedsChanged(health)))
    model = CameraModel(view)
    model.refresh_cameras()
    return model


def stream(number: int, state: PictureState, profile: Profile = Profile.SUB) -> FeedHealth:
    return FeedHealth(FeedId(f"cam-{number:03d}"), profile, "worker-0", state, LostCause.REFUSED)


def test_word_and_sign_are_of_one_state_where_the_walls_picture_is_old() -> None:
    model = filled(stream(1, PictureState.LIVE))
    model._view.old_pictures = frozenset((FeedId("cam-001"),))
    row = model.index(0)
    assert row.data(CameraRole.STATE) is PictureState.STALE
    assert row.data(CameraRole.WORDS) == "STALE"


def test_a_row_says_its_camera_and_its_state_in_words() -> None:
    live, lost = PictureState.LIVE, PictureState.LOST
    model = filled(stream(1, live), stream(1, lost, Profile.MAIN), stream(2, lost))
    first, second, third = (model.index(row) for row in range(3))
    camera = city_cameras(1)[0]
    assert first.data(CameraRole.CAMERA) == camera
    assert [index.data(CameraRole.STATE) for index in (first, second, third)] == [live, lost, None]
    assert first.data(CameraRole.WORDS).startswith("LIVE · main") and "refused" in first.data(
        CameraRole.WORDS
    )
    assert second.data(CameraRole.WORDS) == "LOST refused"
    assert third.data(CameraRole.WORDS) == "unknown"
    view = model._view
    view.apply_core(CorePublished("c", 1, 0, RecordedFeedsChanged((FeedId("cam-003"), FeedId("cam-002")))))
    told = [index.data(CameraRole.WORDS).split(" · ")[-1] for index in (first, second, third)]
    assert told[1:] == ["REC", "REC"] and told[0] != "REC"
    view.control_lost = True
    assert third.data(CameraRole.WORDS) == "unknown", "while core is silent nobody knows"
    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        assert first.data(role) == f"1 {camera.name} DOT"
    tip = str(first.data(Qt.ItemDataRole.ToolTipRole))
    assert all(words in tip for words in (f"1 {camera.name}", "DOT · cam-001", "LIVE · main"))
    assert first.data(Qt.ItemDataRole.DecorationRole) is None


def test_a_cameras_number_stands_before_its_name_whatever_letters_that_has() -> None:
    model = filled()
    first, *others = model._cameras
    model._view.cameras = {one.feed: one for one in (replace(first, name="\u05d0\u05d1 7"), *others)}
    model.refresh_cameras()
    tip = str(model.index(0).data(Qt.ItemDataRole.ToolTipRole))
    assert "1 \u2068\u05d0\u05d1 7\u2069" in tip


def test_what_cannot_be_said_of_a_camera_is_said_so_and_is_no_state(expected_log: ExpectedLog) -> None:
    expected_log("camera cam-00[12] can't be shown")
    odd = cast(PictureState, "?")
    model = filled(stream(1, PictureState.LIVE), stream(2, PictureState.LIVE), stream(2, odd, Profile.MAIN))
    first, *others = model._cameras
    nameless = replace(first, name=cast(str, 5))
    model._view.cameras = {one.feed: one for one in (nameless, *others)}
    model.refresh_cameras()
    assert model.index(0).data(Qt.ItemDataRole.ToolTipRole) == "can't be shown: cam-001"
    assert model.index(0).data(CameraRole.STATE) is PictureState.LIVE
    assert model.index(1).data(CameraRole.STATE) is None
    assert model.index(1).data(CameraRole.WORDS) == "can't be shown: cam-002"


def test_a_silent_engine_leaves_no_state() -> None:
    model = filled()
    assert model.index(0).data(CameraRole.STATE) is None
    assert model.index(0).data(CameraRole.WORDS) == "unknown"


def test_a_row_is_dragged_as_its_feed() -> None:
    model = filled()
    assert model.index(2).flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert model.index(2).flags() & Qt.ItemFlag.ItemIsSelectable
    assert model.mimeTypes() == [FEED_MIME]
    assert bytes(model.mimeData([model.index(2)]).data(FEED_MIME).data()) == b"cam-003"


def test_rows_are_found_by_their_feed() -> None:
    model = filled()
    assert model.row_of(FeedId("cam-003")).row() == 2
    assert not model.row_of(FeedId("cam-009")).isValid()
    assert (model.rowCount(), model.rowCount(model.index(0))) == (4, 0), "a list, no tree"


def test_views_are_told_what_changed_and_no_more() -> None:
    model = filled()
    resets: list[int] = []
    changes: list[tuple[int, int, list[int]]] = []
    model.modelReset.connect(lambda: resets.append(model.rowCount()))
    model.dataChanged.connect(lambda first, last, roles: changes.append((first.row(), last.row(), roles)))
    model.refresh_cameras()
    assert resets == [], "the same cameras: what is scrolled to stays"
    model.refresh_states()
    assert changes == [(0, 3, [CameraRole.STATE])]
    model._view.cameras = {}
    model.refresh_cameras()
    model.refresh_states()
    assert resets == [0] and len(changes) == 1


def test_the_filter_keeps_what_has_all_words() -> None:
    model, kept = filled(), CameraFilter()
    kept.setSourceModel(model)
    kept.set_text("  DOT 1 ")
    assert [kept.index(row, 0).data(CameraRole.CAMERA).number for row in range(kept.rowCount())] == [1]
    kept.set_text("")
    assert kept.rowCount(QModelIndex()) == 4


def test_a_choice_of_cameras_is_kept_whatever_was_typed_until_the_next_words() -> None:
    found = CameraFilter()
    found.setSourceModel(filled())
    found.set_text("1")
    assert found.rowCount() == 1 and not found.is_choice
    found.set_only({FeedId("cam-002"), FeedId("cam-004"), FeedId("cam-099")})
    assert found.is_choice
    shown = [found.index(row, 0).data(CameraRole.CAMERA).feed for row in range(found.rowCount())]
    assert shown == ["cam-002", "cam-004"]
    found.set_only(())
    assert found.rowCount() == 0, "none is another choice than all"
    found.set_text("")
    assert found.rowCount() == 4 and not found.is_choice
