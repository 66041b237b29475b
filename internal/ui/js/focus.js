// The focus is never lost. Whatever held it and went with a swap hands it to
// what took its place: the same control of the same form, else the heading.
// Going back, it is on the link that was followed.

const followed = new Map(); // address → href of the link that led on from it
const here = () => location.pathname + location.search;
const usable = (element) => Boolean(element?.isConnected && element !== document.body && element.checkVisibility?.({ visibilityProperty: true }));
const lost = () => !usable(document.activeElement);

export function toHeading() {
  const main = document.getElementById("main");
  (main?.querySelector("h1[tabindex]") || main)?.focus({ preventScroll: true });
}

// giveBack returns the focus to what opened something; a line of a menu that
// is shut stands behind the button of the menu.
export function giveBack(opener) {
  const places = [opener, opener?.closest?.("details")?.querySelector("summary")];
  for (const place of places) {
    if (!usable(place)) continue;
    place.focus();
    if (document.activeElement === place) return;
  }
  toHeading();
}

const words = (element) => element.getAttribute("aria-label") || element.textContent.trim();

// twin finds what stands for a control in the page that came.
function twin({ element, form, name, value, says }) {
  if (element.id && document.getElementById(element.id)) return document.getElementById(element.id);
  if (!form) return null;
  for (const one of document.querySelectorAll(`form[action="${CSS.escape(form)}"]`)) {
    for (const control of one.elements) {
      if (control.tagName === element.tagName && control.name === name && (control.tagName !== "BUTTON" || control.value === value && words(control) === says)) return control;
    }
  }
}

let held = null;
let back = false;

document.addEventListener("htmx:before:swap", () => {
  const element = document.activeElement;
  if (!usable(element) || document.querySelector("dialog[open]")?.contains(element)) return;
  held = { element, form: element.form?.getAttribute("action"), name: element.name, value: element.value, says: words(element) };
});

document.addEventListener("htmx:after:swap", () => {
  if (back) {
    back = false;
    const href = followed.get(here());
    const link = href && [...document.querySelectorAll("#main a[href]")].find((a) => a.getAttribute("href") === href);
    if (link) link.focus();
    else toHeading();
  } else if (held && lost() && !document.querySelector("dialog[open]")) {
    const next = twin(held);
    if (usable(next)) next.focus({ preventScroll: true });
    else toHeading();
  }
  held = null;
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#main a[href]");
  if (link) followed.set(here(), link.getAttribute("href"));
}, { capture: true });
addEventListener("popstate", () => (back = true));
