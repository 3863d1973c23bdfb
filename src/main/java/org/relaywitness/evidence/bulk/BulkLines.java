package org.relaywitness.evidence.bulk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.relaywitness.evidence.bulk.BulkLimitException.Limit;

/** Few lines, all read before the first is answered. */
public final class BulkLines {
  private BulkLines() {}

  /**
   * All lines of an input.
   *
   * @throws BulkInputException when it cannot be read to its end
   * @throws BulkLimitException when there are more than so many; nothing behind them is read
   */
  public static List<BulkLine> read(BulkInput in, int most) throws IOException, BulkInputException {
    List<BulkLine> lines = new ArrayList<>();
    for (BulkLine line = in.next(); line != null; line = in.next()) {
      if (lines.size() == most) {
        throw new BulkLimitException(Limit.LINES);
      }
      lines.add(line);
    }
    return lines;
  }
}
