// <div class="map" data-map data-areas="/areas/street.json" data-detail="/areas/community.json" …>: a map drawn from the city's own areas.
//   data-points="/…geojson"  points (properties: title, href, tone)     data-heat  the same points as heat,
//                            each with its `weight` (0 to 1) where it has one
//   data-shaded              areas are shaded by their `share` (0 to 1) and lead to their `href`
//   data-pick="lat,lon"      ids of two inputs that a press on the map fills
//   data-marker="31.2,121.4" one place, shown
// Where the operator has a base map, the page's <meta name="map-tiles" content="https://…/{z}/{x}/{y}.png"> names it.
import * as maplibregl from "../vendor/maplibre-gl/maplibre-gl.mjs";
import { onChange, token } from "./theme.js";

const LABEL = { "text-field": ["get", "name"], "text-size": 12, "text-max-width": 8 };
const baseMap = document.querySelector('meta[name="map-tiles"]');
const [tiles, note] = [baseMap?.content, baseMap?.dataset.note];
const EMPTY = { type: "FeatureCollection", features: [] };

function paint() {
  return {
    ground: { "background-color": token("--sunken") },
    area: { "fill-color": token("--surface"), "fill-opacity": 0.9 },
    shade: {
      "fill-color": [
        "interpolate", ["linear"], ["coalesce", ["get", "share"], 0],
        0, token("--surface"), 0.02, token("--heat-low"), 0.5, token("--series-2"), 1, token("--heat-high"),
      ],
      "fill-opacity": 0.85,
    },
    border: { "line-color": token("--line-strong"), "line-width": 0.8 },
    name: { "text-color": token("--ink-quiet"), "text-halo-color": token("--surface"), "text-halo-width": 1.5 },
    point: {
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 9, 3, 15, 8],
      "circle-color": token("--accent"),
      "circle-stroke-color": token("--surface"),
      "circle-stroke-width": 1.2,
    },
    cluster: {
      "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "point_count"]], 1, 10, 30, 34],
      "circle-color": token("--accent"),
      "circle-opacity": 0.85,
    },
    count: { "text-color": token("--on-accent") },
    heat: {
      "heatmap-weight": ["coalesce", ["get", "weight"], 1],
      "heatmap-radius": ["interpolate", ["linear"], ["zoom"], 8, 6, 14, 28],
      "heatmap-opacity": 0.8,
      "heatmap-color": [
        "interpolate", ["linear"], ["heatmap-density"],
        0, "rgba(0,0,0,0)", 0.15, token("--heat-low"), 0.6, token("--series-2"), 1, token("--heat-high"),
      ],
    },
  };
}

// From this zoom on the finer outlines are drawn.
const DETAIL_ZOOM = 12;

function detailLayers(colours) {
  const fine = { "line-color": colours.border["line-color"], "line-width": 0.5, "line-dasharray": [3, 2] };
  return [
    { id: "detail", type: "line", source: "detail", minzoom: DETAIL_ZOOM, paint: fine },
    { id: "detail-name", type: "symbol", source: "detail", minzoom: DETAIL_ZOOM, paint: colours.name, layout: LABEL },
  ];
}

function baseLayers(colours, shaded) {
  const layers = [{ id: "ground", type: "background", paint: colours.ground }];
  if (tiles) layers.push({ id: "tiles", type: "raster", source: "tiles" });
  else layers.push({ id: "area", type: "fill", source: "areas", paint: colours.area });
  if (shaded) layers.push({ id: "shade", type: "fill", source: "areas", paint: colours.shade });
  layers.push({ id: "border", type: "line", source: "areas", paint: colours.border });
  layers.push({ id: "name", type: "symbol", source: "areas", paint: colours.name, layout: LABEL });
  const sources = { areas: { type: "geojson", data: EMPTY, attribution: note } };
  if (tiles) sources.tiles = { type: "raster", tiles: [tiles], tileSize: 256 };
  return { layers, sources };
}

function pointLayers(colours, heat) {
  if (heat) return [{ id: "heat", type: "heatmap", source: "points", paint: colours.heat }];
  const grouped = ["has", "point_count"];
  return [
    { id: "point", type: "circle", source: "points", filter: ["!", grouped], paint: colours.point },
    { id: "cluster", type: "circle", source: "points", filter: grouped, paint: colours.cluster },
    {
      id: "count", type: "symbol", source: "points", filter: grouped, paint: colours.count,
      layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 12 },
    },
  ];
}

function style(element, data) {
  const colours = paint();
  const { layers, sources } = baseLayers(colours, "shaded" in element.dataset);
  sources.areas.data = data.areas;
  if (data.detail) {
    sources.detail = { type: "geojson", data: data.detail };
    layers.push(...detailLayers(colours));
  }
  if (data.points) {
    const heat = "heat" in element.dataset;
    sources.points = { type: "geojson", data: data.points, cluster: !heat, clusterRadius: 40 };
    layers.push(...pointLayers(colours, heat));
  }
  return { version: 8, sources, layers };
}

async function fetched(address) {
  if (!address) return null;
  const response = await fetch(address, { headers: { Accept: "application/geo+json" } });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

function extent(collection) {
  const bounds = new maplibregl.LngLatBounds();
  const walk = (part) => (typeof part[0] === "number" ? bounds.extend(part) : part.forEach(walk));
  collection.features.forEach((feature) => walk(feature.geometry.coordinates));
  return bounds.isEmpty() ? null : bounds;
}

function say(map, place, { href, title }) {
  const body = document.createElement(href ? "a" : "span");
  if (href) body.href = href;
  body.textContent = title;
  new maplibregl.Popup({ closeButton: false }).setLngLat(place).setDOMContent(body).addTo(map);
}

function popUp(map) {
  map.on("click", "shade", ({ lngLat, features: [{ properties }] }) => say(map, lngLat, properties));
  map.on("click", "point", ({ features: [{ geometry, properties }] }) => say(map, geometry.coordinates, properties));
  map.on("click", "cluster", async ({ features: [feature] }) => {
    const zoom = await map.getSource("points").getClusterExpansionZoom(feature.properties.cluster_id);
    map.easeTo({ center: feature.geometry.coordinates, zoom });
  });
}

function marker(map, lngLat) {
  return new maplibregl.Marker({ color: token("--seal") }).setLngLat(lngLat).addTo(map);
}

function picker(map, element) {
  const [lat, lon] = element.dataset.pick.split(",").map((id) => document.getElementById(id));
  let pin = null;
  const show = () => {
    const place = [Number(lon.value), Number(lat.value)];
    pin?.remove();
    pin = lat.value && lon.value && place.every(Number.isFinite) ? marker(map, place) : null;
    if (pin && !map.getBounds().contains(place)) map.easeTo({ center: place });
  };
  map.on("click", ({ lngLat }) => {
    lat.value = lngLat.lat.toFixed(6);
    lon.value = lngLat.lng.toFixed(6);
    lat.dispatchEvent(new Event("change", { bubbles: true }));
  });
  lat.addEventListener("change", show);
  show();
}

// The finer outlines are many: they are fetched when somebody first looks closely.
function fetchDetail(map, data, address) {
  const look = async () => {
    if (map.getZoom() < DETAIL_ZOOM) return;
    map.off("zoomend", look);
    data.detail = await fetched(address);
    map.getSource("detail").setData(data.detail);
  };
  map.on("zoomend", look);
  map.once("load", look);
}

/** This will turn one element into a map; where it cannot, the element says so and the page still works. */
export async function open(element) {
  const { areas, detail, points, marker: place, pick } = element.dataset;
  const [coarse, dots] = await Promise.all([areas, points].map(fetched));
  const data = { areas: coarse || EMPTY, detail: detail ? EMPTY : null, points: dots };
  const map = new maplibregl.Map({
    container: element,
    style: style(element, data),
    attributionControl: note ? {} : false,
    cooperativeGestures: "cooperative" in element.dataset,
    dragRotate: false,
    pitchWithRotate: false,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  const bounds = extent(data.points?.features.length ? data.points : data.areas);
  if (bounds) map.fitBounds(bounds, { padding: 24, animate: false, maxZoom: 15 });
  if (place) {
    const [lat, lon] = place.split(",").map(Number);
    marker(map, [lon, lat]);
    map.jumpTo({ center: [lon, lat], zoom: 13.5 });
  }
  if (detail) fetchDetail(map, data, detail);
  if (pick) picker(map, element);
  if (points || "shaded" in element.dataset) popUp(map);
  onChange(() => map.setStyle(style(element, data)));
  map.once("idle", () => (element.dataset.drawn = ""));
  return map;
}

for (const element of document.querySelectorAll("[data-map]")) {
  open(element).catch((error) => {
    element.dataset.failed = "";
    element.textContent = element.dataset.sorry || "";
    console.warn("map:", error);
  });
}
