// Draws the charts of a page: finds figure[data-chart], asks for its document and hands it to Vega.
// Nothing is evaluated: Vega interprets expressions (ast), so that the page's policy needs no unsafe-eval.
"use strict";
(() => {
  const scripts = document.currentScript.dataset.vega;
  const STEP = 40;
  let loading = null;

  function vega() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = scripts;
      script.onload = () => resolve(window.vegaEmbed);
      script.onerror = () => reject(new Error("the scripts of charts are not to be had"));
      document.head.append(script);
    });
    return loading;
  }

  // Charts are laid out by the server, in steps, so that caches know them again.
  function sized(figure) {
    const address = new URL(figure.dataset.chart, location.href);
    address.pathname += ".vl.json";
    const room = Math.max(240, Math.min(figure.clientWidth || 640, 1200));
    if (!address.searchParams.has("width")) {
      address.searchParams.set("width", String(room - (room % STEP)));
    }
    return address;
  }

  // What the API says of itself may have another name than this page: its data is asked for here.
  function at_home(part) {
    if (Array.isArray(part)) return part.map(at_home);
    if (part === null || typeof part !== "object") return part;
    const same = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, at_home(value)]));
    if (typeof part.url === "string" && part.format) {
      const address = new URL(part.url, location.href);
      same.url = location.origin + address.pathname + address.search;
    }
    return same;
  }

  // Whoever cannot see a picture is told what it shows; groups of marks without a name say nothing.
  function described(svg, description) {
    svg.setAttribute("role", "graphics-document");
    svg.setAttribute("aria-label", description);
    for (const group of svg.querySelectorAll("g[role]:not([aria-label])")) {
      group.removeAttribute("role");
      group.removeAttribute("aria-roledescription");
    }
  }

  async function draw(figure) {
    const [vegaEmbed, answer] = await Promise.all([vega(), fetch(sized(figure))]);
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail);
    const place = document.createElement("div");
    place.className = "drawn";
    const picture = figure.querySelector("img");
    const options = {
      ast: true, actions: false, renderer: "svg", mode: "vega-lite", defaultStyle: false, logLevel: 1,
      tooltip: { disableDefaultStyle: true },
    };
    figure.insertBefore(place, figure.querySelector(".forms"));
    try {
      await vegaEmbed(place, at_home(told), options);
      described(place.querySelector("svg"), told.description);
    } catch (error) {
      place.remove();
      throw error;
    }
    if (picture) picture.remove();
    figure.dataset.drawn = "yes";
  }

  function failed(figure, error) {
    figure.dataset.drawn = "no";
    if (figure.querySelector("img")) return; // the picture is there
    const said = document.createElement("p");
    said.className = "failed";
    said.textContent = error.message;
    figure.append(said);
  }

  function offer(figure) {
    const button = figure.querySelector("button.copy");
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const answer = await fetch(button.dataset.oembed);
      if (!answer.ok) return;
      await navigator.clipboard.writeText((await answer.json()).html);
      button.textContent = button.dataset.copied;
    });
  }

  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      draw(target).catch((error) => failed(target, error));
    }
  }, { rootMargin: "400px" });

  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    offer(figure);
    if (scripts) seen.observe(figure);
  }
})();
