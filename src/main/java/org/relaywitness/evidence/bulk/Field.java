package org.relaywitness.evidence.bulk;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of a line is read, and the names it goes by. */
enum Field {
  ID,
  ADDRESS,
  AT,
  DATE,
  ZONE,
  TOLERANCE,
  PORT;

  /** As common logs name them; beside the name in the API. */
  private static final Map<String, Field> NAMES = names();

  private static Map<String, Field> names() {
    Map<String, Field> names = new HashMap<>();
    for (Field field : values()) {
      names.put(field.key(), field);
    }
    for (String name : new String[] {"ip", "src_ip", "client_ip", "source_ip", "remote_addr"}) {
      names.put(name, ADDRESS);
    }
    for (String name : new String[] {"time", "timestamp"}) {
      names.put(name, AT);
    }
    return Map.copyOf(names);
  }

  /** The name in the API. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The field that goes by this name, in either case; {@code null}: none. */
  static @Nullable Field find(String name) {
    return NAMES.get(name.strip().toLowerCase(Locale.ROOT));
  }
}
