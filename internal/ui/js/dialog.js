// The one dialog. A link with data-dialog="open" puts the [data-sheet] of the
// page it leads to in it, and so does a button of a form, with the page that
// the form is answered by. A refused form stays; a redirect closes it and shows
// the page. Closing gives the focus back.
import { behaviour, on, say } from "./core.js";
import { flash } from "./nav.js";
import { giveBack, toHeading } from "./focus.js";
import { refreshAll } from "./live.js";

let opener = null;

const dialog = () => document.getElementById("dialog");

export async function openSheet(href, options = {}, from = document.activeElement) {
  const place = dialog();
  if (!place) return (location.href = href);
  if (!place.contains(from)) opener = from;
  try {
    const answer = await fetch(href, { ...options, headers: { "Candor-Dialog": "1" } });
    show(new DOMParser().parseFromString(await answer.text(), "text/html"), answer.url || href);
  } catch {
    flash("No answer from the server. Try again when you are back online.");
  }
}

// show puts the sheet of a page into the dialog; a page without one is gone to.
export function show(page, href) {
  const sheet = page.querySelector("[data-sheet]");
  const place = dialog();
  if (!sheet) {
    const problem = page.querySelector("[data-problem]");
    return problem ? flash(problem.dataset.problem) : (location.href = href);
  }
  for (const form of sheet.querySelectorAll("form[method=post]")) {
    if (!form.getAttribute("action")) form.setAttribute("action", href);
    form.setAttribute("hx-boost", "false");
  }
  place.replaceChildren(document.adoptNode(sheet));
  if (sheet.querySelector("[data-changed]")) changed();
  if (!place.open) place.showModal();
  (sheet.querySelector("[autofocus], [role=alert]") || sheet.querySelector("input:not([type=hidden]), select, textarea") || sheet.querySelector("h1"))?.focus();
}

// changed: the page behind shows what was done to many, while the dialog says
// what was not. What was ticked is dealt with.
function changed() {
  for (const tick of document.querySelectorAll("#main [data-tick]:checked")) {
    tick.checked = false;
    tick.dispatchEvent(new Event("change", { bubbles: true }));
  }
  refreshAll();
}

async function send(form, submitter) {
  const body = new FormData(form, submitter);
  const upload = form.enctype === "multipart/form-data";
  submitter?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(submitter?.getAttribute("formaction") || form.action, { method: "POST", body: upload ? body : new URLSearchParams(body) });
    if (answer.redirected) return arrive(answer);
    show(new DOMParser().parseFromString(await answer.text(), "text/html"), answer.url);
  } catch {
    flash("No answer from the server. Nothing was lost; try again when you are back online.");
  } finally {
    submitter?.removeAttribute("aria-busy");
  }
}

// arrive closes the dialog and swaps in the page the form led to.
async function arrive(answer) {
  const text = await answer.text();
  const url = new URL(answer.url);
  dialog().close();
  if (url.origin !== location.origin || !window.htmx) return (location.href = answer.url);
  const same = url.pathname + url.search === location.pathname + location.search;
  if (!same) history.pushState({ htmx: true }, "", url.pathname + url.search);
  await htmx.swap({ text, sourceElement: document.body, target: "#main", select: "#main", swap: same ? "outerMorph show:none" : "outerHTML show:top" });
  if (same) return;
  toHeading();
  say(document.title);
}

behaviour("dialog", (place, signal) => {
  on(document, "click", signal, (event) => {
    const link = event.target.closest?.("[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (link.dataset.dialog === "open" && link.href) {
      event.preventDefault();
      event.stopImmediatePropagation();
      link.closest("details[open]")?.removeAttribute("open");
      document.getElementById("palette")?.close();
      openSheet(link.href, {}, link);
    } else if (place.open && place.contains(link)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      place.close();
    }
  }, { capture: true });
  on(document, "submit", signal, (event) => {
    const button = event.submitter;
    if (button?.dataset.dialog !== "open") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    openSheet(button.formAction, { method: "POST", body: new URLSearchParams(new FormData(event.target, button)) }, button);
  }, { capture: true });
  on(place, "submit", signal, (event) => {
    if (event.target.method !== "post" || event.target.dataset.plain !== undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    send(event.target, event.submitter);
  }, { capture: true });
  on(place, "pointerdown", signal, (event) => {
    if (event.target === place && !place.dataset.dirty) place.close(); // the scrim
  });
  on(place, "input", signal, () => (place.dataset.dirty = ""));
  on(place, "close", signal, () => {
    delete place.dataset.dirty;
    place.replaceChildren();
    giveBack(opener);
  });
});
