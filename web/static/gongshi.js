// What only makes pages nicer: everything works without it.
"use strict";

// "/" leads to the query box, as long as nothing is being written.
document.addEventListener("keydown", (event) => {
  const box = document.getElementById("q");
  const writing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && box && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

// A section that takes long has a page of its own. It is fetched into the section when
// that comes into sight; where it cannot be, the link to the page stays.
async function load(section) {
  section.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(section.dataset.load, { credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("found");
    if (found) section.lastElementChild.replaceWith(document.importNode(found, true));
  } catch {
    // The link stays.
  } finally {
    section.removeAttribute("aria-busy");
  }
}

const sight = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    sight.unobserve(entry.target);
    load(entry.target);
  }
}, { rootMargin: "300px" });
document.querySelectorAll("[data-load]").forEach((section) => sight.observe(section));
