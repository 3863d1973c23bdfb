// Offers the time zone of this computer for the form's zone. Only a suggestion: nothing is filled in
// before the button is pressed, and without this script everything works.
"use strict";
for (const place of document.querySelectorAll(".suggestion")) {
  const field = document.getElementById(place.dataset.field);
  let zone = "";
  try {
    zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  } catch (unavailable) {
    // No suggestion then.
  }
  // What browsers say that hide their zone (Tor Browser), and what needs no suggestion.
  const hidden = ["", "UTC", "Etc/UTC", "Atlantic/Reykjavik"].includes(zone);
  if (field && !hidden) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = place.dataset.label.replace("ZONE", () => zone);
    button.addEventListener("click", () => {
      field.value = zone;
      field.focus();
    });
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.textContent = place.dataset.hint;
    place.append(button, " ", hint);
    place.hidden = false;
  }
}
