package org.relaywitness.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A question's parameters as they were sent, to ask it again with one of them changed. */
final class QuestionQuery {
  private static final List<String> NAMES =
      List.of(
          "ip", "address", "timestamp", "at", "date", "time", "zone", "tolerance", "port", "lang");

  private final Map<String, String> values;

  private QuestionQuery(Map<String, String> values) {
    this.values = values;
  }

  /** The parameters that were sent and are not blank. */
  static QuestionQuery of(Parameters sent) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : NAMES) {
      String value = sent.find(name);
      if (value != null) {
        values.put(name, value);
      }
    }
    return new QuestionQuery(values);
  }

  /** These values by parameter. */
  static QuestionQuery of(Map<String, String> values) {
    return new QuestionQuery(new LinkedHashMap<>(values));
  }

  @Nullable String find(String name) {
    return values.get(name);
  }

  /** The same with this parameter. */
  QuestionQuery with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.put(name, value);
    return new QuestionQuery(changed);
  }

  /** The same without this parameter. */
  QuestionQuery without(String name) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.remove(name);
    return new QuestionQuery(changed);
  }

  /** The address of the page that answers it. */
  String address() {
    return "/?" + this;
  }

  /** The query, without question mark. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
