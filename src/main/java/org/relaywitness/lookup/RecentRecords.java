package org.relaywitness.lookup;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The records of the windows asked about last; few, as those of one window are thousands. */
final class RecentRecords {
  private static final int KEPT = 32;

  private final Map<WindowKeys.Key, WindowRecords> kept =
      new LinkedHashMap<>(2 * KEPT, 0.75f, true);

  WindowRecords get(WindowKeys.Key key, Supplier<WindowRecords> reading) {
    WindowRecords records = kept.get(key);
    if (records == null) {
      records = reading.get();
      kept.put(key, records);
      if (kept.size() > KEPT) {
        kept.remove(kept.keySet().iterator().next());
      }
    }
    return records;
  }
}
