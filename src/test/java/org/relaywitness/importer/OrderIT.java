package org.relaywitness.importer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few orders of the order programme, which throws when the content differs. */
class OrderIT {
  @Test
  void twoHundredFiles_inRandomOrders_endWithTheSameContent(@TempDir Path folder)
      throws IOException, InterruptedException, SQLException {
    OrderProgramme programme = new OrderProgramme(folder, 20_261_124);

    assertTrue(programme.files().size() >= 200, programme.files().size() + " files");
    assertTrue(programme.run(10).toString().matches("[0-9a-f]{64}"));
  }
}
