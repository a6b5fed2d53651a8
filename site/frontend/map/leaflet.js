/* Of Leaflet only what our maps use. */
import "leaflet/src/layer/vector/Renderer.getRenderer.js";

import { Map } from "leaflet/src/map/Map.js";
import { DoubleClickZoom } from "leaflet/src/map/handler/Map.DoubleClickZoom.js";
import { Drag } from "leaflet/src/map/handler/Map.Drag.js";
import { Keyboard } from "leaflet/src/map/handler/Map.Keyboard.js";
import { ScrollWheelZoom } from "leaflet/src/map/handler/Map.ScrollWheelZoom.js";
import { TouchZoom } from "leaflet/src/map/handler/Map.TouchZoom.js";

Object.assign(Map, { DoubleClickZoom, Drag, Keyboard, ScrollWheelZoom, TouchZoom });

export { Map };
export { Attribution } from "leaflet/src/control/Control.Attribution.js";
export { Zoom } from "leaflet/src/control/Control.Zoom.js";
export { LatLng } from "leaflet/src/geo/LatLng.js";
export { LatLngBounds } from "leaflet/src/geo/LatLngBounds.js";
export { GeoJSON } from "leaflet/src/layer/GeoJSON.js";
export { LayerGroup } from "leaflet/src/layer/LayerGroup.js";
export { Popup } from "leaflet/src/layer/Popup.js";
export { Tooltip } from "leaflet/src/layer/Tooltip.js";
export { DivIcon } from "leaflet/src/layer/marker/DivIcon.js";
export { Marker } from "leaflet/src/layer/marker/Marker.js";
export { TileLayer } from "leaflet/src/layer/tile/TileLayer.js";
export { Polygon } from "leaflet/src/layer/vector/Polygon.js";
