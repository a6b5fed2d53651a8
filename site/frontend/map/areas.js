/* The neighbourhoods, to say in words where something is. */
export class Areas {
  constructor(features, words) {
    this.features = features;
    this.words = words;
  }

  where({ lat, lng }) {
    const found = this.features.find(({ geometry }) => contains(geometry, lng, lat));
    const { wordsIn, wordsNowhere } = this.words;
    return found ? wordsIn.replace("{place}", found.properties.name) : wordsNowhere;
  }
}

function contains({ type, coordinates }, x, y) {
  const rings = type === "Polygon" ? coordinates : coordinates.flat();
  let inside = false;
  for (const ring of rings) {
    for (let at = 1; at < ring.length; at += 1) {
      const [[x1, y1], [x2, y2]] = [ring[at - 1], ring[at]];
      if (y1 > y !== y2 > y && x > x1 + ((y - y1) * (x2 - x1)) / (y2 - y1)) inside = !inside;
    }
  }
  return inside;
}

/* The middle of corners, near enough to say in which neighbourhood they lie. */
export function middle(corners) {
  const sum = corners.reduce((all, one) => ({ lat: all.lat + one.lat, lng: all.lng + one.lng }), { lat: 0, lng: 0 });
  return { lat: sum.lat / corners.length, lng: sum.lng / corners.length };
}
