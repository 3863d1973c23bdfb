package org.relaywitness.evidence;

import java.util.ArrayList;
import java.util.List;

/**
 * What checking a bundle showed.
 *
 * @param checks in the order they were made; a check that could not be made is not there
 * @param trustRoots the authorities whose good signatures were found, by name and v3 identity
 * @param notes what a reader must know besides; what was stated and cannot be proved
 */
public record BundleReport(List<Check> checks, List<String> trustRoots, List<String> notes) {
  public BundleReport {
    checks = List.copyOf(checks);
    trustRoots = List.copyOf(trustRoots);
    notes = List.copyOf(notes);
  }

  /**
   * One check.
   *
   * @param name what was checked: {@code container}, {@code manifest}, ...
   * @param detail in plain words what was found
   */
  public record Check(String name, boolean holds, String detail) {}

  /** The same report with one more note. */
  public BundleReport with(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new BundleReport(checks, trustRoots, more);
  }

  /** Whether everything was checked and holds. */
  public boolean holds() {
    return checks.stream().allMatch(Check::holds)
        && checks.stream().anyMatch(check -> check.name().equals("answer"));
  }

  /** The report as JSON, UTF-8. */
  public byte[] json() {
    return JsonBody.bytes(
        body ->
            body.put("holds", holds())
                .put("version", ProductVersion.current())
                .objects(
                    "checks",
                    checks,
                    (json, check) ->
                        json.put("check", check.name())
                            .put("holds", check.holds())
                            .put("detail", check.detail()))
                .strings("trust_roots", trustRoots, root -> root)
                .strings("notes", notes, note -> note));
  }

  /** The report as lines of text. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Check check : checks) {
      text.append(check.holds() ? "holds    " : "DIFFERS  ")
          .append(check.name())
          .append(": ")
          .append(check.detail())
          .append('\n');
    }
    trustRoots.forEach(root -> text.append("trusted  ").append(root).append('\n'));
    notes.forEach(note -> text.append("note     ").append(note).append('\n'));
    return text.append(
            holds()
                ? "This bundle proves its answer, within what the notes say.\n"
                : "This bundle does NOT prove its answer.\n")
        .toString();
  }
}
