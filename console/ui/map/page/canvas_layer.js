// A Leaflet layer with one canvas over the map's window, drawn when the map moved or something changed.
"use strict";

const CanvasLayer = L.Layer.extend({
  initialize(options) {
    L.setOptions(this, options);
  },

  onAdd(map) {
    const pane = map.getPane(this.options.pane) || map.createPane(this.options.pane);
    pane.style.zIndex = this.options.zIndex;
    pane.style.pointerEvents = "none";
    this._canvas = L.DomUtil.create("canvas", "leaflet-layer", pane);
    map.on("moveend zoomend viewreset resize", this.redraw, this);
    this.redraw();
  },

  onRemove(map) {
    map.off("moveend zoomend viewreset resize", this.redraw, this);
    this._canvas.remove();
  },

  redraw() {
    const size = this._map.getSize();
    const ratio = window.devicePixelRatio || 1;
    const canvas = this._canvas;
    if (canvas.width !== size.x * ratio || canvas.height !== size.y * ratio) {
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
    }
    L.DomUtil.setPosition(canvas, this._map.containerPointToLayerPoint([0, 0]));
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.x, size.y);
    this.options.draw(context, size);
  },
});
