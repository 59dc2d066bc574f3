// <figure class="chart-figure"><div class="chart" data-chart="ID" role="img" aria-label="…"></div>
//   {{ option|json_script:"ID" }} <details>…the same numbers as a table…</details></figure>
// The JSON is an ECharts option; a colour written as "token:--accent" follows the theme.
import * as echarts from "../vendor/echarts/echarts.esm.min.mjs";
import { onChange, token } from "./theme.js";

function coloured(value) {
  if (typeof value === "string" && value.startsWith("token:")) return token(value.slice(6));
  if (Array.isArray(value)) return value.map(coloured);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, coloured(part)]));
  return value;
}

function axis() {
  return {
    axisLine: { lineStyle: { color: token("--line-strong") } },
    axisLabel: { color: token("--ink-quiet") },
    splitLine: { lineStyle: { color: token("--line") } },
  };
}

function theme() {
  return {
    color: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => token(`--series-${number}`)),
    backgroundColor: "transparent",
    textStyle: { fontFamily: token("--font"), color: token("--ink") },
    legend: { textStyle: { color: token("--ink-quiet") } },
    categoryAxis: { ...axis(), splitLine: { show: false } },
    valueAxis: axis(),
    timeAxis: { ...axis(), splitLine: { show: false } },
    tooltip: {
      backgroundColor: token("--surface"),
      borderColor: token("--line"),
      textStyle: { color: token("--ink") },
    },
  };
}

/** This will draw, or draw again in the colours of the theme, the chart of one element. */
export function draw(element) {
  const data = document.getElementById(element.dataset.chart);
  if (!data) return;
  echarts.getInstanceByDom(element)?.dispose();
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const chart = echarts.init(element, theme(), { renderer: "svg" });
  chart.setOption({ animation: !still, ...coloured(JSON.parse(data.textContent)) });
}

function drawAll(root) {
  root.querySelectorAll("[data-chart]").forEach(draw);
}

const resized = new ResizeObserver((entries) =>
  entries.forEach(({ target }) => echarts.getInstanceByDom(target)?.resize()),
);
drawAll(document);
document.querySelectorAll("[data-chart]").forEach((element) => resized.observe(element));
onChange(() => drawAll(document));
document.addEventListener("htmx:afterSwap", (event) => drawAll(event.target));
