/* The map: of our own outlines, or of tiles where the city has an address for them. One of its kinds takes it from here. */
import { choose } from "./choose.js";
import { list } from "./list.js";
import { show } from "./show.js";
import { Attribution, GeoJSON, LatLngBounds, Map, TileLayer, Zoom } from "./leaflet.js";
import { Areas } from "./areas.js";

const KINDS = { choose, list, show };

function bounds(text) {
  const [west, south, east, north] = text.split(",").map(Number);
  return new LatLngBounds([south, west], [north, east]);
}

export async function draw(element) {
  const { dataset } = element;
  const canvas = element.querySelector("[data-map-canvas]");
  const city = bounds(dataset.box);
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = new Map(canvas, {
    attributionControl: false,
    fadeAnimation: false,
    keyboard: dataset.map !== "choose",
    markerZoomAnimation: !isCalm,
    maxBounds: city.pad(0.5),
    maxZoom: 18,
    /* A page is scrolled past a map; whoever works on it has gone into it. */
    scrollWheelZoom: false,
    zoomAnimation: !isCalm,
    zoomControl: false,
    zoomSnap: 0.25,
  });
  map.fitBounds(city);
  map.setMinZoom(map.getZoom() - 1);
  new Zoom({ zoomInTitle: dataset.wordsCloser, zoomOutTitle: dataset.wordsFurther }).addTo(map);
  canvas.addEventListener("focusin", () => map.scrollWheelZoom.enable());
  canvas.addEventListener("focusout", () => map.scrollWheelZoom.disable());
  if (dataset.tiles) {
    new Attribution({ prefix: false }).addAttribution(escaped(dataset.attribution)).addTo(map);
    new TileLayer(dataset.tiles, { maxNativeZoom: 19 }).addTo(map);
  }
  const found = await fetch(dataset.areas).then((answer) => answer.json());
  const areas = new Areas(found.features, element.dataset);
  const outlines = new GeoJSON(found, {
    interactive: false,
    style: { className: dataset.tiles ? "map__outline" : "map__area", weight: 1.5 },
    onEachFeature: ({ properties }, layer) =>
      dataset.tiles ||
      layer.bindTooltip(escaped(properties.name), { className: "map__name", direction: "center", pane: "shadowPane", permanent: true }),
  }).addTo(map);
  if (!dataset.tiles && outlines.getLayers().length && !dataset.from) map.fitBounds(outlines.getBounds(), { animate: false });
  KINDS[dataset.map]({ map, element, canvas, areas });
  if (dataset.map === "choose") canvas.focus({ preventScroll: true });
}

/* Leaflet takes some words for HTML. */
function escaped(words) {
  return Object.assign(document.createElement("i"), { textContent: words }).innerHTML;
}
