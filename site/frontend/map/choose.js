/* Points at a place and writes its degrees to a field: `52.53120, 5.21340`, and with semicolons between corners an area. */
import { middle } from "./areas.js";
import { LayerGroup, Marker, Polygon } from "./leaflet.js";
import { corner, pin } from "./show.js";

const STEP = 12; /* Pixels; with Shift four times as far. */
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const WAIT = 400; /* Before the pin's place is said: not at every step. */

export function choose({ map, element, canvas, areas }) {
  const { dataset } = element;
  const field = document.getElementById(dataset.field);
  const words = element.querySelector("[data-map-words]");
  const drawn = new LayerGroup().addTo(map);
  const areaButton = element.querySelector("[data-map-area]");
  let corners = [];
  let isArea = false;
  let cursor;
  let timer;

  const say = (text, wait = 0) => {
    clearTimeout(timer);
    timer = setTimeout(() => (words.textContent = text), wait);
  };

  const put = () => {
    drawn.clearLayers();
    if (isArea && corners.length > 1) new Polygon(corners, { className: "map__drawn", interactive: false, weight: 3 }).addTo(drawn);
    for (const at of corners) {
      new Marker(at, { icon: isArea ? corner() : pin(), interactive: false, keyboard: false }).addTo(drawn);
    }
    if (cursor) new Marker(cursor, { icon: pin("map__pin--moving"), interactive: false, keyboard: false }).addTo(drawn);
  };

  const told = () => {
    if (!corners.length) return dataset.wordsNone;
    const where = areas.where(middle(corners));
    const said = isArea ? dataset.wordsCorners : dataset.wordsPoint;
    return said.replace("{number}", corners.length).replace("{where}", where);
  };

  const write = () => {
    field.value = corners.map(({ lat, lng }) => `${lat.toFixed(5)}, ${lng.toFixed(5)}`).join("; ");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const set = (at) => {
    corners = isArea ? [...corners, at] : [at];
    cursor = undefined;
    write();
    put();
    say(told());
  };

  const read = () => {
    const found = field.value.split(";").map((part) => part.split(/[,\s]+/).filter(Boolean).map(Number));
    corners = found.filter((one) => one.length === 2 && one.every(Number.isFinite)).map(([lat, lng]) => ({ lat, lng }));
    isArea = corners.length > 1 || (isArea && corners.length > 0);
    areaButton.setAttribute("aria-pressed", isArea);
    put();
    say(told());
  };

  const back = () => {
    corners = corners.slice(0, -1);
    write();
    put();
    say(told());
  };

  map.on("click", ({ latlng }) => set(latlng));
  field.addEventListener("change", read);
  areaButton.addEventListener("click", () => {
    isArea = !isArea;
    if (!isArea) corners = corners.slice(0, 1);
    areaButton.setAttribute("aria-pressed", isArea);
    write();
    put();
    say(told());
    canvas.focus({ preventScroll: true });
  });
  element.querySelector("[data-map-back]").addEventListener("click", back);
  canvas.addEventListener("keydown", (event) => {
    if (event.target !== canvas || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const far = event.shiftKey ? STEP * 4 : STEP;
      const from = cursor ?? corners.at(-1) ?? map.getCenter();
      cursor = map.containerPointToLatLng(map.latLngToContainerPoint(from).add([arrow[0] * far, arrow[1] * far]));
      map.panInside(cursor, { padding: [48, 48] });
      put();
      say(dataset.wordsMoved.replace("{where}", areas.where(cursor)), WAIT);
    } else if (event.key === "+" || event.key === "=") {
      map.setZoomAround(cursor ?? map.getCenter(), map.getZoom() + 1);
    } else if (event.key === "-") {
      map.setZoomAround(cursor ?? map.getCenter(), map.getZoom() - 1);
    } else if (event.key === "Enter") {
      set(cursor ?? map.getCenter());
    } else if (event.key === "Backspace" || event.key === "Delete") {
      back();
    } else {
      return;
    }
    event.preventDefault();
  });
  read();
  if (corners.length) map.setView(middle(corners), map.getMinZoom() + 3);
}
