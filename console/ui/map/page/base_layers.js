// The base map: GeoJSON layers on one Leaflet canvas of their own, in the theme's dark colours.
"use strict";

const baseLayers = (() => {
  const pane = sightlineMap.createPane("base");
  pane.style.zIndex = 200;
  pane.style.pointerEvents = "none";
  const renderer = L.canvas({ pane: "base", padding: 0.4 });
  const colours = {
    water: mix(theme.accent, theme.background, 0.16),
    buildings: mix(theme.raised, theme.background, 0.75),
    buildingEdge: mix(theme.line, theme.background, 0.75),
    minor: theme.line,
    major: mix(theme.disabled, theme.background, 0.65),
    path: mix(theme.line, theme.background, 0.6),
    rail: mix(theme.line, theme.background, 0.9),
  };
  const streetWidths = { major: 4, minor: 2.5, path: 1 };

  function mix(over, under, share) {
    const channel = (colour, at) => parseInt(colour.slice(at, at + 2), 16);
    const mixed = (at) => Math.round(share * channel(over, at) + (1 - share) * channel(under, at));
    return `rgb(${mixed(1)},${mixed(3)},${mixed(5)})`;
  }

  function style(layer, feature) {
    if (layer === "streets") {
      const sort = feature.properties.class in streetWidths ? feature.properties.class : "minor";
      return { color: colours[sort], weight: streetWidths[sort], dashArray: sort === "path" ? "4 4" : null };
    }
    if (layer === "rail") {
      return { color: colours.rail, weight: 2, dashArray: "6 3" };
    }
    const fill = layer === "water" ? colours.water : colours.buildings;
    const edge = layer === "water" ? colours.water : colours.buildingEdge;
    return { color: edge, weight: 1, fillColor: fill, fillOpacity: 1, fill: !isLine(feature) };
  }

  function isLine(feature) {
    return feature.geometry.type.endsWith("LineString");
  }

  async function load(layer) {
    const answer = await fetch(`sightline://map/layers/${layer}.geojson`).catch(() => null);
    if (answer === null || !answer.ok) {
      return false; // the handler logged it; the map lacks this layer
    }
    const collection = await answer.json();
    L.geoJSON(collection, {
      pane: "base",
      renderer,
      interactive: false,
      style: (feature) => style(layer, feature),
      filter: (feature) => feature.geometry !== null && feature.geometry.type !== "Point",
    }).addTo(sightlineMap);
    if (layer === "streets") {
      streetNames.take(collection);
    }
    return true;
  }

  async function loadAll() {
    const loaded = [];
    for (const layer of ["water", "buildings", "rail", "streets"]) {
      if (await load(layer)) {
        loaded.push(layer);
      }
    }
    return loaded;
  }

  return { loadAll };
})();
