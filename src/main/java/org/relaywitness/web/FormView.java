package org.relaywitness.web;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.InvalidQuestionException.Problem;

/** The form as it is shown: what was typed, and what is wrong with it, each beside its field. */
public final class FormView {
  /** Each field of the form, and the parameters whose problems are shown beside it. */
  private static final Map<String, List<String>> FIELDS = fields();

  private static final List<String> ZONES = zoneNames();

  private final PageLanguage language;
  private final Texts texts;
  private final Map<String, String> values;
  private final List<Problem> problems;

  FormView(PageLanguage language, Map<String, String> values, List<Problem> problems) {
    this.language = language;
    this.texts = language.texts();
    this.values = Map.copyOf(values);
    this.problems = List.copyOf(problems);
  }

  /**
   * A problem for the summary.
   *
   * @param field the field to go to; {@code null} when none is at fault
   */
  public record Item(@Nullable String field, String text) {}

  private static Map<String, List<String>> fields() {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    fields.put("ip", List.of("ip", "address"));
    fields.put("date", List.of("date", "timestamp"));
    fields.put("time", List.of("time", "at"));
    fields.put("zone", List.of("zone"));
    fields.put("tolerance", List.of("tolerance"));
    fields.put("port", List.of("port"));
    return fields;
  }

  private static List<String> zoneNames() {
    List<String> names = new ArrayList<>();
    names.add("UTC");
    for (int hours = -12; hours <= 14; hours++) {
      if (hours != 0) {
        names.add(String.format(Locale.ROOT, "%+03d:00", hours));
      }
    }
    ZoneId.getAvailableZoneIds().stream()
        .filter(
            name ->
                name.matches(
                    "(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+"))
        .sorted()
        .forEach(names::add);
    return List.copyOf(names);
  }

  /** The sentences of the page. */
  public Texts texts() {
    return texts;
  }

  /** What the form sends along to keep the page's language; {@code null} when it need not. */
  public @Nullable String language() {
    return language.field();
  }

  /** Zones to choose from; others may be typed. */
  public List<String> zones() {
    return ZONES;
  }

  /** What the field holds. */
  public String value(String field) {
    return values.getOrDefault(field, "");
  }

  /** Whether anything is wrong. */
  public boolean failed() {
    return !problems.isEmpty();
  }

  /** What is wrong with a field; empty when nothing is. */
  public String error(String field) {
    List<String> parameters = FIELDS.getOrDefault(field, List.of());
    return String.join(
        texts.text("join.clause"),
        problems.stream()
            .filter(problem -> parameters.contains(problem.parameter()))
            .map(this::detail)
            .toList());
  }

  private String detail(Problem problem) {
    return ProblemWords.detail(problem, texts);
  }

  /** Whether something is wrong with a field. */
  public boolean failed(String field) {
    return !error(field).isEmpty();
  }

  /** Whether the fields under "more" are in use or at fault, and so must be in sight. */
  public boolean showsMore() {
    return !value("tolerance").isEmpty()
        || !value("port").isEmpty()
        || failed("tolerance")
        || failed("port");
  }

  /** What is wrong, for the summary on top. */
  public List<Item> items() {
    return problems.stream().map(this::item).toList();
  }

  private Item item(Problem problem) {
    String field =
        FIELDS.entrySet().stream()
            .filter(entry -> entry.getValue().contains(problem.parameter()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(null);
    String name = field == null ? problem.parameter() : texts.text("form." + field + ".label");
    String text =
        name.isEmpty()
            ? detail(problem)
            : texts.text("form.error.item", Map.of("field", name, "detail", detail(problem)));
    return new Item(field, text);
  }
}
