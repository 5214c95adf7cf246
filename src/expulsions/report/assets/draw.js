"use strict";
// The filtered rows as a chart: people per year, a panel for each of the sides that matter most.
(() => {
  const { loadPlotly, toned } = window.expulsions;
  const { at, names, source, csv, save, number, rows, sentence } = window.expulsionsTable;
  const PANELS = 5;
  const HEIGHTS = [240, 240, 130];
  const HEIGHT = 84;
  const figure = document.getElementById("drawn");
  const plot = document.getElementById("plot");
  const side = document.getElementById("side");
  const sans = "'Helvetica Neue', Arial, 'Liberation Sans', Helvetica, sans-serif";
  const people = (count) => `${number(count)} ${count === 1 ? "person" : "people"}`;
  let plotted = [];

  const perYear = () => {
    const sums = new Map();
    let first = Infinity, last = -Infinity;
    for (const { row, summed } of rows()) {
      if (!summed || row[at.count] === null) continue;
      const year = Number(row[at.announced].slice(0, 4)), code = row[at[side.value]];
      first = Math.min(first, year);
      last = Math.max(last, year);
      const years = sums.get(code) || sums.set(code, new Map()).get(code);
      years.set(year, (years.get(year) || 0) + row[at.count]);
    }
    const total = (years) => [...years.values()].reduce((sum, one) => sum + one, 0);
    const sorted = [...sums].map(([code, years]) => ({ name: names[code], years, total: total(years) })).sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1));
    const panels = sorted.slice(0, sorted.length > PANELS + 1 ? PANELS : PANELS + 1);
    const others = sorted.slice(panels.length);
    if (others.length) {
      const years = new Map();
      for (const one of others) for (const [year, people] of one.years) years.set(year, (years.get(year) || 0) + people);
      panels.push({ name: `${number(others.length)} others`, years, total: total(years), rest: true });
    }
    return { panels, sorted, first, last };
  };

  const draw = async () => {
    await loadPlotly();
    const { panels, sorted, first, last } = perYear();
    figure.hidden = false;
    const said = sentence();
    const top = sorted[0];
    figure.querySelector(".chart-title").textContent = !top ? "No figure to draw" : sorted.length === 1 ? `${top.name}: ${people(top.total)} ${side.value === "expelled" ? "sent home" : "expelled by it"}` :
      side.value === "expelled" ? `Most people sent home: ${top.name}, ${number(top.total)}` : `Most people expelled: by ${top.name}, ${number(top.total)}`;
    figure.querySelector(".chart-subtitle").textContent = `People per year, ${side.value === "expelled" ? "by who was expelled" : "by who expelled"}, ${panels.length > 1 ? "all panels on one scale" : "as the table is filtered"}. ${said}`;
    figure.querySelector(".from").textContent = source;
    plotted = sorted.flatMap(({ name, years }) => [...years].sort((a, b) => a[0] - b[0]).map(([year, people]) => [name, year, people]));
    plot.setAttribute("aria-label", `${figure.querySelector(".chart-title").textContent}. ${sorted.slice(0, 8).map((one) => `${one.name} ${number(one.total)}`).join(", ")}. ${said}`);
    const width = plot.clientWidth;
    const height = (HEIGHTS[panels.length] || HEIGHT) * Math.max(1, panels.length) + 40;
    const most = Math.max(1, ...panels.flatMap((one) => [...one.years.values()]));
    const layout = {
      width, height, margin: { l: 44, r: 8, t: 8, b: 34 }, showlegend: false, dragmode: false, bargap: 0.2, hovermode: "closest",
      paper_bgcolor: "#FFFFFF", plot_bgcolor: "#FFFFFF", font: { family: sans, size: 12, color: "#1A1C1F" },
      hoverlabel: { bgcolor: "#FFFFFF", bordercolor: "#D9DBDE", font: { color: "#1A1C1F" } }, annotations: [],
    };
    const share = 1 / Math.max(1, panels.length), gap = 30 / (height - 42);
    const traces = panels.map((one, place) => {
      const id = place ? place + 1 : "";
      layout["yaxis" + id] = { domain: [1 - (place + 1) * share, 1 - place * share - gap], range: [0, most * 1.02], nticks: 3, gridcolor: "#D9DBDE", zeroline: true, zerolinecolor: "#8A8F97", fixedrange: true, tickfont: { color: "#5B6068" }, anchor: "x" };
      layout.annotations.push({ text: `<b>${one.name.replace(/[<&]/g, "")}</b> ${number(one.total)}`, x: 0, xref: "paper", xanchor: "left", y: 1 - place * share - gap, yshift: 2, yref: "paper", yanchor: "bottom", showarrow: false });
      return { type: "bar", width: 0.8, x: [...one.years.keys()], y: [...one.years.values()], yaxis: "y" + id, marker: { color: one.rest ? "#8A8F97" : "#A31F3A" }, hovertemplate: [...one.years.values()].map((count) => `%{x}: ${people(count)}<extra></extra>`) };
    });
    layout.xaxis = { range: [first - 0.7, Math.max(last, first + 4) + 0.7], tickformat: "d", nticks: width < 500 ? 4 : 9, showgrid: false, fixedrange: true, ticks: "outside", ticklen: 6, tickcolor: "#FFFFFF", tickfont: { color: "#5B6068" }, anchor: panels.length > 1 ? "y" + panels.length : "y" };
    plot.style.height = `${height}px`;
    const drawn = toned({ data: traces, layout });
    await window.Plotly.react(plot, drawn.data, drawn.layout, { displayModeBar: false });
    plot.dataset.drawn = String(Number(plot.dataset.drawn || 0) + 1);
  };

  // A picture to take away is light, with its words on it, wherever it was made.
  const lines = (text, room) => text.replace(/[<&]/g, "").split(" ").reduce((made, word) => {
    if ((made.at(-1) + " " + word).length > room) made.push(word); else made[made.length - 1] = (made.at(-1) + " " + word).trim();
    return made;
  }, [""]);
  const picture = async () => {
    const width = plot.layout.width;
    const title = lines(figure.querySelector(".chart-title").textContent, width / 9.5), under = lines(sentence(), width / 6.4);
    const words = 24 + 22 * title.length + 16 * under.length, height = plot.layout.height + words + 30;
    const light = { data: plot.data, layout: structuredClone(plot.layout) };
    const text = JSON.stringify(light, (key, value) => (key.startsWith("_") ? undefined : value));
    const style = getComputedStyle(document.documentElement);
    const back = { paper: "#FFFFFF", ink: "#1A1C1F", muted: "#5B6068", rule: "#D9DBDE", red: "#A31F3A", grey: "#8A8F97" };
    let plainText = text;
    for (const [role, colour] of Object.entries(back)) plainText = plainText.replaceAll(style.getPropertyValue("--" + role).trim(), colour);
    const made = JSON.parse(plainText);
    made.layout.height = height;
    made.layout.margin = { ...made.layout.margin, t: words, b: 58 };
    made.layout.title = { text: title.map((line) => `<b>${line}</b>`).join("<br>"), x: 0, xref: "container", xanchor: "left", y: 1, yanchor: "top", pad: { l: 12, t: 14 }, font: { size: 17 }, subtitle: { text: under.join("<br>"), font: { size: 12 } } };
    made.layout.annotations.push({ text: source, x: 0, xref: "paper", y: 0, yref: "paper", yshift: -52, xshift: -32, xanchor: "left", yanchor: "bottom", showarrow: false, font: { size: 11, color: "#5B6068" } });
    return window.Plotly.toImage(made, { format: "png", width: made.layout.width, height, scale: 2 });
  };
  side.addEventListener("change", draw);
  addEventListener("expulsions:rows", () => { if (!figure.hidden) draw(); });
  document.getElementById("png").addEventListener("click", async () => save("expulsions-chart.png", await picture()));
  document.getElementById("plotted").addEventListener("click", () => save("expulsions-chart.csv", csv([side.value, "year", "people"], plotted)));
  document.getElementById("close").addEventListener("click", () => { figure.hidden = true; });
  window.expulsionsDraw = draw;
})();
