package org.relaywitness.evidence;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Compares two answers in JSON, field by field. */
final class AnswerDifference {
  private AnswerDifference() {}

  /** Adds the JSON pointer of each value that is not the same in both. */
  static void collect(String path, JsonNode one, JsonNode other, List<String> differences) {
    if (one.isObject() && other.isObject()) {
      for (String name : one.propertyNames()) {
        JsonNode value = other.get(name);
        if (value == null) {
          differences.add(path + "/" + name);
        } else {
          collect(path + "/" + name, one.path(name), value, differences);
        }
      }
      for (String name : other.propertyNames()) {
        if (!one.has(name)) {
          differences.add(path + "/" + name);
        }
      }
    } else if (one.isArray() && other.isArray() && one.size() == other.size()) {
      for (int i = 0; i < one.size(); i++) {
        collect(path + "/" + i, one.path(i), other.path(i), differences);
      }
    } else if (!one.equals(other)) {
      differences.add(path);
    }
  }
}
