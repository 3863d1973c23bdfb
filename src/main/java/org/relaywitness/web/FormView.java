package org.relaywitness.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.InvalidQuestionException.Problem;

/** The form as it is shown: what was typed, and what is wrong with it, each beside its field. */
public final class FormView {
  /** Each field of the form, and the parameters whose problems are shown beside it. */
  private static final Map<String, List<String>> FIELDS = fields();

  private final PageLanguage language;
  private final Texts texts;
  private final Map<String, String> values;
  private final List<Problem> problems;
  private final Choices choices;
  private final String script;
  private final @Nullable PastedLine line;

  FormView(
      PageLanguage language,
      Map<String, String> values,
      List<Problem> problems,
      Choices choices,
      String script) {
    this(language, values, problems, choices, script, null);
  }

  /** The form as it was filled from a line. */
  FormView(
      PageLanguage language,
      Map<String, String> values,
      List<Problem> problems,
      Choices choices,
      String script,
      @Nullable PastedLine line) {
    this.language = language;
    this.texts = language.texts();
    this.values = Map.copyOf(values);
    this.problems = List.copyOf(problems);
    this.choices = choices;
    this.script = script;
    this.line = line;
  }

  /**
   * A problem for the summary.
   *
   * @param field the field to go to; {@code null} when none is at fault
   * @param choices the same question, with this settled
   */
  public record Item(@Nullable String field, String text, List<Choices.Choice> choices) {}

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

  /** The sentences of the page. */
  public Texts texts() {
    return texts;
  }

  /** What the form sends along to keep the page's language; {@code null} when it need not. */
  public @Nullable String language() {
    return language.field();
  }

  /**
   * A zone to choose from.
   *
   * @param value what is then in the field
   * @param label its place in words, with the offset at the time asked about, if that is known
   */
  public record Zone(String value, String label) {}

  /** Zones to choose from; others may be typed. */
  public List<Zone> zones() {
    List<Zone> zones = new ArrayList<>();
    zones.add(new Zone("UTC", texts.text("form.zone.utc")));
    for (Places.Place place : Places.of(texts.locale()).all()) {
      zones.add(new Zone(place.zone(), choices.placeText(place)));
    }
    return zones;
  }

  /** Where the script is that offers the browser's own zone. */
  public String script() {
    return script;
  }

  /** What may be chosen for a field, in the place of typing it; empty where it is to be typed. */
  public List<PastedLine.Option> options(String field) {
    return line == null ? List.of() : line.options(field);
  }

  /** What was read from a pasted line; {@code null}: none was pasted. */
  public @Nullable PastedLine line() {
    return line;
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
    return String.join(texts.text("join.clause"), of(field).map(this::detail).toList());
  }

  private Stream<Problem> of(String field) {
    List<String> parameters = FIELDS.getOrDefault(field, List.of());
    return problems.stream().filter(problem -> parameters.contains(problem.parameter()));
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
    return new Item(field(problem), sentence(problem, texts), choices.of(problem));
  }

  private static @Nullable String field(Problem problem) {
    return FIELDS.entrySet().stream()
        .filter(entry -> entry.getValue().contains(problem.parameter()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /** What is wrong, with the name of the field at fault before it. */
  static String sentence(Problem problem, Texts texts) {
    String field = field(problem);
    String name = field == null ? problem.parameter() : texts.text("form." + field + ".label");
    String detail = ProblemWords.detail(problem, texts);
    return name.isEmpty()
        ? detail
        : texts.text("form.error.item", Map.of("field", name, "detail", detail));
  }
}
