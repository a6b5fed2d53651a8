/* The proposals of a choice: the server gives one mark for each, or one with a number where many are near each other. */
import { DivIcon, LatLngBounds, LayerGroup, Marker, Popup } from "./leaflet.js";

const ROOM = 56; /* Pixels from mark to mark, at least. */

export function list({ map, element, canvas, areas }) {
  const { dataset } = element;
  const words = element.querySelector("[data-map-words]");
  const listLink = element.querySelector("[data-map-list]");
  const marks = new LayerGroup().addTo(map);
  let asked = 0;

  const boxOf = () => {
    const box = map.getBounds();
    return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((edge) => edge.toFixed(5)).join(",");
  };

  const withBox = (address, box) => {
    const url = new URL(address, location.href);
    url.searchParams.set("place", box);
    return url;
  };

  /* By its name: the marks may have been put anew meanwhile. */
  const standOn = (name) =>
    [...canvas.querySelectorAll(".map__mark > *")].find(({ title }) => title === name)?.focus({ preventScroll: true });

  const mark = (html, at, size) =>
    new Marker(at, { icon: new DivIcon({ className: "map__mark", html, iconSize: [size, size] }), keyboard: false, interactive: false });

  const many = ({ number, box, list }, at) => {
    const said = (list ? dataset.wordsList : dataset.wordsMany).replace("{number}", number).replace("{where}", areas.where(at));
    const html = Object.assign(document.createElement("a"), { className: "map__many", href: list || withBox(location.href, box.join(",")) });
    html.append(Object.assign(document.createElement("span"), { textContent: number, ariaHidden: "true" }));
    html.ariaLabel = said;
    html.title = said;
    if (!list) {
      html.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        const [west, south, east, north] = box;
        canvas.focus({ preventScroll: true });
        map.fitBounds(new LatLngBounds([south, west], [north, east]));
      });
    }
    return mark(html, at, number > 99 ? 48 : 40);
  };

  const one = ({ title, address, reference, language, area, summary }, at) => {
    const html = Object.assign(document.createElement("button"), { className: "map__one", type: "button", ariaLabel: title, title });
    html.addEventListener("click", (event) => {
      /* A click on the map itself closes what is open. */
      event.stopPropagation();
      const shown = document.createElement("div");
      const link = Object.assign(document.createElement("a"), { href: address, textContent: title, lang: language });
      const said = Object.assign(document.createElement("p"), { textContent: summary, lang: language });
      shown.append(link, said, Object.assign(document.createElement("p"), { textContent: [reference, area].filter(Boolean).join(" · ") }));
      const popup = new Popup({ closeButton: false, maxWidth: 260, offset: [0, -8] }).setLatLng(at).setContent(shown).openOn(map);
      popup.getElement().addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        map.closePopup(popup);
        standOn(title);
      });
      link.focus({ preventScroll: true });
    });
    return mark(html, at, 32);
  };

  const load = async () => {
    const turn = (asked += 1);
    const box = boxOf();
    const address = withBox(dataset.data, box);
    address.searchParams.set("across", Math.round(canvas.clientWidth / ROOM));
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    const { features, number } = await answer.json();
    if (turn !== asked) return;
    /* Who stood on a mark stands on it again. */
    const stood = canvas.querySelector(".map__mark :focus")?.title;
    marks.clearLayers();
    for (const { geometry, properties } of features) {
      const [lng, lat] = geometry.coordinates;
      (properties.number > 1 ? many : one)(properties, { lat, lng }).addTo(marks);
    }
    if (stood) standOn(stood);
    words.textContent = dataset.wordsFound.replace("{number}", number);
    if (listLink) listLink.href = withBox(dataset.list, box);
  };

  const reload = () => load().catch(() => (words.textContent = dataset.wordsFailed));
  if (dataset.from) {
    const [west, south, east, north] = dataset.from.split(",").map(Number);
    map.fitBounds(new LatLngBounds([south, west], [north, east]));
  }
  /* What a popup moves the map by needs no new marks: they would take the popup's button away. */
  map.on("moveend", () => map._popup?.isOpen() || reload());
  reload();
}
