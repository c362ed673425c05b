/* A picture, larger; a press anywhere or Escape closes it. */
import { el } from "./dom.js";

export function openPicture(url, caption) {
  const dialog = document.querySelector("[data-picture]");
  dialog.onclick = () => dialog.close();
  dialog.replaceChildren(
    el("img", { src: url, alt: caption || "Picture" }),
    caption ? el("p", { dir: "auto", text: caption }) : "",
    el("button", { type: "button", class: "key", data: { action: "close-picture" }, text: "Close" }),
  );
  dialog.showModal();
}
