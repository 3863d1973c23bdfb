package org.relaywitness.programme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All of the fault programme; where nothing may be mounted it says that disks were left out. */
class FaultIT {
  @Test
  void diskDatabaseAndLock_takenAwayAndGivenBack_loseNothing(@TempDir Path folder)
      throws Exception {
    FaultProgramme programme = new FaultProgramme(folder);

    programme.run();

    assertEquals(List.of(), programme.faults());
    assertFalse(programme.lines().isEmpty());
  }
}
