/* One place. */
import { DivIcon, GeoJSON, Marker } from "./leaflet.js";

export function show({ map, element, areas }) {
  const place = JSON.parse(element.dataset.place);
  const layer = new GeoJSON(place, {
    interactive: false,
    style: { className: "map__drawn", weight: 3 },
    pointToLayer: (_feature, at) => new Marker(at, { icon: pin(), interactive: false, keyboard: false }),
  }).addTo(map);
  const box = layer.getBounds();
  map.fitBounds(box.pad(0.5), { maxZoom: map.getMinZoom() + 2 });
  element.querySelector("[data-map-words]").textContent = areas.where(box.getCenter());
}

const PIN = `<svg viewBox="0 0 28 36" aria-hidden="true"><path d="M14 35C14 35 26 22 26 13A12 12 0 1 0 2 13C2 22 14 35 14 35Z"/><circle cx="14" cy="13" r="4.5"/></svg>`;

export function pin(modifier = "") {
  return new DivIcon({ className: `map__pin ${modifier}`.trim(), html: PIN, iconSize: [28, 36], iconAnchor: [14, 35] });
}

/* One of the points between which an area lies. */
export function corner() {
  return new DivIcon({ className: "map__corner", html: "", iconSize: [14, 14] });
}
