// Live rows: cameras, incidents and the selection, fetched in batches when the channel wakes the page.
// Text from outside is only ever drawn on the canvas: no element is made from it.
"use strict";

const live = (() => {
  const CLICK_REACH_PX = 14;
  const CAMERA_RADIUS_PX = 5;
  const SAME_PLACE_PX = 3; // cameras so near each other can't be clicked apart
  const MOST_LISTED = 12;
  const INCIDENT_REACH_PX = 12;
  const LABEL_HEIGHT_PX = 20;
  const LABEL_OPACITY = 0.9;
  const LABEL_OPACITY_OVER_MARKS = 0.45; // what lies below it is still seen
  const METRES_PER_DEGREE = 111320;
  const rows = { cameras: new Map(), incidents: new Map(), selection: new Map() };
  const pulseUntil = new Map(); // incident -> performance.now() at its pulse's end
  let since = 0;
  let fetching = false;
  let wokenAgain = false;
  let pulseOn = false;
  let pulseTimer = null;
  let channelObject = null;
  const unshown = new Map(); // sort and id -> id of what can't be drawn

  // --- fetching -------------------------------------------------------------------------------------

  async function fetchRows() {
    if (fetching) {
      wokenAgain = true;
      return;
    }
    fetching = true;
    let more = true;
    while (more) {
      wokenAgain = false;
      const answer = await fetch(`sightline://map/live?since=${since}`).catch(() => null);
      if (answer === null || !answer.ok) {
        break; // the next wake tries again
      }
      const batch = await answer.json();
      take(batch);
      more = batch.more || wokenAgain;
    }
    fetching = false;
  }

  function take(batch) {
    since = batch.n;
    for (const entry of batch.rows) {
      const table = rows[entry.sort];
      if (entry.row === null) {
        table.delete(entry.key);
        pulseUntil.delete(entry.key);
      } else {
        table.set(entry.key, entry.row);
      }
      if (entry.pulse_ms > 0) {
        pulseUntil.set(entry.key, performance.now() + entry.pulse_ms);
      } else if (entry.sort === "incidents") {
        pulseUntil.delete(entry.key);
      }
    }
    fit.take([...rows.cameras.values()].filter(hasPosition).map((row) => [row.lat_deg, row.lon_deg]));
    reveal(batch.rows.filter((entry) => entry.sort === "selection").map((entry) => entry.key));
    pulse();
    layer.redraw();
  }

  function canBePlaced(row) {
    return Number.isFinite(row.lat_deg) && Number.isFinite(row.lon_deg);
  }

  // At exactly 0,0 stands what nobody gave a position: it must not spread the map over half the globe.
  function hasPosition(row) {
    return canBePlaced(row) && (row.lat_deg !== 0 || row.lon_deg !== 0);
  }

  // Brings what is selected into view, if it is not.
  function reveal(keys) {
    for (const key of keys.filter((one) => one === "camera" || one === "incident")) {
      const row = { camera: rows.cameras, incident: rows.incidents }[key].get(selected(key));
      if (row !== undefined && canBePlaced(row) && !sightlineMap.getBounds().pad(-0.05).contains([row.lat_deg, row.lon_deg])) {
        fit.own(() => sightlineMap.panTo([row.lat_deg, row.lon_deg], { animate: false }));
      }
    }
  }

  // --- the pulse: two steps a second by a timer that ends ----------------------------------------------

  function pulse() {
    const now = performance.now();
    for (const [key, until] of pulseUntil) {
      if (until <= now) {
        pulseUntil.delete(key);
      }
    }
    if (pulseUntil.size > 0 && pulseTimer === null) {
      pulseTimer = setTimeout(stepPulse, theme.pulseStepMs);
    }
  }

  function stepPulse() {
    pulseTimer = null;
    pulseOn = !pulseOn;
    pulse();
    layer.redraw();
  }

  // --- drawing --------------------------------------------------------------------------------------

  // One mark that can't be drawn must not take the others with it.
  function guarded(sort, key, drawMark) {
    const name = `${sort} ${key}`;
    try {
      drawMark();
      unshown.delete(name);
    } catch (error) {
      if (!unshown.has(name)) {
        console.error(`${name} can't be shown on the map, the others are: ${error}`);
      }
      unshown.set(name, key);
    }
  }

  function drawUnshown(context) {
    const lines = [...unshown.values()].slice(0, 5).map((key) => `can't be shown: ${key}`);
    if (lines.length > 0) {
      label(context, { x: 52, y: 20 }, lines, 0, { taken: [], incidents: [], cameras: [] });
    }
  }

  function at(row) {
    return sightlineMap.latLngToContainerPoint([row.lat_deg, row.lon_deg]);
  }

  function selected(what) {
    const row = rows.selection.get(what);
    return row === undefined ? null : row.id;
  }

  function draw(context) {
    const together = new Set(rows.selection.get("chosen")?.ids);
    const incident = rows.incidents.get(selected("incident"));
    const wedges = new Set(incident === undefined ? [] : incident.feeds);
    if (selected("camera") !== null) {
      wedges.add(selected("camera"));
    }
    for (const feed of wedges) {
      if (rows.cameras.has(feed)) {
        const row = rows.cameras.get(feed);
        guarded("the view of camera", feed, () => drawWedge(context, row, feed === selected("camera")));
      }
    }
    for (const [key, row] of selectedLast(rows.cameras, "camera")) {
      guarded("camera", key, () => drawCamera(context, row, together.has(key)));
    }
    for (const [key, row] of incidentsFromBelow()) {
      guarded("incident", key, () => drawIncident(context, key, row));
    }
    guarded("the labels", "", () => drawLabels(context));
    drawUnshown(context);
  }

  function selectedLast(entries, what) {
    const chosen = selected(what);
    return [...entries].sort(([one], [other]) => (one === chosen) - (other === chosen));
  }

  // As they lie on one another: worse ones above, of equal ones the newest, and the selected one above all.
  function incidentsFromBelow() {
    const byWeight = [...rows.incidents].sort(
      ([, one], [, other]) => other.rank - one.rank || one.opened_ms - other.opened_ms,
    );
    return selectedLast(byWeight, "incident");
  }

  function pixelsPerMetre(row) {
    const east = [row.lat_deg, row.lon_deg + 100 / (METRES_PER_DEGREE * Math.cos((row.lat_deg * Math.PI) / 180))];
    return sightlineMap.latLngToContainerPoint(east).distanceTo(at(row)) / 100;
  }

  function drawWedge(context, row, isSelected) {
    if (row.azimuth_deg === null || row.fov_deg === null || row.range_m === null) {
      return;
    }
    const point = at(row);
    const middle = ((row.azimuth_deg - 90) * Math.PI) / 180;
    const half = (row.fov_deg * Math.PI) / 360;
    context.beginPath();
    context.moveTo(point.x, point.y);
    context.arc(point.x, point.y, row.range_m * pixelsPerMetre(row), middle - half, middle + half);
    context.closePath();
    context.globalAlpha = isSelected ? 0.28 : 0.14;
    context.fillStyle = isSelected ? theme.accent : theme.text;
    context.fill();
    context.globalAlpha = 0.8;
    context.lineWidth = 1;
    context.strokeStyle = isSelected ? theme.accent : theme.muted;
    context.stroke();
    context.globalAlpha = 1;
  }

  function drawCamera(context, row, isChosen) {
    const point = at(row);
    const known = row.state in theme.stateColours;
    const colour = known ? theme.stateColours[row.state] : theme.disabled;
    stateSign(context, theme.stateShapes[row.state] || "ring", point, colour); // a ring: nobody watches it
    if (row.feed === selected("camera")) {
      ring(context, point, CAMERA_RADIUS_PX + 5, theme.accent, 2);
    } else if (isChosen) {
      ring(context, point, CAMERA_RADIUS_PX + 4, theme.accent, 1.5);
    }
  }

  function drawIncident(context, key, row) {
    const point = at(row);
    const colour = theme.severityColours[row.severity];
    const radius = row.acknowledged ? 8 : 11;
    if (pulseUntil.has(key) && pulseOn) {
      context.globalAlpha = 0.35;
      dot(context, point, radius * 2.2, colour);
      context.globalAlpha = 1;
    }
    shape(context, theme.severityShapes[row.severity], point, radius + 2);
    context.fillStyle = theme.background;
    context.fill();
    shape(context, theme.severityShapes[row.severity], point, radius);
    context.fillStyle = colour;
    context.globalAlpha = row.acknowledged ? 0.55 : 1;
    context.fill();
    context.globalAlpha = 1;
    if (key === selected("incident")) {
      ring(context, point, radius + 6, theme.accent, 2);
    }
  }

  function drawLabels(context) {
    const camera = rows.cameras.get(selected("camera"));
    const incident = rows.incidents.get(selected("incident"));
    const onlyOne = rows.incidents.size <= 3 ? [...rows.incidents.values()] : [];
    const pointsOf = (table) => [...table.values()].filter(canBePlaced).map(at);
    const room = { taken: fit.controls(), incidents: pointsOf(rows.incidents), cameras: pointsOf(rows.cameras) };
    if (camera !== undefined) {
      labelCameras(context, camera, room);
    }
    for (const row of new Set([...(incident === undefined ? [] : [incident]), ...onlyOne])) {
      label(context, at(row), [row.label], 20, room);
    }
  }

  // The selected camera; where others stand at the same place, all of them, so that it is seen what a click cycles.
  function labelCameras(context, camera, room) {
    const here = camerasAt(at(camera));
    const point = at(camera);
    if (here.length < 2) {
      label(context, point, [`${camera.number} ${camera.name}`], 14, room);
      return;
    }
    const first = Math.max(0, Math.min(here.indexOf(camera) - 1, here.length - MOST_LISTED));
    const listed = here.slice(first, first + MOST_LISTED);
    const heading = `${here.indexOf(camera) + 1} of ${here.length} cameras here, click for the next`;
    const lines = [heading, ...listed.map((row) => `${row === camera ? "▸" : "  "} ${row.number} ${row.name}`)];
    label(context, point, lines, 14, room);
  }

  function camerasAt(point) {
    return [...rows.cameras.values()]
      .filter((row) => canBePlaced(row) && at(row).distanceTo(point) <= SAME_PLACE_PX)
      .sort((one, other) => one.number - other.number);
  }

  // A further click on the same place goes on to the next camera there.
  function nextAt(feed) {
    const here = camerasAt(at(rows.cameras.get(feed))).map((row) => row.feed);
    const chosen = here.indexOf(selected("camera"));
    return here[(chosen + 1) % here.length];
  }

  // Lines of text in one box, which is then among the places of `room` that are taken.
  function label(context, point, texts, away, room) {
    context.font = `${theme.fontSizePx}px '${theme.font}', sans-serif`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    const lines = texts.map((text) => cut(context, text, sightlineMap.getSize().x - 20));
    const width = Math.max(...lines.map((line) => context.measureText(line).width)) + 12;
    const box = labelBox(point, width, lines.length * LABEL_HEIGHT_PX, away, room);
    room.taken.push(box);
    const below = hidden(box, room);
    context.globalAlpha = below.incidents + below.cameras > 0 ? LABEL_OPACITY_OVER_MARKS : LABEL_OPACITY;
    context.fillStyle = theme.background;
    context.fillRect(box.x, box.y, box.width, box.height);
    context.globalAlpha = 1;
    context.lineWidth = 3; // words are readable over marks that shine through, too
    context.strokeStyle = theme.background;
    context.fillStyle = theme.text;
    lines.forEach((line, at) => {
      const where = [line, box.x + 6, box.y + (at + 0.5) * LABEL_HEIGHT_PX + 0.5];
      context.strokeText(...where);
      context.fillText(...where);
    });
  }

  function cut(context, text, room) {
    let shown = text.length > 48 ? `${text.slice(0, 47)}…` : text;
    while (shown.length > 2 && context.measureText(shown).width > room) {
      shown = `${shown.slice(0, -2)}…`;
    }
    return shown;
  }

  // Beside, above or below its point, inside the map and over no other label: the first place there that hides no
  // incident's sign, or as few as can be, and the fewest cameras.
  function labelBox(point, width, height, away, room) {
    const size = sightlineMap.getSize();
    const top = Math.max(0, Math.min(point.y - LABEL_HEIGHT_PX / 2, size.y - height));
    const middle = Math.max(0, Math.min(point.x - width / 2, size.x - width));
    const places = [
      { x: point.x + away, y: top, width, height },
      { x: point.x - away - width, y: top, width, height },
      { x: middle, y: point.y - away - height, width, height },
      { x: middle, y: point.y + away, width, height },
    ];
    const inside = places.filter(
      (box) => box.x >= 0 && box.x + width <= size.x && box.y >= 0 && box.y + height <= size.y,
    );
    const free = inside.filter((box) => !room.taken.some((other) => overlaps(box, other)));
    return leastHiding(free, room) || inside[0] || places[0];
  }

  function leastHiding(boxes, room) {
    const costs = boxes.map((box) => ({ box, ...hidden(box, room) }));
    costs.sort((one, other) => one.incidents - other.incidents || one.cameras - other.cameras);
    return costs[0]?.box;
  }

  function overlaps(one, other) {
    return (
      one.x < other.x + other.width &&
      other.x < one.x + one.width &&
      one.y < other.y + other.height &&
      other.y < one.y + one.height
    );
  }

  // How many marks a box would lie over.
  function hidden(box, room) {
    return {
      incidents: countIn(box, room.incidents, INCIDENT_REACH_PX),
      cameras: countIn(box, room.cameras, CAMERA_RADIUS_PX),
    };
  }

  function countIn(box, points, reach) {
    return points.filter(
      (point) =>
        point.x > box.x - reach &&
        point.x < box.x + box.width + reach &&
        point.y > box.y - reach &&
        point.y < box.y + box.height + reach,
    ).length;
  }

  function dot(context, point, radius, colour) {
    context.beginPath();
    context.arc(point.x, point.y, radius, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
  }

  function ring(context, point, radius, colour, width) {
    context.beginPath();
    context.arc(point.x, point.y, radius, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }

  // A state by its shape, too: its colour alone would tell nothing to who can't see it.
  function stateSign(context, name, point, colour) {
    const size = CAMERA_RADIUS_PX;
    dot(context, point, size + 1.5, theme.background);
    if (name === "ring") {
      ring(context, point, size - 1, colour, 2);
    } else if (name === "cross") {
      context.beginPath();
      for (const [x, y] of [[-1, -1], [-1, 1]]) {
        context.moveTo(point.x + x * (size - 1), point.y + y * (size - 1));
        context.lineTo(point.x - x * (size - 1), point.y - y * (size - 1));
      }
      context.lineWidth = 3;
      context.strokeStyle = colour;
      context.stroke();
    } else if (name === "square") {
      context.fillStyle = colour;
      context.fillRect(point.x - size + 0.5, point.y - size + 0.5, 2 * size - 1, 2 * size - 1);
    } else {
      shape(context, name, point, name === "triangle" ? size + 1.5 : size);
      context.fillStyle = colour;
      context.fill();
    }
  }

  function shape(context, name, point, radius) {
    const corners = { octagon: [8, Math.PI / 8], triangle: [3, -Math.PI / 2], diamond: [4, -Math.PI / 2] }[name];
    context.beginPath();
    if (corners === undefined) {
      context.arc(point.x, point.y, name === "dot" ? radius * 0.6 : radius, 0, 2 * Math.PI);
      return;
    }
    for (let index = 0; index < corners[0]; index += 1) {
      const angle = corners[1] + (index * 2 * Math.PI) / corners[0];
      context.lineTo(point.x + radius * Math.cos(angle), point.y + radius * Math.sin(angle));
    }
    context.closePath();
  }

  // --- clicks: an incident lies over cameras, the nearest wins, of those at one place the upper one ------------------------------------------

  function nearest(table, point) {
    let best = { key: null, distance: CLICK_REACH_PX };
    for (const [key, row] of table) {
      if (!canBePlaced(row)) {
        continue;
      }
      const distance = at(row).distanceTo(point);
      if (distance < best.distance) {
        best = { key, distance };
      }
    }
    return best.key;
  }

  function clicked(event) {
    const incident = nearest(incidentsFromBelow().reverse(), event.containerPoint);
    const feed = nearest(rows.cameras, event.containerPoint);
    if (channelObject !== null && incident !== null) {
      channelObject.click_incident(incident);
    } else if (channelObject !== null && feed !== null) {
      channelObject.click_camera(nextAt(feed));
    }
  }

  // Several cameras were chosen at once.
  function choose(feeds) {
    if (channelObject !== null) {
      channelObject.choose_cameras(feeds);
    }
  }

  // --- start ----------------------------------------------------------------------------------------

  const layer = new CanvasLayer({ pane: "live", zIndex: 450, draw });

  async function start() {
    sightlineMap.attributionControl.setPrefix(false).addAttribution("© OpenStreetMap contributors");
    L.control.scale({ imperial: false }).addTo(sightlineMap);
    layer.addTo(sightlineMap);
    sightlineMap.on("click", clicked);
    document.fonts.load(`${theme.fontSizePx}px '${theme.font}'`).then(() => layer.redraw());
    sightlineMap.on("resize", () => reveal(["camera", "incident"]));
    new QWebChannel(qt.webChannelTransport, (channel) => {
      channelObject = channel.objects.sightline;
      channelObject.woken.connect(fetchRows);
      channelObject.fit_asked.connect(fit.all);
      channelObject.all_shown_asked.connect(chooseCameras.allShown);
      channelObject.rectangle_left.connect(chooseCameras.leave);
      fetchRows();
      baseLayers.loadAll().then(() => channelObject.ready());
    });
  }

  start();
  return { rows, choose, hasPosition, pixelOf: (row) => at(row), incidentsFromBelow, unshownNames: () => [...unshown.values()] };
})();
