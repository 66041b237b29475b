// Behaviours: an element that says data-do="name" gets what was registered
// under that name when it appears, and its signal aborted when it leaves.
// Morphing keeps elements, so each is started once.

const makers = new Map();
const running = new WeakMap(); // element → Map(name → AbortController)

export function behaviour(name, start) {
  makers.set(name, start);
}

function names(element) {
  return (element.dataset.do || "").split(" ").filter((n) => makers.has(n));
}

function start(element) {
  const on = running.get(element) || new Map();
  running.set(element, on);
  for (const name of names(element)) {
    if (on.has(name)) continue;
    const control = new AbortController();
    on.set(name, control);
    makers.get(name)(element, control.signal);
  }
}

function stop(element) {
  for (const control of running.get(element)?.values() || []) control.abort();
  running.delete(element);
}

function each(root, what) {
  if (root.nodeType !== 1 && root.nodeType !== 9) return;
  if (root.dataset?.do) what(root);
  for (const element of root.querySelectorAll("[data-do]")) what(element);
}

export function scan(root) {
  each(root, start);
}

new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.removedNodes) if (!node.isConnected) each(node, stop);
    for (const node of change.addedNodes) if (node.isConnected) each(node, start);
    if (change.type === "attributes") start(change.target);
  }
}).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-do"] });

// on listens until the element leaves.
export function on(target, events, signal, handler, options = {}) {
  for (const event of events.split(" ")) target.addEventListener(event, handler, { signal, ...options });
}

// say tells screen readers what happened where nothing got the focus.
export function say(text) {
  const place = document.getElementById("says");
  if (!place) return;
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = text));
}

// typing: is the key meant for a field?
export function typing(target) {
  return Boolean(target.closest?.("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]"));
}
