// All cameras in view, at every size of the map, until the operator pans or zooms by hand; asked to, it begins anew.
"use strict";

const fit = (() => {
  const MARK_PX = 16; // a selected camera's ring, and air
  const LEAST_PX = 64; // less room than this beside the controls is no room: then only the marks count
  const MAX_ZOOM = 17;
  let points = [];
  let followed = ""; // the bounds that were fitted
  let follows = true;
  let isOwn = false;

  // Moves that are the page's own, not the operator's.
  function own(move) {
    const before = isOwn;
    isOwn = true;
    try {
      move();
    } finally {
      isOwn = before;
    }
  }

  // How far the controls at a side reach into the map, and the marks beside them.
  function reach(selector, measure) {
    const map = sightlineMap.getContainer().getBoundingClientRect();
    const controls = [...document.querySelectorAll(selector)].map((one) => one.getBoundingClientRect());
    return Math.max(0, ...controls.filter((one) => one.width > 0).map((one) => measure(one, map))) + MARK_PX;
  }

  function margins() {
    const size = sightlineMap.getSize();
    const left = reach(".leaflet-left.leaflet-top .leaflet-control", (one, map) => one.right - map.left);
    const bottom = reach(".leaflet-bottom .leaflet-control", (one, map) => map.bottom - one.top);
    const isRoomy = size.x - left - MARK_PX >= LEAST_PX && size.y - bottom - MARK_PX >= LEAST_PX;
    return {
      paddingTopLeft: [isRoomy ? left : MARK_PX, MARK_PX],
      paddingBottomRight: [MARK_PX, isRoomy ? bottom : MARK_PX],
    };
  }

  function show() {
    const size = sightlineMap.getSize();
    if (points.length === 0 || size.x === 0 || size.y === 0) {
      return;
    }
    const snap = sightlineMap.options.zoomSnap;
    own(() => {
      sightlineMap.options.zoomSnap = 0; // steps would leave up to a third of the room unused
      sightlineMap.fitBounds(L.latLngBounds(points), { ...margins(), maxZoom: MAX_ZOOM, animate: false });
      sightlineMap.options.zoomSnap = snap;
    });
  }

  // These are the cameras' places now.
  function take(places) {
    points = places;
    const bounds = points.length === 0 ? "" : L.latLngBounds(points).toBBoxString();
    if (follows && bounds !== followed) {
      followed = bounds;
      show();
    }
  }

  function all() {
    follows = true;
    show();
  }

  function addButton() {
    const buttons = sightlineMap.zoomControl.getContainer();
    const button = L.DomUtil.create("a", "fit-all", buttons);
    Object.assign(button, { href: "#", title: "All cameras (F)", textContent: "fit" });
    button.setAttribute("role", "button");
    L.DomEvent.disableClickPropagation(button);
    L.DomEvent.on(button, "click", (event) => {
      L.DomEvent.preventDefault(event);
      all();
    });
    for (const each of buttons.querySelectorAll("a")) {
      each.tabIndex = -1; // the map has +, - and F for them: Tab goes on to the next panel at once
    }
  }

  sightlineMap.on("movestart zoomstart", () => {
    follows = follows && isOwn;
  });
  sightlineMap.on("resize", () => {
    if (follows) {
      show();
    }
  });
  addButton();
  // Where the controls lie in the map.
  function controls() {
    const map = sightlineMap.getContainer().getBoundingClientRect();
    return [...document.querySelectorAll(".leaflet-control")]
      .map((one) => one.getBoundingClientRect())
      .map((one) => ({ x: one.x - map.x, y: one.y - map.y, width: one.width, height: one.height }));
  }

  return { take, all, controls, own, follows: () => follows };
})();
