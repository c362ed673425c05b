/* Building nodes. Data reaches the page only as text nodes and checked attributes, never as markup. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  bell: "M6 9a6 6 0 0 1 12 0c0 6 2 7 2 7H4s2-1 2-7M10 20a2 2 0 0 0 4 0",
  bellOff: "M8 4.5A6 6 0 0 1 18 9c0 3 .6 4.8 1.1 5.8M6.3 7.4A6 6 0 0 0 6 9c0 6-2 7-2 7h12M10 20a2 2 0 0 0 4 0M3 3l18 18",
  lock: "M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11",
  clip: "M20 11.5l-8.2 8.2a5 5 0 0 1-7-7l8.6-8.7a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.6 1.6 0 0 1-2.3-2.3l7.6-7.6",
  send: "M4 12l16-8-5 17-3.5-7z",
  keyboard: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M7 14h10",
  dots: "M12 5h.01M12 12h.01M12 19h.01",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01",
  images: "M7 3h14v13H7zM3 8v13h14M7 13l4-4 4 4 2-2 4 4",
  mic: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3M5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21",
  video: "M3 6h12v12H3zM15 11l6-4v10l-6-4",
  sticker: "M12 3a9 9 0 1 0 9 9l-9-9zM12 3v5a4 4 0 0 0 4 4h5",
  play: "M7 4.5v15l12-7.5z",
  stop: "M6 6h12v12H6z",
  flood: "M4 7h.01M12 7h.01M20 7h.01M4 12h.01M12 12h.01M20 12h.01M4 17h.01M12 17h.01M20 17h.01",
  ladder: "M8 3v18M16 3v18M8 7h8M8 12h8M8 17h8",
  power: "M12 3v8M6.3 7a8 8 0 1 0 11.4 0",
  sound: "M4 9h4l5-4v14l-5-4H4zM16.5 8.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12",
  mute: "M4 9h4l5-4v14l-5-4H4zM17 9.5l5 5M22 9.5l-5 5",
  grid: "M4 4h4.5v7H4zM10 4h4.5v7H10zM16 4h4v7h-4zM4 13h4.5v7H4zM10 13h4.5v7H10zM16 13h4v7h-4z",
  large: "M4 4h7v16H4zM13.5 4H20v16h-6.5z",
  down: "M6 9l6 6 6-6",
  forward: "M13 6l7 6-7 6v-4c-5 0-8 1.5-9.5 4C4 12.5 7 10 13 10z",
  user: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8M4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5",
  block: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M5.7 5.7l12.6 12.6",
  group: "M9 11a3.5 3.5 0 1 0 0-7a3.5 3.5 0 0 0 0 7M2.5 20c.5-3.6 3-5.5 6.5-5.5s6 1.9 6.5 5.5M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.8c2 .7 3.200 2.400 3.500 5.200",
  history: "M4 5v5h5M4.6 10a8 8 0 1 1-.5 4M12 8v4.5l3 2",
  link: "M10 14a4 4 0 0 0 6 .3l3-3a4 4 0 0 0-5.6-5.6l-1 1M14 10a4 4 0 0 0-6-.3l-3 3a4 4 0 0 0 5.6 5.6l1-1",
};

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "text") node.textContent = value;
    else if (name === "class") node.className = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function icon(name, label) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  if (label) svg.setAttribute("role", "img"), svg.setAttribute("aria-label", label);
  else svg.setAttribute("aria-hidden", "true");
  if (label) {
    const title = document.createElementNS(SVG, "title");
    title.textContent = label;
    svg.append(title);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/* Pictures and files come only from the sandbox itself. */
export function localUrl(url) {
  return typeof url === "string" && /^\/sim\/[\w\-./%]+$/.test(url) && !url.includes("..") ? url : null;
}

/* What Telegram would open; the page shows it and opens nothing. */
export function shownUrl(url) {
  return typeof url === "string" && /^(https?|tg):\/\//i.test(url) ? url : null;
}

export function initials(name) {
  const words = String(name).trim().split(/\s+/u).filter(Boolean);
  return words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join("") || "?";
}

/* Start a class's animation anew, also while it still runs. */
export function replay(node, name) {
  node.classList.remove(name);
  void node.offsetWidth;
  node.classList.add(name);
}

export function scrolling() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
}

export function toMoment(value) {
  return typeof value === "number" ? new Date(value) : new Date(String(value));
}
