// Street names along the streets, drawn once after each move; names that would overlap are left out.
"use strict";

const streetNames = (() => {
  const MIN_ZOOM = 15;
  const SPACING_PX = 22;
  let streets = [];

  function take(collection) {
    const rank = { major: 0, minor: 1 };
    streets = collection.features
      .filter((feature) => feature.properties.name && feature.properties.class in rank)
      .sort((a, b) => rank[a.properties.class] - rank[b.properties.class])
      .flatMap((feature) => lines(feature.geometry).map((line) => ({ name: String(feature.properties.name), line })));
    layer.redraw();
  }

  function lines(geometry) {
    const found = geometry.type === "LineString" ? [geometry.coordinates] : [];
    const all = geometry.type === "MultiLineString" ? geometry.coordinates : found;
    return all.map((line) => line.map(([longitude, latitude]) => L.latLng(latitude, longitude)));
  }

  function longestPart(points) {
    let best = null;
    for (let index = 1; index < points.length; index += 1) {
      const from = points[index - 1];
      const to = points[index];
      const length = from.distanceTo(to);
      if (best === null || length > best.length) {
        best = { from, to, length };
      }
    }
    return best;
  }

  function draw(context, size) {
    if (sightlineMap.getZoom() < MIN_ZOOM) {
      return;
    }
    context.font = `${theme.fontSizePx}px '${theme.font}', sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.strokeStyle = theme.background;
    context.fillStyle = theme.muted;
    const taken = [];
    const drawn = new Map();
    for (const street of streets) {
      drawName(context, size, street, taken, drawn);
    }
  }

  function drawName(context, size, street, taken, drawn) {
    const part = longestPart(street.line.map((point) => sightlineMap.latLngToContainerPoint(point)));
    const width = context.measureText(street.name).width;
    if (part === null || part.length < width) {
      return;
    }
    const at = part.from.add(part.to).divideBy(2);
    const box = { x: at.x, y: at.y, reach: width / 2 + SPACING_PX };
    const outside = at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y;
    const near = (other, reach) => Math.hypot(other.x - box.x, other.y - box.y) < reach;
    const twin = drawn.get(street.name);
    if (outside || taken.some((other) => near(other, (other.reach + box.reach) * 0.6)) || (twin && near(twin, 320))) {
      return;
    }
    taken.push(box);
    drawn.set(street.name, box);
    let angle = Math.atan2(part.to.y - part.from.y, part.to.x - part.from.x);
    angle = Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle;
    context.save();
    context.translate(at.x, at.y);
    context.rotate(angle);
    context.strokeText(street.name, 0, 0);
    context.fillText(street.name, 0, 0);
    context.restore();
  }

  const layer = new CanvasLayer({ pane: "names", zIndex: 300, draw });
  layer.addTo(sightlineMap);
  return { take };
})();
