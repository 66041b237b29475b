// Moving about: a POST that was refused keeps the address; a new page gets the
// focus on its heading and says its title.
import { say } from "./core.js";

document.addEventListener("htmx:before:history:update", (event) => {
  const { sourceElement, response } = event.detail;
  const posted = sourceElement?.matches?.("form[method=post]");
  if (posted && !response?.raw?.redirected) event.preventDefault();
  if (sourceElement?.dataset?.typed !== undefined) event.detail.history.type = "replace";
});

document.addEventListener("htmx:after:history:push", () => {
  requestAnimationFrame(() => {
    const main = document.getElementById("main");
    if (!main || main.querySelector("[autofocus]") || document.querySelector("dialog[open]")) return;
    if (main.contains(document.activeElement) && document.activeElement !== main) return;
    (main.querySelector("h1[tabindex]") || main).focus({ preventScroll: true });
    say(document.title);
  });
});

// A second press while the first is under way does nothing; what was pressed
// shows that it is.
document.addEventListener("htmx:before:request", (event) => {
  event.detail.ctx.request.submitter?.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:finally:request", (event) => {
  event.detail.ctx.request.submitter?.removeAttribute("aria-busy");
});

// No connection, or no answer in time: say so, lose nothing.
document.addEventListener("htmx:error", (event) => {
  const background = event.target.closest?.("[data-live], #live");
  if (!background) flash("No answer from the server. Nothing was lost; try again when you are back online.");
});

export function flash(text, tone = "bad") {
  const list = document.getElementById("flashes");
  if (!list) return;
  const one = document.createElement("div");
  one.className = "flash";
  one.dataset.tone = tone;
  one.dataset.do = "flash";
  one.setAttribute("role", tone === "bad" ? "alert" : "status");
  if (tone !== "bad") one.dataset.seconds = "6";
  const words = document.createElement("p");
  words.className = "flash__text";
  words.textContent = text;
  const close = document.createElement("button");
  close.className = "button button--quiet button--small";
  close.type = "button";
  close.dataset.close = "";
  close.textContent = "Dismiss";
  one.append(words, close);
  list.append(one);
}
