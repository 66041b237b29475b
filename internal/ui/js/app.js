// The door of all behaviour: marks that script runs, then starts the modules.
import "./core.js";

document.documentElement.classList.add("has-script");
