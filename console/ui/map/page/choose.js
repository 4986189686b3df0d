// Several cameras at once: those within a rectangle that is drawn while Shift is held, or all that are shown.
"use strict";

const chooseCameras = (() => {
  const LEAST_PX = 4; // less is a click with an unsteady hand
  const COUNT_PX = 22; // so high is the count above the rectangle

  // Cameras whose marks lie within these bounds, in pixels of the map's window.
  function within(bounds) {
    return [...live.rows.cameras]
      .filter(([, row]) => live.hasPosition(row) && bounds.contains(live.pixelOf(row)))
      .map(([feed]) => feed);
  }

  function allShown() {
    live.choose(within(L.bounds([0, 0], sightlineMap.getSize())));
  }

  // Leaflet's own rectangle, which says how many cameras it holds, and chooses them in place of zooming.
  const Rectangle = L.Map.BoxZoom.extend({
    _onMouseMove(event) {
      L.Map.BoxZoom.prototype._onMouseMove.call(this, event);
      this._box.dataset.count = within(this._bounds()).length;
      this._box.classList.toggle("at-top", this._bounds().min.y < COUNT_PX);
    },

    _onMouseUp(event) {
      if (event.button !== 0) {
        return;
      }
      this._finish();
      if (!this._moved) {
        return;
      }
      this._clearDeferredResetState(); // the click that comes of this release is none
      this._resetStateTimeout = setTimeout(() => this._resetState(), 0);
      const size = this._bounds().getSize();
      if (Math.max(size.x, size.y) >= LEAST_PX) {
        live.choose(within(this._bounds()));
      }
    },

    _bounds() {
      return L.bounds(this._startPoint, this._point);
    },

    leave() {
      if (this._box?.isConnected) {
        this._finish();
        this._resetState();
      }
    },
  });

  sightlineMap.boxZoom = new Rectangle(sightlineMap);
  sightlineMap.boxZoom.enable();
  return { allShown, leave: () => sightlineMap.boxZoom.leave() };
})();
