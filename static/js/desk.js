// The theme calls every scrolling box "scrollable content"; each gets a name of its own for those who listen to a page.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-simplebar]").forEach((box, number) => {
    const name = box.id === "nav-sidebar-apps" ? "Menu" : `${document.title} ${number}`;
    box.setAttribute("data-simplebar-aria-label", name);
  });
});
