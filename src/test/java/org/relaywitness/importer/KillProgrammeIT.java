package org.relaywitness.importer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A short run of the kill programme, as far as it gets within a minute. */
class KillProgrammeIT {
  @Test
  void imports_killedAtAnyMoment_endWithTheSameContent(
      @TempDir(cleanup = CleanupMode.ALWAYS) Path folder) throws Exception {
    KillProgramme programme = new KillProgramme(folder, 20_261_124);

    programme.run(80, 20, System.nanoTime() + TimeUnit.SECONDS.toNanos(60));

    assertTrue(programme.kills() > 0, programme::toString);
    assertTrue(programme.between() > 0, programme::toString);
  }
}
