package org.relaywitness.programme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small bombs of the bomb programme, which are still far beyond every limit. */
class BombIT {
  @Test
  void bombs_inAProcessWithLittleMemory_areRefusedAndWriteNothingOutside(@TempDir Path folder)
      throws Exception {
    BombProgramme programme = new BombProgramme(folder);

    programme.run(10_240, 1_000_000);

    assertEquals(List.of(), programme.faults());
  }
}
