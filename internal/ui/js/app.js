// The door of all behaviour: marks that script runs, then starts the modules.
document.documentElement.classList.add("has-script");
