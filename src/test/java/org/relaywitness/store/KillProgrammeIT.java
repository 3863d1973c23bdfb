package org.relaywitness.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A short run of the kill programme, as far as it gets within half a minute. */
class KillProgrammeIT {
  @Test
  void imports_killedAtAnyMoment_endWithTheSameContent(
      @TempDir(cleanup = CleanupMode.ALWAYS) Path data)
      throws IOException, InterruptedException, SQLException {
    KillProgramme programme = new KillProgramme(data, 20_261_124);

    programme.run(20, System.nanoTime() + TimeUnit.SECONDS.toNanos(30));

    assertTrue(programme.kills() > 0, programme::toString);
  }
}
